"""What people are told of what one asks for and another confirms, or opens in an emergency."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Model

from zhongshu.access import queries
from zhongshu.access.authorities import reading
from zhongshu.access.authorities.fields import BODY
from zhongshu.access.authorities.models import Body
from zhongshu.access.fields import GRANT, ROLE
from zhongshu.access.guard import company
from zhongshu.access.lowering.fields import LOWERING
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.lowering.reading import lowerings
from zhongshu.access.models import Grant, Role, User
from zhongshu.access.resources import Resource, classes_of_scopes, sight
from zhongshu.access.waiting import who_may_confirm
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.notifying import Notice
from zhongshu.collaboration.subjects import Subject, ToldKind, holders
from zhongshu.kit.models import Event

ASKED = (
    "access.grant_proposed", "access.grant_changed", "access.role_updated", "access.body_updated",
    "access.lowering_asked",
)  # fmt: skip
ANSWERED = (
    "access.grant_confirmed", "access.role_change_confirmed", "access.body_change_confirmed",
    # By which the class of a record may have been lowered as somebody asked.
    "projects.project_updated", "organisation.unit_updated", "organisation.person_updated",
    "planning.plan_edited", "collaboration.comment_classified", "collaboration.file_classified",
)  # fmt: skip
TURNED_DOWN = (
    "access.grant_revoked", "access.role_change_declined", "access.body_change_declined",
    "access.lowering_declined",
)  # fmt: skip
_OF: dict[str, type[Model]] = {
    "access.grant": Grant, "access.role": Role, "access.body": Body, "access.lowering": Lowering,
}  # fmt: skip


def _grants(ids: Collection[UUID]) -> Iterator[Subject]:
    """Grants by their role and scope: who receives it may be closed to who is told."""
    rows = list(Grant.objects.filter(pk__in=ids).select_related("role", "scope"))
    classes = classes_of_scopes(one.scope for one in rows)
    for one in rows:
        name, address = f"{one.role.name} · {one.scope.label}", {"grant_id": str(one.pk)}
        label = classes.get(one.scope_id, 0)
        yield Subject("grant", one.pk, one.scope_id, "", name, address, label)


def _glass(ids: Collection[UUID]) -> Iterator[Subject]:
    """What was opened by breaking the glass, by role and scope as well."""
    for one in _grants(ids):
        yield replace(one, kind=GLASS_KIND)


def _roles(ids: Collection[UUID]) -> Iterator[Subject]:
    for one in Role.objects.filter(pk__in=ids):
        yield Subject("role", one.pk, company().pk, "", one.name, {"role_id": str(one.pk)})


def _bodies(ids: Collection[UUID]) -> Iterator[Subject]:
    for one in Body.objects.filter(pk__in=ids):
        yield Subject("body", one.pk, one.scope_id, "", one.name, {"body_id": str(one.pk)})


def _lowerings(ids: Collection[UUID]) -> Iterator[Subject]:
    """Requests by where the record is: what it is called may be closed to who is told."""
    rows = list(Lowering.objects.filter(pk__in=ids).select_related("scope"))
    classes = classes_of_scopes(one.scope for one in rows)
    for one in rows:
        address = {"lowering_id": str(one.pk)}
        label = max(one.label, classes.get(one.scope_id, 0))
        yield Subject("lowering", one.pk, one.scope_id, "", one.scope.label, address, label)


def _facts(
    resource: Resource, *english: str, who: Sequence[str] = ("proposed_by", "confirmed_by")
) -> Callable[[User, Collection[UUID]], dict[UUID, dict[str, Any]]]:
    """The English names of subjects, and a lock where it is closed who asked or who agreed."""
    named = [name for name in who if name in resource.by_name]

    def facts(user: User, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
        rows = resource.model._default_manager.filter(pk__in=ids)
        names = rows.values_list("pk", *english)
        told: dict[UUID, dict[str, Any]] = {pk: {"name_en": " · ".join(of)} for pk, *of in names}
        seeing = sight(user, resource, named)
        for pk, *values in rows.values_list("pk", *seeing.columns) if seeing.rules else ():
            made = seeing.decisions(values).values()
            if closed := [int(one.classification) for one in made if not one.is_readable]:
                told[pk] |= {"_locked": ["by"], "_classes": {"by": max(closed)}}
        return told

    return facts


GLASS_KIND = "break_glass"
KINDS = (
    ToldKind(
        GLASS_KIND,
        _glass,
        lambda user: queries.grants(user).filter(kind=Grant.Kind.BREAK_GLASS),
        _facts(GRANT, "role__name_en", "scope__label", who=("user",)),
    ),
    ToldKind("grant", _grants, queries.grants, _facts(GRANT, "role__name_en", "scope__label")),
    ToldKind("role", _roles, queries.roles, _facts(ROLE, "name_en")),
    ToldKind("body", _bodies, reading.bodies, _facts(BODY, "name_en")),
    ToldKind(
        "lowering",
        _lowerings,
        lowerings,
        _facts(LOWERING, "scope__label", who=("asked_by", "decided_by")),
    ),
)
_FIND: dict[str, Callable[[Collection[UUID]], Iterable[Subject]]] = {
    f"access.{one.code}": one.find for one in KINDS if one.code != GLASS_KIND
}


def of_request(event: Event) -> list[Notice]:
    """Who may confirm what somebody asked for, if it waits."""
    row = _OF[event.subject_type]._default_manager.filter(pk=event.subject_id).first()
    if row is None or not (event.kind == "access.lowering_asked" or _begins_to_wait(event)):
        return []
    kind = Notification.Kind.CONFIRM_WAITING
    users = sorted(one.pk for one in who_may_confirm(row))
    return [Notice(user, kind, one) for one in _subjects(event) for user in users]


def of_confirmation(event: Event) -> list[Notice]:
    """Whoever asked is told that another person agreed."""
    lowering = event.data.get("lowering")
    asked_by = (lowering or event.data).get("asked_by")
    if not asked_by:
        return []
    found = _lowerings([UUID(lowering["id"])]) if lowering else _subjects(event)
    return [Notice(UUID(asked_by), Notification.Kind.CONFIRMED, one) for one in found]


def of_refusal(event: Event) -> list[Notice]:
    """Whoever asked is told that another person did not agree.

    A grant that was declined is no more: its role is named instead.
    """
    asked_by = event.data.get("asked_by")
    if not asked_by or asked_by == str(event.actor_id):
        return []
    found = _subjects(event)
    if event.subject_type == "access.grant":
        roles = Role.objects.filter(code=event.data["before"]["role"])
        found = _roles(list(roles.values_list("pk", flat=True)))
    return [Notice(UUID(asked_by), Notification.Kind.DECLINED, one) for one in found]


def of_glass(event: Event) -> list[Notice]:
    """Whoever manages access there is told at once that somebody broke the glass."""
    kind = Notification.Kind.GLASS_BROKEN
    return [
        Notice(user, kind, one)
        for one in _glass([event.subject_id] if event.subject_id else [])
        for user in holders(queries.MANAGE, one.scope_id).values_list("pk", flat=True)
        if user != event.actor_id
    ]


def _begins_to_wait(event: Event) -> bool:
    before, after = event.data.get("before") or {}, event.data.get("after") or {}
    now = [after.get(name) for name in _WAITING]
    return any(now) and now != [before.get(name) for name in _WAITING]


# What of the three tells in an event that something waits.
_WAITING = ("is_waiting", "waiting_permissions", "waiting")


def _subjects(event: Event) -> Iterable[Subject]:
    return _FIND[event.subject_type]([event.subject_id])
