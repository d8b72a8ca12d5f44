"""What an importer may do with each field of each row that a table would change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhongshu.access.guard import company
from zhongshu.access.models import Actor, System
from zhongshu.access.policy.seeing import Decision, Sight
from zhongshu.access.resources import Resource, sight
from zhongshu.access.writing import Verdict, verdict_of
from zhongshu.organisation.fields import PERSON, UNIT
from zhongshu.organisation.import_columns import KEYS
from zhongshu.organisation.models import Person, Unit

Verdicts = Mapping[str, Verdict]
_NONE: Verdicts = {}


def _open(above: str | None) -> Verdicts:
    return _NONE


@dataclass(frozen=True)
class Rights:
    """By key and field what is not simply open, for rows that are there and rows to come.

    ``added`` is asked by the key of the unit that a new row hangs below; ``names`` has, by
    their numbers, the people whose number the importer may not read.
    """

    present: Mapping[str, Verdicts] = field(default_factory=dict)
    added: Callable[[str | None], Verdicts] = _open
    names: Mapping[str, str] = field(default_factory=dict)


def rights_of(actor: Actor, kind: str, columns: Sequence[str]) -> Rights:
    """What the actor may do with the rows of a kind; the number of queries is fixed."""
    if isinstance(actor, System):
        return Rights()
    resource: Resource = PERSON if kind == "people" else UNIT
    seeing = sight(actor, resource, sorted({*columns, KEYS[kind]}))
    numbers = sight(actor, PERSON, ["employee_number"])
    return Rights(
        present=_present(resource, seeing, KEYS[kind]) if seeing.rules else {},
        added=_added(seeing) if seeing.rules else _open,
        names=_unreadable(numbers) if numbers.rules else {},
    )


def _present(resource: Resource, seeing: Sight, key: str) -> dict[str, Verdicts]:
    rows = resource.model._default_manager.order_by().values_list(key, *seeing.columns)
    return {key: found for key, *values in rows if (found := _verdicts(seeing.decisions(values)))}


def _added(seeing: Sight) -> Callable[[str | None], Verdicts]:
    scopes: dict[str, UUID] = dict(Unit.objects.values_list("code", "scope_id"))
    top = company().pk
    blank: list[Any] = [None] * (len(seeing.columns) - 1)

    def added(above: str | None) -> Verdicts:
        return _verdicts(seeing.decisions([scopes.get(above or "", top), *blank]))

    return added


def _unreadable(numbers: Sight) -> dict[str, str]:
    rows = Person.objects.order_by().values_list("employee_number", "name", *numbers.columns)
    return {
        number: name
        for number, name, *values in rows
        if not numbers.decisions(values)["employee_number"].is_readable
    }


def _verdicts(said: Mapping[str, Decision]) -> Verdicts:
    found = ((name, verdict_of(decided)) for name, decided in said.items())
    return {name: verdict for name, verdict in found if verdict is not None}
