"""The kinds of records that have a class of their own; each domain registers its own."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from zhongshu.access.models import Actor, User
from zhongshu.access.resources import Resource, present

Shown = dict[UUID, dict[str, Any]]
# By which request a class is lowered: what the one event of it tells.
Asked = Mapping[str, str | None]


def own_class(row: Any) -> int:
    """The class of a row that belongs to no other."""
    label: int = row.classification
    return label


def shown_by_name(resource: Resource, actor: Actor, ids: Collection[UUID]) -> Shown:
    """What records are called, where the viewer may know, that open by their own id alone."""
    rows = resource.model._default_manager.filter(pk__in=ids)
    return {
        UUID(one["id"]): {
            "name": one["name"],
            "subject_kind": resource.name,
            "address": {f"{resource.name}_id": one["id"]},
        }
        for one in present(actor, resource, rows, ("id", "name"))
    }


def itself(row: Any) -> Any:
    """A row that has a scope."""
    return row


@dataclass(frozen=True)
class Lowerable:
    """A kind of record whose class can be lowered, by who holds ``permission`` over it.

    ``find`` gives a record in view of an actor or raises `Http404`, ``rows`` those in view,
    ``lower`` gives a record another class and tells by which request in the one event of it,
    ``show`` tells what records in view are called and where they are found, ``label`` which class
    counts for a record, and ``over`` what has its scope.
    """

    resource: Resource
    permission: str
    find: Callable[[Actor, UUID], Any]
    rows: Callable[[Actor], QuerySet[Any]]
    lower: Callable[[User, Any, int, Asked], Any]
    show: Callable[[Actor, Collection[UUID]], Shown]
    label: Callable[[Any], int] = own_class
    over: Callable[[Any], Any] = itself

    def class_held(self, record: Any) -> int:
        """The class that a record has now and keeps until the transaction ends."""
        over = self.over(record)
        type(over)._default_manager.select_for_update().get(pk=over.pk)
        rows = self.resource.model._default_manager.filter(pk=record.pk)
        held: int = rows.values_list("classification", flat=True).get()
        return held

    def is_in_sight(self, user: User, record_id: UUID) -> bool:
        """Whether somebody sees a record."""
        try:
            self.find(user, record_id)
        except Http404:
            return False
        return True


LOWERABLE: dict[str, Lowerable] = {}


def register_lowerable(one: Lowerable) -> None:
    """Let the records of a resource be lowered; called by its domain when it starts."""
    LOWERABLE[one.resource.name] = one
