"""Random operations on a plan, and what is stored of it."""

from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from tests.factories.planning import DAY
from tests.factories.projects import MONDAY
from zhongshu.planning.models import Assignment, Link, PlanResource, Task
from zhongshu.projects.models import Project

VOLATILE = {
    "version",
    "created_at",
    "updated_at",
    "plan_version",
    "plan_field_versions",
    "last_task_number",
}

_which = st.integers(0, 30)
_at = st.integers(-20, 60).map(lambda n: MONDAY + n * 720)
_minutes = st.sampled_from([0, 1, 60, DAY, 3 * DAY, 4000])
_task_fields = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["α", "β", "γ"]),
        "notes": st.sampled_from(["", "why", "because"]),
        "duration_minutes": _minutes,
        "percent_complete": st.sampled_from([0, 25, 50, 99, 100]),
        "state": st.sampled_from(["todo", "in_progress", "in_review", "blocked", "done"]),
        "board_position": st.integers(-9, 9) | st.none(),
        "actual_start": _at | st.none(),
        "actual_finish": _at | st.none(),
        "remaining_minutes": _minutes,
        "start": _at,
        "finish": _at,
        "mode": st.sampled_from(["auto", "manual"]),
        "kind": st.sampled_from(["task", "milestone", "hammock"]),
        "is_active": st.booleans(),
        "is_elapsed": st.booleans(),
        "deadline": _at | st.none(),
        "constraint": st.sampled_from(
            ["asap", "alap", "snet", "snlt", "fnet", "fnlt", "mso", "mfo"]
        ),
        "constraint_at": _at,
        "second_constraint": st.sampled_from(["asap", "snet", "snlt", "fnet", "fnlt"]),
        "second_constraint_at": _at,
        "effort_type": st.sampled_from(["fixed_units", "fixed_duration", "fixed_work"]),
        "is_effort_driven": st.booleans(),
    },
)
link_fields = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["fs", "ss", "ff", "sf"]),
        "lag": st.integers(-2 * DAY, 2 * DAY),
        "lag_unit": st.sampled_from(["working", "elapsed", "percent", "elapsed_percent"]),
    },
)
_settings = st.fixed_dictionaries(
    {},
    optional={
        "start": _at,
        "status_date": _at | st.none(),
        "required_finish": _at | st.none(),
        "scheduled_from": st.sampled_from(["start", "finish"]),
        "lag_calendar": st.sampled_from(["predecessor", "successor", "project", "elapsed"]),
        "progress_mode": st.sampled_from(["retained_logic", "progress_override", "actual_dates"]),
        "near_critical_minutes": st.sampled_from([0, DAY, 100 * DAY]),
        "critical_float_minutes": st.sampled_from([0, DAY]),
        "wip_limits": st.sampled_from([{}, {"state:in_progress": 3}]),
    },
)
_units = st.sampled_from([0.25, 0.5, 1.0, 2.0])
_work = st.fixed_dictionaries({}, optional={"units": _units, "work_minutes": _minutes})

_item_fields = st.fixed_dictionaries(
    {}, optional={"text": st.sampled_from(["x", "y"]), "is_done": st.booleans()}
)

_patterns = st.fixed_dictionaries(
    {"frequency": st.just("weekly"), "from_date": st.just("2026-01-07")},
    optional={"interval": st.sampled_from([1, 2]), "on_days_off": st.just("skip")},
).flatmap(
    lambda given: st.builds(
        lambda weekdays, count: given | {"weekdays": weekdays, "count": count},
        st.lists(st.integers(0, 6), min_size=1, max_size=2),
        st.integers(1, 4),
    )
)

# Numbers stand for tasks, links and so on; `as_operation` names them as far as they exist.
wishes = st.one_of(
    st.tuples(st.just("add_task"), _which | st.none(), _which | st.none(), _task_fields),
    st.tuples(st.just("add_task"), st.none(), st.none(), st.just({})),
    st.tuples(st.just("add_link"), _which, _which, link_fields),
    st.tuples(st.just("update_task"), _which, _task_fields),
    st.tuples(st.just("move_task"), _which, _which | st.none(), _which | st.none()),
    st.tuples(st.just("delete_task"), _which),
    st.tuples(st.just("add_recurring_task"), _which | st.none(), _minutes, _patterns),
    st.tuples(st.just("update_recurrence"), _which, _minutes, _patterns),
    st.tuples(st.just("update_link"), _which, link_fields),
    st.tuples(st.just("delete_link"), _which),
    st.tuples(st.just("add_resource"), _which),
    st.tuples(st.just("assign"), _which, _which, _units),
    st.tuples(st.just("unassign"), _which),
    st.tuples(st.just("update_assignment"), _which, _work),
    st.tuples(st.just("update_project"), _settings),
    st.tuples(st.just("add_checklist_item"), _which, _which),
    st.tuples(st.just("update_checklist_item"), _which, _item_fields),
    st.tuples(st.just("move_checklist_item"), _which, _which),
    st.tuples(st.just("remove_checklist_item"), _which),
)


def as_operations(project: Project, wished: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The wishes that make sense in the present plan, as operations."""
    named = _Named(project)
    made = [{"op": op, **getattr(named, op)(*rest)} for op, *rest in wished]
    return [one for one in made if all(one.get(name, "") is not None for name in _NEEDED)]


_NEEDED = ("id", "before_id", "after_id", "task_id", "resource_id")


class _Named:
    """Operations on what a plan holds now, chosen by numbers; None names nothing."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.tasks = _ids(Task.objects.filter(project=project))
        recurring = Task.objects.filter(project=project, kind="summary", is_recurring=True)
        self.recurring = _ids(recurring)
        self.links = _ids(Link.objects.filter(project=project))
        self.resources = _ids(PlanResource.objects.filter(project=project))
        self.assignments = _ids(Assignment.objects.filter(task__project=project))

        checklists = Task.objects.filter(project=project).order_by("pk")
        self.items = [
            (str(key), item["id"])
            for key, items in checklists.values_list("pk", "checklist")
            for item in items
        ]

    def add_checklist_item(self, task: int, after: int) -> dict[str, Any]:
        made = {"task_id": _one(self.tasks, task), "text": f"Step {after}"}
        items = [item for key, item in self.items if key == made["task_id"]]
        return made | ({"after_id": _one(items, after)} if items and after % 2 else {})

    def update_checklist_item(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        return self._item(number) | {"fields": dict(fields)}

    def move_checklist_item(self, number: int, after: int) -> dict[str, Any]:
        made = self._item(number)
        items = [item for key, item in self.items if key == made["task_id"] and item != made["id"]]
        return made | ({"after_id": _one(items, after)} if items and after % 2 else {})

    def remove_checklist_item(self, number: int) -> dict[str, Any]:
        return self._item(number)

    def _item(self, number: int) -> dict[str, Any]:
        task, item = self.items[number % len(self.items)] if self.items else (None, None)
        return {"task_id": task, "id": item}

    def add_task(self, parent: Any, after: Any, fields: dict[str, Any]) -> dict[str, Any]:
        made = {"name": "New", "parent_id": _one(self.tasks, parent), "fields": dict(fields)}
        return made | self._after(made["parent_id"], after)

    def update_task(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        return {"id": _one(self.tasks, number), "fields": dict(fields)}

    def move_task(self, number: int, parent: Any, after: Any) -> dict[str, Any]:
        made = {"id": _one(self.tasks, number), "parent_id": _one(self.tasks, parent)}
        return made | self._after(made["parent_id"], after, but=made["id"])

    def delete_task(self, number: int) -> dict[str, Any]:
        return {"id": _one(self.tasks, number)}

    def add_recurring_task(self, parent: Any, minutes: int, pattern: Any) -> dict[str, Any]:
        made = {"name": "Again", "parent_id": _one(self.tasks, parent)}
        return made | {"duration_minutes": minutes, "recurrence": pattern}

    def update_recurrence(self, number: int, minutes: int, pattern: Any) -> dict[str, Any]:
        made = {"id": _one(self.recurring, number), "duration_minutes": minutes}
        return made | {"recurrence": pattern}

    def add_link(self, before: int, after: int, fields: dict[str, Any]) -> dict[str, Any]:
        ends = {"before_id": _one(self.tasks, before), "after_id": _one(self.tasks, after)}
        return ends | fields

    def update_link(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        return {"id": _one(self.links, number), "fields": dict(fields)}

    def delete_link(self, number: int) -> dict[str, Any]:
        return {"id": _one(self.links, number)}

    def add_resource(self, number: int) -> dict[str, Any]:
        return {"name": f"R{number}"}

    def assign(self, task: int, resource: int, units: float) -> dict[str, Any]:
        ends = {"task_id": _one(self.tasks, task), "resource_id": _one(self.resources, resource)}
        return ends | {"units": units}

    def unassign(self, number: int) -> dict[str, Any]:
        return {"id": _one(self.assignments, number)}

    def update_assignment(self, number: int, fields: dict[str, Any]) -> dict[str, Any]:
        return {"id": _one(self.assignments, number), "fields": dict(fields)}

    def update_project(self, fields: dict[str, Any]) -> dict[str, Any]:
        return {"fields": dict(fields)}

    def _after(self, parent: str | None, number: int | None, but: Any = None) -> dict[str, Any]:
        rows = Task.objects.filter(project=self.project, parent=parent)
        keys = [key for key in _ids(rows) if key != but]
        return {} if number is None else {"after_id": _one(keys, number)} if keys else {}


def links_from(other: Project, project: Project, wished: list[tuple[Any, ...]]) -> list[Any]:
    """Operations that let tasks of a project wait for those of another, if both have any."""
    given, own = (_ids(Task.objects.filter(project=one)) for one in (other, project))
    if not given or not own:
        return []
    return [
        {"op": "add_cross_link", "before_id": _one(given, n), "after_id": _one(own, m), **fields}
        for n, m, fields in wished
    ]


def _one(keys: list[str], number: int | None) -> str | None:
    return None if number is None or not keys else keys[number % len(keys)]


def _ids(rows: Any) -> list[str]:
    return [str(key) for key in rows.order_by("pk").values_list("pk", flat=True)]


def stored(project: Project) -> dict[str, dict[str, Any]]:
    """Every row of the plan and the project's own, by id; what merely counts changes left out."""
    kept: dict[str, dict[str, Any]] = {}
    for rows in (
        Project.objects.filter(pk=project.pk),
        Task.objects.filter(project=project),
        Link.objects.filter(project=project),
        PlanResource.objects.filter(project=project),
        Assignment.objects.filter(task__project=project),
    ):
        for row in rows.values():
            shown = {name: value for name, value in row.items() if name not in VOLATILE}
            kept[str(row["id"])] = {
                name: str(value) if isinstance(value, UUID) else value
                for name, value in shown.items()
            }
    return kept
