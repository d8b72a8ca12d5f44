"""Editing a plan: one list of operations, one reschedule, one event."""

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access.guard import requires
from zhongshu.access.models import Actor
from zhongshu.kit import events
from zhongshu.kit.errors import DomainError
from zhongshu.kit.models import Model
from zhongshu.planning import applying, cross_links, merging, naming, personal, storing
from zhongshu.planning.changes import (
    EDITED,
    IMPORTED,
    PROJECT_FIELDS,
    RESOURCE,
    TASK,
    Change,
    Draft,
    PlanEdit,
    given_changes,
    moved,
    plain,
)
from zhongshu.planning.classing import (
    check_classes,
    class_told,
    keep_classes,
    take_classes_from_parents,
)
from zhongshu.planning.loops_between import refuse_loops
from zhongshu.planning.models import Assignment, CrossLink, Link, PlanResource, Task
from zhongshu.planning.open_plan import OpenPlan, TaskRow, open_plan, publish
from zhongshu.planning.outline import Key
from zhongshu.planning.quiet import (
    class_in,
    field_of,
    is_openly_changed,
    is_seen_by_all,
    number_edit,
    quiet_operations,
    quiet_rows,
)
from zhongshu.planning.scheduling import Cycle, reschedule
from zhongshu.planning.since import Since
from zhongshu.planning.sums import rolled_up, told_whole
from zhongshu.planning.task_sight import without_locked_names
from zhongshu.planning.writable import refuse_unreadable, refuse_unwritable
from zhongshu.projects.models import Project

_VERSION = TaskRow._fields.index("version")

# Above this many rows it is cheaper to read a whole plan than to name them.
_MANY = 500

_ROLLED_UP = (
    "plan_version",
    "plan_field_versions",
    "last_task_number",
    "start",
    "finish",
    "health",
    "percent_complete",
    "n_tasks",
)


@requires("planning.edit_plan", on="project")
@transaction.atomic
def edit_plan(
    actor: Actor,
    *,
    project: Project,
    operations: list[dict[str, Any]],
    base_version: int | None = None,
    own_versions: Iterable[int] = (),
    now: int | None = None,
) -> PlanEdit:
    """Apply operations to the plan, reschedule it, and write only the rows that changed.

    ``base_version`` is the version the edit was made on, ``own_versions`` the later ones that
    the actor made and has seen. Newer changes of other fields are kept; a newer change of the
    same field refuses the edit as stale. ``now`` is when what the edit reports happened, in a
    project without a status date.
    """
    plan = plan_to_edit(project)
    refuse_unreadable(actor, plan, operations)
    naming.refuse_unfit_ids(plan, operations)
    draft = _draft_for(actor, plan, operations, now)
    if base_version is None or base_version >= plan.version:
        applying.apply(draft, operations)
    else:
        since = Since(base_version, frozenset(own_versions))
        _apply_to_newer(actor, draft, operations, since)
    return commit(
        actor,
        EDITED,
        draft,
        operations=applying.told(operations),
        quiet_operations=quiet_operations(operations, class_in(plan)),
    )


def _draft_for(
    actor: Actor, plan: OpenPlan, operations: list[dict[str, Any]], now: int | None
) -> Draft:
    """A draft that knows what operations name from outside the plan."""
    draft = Draft(plan, now)
    naming.know_calendars(actor, draft, operations)
    naming.know_people(actor, draft, operations)
    cross_links.know_predecessors(actor, draft, operations)
    return draft


def _apply_to_newer(
    actor: Actor, draft: Draft, operations: list[dict[str, Any]], since: Since
) -> None:
    """Apply operations to a plan that others changed meanwhile, unless they meet its changes."""
    plan = draft.base
    try:
        applying.apply(draft, operations)
    except DomainError as error:
        merging.refuse_removed(actor, plan, operations, error, since)
        raise
    changes = given_changes(plan, draft) + text_changes(draft)
    fresh = _draft_for(actor, plan, operations, draft.now)
    merging.refuse_overwriting(actor, draft, fresh, operations, changes, since)


def plan_to_edit(project: Project) -> OpenPlan:
    """The present plan of a project, locked against other writers until the commit."""
    return open_plan(locked_project(project))


def locked_project(project: Project) -> Project:
    """The present row of a project, locked against other writers until the commit.

    Raises
    ------
    Http404
        If it was removed meanwhile.
    """
    rows: QuerySet[Project] = Project.objects.select_for_update()
    return get_object_or_404(rows, pk=project.pk)


def commit(
    actor: Actor,
    kind: str,
    draft: Draft,
    *,
    is_forced: bool = False,
    lowered: Collection[Key] = (),
    **data: Any,
) -> PlanEdit:
    """Reschedule a draft, write the difference, and record what happened in one event.

    Where nothing differs there is no event, unless one is forced. ``lowered`` are the tasks whose
    class another person asked to be lowered.
    """
    before = draft.base
    cross_links.bring_up_to_date(draft)
    rewritten = text_changes(draft)
    drafted = draft.plan()
    refuse_unwritable(actor, draft, rewritten)
    refuse_loops(actor, before, drafted)
    take_classes_from_parents(draft, drafted)
    check_classes(actor, before, drafted, lowered)
    try:
        after = reschedule(drafted)
    except Cycle as error:
        raise without_locked_names(actor, drafted, error) from error
    draft.settings["start"] = after.settings.start
    changes = told_whole(given_changes(before, draft), before, after) + rewritten
    quiet = quiet_rows(changes, after)
    _number_versions(before, after, _openly_rewritten(rewritten), {key for _, key, *_ in quiet})
    shifted = moved(before, after)
    if not (is_forced or changes or shifted or after.tasks != before.tasks):
        return PlanEdit(before, before, None, 0)
    removed = _removed_rows(before, after)
    is_quiet = len(quiet) == len(changes) > 0 and not is_forced
    is_quiet = is_quiet and not is_seen_by_all(before, after, quiet)
    number_edit(before, after, quiet, is_quiet=is_quiet)
    n_rows = storing.write(before, after, _texts_to_write(draft, rewritten))
    keep_classes(before, after)
    project = after.settings
    naming.spend_ids(project, removed)
    # When the project was changed last orders what is found.
    seen = [] if is_quiet else ["updated_at"]
    project.save(update_fields=[*_ROLLED_UP, *_setting_columns(), *seen])
    event = events.record(
        kind,
        actor=actor,
        subject=project,
        plan_version=project.plan_version,
        n_changed=len(changes),
        n_moved=len(shifted),
        changes=[_told(change, removed, brief=kind == IMPORTED) for change in changes],
        moved=[[key, *moments] for key, *moments in shifted],
        rolled_up=rolled_up(before, after),
        quiet=quiet,
        is_quiet=is_quiet,
        marking=partial(personal.marked_people, before, after),
        at_least=class_told(before, after, changes, shifted),
        **data,
    )
    publish(after)
    return PlanEdit(before, after, event, n_rows)


def _openly_rewritten(changes: Iterable[Change]) -> set[Key]:
    """The rows of which something beside the open plan was changed that no policy closes."""
    return {
        one.id for one in changes if any(not field_of(one.entity, name) for name in one.after or ())
    }


def _number_versions(
    before: OpenPlan, after: OpenPlan, rewritten: set[Key], quiet: set[Key]
) -> None:
    """Raise the version of every row that differs from before, here or beside the open plan.

    What a policy can close does not count: of a ``quiet`` row something else must differ.
    """
    tasks, links = after.tasks, after.links
    assert isinstance(tasks, dict)  # noqa: S101 - a rescheduled plan owns its rows
    assert isinstance(links, dict)  # noqa: S101
    for key, new in tasks.items():
        old = before.tasks.get(key)
        if old is None or (old is new and key not in rewritten):
            continue
        if key in quiet and key not in rewritten and not is_openly_changed(old, new):
            continue
        is_same = old == new and key not in rewritten
        tasks[key] = old if is_same else _numbered(new, old.version + 1)
    _number_links(before.links, links)
    _number_links(before.cross_links, after.cross_links)


def _numbered(row: TaskRow, version: int) -> TaskRow:
    """The row with a version; several times as fast as replacing by name."""
    return TaskRow._make((*row[:_VERSION], version, *row[_VERSION + 1 :]))


def _number_links(before: Mapping[Key, Any], after: Any) -> None:
    for key, link in after.items():
        was = before.get(key)
        if was is not None and was is not link and was != link:
            after[key] = link._replace(version=was.version + 1)


def _setting_columns() -> list[str]:
    return [name.removesuffix("_id") for name in PROJECT_FIELDS if name not in _ROLLED_UP]


def _texts_to_write(draft: Draft, changes: list[Change]) -> dict[Key, dict[str, Any]]:
    """The columns beside the open plan that must be written: of new rows, and those changed."""
    known = draft.base.tasks
    fresh = {key: columns for key, columns in draft.texts.items() if key not in known}
    return fresh | {change.id: change.after for change in changes if change.after is not None}


def text_changes(draft: Draft) -> list[Change]:
    """The changes of columns of tasks and resources that the open plan does not hold."""
    of_tasks = _text_changes(TASK, Task, draft, draft.base.tasks)
    return of_tasks + _text_changes(RESOURCE, PlanResource, draft, draft.base.resources)


def _text_changes(entity: str, model: Any, draft: Draft, known: Mapping[Key, Any]) -> list[Change]:
    wanted = {key: after for key, after in draft.texts.items() if key in known}
    if not wanted:
        return []
    names = sorted({name for after in wanted.values() for name in after})
    stored = model.objects.filter(project=draft.base.settings).in_bulk(
        list(wanted) if len(wanted) < _MANY else None
    )
    found = []
    for key, after in wanted.items():
        before = {name: getattr(stored[UUID(key)], name) for name in names if name in after}
        changed = [name for name in before if before[name] != after[name]]
        if changed:
            found.append(
                Change(
                    entity,
                    key,
                    {name: before[name] for name in changed},
                    {name: after[name] for name in changed},
                )
            )
    return found


def _removed_rows(before: OpenPlan, after: OpenPlan) -> dict[Key, dict[str, Any]]:
    """Everything stored of the rows that go, so that the event can bring them back."""
    kinds: list[tuple[type[Model], Mapping[Key, Any], Mapping[Key, Any]]] = [
        (Task, before.tasks, after.tasks),
        (Link, before.links, after.links),
        (CrossLink, before.cross_links, after.cross_links),
        (PlanResource, before.resources, after.resources),
    ]
    if before.assignments is not after.assignments:
        kinds.append((Assignment, storing.flat(before), storing.flat(after)))
    rows: dict[Key, dict[str, Any]] = {}
    for model, was, now in kinds:
        gone = [] if was is now else [key for key in was if key not in now]
        if gone:
            found = model._default_manager.filter(pk__in=gone).values()
            rows |= {str(row["id"]): dict(row) for row in found}
    return rows


def _told(change: Change, removed: dict[Key, dict[str, Any]], *, brief: bool) -> list[Any]:
    """A change as the event tells it: entity, id, before, after.

    An import is told briefly: what it added is in the rows and in the file it came from.
    """
    if brief and change.before is None and change.after is not None:
        name = change.after.get("name")
        return [change.entity, change.id, None, {} if name is None else {"name": name}]
    before = change.before
    if change.after is None:
        before = removed.get(change.id, before)
    return [change.entity, change.id, _plain(before), _plain(change.after)]


def _plain(values: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else {name: plain(value) for name, value in values.items()}
