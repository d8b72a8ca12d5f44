"""From an edited plan back to rows: only what changed is written."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import orjson
from django.db import connection, models

from zhongshu.planning.models import Assignment, CrossLink, Link, PlanResource, Task
from zhongshu.planning.open_plan import (
    COMPUTED,
    AssignmentRow,
    OpenPlan,
    TaskRow,
)
from zhongshu.planning.outline import Key

Texts = Mapping[Key, dict[str, Any]]

_COMPUTED_POSITIONS = [TaskRow._fields.index(name) for name in COMPUTED]
# The columns of a task row stand in this order: the given ones, the version, the computed ones.
_N_GIVEN = TaskRow._fields.index("version")
_GIVEN = TaskRow._fields[1:_N_GIVEN]
_OUTPUTS = (*COMPUTED, "version")


def write(before: OpenPlan, after: OpenPlan, texts: Texts) -> int:
    """Write the difference between two plans of a project; return how many rows changed.

    ``texts`` are columns that an open plan does not hold, by the id of their row.
    """
    project = {"project": after.settings}
    staff_before, staff = flat(before), flat(after)
    n_rows = _remove(Link, before.links, after.links)
    n_rows += _remove(CrossLink, before.cross_links, after.cross_links)
    n_rows += _remove(Assignment, staff_before, staff)
    n_rows += _remove(Task, before.tasks, after.tasks)
    n_rows += _remove(PlanResource, before.resources, after.resources)
    n_rows += _write_tasks(before, after, texts)
    n_rows += _write(PlanResource, before.resources, after.resources, texts, project)
    _retype(Link, before.links, after.links)
    n_rows += _write(Link, before.links, after.links, texts, project)
    _retype(CrossLink, before.cross_links, after.cross_links)
    n_rows += _write(CrossLink, before.cross_links, after.cross_links, texts, project)
    n_rows += _write(Assignment, staff_before, staff, texts, {})
    return n_rows


def flat(plan: OpenPlan) -> Mapping[Key, AssignmentRow]:
    """The assignments of a plan by id."""
    return {row.id: row for rows in plan.assignments.values() for row in rows}


def _remove(model: type[models.Model], before: Mapping[Key, Any], after: Mapping[Key, Any]) -> int:
    gone = [key for key in before if key not in after]
    for chunk in _chunks(gone):
        rows = model._default_manager.filter(pk__in=chunk)
        rows._raw_delete(rows.db)
    return len(gone)


def _write_tasks(before: OpenPlan, after: OpenPlan, texts: Texts) -> int:
    """Write tasks; those whose dates alone changed go in one statement."""
    added: list[TaskRow] = []
    computed: list[tuple[Any, ...]] = []
    n_given = 0
    for key, new in after.tasks.items():
        old = before.tasks.get(key)
        if old is None:
            added.append(new)
        elif old is not new or key in texts:
            given = dict(texts.get(key, {}))
            if old[:_N_GIVEN] != new[:_N_GIVEN]:
                given |= {name: getattr(new, name) for name in _GIVEN}
            if given:
                outputs = {name: getattr(new, name) for name in COMPUTED}
                Task.objects.filter(pk=key).update(**given, **outputs, version=new.version)
                n_given += 1
            else:
                outputs_only = [new[position] for position in _COMPUTED_POSITIONS]
                computed.append((*outputs_only, new.version, _stored(key)))
    Task.objects.bulk_create(
        (Task(project=after.settings, **row._asdict(), **texts.get(row.id, {})) for row in added),
        batch_size=500,
    )
    if computed:
        _write_outputs(computed)
    return len(added) + n_given + len(computed)


def _write_outputs(rows: list[tuple[Any, ...]]) -> None:
    """Write the computed columns of many tasks; each row ends with the task's id."""
    names = [connection.ops.quote_name(name) for name in _OUTPUTS]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement for all: a statement a row takes four times as long there.
            kinds = [Task._meta.get_field(name).db_type(connection) for name in _OUTPUTS]
            columns = ", ".join(map("{} {}".format, (*names, "id"), (*kinds, "uuid")))
            changes = ", ".join(f"{name} = new.{name}" for name in names)
            given = [dict(zip((*_OUTPUTS, "id"), row, strict=True)) for row in rows]
            cursor.execute(
                f"UPDATE planning_task SET {changes} "  # noqa: S608 - columns of the model
                f"FROM json_to_recordset(%s) AS new({columns}) WHERE planning_task.id = new.id",
                [orjson.dumps(given).decode()],
            )
        else:
            changes = ", ".join(f"{name} = %s" for name in names)
            cursor.executemany(f"UPDATE planning_task SET {changes} WHERE id = %s", rows)  # noqa: S608


def _write(
    model: Any,
    before: Mapping[Key, Any],
    after: Mapping[Key, Any],
    texts: Texts,
    owner: dict[str, Any],
) -> int:
    """Add the new rows of a kind and update the changed ones."""
    added = [row for key, row in after.items() if key not in before]
    model.objects.bulk_create(
        (model(**owner, **row._asdict(), **texts.get(row.id, {})) for row in added),
        batch_size=1000,
    )
    n_updated = 0
    for key, new in after.items():
        old = before.get(key)
        if old is new or old is None:
            continue
        fields = {
            name: now for name, was, now in zip(new._fields, old, new, strict=True) if was != now
        } | texts.get(key, {})
        if fields:
            n_updated += model.objects.filter(pk=key).update(**fields)
    return len(added) + n_updated


def _retype(model: Any, before: Mapping[Key, Any], after: Mapping[Key, Any]) -> None:
    """Give way to links between the same two tasks that change places in type.

    No two may have one type, not even between two statements.
    """
    retyped = [
        link
        for key, link in after.items()
        if (was := before.get(key)) is not None and was.type != link.type
    ]
    pairs = Counter((link.before_id, link.after_id) for link in retyped)
    for n, link in enumerate(link for link in retyped if pairs[link.before_id, link.after_id] > 1):
        model.objects.filter(pk=link.id).update(type=f"{n % 100:02}")


def _stored(key: Key) -> Any:
    """An id as the database keeps it."""
    return key if connection.features.has_native_uuid_field else key.replace("-", "")


def _chunks(keys: list[Key], size: int = 500) -> list[list[Key]]:
    return [keys[n : n + size] for n in range(0, len(keys), size)]
