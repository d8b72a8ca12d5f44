"""What a viewer is told of the edits of a plan: those of what the viewer may read today."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KeyTransform

from zhongshu.access.models import Actor, User
from zhongshu.access.resources import said_of
from zhongshu.access.versions import hidden_in
from zhongshu.kit.models import Event
from zhongshu.planning.changes import PLAN_EVENTS, PROJECT, RESOURCE, TASK
from zhongshu.planning.open_plan import OpenPlan, open_plan
from zhongshu.planning.outline import Key
from zhongshu.planning.quiet import TOLD_TO_ALL, QuietRow, class_in, field_of
from zhongshu.planning.resource_sight import ResourceSight
from zhongshu.planning.task_sight import TaskSight, what_is_asked
from zhongshu.projects.fields import PROJECT as PROJECT_RESOURCE
from zhongshu.projects.models import Project

_NOTHING: frozenset[str] = frozenset()
Values = dict[str, Any]
ReadChange = tuple[str, Key, Values | None, Values | None]


class Reading:
    """What of the edits of one plan its viewer may read.

    ``class_of`` tells to what class each task is raised today, None where it is gone. What the
    policy says of the tasks is looked up only where an edit is not told to everybody.
    """

    def __init__(
        self,
        actor: Actor,
        project: Project,
        look: Callable[[], TaskSight],
        class_of: Callable[[Key], int | None],
    ) -> None:
        self._actor, self._project = actor, project
        self._look, self._class_of = look, class_of

    @cached_property
    def _seeing(self) -> TaskSight:
        return self._look()

    @cached_property
    def _unread_of_project(self) -> frozenset[str]:
        return hidden_in(said_of(self._actor, PROJECT_RESOURCE, self._project))

    @cached_property
    def _of_resources(self) -> ResourceSight:
        return ResourceSight(self._actor, self._project)

    def hidden(self, entity: str, key: Key, classification: int = 0) -> frozenset[str]:
        """The fields of a row that may not be read; a task that is gone is of the given class."""
        if entity == TASK:
            label = self._class_of(key)
            is_own = key in self._seeing.own
            return self._seeing.hidden_as(classification if label is None else label, is_own=is_own)
        if entity == RESOURCE:
            return self._of_resources.hidden(key)
        return self._unread_of_project if entity == PROJECT else _NOTHING

    def reads(self, row: QuietRow) -> bool:
        """Whether any field of a quietly changed row may be read."""
        entity, key, classification, names = row
        return not set(names) <= self.hidden(entity, key, classification)

    def is_told(self, told: Mapping[str, Any]) -> bool:
        """Whether an event of the plan tells the viewer anything."""
        return not told.get("is_quiet") or any(map(self.reads, told.get("quiet") or ()))

    def n_unread(self, rows: Iterable[QuietRow]) -> int:
        """How many of the quietly changed rows the viewer may not read."""
        return sum(not self.reads(row) for row in rows)

    def readable(self, changes: Iterable[Sequence[Any]]) -> Iterator[ReadChange]:
        """The changes of an event without the fields that may not be read."""
        for entity, key, before, after in changes:
            named = {*(before or ()), *(after or ())}
            is_ruled = any(field_of(entity, name) for name in named)
            label = (before or after or {}).get("classification", 0)
            hidden = self.hidden(entity, key, label) if is_ruled else _NOTHING
            if not hidden:
                yield entity, key, before, after
                continue
            was, now = (_without(state, entity, hidden) for state in (before, after))
            if was or now or before is None or after is None:
                yield entity, key, was, now

    def version(self, project: Project | None = None) -> int:
        """The version of the plan as the viewer knows it: that of the newest edit told of."""
        row = self._project if project is None else project
        marks: dict[str, int] = row.plan_field_versions or {TOLD_TO_ALL: row.plan_version}
        newest = max(one for name, one in marks.items() if not name or self._reads_mark(name))
        if newest < row.plan_version and self._seeing.own:
            return self._newest_of_own(row, newest)
        return newest

    def _reads_mark(self, name: str) -> bool:
        entity, field, classification = name.split()
        if entity == TASK:
            return field not in self._seeing.hidden_as(int(classification))
        if entity == RESOURCE:
            return field not in self._of_resources.hidden_in_new
        return field not in self._unread_of_project

    def _newest_of_own(self, project: Project, newest: int) -> int:
        """The version of the last edit of what may be read only by whom a task is assigned to."""
        for version, rows in _quiet_edits(project.pk):
            if version <= newest:
                break
            own = (row for row in rows if row[1] in self._seeing.own)
            if version <= project.plan_version and any(map(self.reads, own)):
                return version
        return newest


def _without(state: Values | None, entity: str, hidden: frozenset[str]) -> Values | None:
    if state is None:
        return None
    return {name: value for name, value in state.items() if field_of(entity, name) not in hidden}


def _quiet_edits(project_id: UUID) -> Iterator[tuple[int, list[QuietRow]]]:
    """The versions of a plan, the newest first, and what each of them changed quietly."""
    told = Event.objects.filter(subject_id=project_id, kind__in=PLAN_EVENTS).order_by("-seq")
    rows = told.values_list(KeyTransform("plan_version", "data"), KeyTransform("quiet", "data"))
    for version, quiet in rows.iterator(50):
        yield version, quiet or []


def reading_of(actor: Actor, plan: OpenPlan, seeing: TaskSight | None = None) -> Reading:
    """What a viewer may read of the edits of a plan that is open."""
    project = plan.settings
    look = partial(TaskSight, actor, project, plan)
    return Reading(actor, project, look if seeing is None else lambda: seeing, class_in(plan))


def readings_of(
    actor: Actor,
    projects: Iterable[Project],
    *,
    own: Iterable[Key],
    class_of: Callable[[Key], int | None] = lambda _: None,
) -> dict[UUID, Reading]:
    """What a viewer may read of the edits of several plans, of which none need be open.

    ``own`` are the tasks that are assigned to the viewer. Of a task of which ``class_of`` tells
    nothing the class counts that it had when it was edited.
    """
    rows, tasks = list(projects), frozenset(own)
    asked = cache(lambda: what_is_asked(actor, [row.scope_id for row in rows]))

    def look(row: Project) -> TaskSight:
        return TaskSight(actor, row, own=tasks, asked=asked())

    return {row.pk: Reading(actor, row, partial(look, row), class_of) for row in rows}


def readers_of(event: Event, among: Collection[UUID]) -> Collection[UUID]:
    """Those of the users who are told anything by an event of a plan."""
    if not event.data.get("is_quiet"):
        return among
    project = Project.objects.filter(pk=event.subject_id).first()
    if project is None:
        return ()
    plan = open_plan(project)
    users = User.objects.filter(pk__in=among)
    return {user.pk for user in users if reading_of(user, plan).is_told(event.data)}
