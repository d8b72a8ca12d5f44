"""The plan of one project held in memory, as a value that edits replace but never change.

Readers keep the plan they were given while a writer prepares the next one; it is published
only when its transaction has committed. Memory is bounded by the number of rows held.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, F, JSONField, QuerySet, TextField
from django.db.models.functions import Cast
from django.shortcuts import get_object_or_404

from zhongshu.organisation.working_time import EffectiveCalendar, effective_calendars
from zhongshu.planning.models import Assignment, CrossLink, Link, PlanResource, Task
from zhongshu.planning.outline import Key, Outline, outline_of
from zhongshu.projects.models import Project

# A row, with its part in the outline, the arrays and the schedule, takes about 1.2 kB.
MAX_ROWS_HELD = 100_000
_DASHED_LENGTH = 36


class TaskRow(NamedTuple):
    """The columns of a task that scheduling and the Gantt need."""

    id: Key
    number: int
    parent_id: Key | None
    position: int
    wbs_code: str
    name: str
    kind: str
    mode: str
    is_active: bool
    state: str
    checklist: list[dict[str, Any]]
    classification: int
    board_position: int | None
    duration_minutes: int
    is_elapsed: bool
    is_estimated: bool
    calendar_id: Key | None
    ignores_resource_calendars: bool
    constraint: str
    constraint_at: int | None
    second_constraint: str
    second_constraint_at: int | None
    deadline: int | None
    manual_start: int | None
    manual_finish: int | None
    levelling_delay_minutes: int
    priority: int
    percent_complete: int
    actual_start: int | None
    actual_finish: int | None
    remaining_minutes: int | None
    stop: int | None
    resume: int | None
    splits: list[list[int]]
    is_recurring: bool
    recurrence: dict[str, Any] | None
    effort_type: str
    is_effort_driven: bool
    version: int
    start: int
    finish: int
    late_start: int
    late_finish: int
    total_float_minutes: int
    free_float_minutes: int
    is_critical: bool
    driver: str
    conflict: str


COMPUTED = (
    "start",
    "finish",
    "late_start",
    "late_finish",
    "total_float_minutes",
    "free_float_minutes",
    "is_critical",
    "driver",
    "conflict",
)


class LinkRow(NamedTuple):
    """A link between two tasks."""

    id: Key
    before_id: Key
    after_id: Key
    type: str
    lag: int
    lag_unit: str
    version: int


class CrossLinkRow(NamedTuple):
    """A link from a task of another project, with that task's dates as this plan knows them."""

    id: Key
    before_project_id: Key
    before_id: Key
    after_id: Key
    type: str
    lag: int
    lag_unit: str
    before_start: int | None
    before_finish: int | None
    before_minutes: int | None
    before_is_elapsed: bool
    version: int


class ResourceRow(NamedTuple):
    """A resource of the plan, and the person of the company that it stands for, if any."""

    id: Key
    name: str
    kind: str
    calendar_id: Key | None
    max_units: float
    person_id: Key | None = None


class AssignmentRow(NamedTuple):
    """A resource put to a task."""

    id: Key
    task_id: Key
    resource_id: Key
    units: float
    work_minutes: int
    delay_minutes: int


Row = TypeVar("Row", TaskRow, LinkRow, CrossLinkRow, ResourceRow, AssignmentRow)


@dataclass(frozen=True)
class OpenPlan:
    """A project with its tasks and links as of one version of the plan.

    ``settings`` is the project row at that version. ``memory`` holds what was computed from
    the plan (arrays, answers), keyed by its maker; it dies with the plan.
    """

    settings: Project
    tasks: Mapping[Key, TaskRow]
    links: Mapping[Key, LinkRow]
    resources: Mapping[Key, ResourceRow]
    assignments: Mapping[Key, tuple[AssignmentRow, ...]]
    calendars: Mapping[Key, EffectiveCalendar]
    outline: Outline
    cross_links: Mapping[Key, CrossLinkRow] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def version(self) -> int:
        """The number of changes made to the plan so far."""
        return self.settings.plan_version

    @property
    def n_rows(self) -> int:
        """How many rows are held."""
        return len(self.tasks) + len(self.links) + len(self.resources) + len(self.assignments)


def load(project: Project) -> OpenPlan:
    """Read the plan of a project from its rows."""
    as_key = cache(_dashed)
    tasks = _read(TaskRow, Task.objects.filter(project=project), as_key)
    links = _read(LinkRow, Link.objects.filter(project=project), as_key)
    resources = _read(ResourceRow, PlanResource.objects.filter(project=project), as_key)
    staff = Assignment.objects.filter(task__project=project).order_by("id")
    assignments = _read(AssignmentRow, staff, as_key)
    return OpenPlan(
        project,
        tasks,
        links,
        resources,
        by_task(assignments),
        calendars_of(calendars_used(project, tasks, resources)),
        outline_of(tasks.values()),
        _read(CrossLinkRow, CrossLink.objects.filter(project=project), as_key),
    )


def calendars_of(keys: set[Key]) -> dict[Key, EffectiveCalendar]:
    """The calendars with these ids, with all that they inherit."""
    found = effective_calendars(UUID(key) for key in keys)
    return {str(key): calendar for key, calendar in found.items()}


def _read(
    shape: type[Row], rows: QuerySet[Any], as_key: Callable[[str | None], Key | None]
) -> dict[Key, Row]:
    """Rows by id, ids as text.

    What the database layer would convert cell by cell is asked for as text, because that
    would take longer than everything else; here whole columns are converted.
    """
    asked: list[Any] = []
    conversions: dict[int, Callable[[Any], Any]] = {}
    for n, name in enumerate(shape._fields):
        convert = as_key if name.endswith("id") else _CONVERSIONS.get(_kind_of(rows, name))
        if convert is None:
            asked.append(F(name))
        else:
            asked.append(Cast(name, TextField()))
            conversions[n] = convert
    columns: list[Iterable[Any]] = list(zip(*rows.values_list(*asked).iterator(5000), strict=True))
    for n, convert in conversions.items() if columns else ():
        columns[n] = map(convert, columns[n])
    return {row[0]: row for row in map(shape._make, zip(*columns, strict=True))}


def _kind_of(rows: QuerySet[Any], name: str) -> type[Any]:
    return type(rows.model._meta.get_field(name))


def _truth(text: str) -> bool:
    return text in {"1", "true"}


def _parsed(text: str | None) -> Any:
    """A JSON column; nearly all rows hold nothing in theirs."""
    if text is None or text == "[]":
        return None if text is None else []
    return json.loads(text)


_CONVERSIONS: dict[type[Any], Callable[[Any], Any]] = {BooleanField: _truth, JSONField: _parsed}


def _dashed(key: str | None) -> Key | None:
    """An id as text; SQLite keeps it without dashes."""
    if key is None or len(key) == _DASHED_LENGTH:
        return key
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def by_task(rows: Mapping[Key, AssignmentRow]) -> dict[Key, tuple[AssignmentRow, ...]]:
    """Assignments grouped by their task."""
    found: dict[Key, list[AssignmentRow]] = {}
    for row in rows.values():
        found.setdefault(row.task_id, []).append(row)
    return {key: tuple(group) for key, group in found.items()}


def calendars_used(
    project: Project, tasks: Mapping[Key, TaskRow], resources: Mapping[Key, ResourceRow]
) -> set[Key]:
    """The calendars by which the work of a plan is done."""
    used = {row.calendar_id for row in tasks.values()} | {
        row.calendar_id for row in resources.values()
    }
    return {key for key in used if key is not None} | {str(project.calendar_id)}


class _Shelf:
    """The plans last used in this process, up to a number of rows."""

    def __init__(self) -> None:
        self._plans: OrderedDict[UUID, OpenPlan] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, project_id: UUID, version: int) -> OpenPlan | None:
        with self._lock:
            plan = self._plans.get(project_id)
            if plan is None or plan.version != version:
                return None
            self._plans.move_to_end(project_id)
            return plan

    def put(self, plan: OpenPlan) -> None:
        with self._lock:
            held = self._plans.get(plan.settings.pk)
            if held is not None and held.version > plan.version:
                return
            self._plans[plan.settings.pk] = plan
            self._plans.move_to_end(plan.settings.pk)
            while len(self._plans) > 1 and self._n_rows() > MAX_ROWS_HELD:
                self._plans.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._plans.clear()

    def _n_rows(self) -> int:
        return sum(plan.n_rows for plan in self._plans.values())


shelf = _Shelf()


def open_plan(project: Project) -> OpenPlan:
    """The plan of a project, from memory or from its rows.

    It is the plan at the version of the given row, or a newer one where somebody has written
    since that row was read. What an open transaction has written is kept only if it commits.

    Raises
    ------
    Http404
        If the project was removed meanwhile.
    """
    plan = shelf.get(project.pk, project.plan_version)
    while plan is None:
        plan = load(project)
        now = get_object_or_404(Project, pk=project.pk)
        if now.plan_version != project.plan_version:
            # The rows may be of two versions.
            project = now
            plan = shelf.get(project.pk, project.plan_version)
        else:
            publish(plan)
    # What stands beside the plan in the project row (name, baseline in force) may be newer.
    return replace(plan, settings=project)


def publish(plan: OpenPlan) -> None:
    """Keep a plan for the next reader, once the transaction that wrote it has committed."""
    transaction.on_commit(lambda: shelf.put(plan))
