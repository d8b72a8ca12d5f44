"""One world twice: as it is, and with another value in every field that can be closed."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from tests.secrecy.twins.clockwork import PRESENT, STREAM
from tests.secrecy.twins.company import Ids
from tests.secrecy.twins.lowering import KEEPER
from tests.secrecy.twins.worlds import World
from zhongshu.access.models import SYSTEM, PolicyVersion, User
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.privacy.models import NoticeAnswer
from zhongshu.access.resources import RESOURCES, Field, Resource, present
from zhongshu.access.services.policy import draft_policy, publish_policy
from zhongshu.kit import events
from zhongshu.kit.models import Event
from zhongshu.kit.origin import Origin, acting_from
from zhongshu.organisation.models import Person

# Begins each text that is put in the place of another.
CANARY = "zqvaried"
CLOSABLE = [
    (resource, one) for resource in RESOURCES.values() for one in resource.fields if one.is_closable
]
# No row of these is ever changed: another one is added.
_ADDED = (Event, NoticeAnswer)
_DAY = timedelta(days=1)
# Values with a shape of their own.
_SHAPED: dict[str, Any] = {
    "body.waiting": {"quorum": 1, "rule": "simple_majority", "does_chair_break_ties": True},
    "saved_view.definition": {"filters": [f"name:contains:{CANARY}"], "sort": "name"},
    "task.checklist": [{"id": "1", "text": CANARY, "is_done": True}],
    "task.custom": {"field": CANARY},
    "plan_resource.custom": {"field": CANARY},
    "plan_resource.details": {"notes": CANARY},
    "plan_resource.rates": {"standard_rate_format": 3},
}


def named(resource: Resource, one: Field) -> str:
    """What a field is called, with its entity."""
    return f"{resource.name}.{one.name}"


@contextmanager
def varied(world: World, closed: list[str], others: list[str], *, is_other: bool) -> Iterator[None]:
    """The world under a policy that closes fields, with other values in some if it is the other."""
    with world.undone():
        STREAM.start("closing")
        publish(closed)
        STREAM.start("varying")
        _add(world.twin.visible, is_other=is_other)
        if is_other:
            _vary(world.twin.viewer, set(others))
        yield


def told_of_all() -> dict[tuple[str, str], dict[str, Any]]:
    """Each row that has a field to close, as the system itself sees it, by its entity and id."""
    return {
        (resource.name, str(item["id"])): item
        for resource in {one.name: one for one, _ in CLOSABLE}.values()
        for item in present(SYSTEM, resource, resource.model._default_manager.all())
    }


def publish(closed: Collection[str], effect: Effect = Effect.NONE) -> None:
    """Give everybody no more of these fields than an effect, whatever else opens them."""
    cells = []
    for resource, one in CLOSABLE:
        if named(resource, one) in closed:
            where = {"resource": resource.name, "field": one.name}
            cells.append(Cell(Subject.EVERYONE, effect, **where))
            if one.needs:
                cells.append(Cell(Subject.PERMISSION, effect, one.needs, **where))
    if cells:
        PolicyVersion.objects.filter(state="draft").delete()
        draft_policy(SYSTEM, document=Document(tuple(cells)), note="", expected_version=None)
        publish_policy(SYSTEM, expected_version=None)


def _add(ids: Ids, *, is_other: bool) -> None:
    """An event and an answer to a notice, which differ in all that can be closed of them."""
    boss, clerk = (User.objects.get(pk=ids[name]) for name in ("boss_id", "clerk_id"))
    by, other = (clerk, boss) if is_other else (boss, clerk)
    text = f"{CANARY} told" if is_other else "told"
    about = Person.objects.get(pk=ids["mover_id" if is_other else "person_id"])
    origin = Origin(
        request_id=text, ip="192.0.2.8" if is_other else "192.0.2.9", user_agent=text,
        token_id=UUID(int=1 + is_other), on_behalf_of_id=other.pk, automation=text,
    )  # fmt: skip
    with acting_from(origin):
        events.record(
            "organisation.person_updated", actor=by, subject=about, before={"position": ""},
            after={"position": text},
        )  # fmt: skip
    NoticeAnswer.objects.create(
        notice_id=ids["notice_id"], notice_version_id=ids["notice_version_id"], account=by,
        number=99, answer="refused" if is_other else "agreed", text_digest="0" * 64,
        language="en" if is_other else "zh-CN", answered_at=PRESENT,
    )  # fmt: skip


def _vary(viewer: User, names: set[str]) -> None:
    """Put another value in each of these fields, of every row by which the viewer has no right.

    Whoever could confirm what the viewer asks for stays, too.
    """
    stay = {viewer.pk, User.objects.get(username=KEEPER).pk}
    fields = [(each, one) for each in RESOURCES.values() for one in each.fields]
    for resource, one in fields:
        column = column_of(resource.model, one)
        if column is None or resource.model in _ADDED or named(resource, one) not in names:
            continue
        for number, row in enumerate(resource.model._default_manager.order_by("pk")):
            value = getattr(row, column.attname)
            if _opens_to(row, viewer, stay) or (value is None and one.name == "confirmed_at"):
                continue
            other = _SHAPED.get(named(resource, one)) or other_value(column, value, viewer, number)
            try:
                with transaction.atomic():
                    resource.model._default_manager.filter(pk=row.pk).update(
                        **{column.attname: other}
                    )
            except IntegrityError:
                # Another row has that value alone: one of the others takes it.
                continue


def column_of(model: type[models.Model], one: Field) -> Any:
    """The column that holds a field; none if it is computed, or stands in another table."""
    path = one.source or one.name
    columns: list[Any] = list(model._meta.concrete_fields)
    return next((each for each in columns if path in {each.name, each.attname}), None)


def _opens_to(row: Any, viewer: User, stay: set[UUID]) -> bool:
    """Whether the viewer has a right by a row, which would be another one with another value."""
    if stay & {row.pk, getattr(row, "user_id", None)}:
        return True
    return row._meta.model_name == "role" and row.grants.filter(user=viewer).exists()


def other_value(column: Any, value: Any, viewer: User, number: int) -> Any:
    """Another value that could stand in a column; of a text one that is told from all others."""
    if column.is_relation:
        rows = column.related_model._default_manager.exclude(pk__in=[value, viewer.pk])
        return rows.order_by("pk").values_list("pk", flat=True).first()
    if column.choices:
        return next(code for code, _ in column.choices if code != value)
    for kind, change in _CHANGES.items():
        if isinstance(column, kind):
            return change(value)
    text = f"{CANARY}{column.name}{number}"[: column.max_length]
    return f"{text}@example.com" if column.name == "email" else text


_CHANGES: dict[type[Any], Any] = {
    models.BooleanField: lambda value: not value,
    models.IntegerField: lambda value: (value or 0) + 7,
    # A moment is a date as well.
    models.DateTimeField: lambda value: (value or PRESENT) - _DAY,
    models.DateField: lambda value: (value or PRESENT.date()) - _DAY,
}
