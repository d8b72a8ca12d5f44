"""Columns that are computed of other columns of the row, whenever that is saved."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db import models


class DerivedField(models.CharField):  # type: ignore[type-arg]
    """What ``make`` makes of the texts in ``sources``; no query that writes past `save` follows."""

    def __init__(
        self, *args: Any, make: Callable[..., str], sources: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        self.make = make
        self.sources = sources
        kwargs.setdefault("max_length", 2000)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """What a migration needs to make the field again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"sources": self.sources}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The text as it follows from the row now."""
        made = self.make(*(getattr(model_instance, source) for source in self.sources))
        setattr(model_instance, self.attname, made)
        return made


@cache
def derived_fields(model: type[models.Model]) -> tuple[DerivedField, ...]:
    """The columns of a table that follow others."""
    return tuple(one for one in model._meta.concrete_fields if isinstance(one, DerivedField))


def derive(row: models.Model) -> None:
    """Compute what follows, for a row that is written in bulk."""
    for one in derived_fields(type(row)):
        one.pre_save(row, add=False)


def following(model: type[models.Model], names: Iterable[str]) -> set[str]:
    """The columns that follow these ones."""
    changed = set(names)
    return {one.name for one in derived_fields(model) if changed & set(one.sources)}


def fill(model: type[models.Model]) -> None:
    """Compute what follows in the stored rows of a table; migrations call it."""
    fields = derived_fields(model)
    read = {source for one in fields for source in one.sources}
    changed = []
    for row in model._default_manager.only("pk", *read).iterator(chunk_size=500):
        derive(row)
        changed.append(row)
    names = [one.name for one in fields]
    model._default_manager.bulk_update(changed, names, batch_size=200)
