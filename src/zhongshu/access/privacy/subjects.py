"""Whom data is about: one human as their account, their person, and every row that leads there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404

from zhongshu.access.privacy.called import Called, called
from zhongshu.kit.declarations import (
    declarations,
    declared_models,
    is_somebody,
    personal_values,
    references_to_somebody,
    whose,
)
from zhongshu.kit.models import Event
from zhongshu.kit.personal.keys import former_member

_NAMES, _HANDLES = ("name", "email"), ("username", "employee_number")


@dataclass(frozen=True)
class Somebody:
    """One human: the row that was asked for, and the rows that are the same human."""

    row: models.Model
    others: tuple[models.Model, ...] = ()

    @property
    def rows(self) -> tuple[models.Model, ...]:
        """Every row that is this human."""
        return (self.row, *self.others)

    @property
    def ids(self) -> list[UUID]:
        """The ids of these rows."""
        return [one.pk for one in self.rows]

    @property
    def label(self) -> str:
        """What stands in the place of the name after an erasure."""
        return former_member(min(self.ids))

    @property
    def name(self) -> str:
        """What the human is called."""
        return str(getattr(self.row, "name", ""))

    @property
    def kind(self) -> str:
        """Account or person: the name of the row's table."""
        return self.row._meta.model_name or ""

    def row_of(self, model: type[models.Model]) -> Any:
        """The row of one table; None if the human has none there."""
        return next((one for one in self.rows if isinstance(one, model)), None)


def somebody_models() -> list[type[models.Model]]:
    """The tables whose rows are people or accounts."""
    return [one for one in declared_models() if is_somebody(one)]


def somebody_called(key: UUID) -> Somebody:
    """The human who has an account or a person with this id.

    Raises
    ------
    Http404
        If there is none.
    """
    for model in somebody_models():
        row = model._default_manager.filter(pk=key).first()
        if row is not None:
            return Somebody(row, tuple(_same_human(row)))
    raise Http404


def _same_human(row: models.Model) -> Iterator[models.Model]:
    """The account of a person, the person of an account: what a one-to-one field ties together."""
    for model in somebody_models():
        for column in model._meta.concrete_fields:
            related = column.related_model
            if not isinstance(column, models.OneToOneField) or not isinstance(related, type):
                continue
            if isinstance(row, model) and getattr(row, column.name) is not None:
                yield getattr(row, column.name)
            elif isinstance(row, related):
                yield from model._default_manager.filter(**{column.name: row})


def personal_models() -> list[type[models.Model]]:
    """Every table with a personal field, people and accounts last: other rows refer to them."""
    found = [one for one in declared_models() if _is_personal(one)]
    return sorted(found, key=is_somebody)


def _is_personal(model: type[models.Model]) -> bool:
    return any(said.personal for said in declarations(model).values())


def owned(model: type[models.Model], somebody: Somebody) -> QuerySet[Any]:
    """The rows whose personal values are about somebody."""
    way = whose(model)
    rows = model._default_manager.all()
    if not way:
        return rows.none()
    return rows.filter(**{f"{'pk' if way == 'self' else way}__in": somebody.ids})


def references(model: type[models.Model]) -> list[str]:
    """The columns by which rows name somebody beside the one whose they are."""
    by_id = [
        name
        for name in personal_values(model)
        if isinstance(model._meta.get_field(name), models.UUIDField)
    ]
    named = [*references_to_somebody(model), *sorted(by_id)]
    return [name for name in named if name != whose(model)]


def naming(model: type[models.Model], name: str, somebody: Somebody) -> QuerySet[Any]:
    """The rows that name somebody in one column."""
    return model._default_manager.filter(**{f"{name}__in": somebody.ids})


def events_about(somebody: Somebody) -> QuerySet[Event]:
    """The events whose subject somebody is."""
    return Event.objects.filter(subject_id__in=somebody.ids)


def events_by_or_about(somebody: Somebody) -> QuerySet[Event]:
    """The events in which somebody acted, or was acted for or upon."""
    ids = somebody.ids
    return Event.objects.filter(
        Q(actor_id__in=ids) | Q(on_behalf_of_id__in=ids) | Q(subject_id__in=ids)
    )


def identifying_texts(somebody: Somebody) -> list[str]:
    """What somebody is called or was called: names, sign-in names, addresses and numbers."""
    found = {text for _, text in _identifying(somebody)}
    return sorted(found, key=lambda text: (-len(text), text))


def called_now_and_before(somebody: Somebody) -> Called:
    """What somebody is called or was called, as it is looked for in texts."""
    found = _identifying(somebody)
    return called(
        names=(text for name, text in found if name in _NAMES),
        handles=(text for name, text in found if name not in _NAMES),
    )


def _identifying(somebody: Somebody) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    names = (*_NAMES, *_HANDLES)
    for row in somebody.rows:
        found |= {(name, str(getattr(row, name))) for name in names if getattr(row, name, "")}
    for event in events_about(somebody).iterator(500):
        for state in (event.data.get("before"), event.data.get("after")):
            if isinstance(state, dict):
                found |= {(name, str(state[name])) for name in names if state.get(name)}
    return {(name, text) for name, text in found if text != somebody.label}
