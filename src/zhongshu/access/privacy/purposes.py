"""For what a company can ask consent, each purpose by itself, and which tables rest on it."""

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose of processing.

    ``tables`` are those that the product fills for this purpose alone: as soon as the company
    asks for consent, they rest on it. A purpose without tables is asked and kept; whoever
    processes for it, in the product or beside it, asks `consents.has_consent`.
    """

    code: str
    tables: tuple[type[models.Model], ...] = ()


# Those for which PIPL 24, 29 and 39 ask for a consent of its own.
PURPOSES: dict[str, Purpose] = {
    code: Purpose(code) for code in ("sensitive_data", "overseas_transfer", "automated_scoring")
}


def purpose(code: str, *tables: type[models.Model]) -> None:
    """Tell for which purpose tables are filled; called by the domain that knows, when it starts."""
    PURPOSES[code] = Purpose(code, tables)


def purpose_of(model: type[models.Model]) -> str:
    """The purpose for which a table is filled; empty if no consent can be asked for it."""
    return next((one.code for one in PURPOSES.values() if model in one.tables), "")
