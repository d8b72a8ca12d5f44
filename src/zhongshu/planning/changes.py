"""What an edit changes: rows before and after, gathered while operations are applied."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event
from zhongshu.organisation.working_time import EffectiveCalendar
from zhongshu.planning import states
from zhongshu.planning.open_plan import (
    COMPUTED,
    AssignmentRow,
    CrossLinkRow,
    LinkRow,
    OpenPlan,
    ResourceRow,
    TaskRow,
    by_task,
    calendars_of,
    calendars_used,
)
from zhongshu.planning.outline import Key, outline_of

TASK = "task"
LINK = "link"
CROSS_LINK = "cross_link"
RESOURCE = "resource"
ASSIGNMENT = "assignment"
PROJECT = "project"

EDITED = "planning.plan_edited"
REPORTED = "planning.progress_reported"
UNDONE = "planning.edit_undone"
REDONE = "planning.edit_redone"
IMPORTED = "planning.plan_imported"
RESCHEDULED = "planning.plan_rescheduled"
PLAN_EVENTS = (EDITED, REPORTED, UNDONE, REDONE, IMPORTED, RESCHEDULED)

PROJECT_FIELDS = (
    "start",
    "required_finish",
    "scheduled_from",
    "status_date",
    "progress_mode",
    "lag_calendar",
    "near_critical_minutes",
    "critical_float_minutes",
    "calendar_id",
    "minutes_per_day",
    "minutes_per_week",
    "days_per_month",
    "honours_constraints",
    "currency",
    "options",
    "wip_limits",
)

# What is computed of a summary and of a hammock, and given of a task.
ROLLED_UP = ("duration_minutes", "percent_complete", "state")
COMPUTED_KINDS = frozenset({"summary", "hammock"})

# What an open plan remembers that stays true when its tasks change.
_LASTING = ("compiled", "baseline", "arrays")


class UnknownCalendar(BadInput):
    """The calendar is absent or out of sight."""

    code = "planning.unknown_calendar"


@dataclass
class Draft:
    """A plan being edited: its rows may be replaced, the plan it began from stays.

    ``texts`` are values of columns that the open plan does not hold (notes, costs, what a
    plan file said), by the id of their row. ``outside`` tells the project of each task elsewhere
    that may be waited for, ``people`` the resource that a person of the company would be here;
    ``now`` is the moment of the edit, where somebody makes it.
    """

    base: OpenPlan
    now: int | None = None
    tasks: dict[Key, TaskRow] = field(init=False)
    links: dict[Key, LinkRow] = field(init=False)
    cross_links: dict[Key, CrossLinkRow] = field(init=False)
    resources: dict[Key, ResourceRow] = field(init=False)
    assignments: dict[Key, AssignmentRow] = field(init=False)
    calendars: dict[Key, EffectiveCalendar] = field(init=False)
    settings: dict[str, Any] = field(init=False)
    last_number: int = field(init=False)
    outside: dict[Key, Key] = field(default_factory=dict)
    people: dict[Key, ResourceRow] = field(default_factory=dict)
    texts: dict[Key, dict[str, Any]] = field(default_factory=dict)
    is_reshaped: bool = False
    is_restaffed: bool = False

    def __post_init__(self) -> None:
        self.tasks = dict(self.base.tasks)
        self.links = dict(self.base.links)
        self.cross_links = dict(self.base.cross_links)
        self.resources = dict(self.base.resources)
        self.assignments = {row.id: row for rows in self.base.assignments.values() for row in rows}
        self.calendars = dict(self.base.calendars)
        self.settings = settings_of(self.base.settings)
        self.last_number = self.base.settings.last_task_number

    def set_task(self, key: Key, **fields: Any) -> TaskRow:
        """Replace some columns of a task."""
        row = self.tasks[key]._replace(**fields)
        self.tasks[key] = row
        return row

    def put(self, row: TaskRow) -> None:
        """Add a task, or give one another place in the outline."""
        was = self.tasks.get(row.id)
        if was is not None:
            self.children[was.parent_id].pop(self.place_of(was))
        self.tasks[row.id] = row
        siblings = self.children.setdefault(row.parent_id, [])
        place = bisect_right(siblings, row.position, key=lambda key: self.tasks[key].position)
        siblings.insert(place, row.id)
        self.is_reshaped = True

    @cached_property
    def children(self) -> dict[Key | None, list[Key]]:
        """The tasks below each one (None: at the top), by position."""
        return {key: list(below) for key, below in self.base.outline.children.items()}

    def children_of(self, key: Key | None) -> list[TaskRow]:
        """The tasks directly below one, by position."""
        return [self.tasks[child] for child in self.children.get(key, ())]

    def place_of(self, row: TaskRow) -> int:
        """Where a task stands among its siblings."""
        siblings = self.children[row.parent_id]
        first = bisect_left(siblings, row.position, key=lambda key: self.tasks[key].position)
        # While siblings are being spaced out, the one on the move is not where its rank says.
        return first if siblings[first : first + 1] == [row.id] else siblings.index(row.id)

    def subtree(self, key: Key) -> list[Key]:
        """A task and everything below it."""
        found = [key]
        for one in found:
            found += self.children.get(one, ())
        return found

    def remove_tasks(self, keys: set[Key]) -> None:
        """Remove tasks with the links and assignments that hang on them."""
        if not keys:
            return
        for key in keys:
            row = self.tasks[key]
            self.children[row.parent_id].pop(self.place_of(row))
        for key in keys:
            self.children.pop(key, None)
            del self.tasks[key]
        for key in keys:
            for link in list(self.links_of.get(key, ())):
                self.remove_link(link)
            for one in list(self.staff.get(key, ())):
                self.remove_assignment(one)
        for cross in [one.id for one in self.cross_links.values() if one.after_id in keys]:
            del self.cross_links[cross]
        self.is_reshaped = True

    @cached_property
    def links_of(self) -> dict[Key, dict[Key, None]]:
        """The links at either end of each task, in the order in which they were made."""
        found: dict[Key, dict[Key, None]] = {}
        for link in self.links.values():
            for end in (link.before_id, link.after_id):
                found.setdefault(end, {})[link.id] = None
        return found

    def put_link(self, link: LinkRow) -> None:
        """Add a link, or give one another type or lag."""
        for end in (link.before_id, link.after_id):
            self.links_of.setdefault(end, {})[link.id] = None
        self.links[link.id] = link

    def remove_link(self, key: Key) -> None:
        """Remove a link."""
        link = self.links[key]
        for end in (link.before_id, link.after_id):
            self.links_of[end].pop(key, None)
        del self.links[key]

    @cached_property
    def staff(self) -> dict[Key, dict[Key, None]]:
        """The assignments of each task, in the order in which they were made."""
        found: dict[Key, dict[Key, None]] = {}
        for one in self.assignments.values():
            found.setdefault(one.task_id, {})[one.id] = None
        return found

    def put_assignment(self, row: AssignmentRow) -> None:
        """Add an assignment, or give one other figures."""
        self.staff.setdefault(row.task_id, {})[row.id] = None
        self.assignments[row.id] = row
        self.is_restaffed = True

    def remove_assignment(self, key: Key) -> None:
        """Remove an assignment."""
        self.staff[self.assignments[key].task_id].pop(key)
        del self.assignments[key]
        self.is_restaffed = True

    def plan(self) -> OpenPlan:
        """The draft as a plan; the project row carries the drafted settings."""
        states.settle(self.base.tasks, self.tasks)
        project = _copy_of(self.base.settings)
        for name, value in self.settings.items():
            setattr(project, name, value)
        project.last_task_number = self.last_number
        return replace(
            self.base,
            settings=project,
            tasks=self.tasks,
            links=self.links,
            cross_links=self._cross_links(),
            resources=self.resources,
            assignments=by_task(self.assignments) if self.is_restaffed else self.base.assignments,
            calendars=self._calendars(project),
            outline=outline_of(self.tasks.values()) if self.is_reshaped else self.base.outline,
            memory={name: self.base.memory[name] for name in _LASTING if name in self.base.memory},
        )

    def _cross_links(self) -> Mapping[Key, CrossLinkRow]:
        """The links from other projects; the very same where none was touched."""
        held = self.base.cross_links
        return held if self.cross_links == held else self.cross_links

    def know_calendars(self, keys: set[Key]) -> None:
        """Read the calendars with these ids, as far as they are not known yet.

        Raises
        ------
        UnknownCalendar
            If there is none with such an id.
        """
        missing = keys - set(self.calendars)
        if missing:
            self.calendars |= calendars_of(missing)
        if absent := sorted(missing - set(self.calendars)):
            raise UnknownCalendar("there is no such calendar", field="calendar_id", id=absent[0])

    def _calendars(self, project: Any) -> Mapping[Key, EffectiveCalendar]:
        """The calendars by which the draft is worked."""
        used = calendars_used(project, self.tasks, self.resources)
        if used == set(self.base.calendars):
            return self.base.calendars
        self.know_calendars(used)
        return {key: calendar for key, calendar in self.calendars.items() if key in used}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A field that was not taken over: why, of how many rows, and what some are called."""

    field: str
    code: str
    n: int
    examples: tuple[str, ...]
    entity: str = TASK


@dataclass(frozen=True)
class PlanEdit:
    """A plan before and after an edit, and the event that tells of it (None: no change).

    ``left_out`` is what an import was not allowed to set.
    """

    before: OpenPlan
    after: OpenPlan
    event: Event | None
    n_rows_written: int
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after; None where it did not or does not exist.

    Only the given columns are named; a row that was made or removed names all of them.
    """

    entity: str
    id: Key
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def given_changes(before: OpenPlan, draft: Draft) -> list[Change]:
    """What was changed on purpose: the given columns, not the computed ones."""
    staff = {row.id: row for rows in before.assignments.values() for row in rows}
    return (
        _changes(TASK, before.tasks, draft.tasks, frozenset(COMPUTED) | {"version"})
        + _changes(LINK, before.links, draft.links, frozenset({"version"}))
        + _changes(CROSS_LINK, before.cross_links, draft.cross_links, frozenset({"version"}))
        + _changes(RESOURCE, before.resources, draft.resources, frozenset())
        + _changes(ASSIGNMENT, staff, draft.assignments, frozenset())
        + _project_change(before, draft)
    )


def moved(before: OpenPlan, after: OpenPlan) -> list[tuple[Key, int, int, int, int]]:
    """The tasks in both whose dates differ: id, old start and finish, new start and finish."""
    found = []
    for key, new in after.tasks.items():
        old = before.tasks.get(key)
        if old and old is not new and (old.start, old.finish) != (new.start, new.finish):
            found.append((key, old.start, old.finish, new.start, new.finish))
    return found


def _changes(
    entity: str,
    before: Mapping[Key, Any],
    after: Mapping[Key, Any],
    ignored: frozenset[str],
) -> list[Change]:
    found = []
    for key, new in after.items():
        old = before.get(key)
        if old is new:
            continue
        if old is None:
            found.append(Change(entity, key, None, new._asdict()))
            continue
        names = [
            name
            for name, was, now in zip(new._fields, old, new, strict=True)
            if name not in ignored and was != now
        ]
        if names:
            found.append(
                Change(
                    entity,
                    key,
                    {name: getattr(old, name) for name in names},
                    {name: getattr(new, name) for name in names},
                )
            )
    found += [
        Change(entity, key, old._asdict(), None) for key, old in before.items() if key not in after
    ]
    return found


def _project_change(before: OpenPlan, draft: Draft) -> list[Change]:
    was = settings_of(before.settings)
    names = [name for name in PROJECT_FIELDS if was[name] != draft.settings[name]]
    if not names:
        return []
    return [
        Change(
            PROJECT,
            str(before.settings.pk),
            {name: was[name] for name in names},
            {name: draft.settings[name] for name in names},
        )
    ]


def settings_of(project: Any) -> dict[str, Any]:
    """The settings of a project that its schedule depends on."""
    found = {name: getattr(project, name) for name in PROJECT_FIELDS}
    found["calendar_id"] = str(found["calendar_id"])
    return found


def _copy_of(project: Any) -> Any:
    copy = type(project)()
    copy.__dict__.update({k: v for k, v in project.__dict__.items() if k != "_state"})
    copy._state.adding = False
    copy._state.db = project._state.db
    return copy


def plain(value: Any) -> Any:
    """A stored value as an event's JSON holds it."""
    if isinstance(value, UUID):
        return str(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value
