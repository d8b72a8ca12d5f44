"""The plan between any two moments of its life, from the record of events."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhongshu.access.models import Actor
from zhongshu.kit import moments
from zhongshu.kit.models import Event
from zhongshu.planning.changes import LINK, PLAN_EVENTS, ROLLED_UP, TASK
from zhongshu.planning.open_plan import COMPUTED, OpenPlan, TaskRow, open_plan
from zhongshu.planning.sighting import noted
from zhongshu.planning.task_sight import TaskSight
from zhongshu.projects.models import Project

# What a pattern of days changes is seen in its occurrences.
_IGNORED = {*COMPUTED, "id", "version", "number", "recurrence", "board_position"}
_COMPARED = [name for name in TaskRow._fields if name not in _IGNORED]
_MOMENTS = {
    "constraint_at",
    "second_constraint_at",
    "deadline",
    "manual_start",
    "manual_finish",
    "actual_start",
    "actual_finish",
    "stop",
    "resume",
}


@dataclass
class PastPlan:
    """The tasks and links of a plan as they stood at a moment, as plain values by id."""

    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    links: dict[str, dict[str, Any]] = field(default_factory=dict)


class _Seeing:
    """What the viewer may not read of tasks, by the highest class that each is known by."""

    def __init__(self, actor: Actor, plan: OpenPlan) -> None:
        self._tasks = TaskSight(actor, plan.settings, plan)
        self._present = plan.tasks
        self.classes: dict[str, int] = {}

    def note(self, event: Event) -> None:
        """Remember the classes that an event tells of: of what was raised its past is not told."""
        for entity, key, *states in event.data["changes"]:
            for state in states if entity == TASK else ():
                label = (state or {}).get("classification", 0)
                self.classes[key] = max(label, self.classes.get(key, 0))

    def hidden(self, key: str) -> frozenset[str]:
        row = self._present.get(key)
        if row is not None:
            return self._tasks.hidden(row)
        return self._tasks.hidden_as(self.classes.get(key, 0))


def comparison(
    actor: Actor, project: Project, *, earlier: datetime, later: datetime
) -> dict[str, Any]:
    """What was added, removed, changed and moved between two instants.

    Removed tasks are told as they last were. A task is *moved* if only its dates differ. Of
    what the viewer may not read today nothing is told, whatever it was before.
    """
    plan = open_plan(project)
    past, seeing = _present(plan), _Seeing(actor, plan)
    then: PastPlan | None = None
    events = Event.objects.filter(
        subject_id=plan.settings.pk, kind__in=PLAN_EVENTS, recorded_at__gt=earlier
    )
    for event in events.order_by("-seq").iterator(5):
        if event.data["plan_version"] > plan.version:
            continue
        if then is None and event.recorded_at <= later:
            then = PastPlan(dict(past.tasks), dict(past.links))
        seeing.note(event)
        _step_back(past, event)
    told = _difference(past, past if then is None else then, seeing)
    return noted(plan, told, seeing.classes)


def _present(plan: OpenPlan) -> PastPlan:
    tasks = {key: row._asdict() for key, row in plan.tasks.items()}
    links = {key: row._asdict() for key, row in plan.links.items()}
    return PastPlan(tasks, links)


def _step_back(past: PastPlan, event: Event) -> None:
    """Take an event back; rows are replaced, as two moments share them."""
    held = {TASK: past.tasks, LINK: past.links}
    for entity, key, before, after in event.data["changes"]:
        if entity in held:
            _turn_back(held[entity], key, before, is_gone=after is None)
    for key, start, finish, _, _ in event.data["moved"]:
        _turn_back(past.tasks, key, {"start": start, "finish": finish})
    # An event of an import, or one from before sums were kept, tells none.
    for key, *values in event.data.get("rolled_up", ()):
        was = values[: len(values) // 2]
        _turn_back(past.tasks, key, dict(zip(ROLLED_UP, was, strict=False)))


def _turn_back(
    rows: dict[str, dict[str, Any]],
    key: str,
    before: dict[str, Any] | None,
    *,
    is_gone: bool = False,
) -> None:
    if before is None:
        rows.pop(key, None)
    elif is_gone:
        rows[key] = dict(before)
    elif key in rows:
        rows[key] = {**rows[key], **before}


def _difference(earlier: PastPlan, later: PastPlan, seeing: _Seeing) -> dict[str, Any]:
    changed, moved = [], []
    for key, now in later.tasks.items():
        was = earlier.tasks.get(key)
        if was is None:
            continue
        fields = {
            name: [wire(name, was.get(name)), wire(name, now.get(name))]
            for name in _COMPARED
            if was.get(name) != now.get(name) and name not in seeing.hidden(key)
        }
        dates = {
            name: [moments.iso(was[name]), moments.iso(now[name])]
            for name in ("start", "finish")
            if was[name] != now[name]
        }
        if fields:
            changed.append({**_card(key, now, seeing), "fields": fields | dates})
        elif dates:
            moved.append({**_card(key, now, seeing), "fields": dates})
    return {
        "added": [
            _card(k, row, seeing) for k, row in later.tasks.items() if k not in earlier.tasks
        ],
        "removed": [
            _card(k, row, seeing) for k, row in earlier.tasks.items() if k not in later.tasks
        ],
        "changed": changed,
        "moved": moved,
        "links_added": _links(later, earlier),
        "links_removed": _links(earlier, later),
    }


def _card(key: str, row: dict[str, Any], seeing: _Seeing) -> dict[str, Any]:
    return {
        "id": key,
        "number": row["number"],
        "name": None if "name" in seeing.hidden(key) else row["name"],
        "kind": row["kind"],
        "start": moments.iso(row["start"]),
        "finish": moments.iso(row["finish"]),
    }


def _links(present: PastPlan, absent: PastPlan) -> list[dict[str, Any]]:
    return [
        {
            "id": key,
            "before_id": row["before_id"],
            "after_id": row["after_id"],
            "type": row["type"],
            "lag": row["lag"],
            "lag_unit": row["lag_unit"],
        }
        for key, row in present.links.items()
        if key not in absent.links
    ]


def wire(name: str, value: Any) -> Any:
    """A stored value of a task as the API tells it."""
    if name in _MOMENTS:
        return moments.iso(value)
    if name == "percent_complete":
        return None if value is None else value / 100
    return value
