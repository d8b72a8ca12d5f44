"""What the preview of a plan file says about it: mistakes, oddities and what is not taken over."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from zhongshu.integrations.planfiles.calendars import WorkingTime, lineage
from zhongshu.integrations.planfiles.plan import Finding, Plan, PlanTask, Severity

_EXAMPLES = 5
_SPANNING = ("wbs_summary",)
Offender = tuple[str, str]  # where, and a name people recognise


def check(plan: Plan) -> list[Finding]:
    """All findings on a plan: those of its reader, then errors, warnings and remarks."""
    found = list(plan.findings)
    for severity, code, offenders in _rules(plan):
        listed = list(offenders)
        if listed:
            params: dict[str, Any] = {"examples": [name for _, name in listed[:_EXAMPLES]]}
            finding = Finding(
                severity=severity, code=code, params=params, where=listed[0][0], n=len(listed)
            )
            found.append(finding)
    loop = cycle(plan)
    if loop:
        names = [_name(task) for task in loop]
        found.append(
            Finding(severity="error", code="cycle", params={"loop": names}, where=_where(loop[0]))
        )
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted(found, key=lambda finding: order[finding.severity])


def _rules(plan: Plan) -> Iterator[tuple[Severity, str, Iterable[Offender]]]:
    tasks = plan.tasks
    yield "error", "duplicate_task", _duplicates(plan)
    yield "error", "link_to_missing_task", _dangling(plan)
    yield "error", "link_to_itself", _self_links(plan)
    yield "error", "negative_duration", _tasks(t for t in tasks if (t.duration_minutes or 0) < 0)
    yield "error", "calendar_never_works", _idle_calendars(plan)
    yield "warning", "link_to_own_summary", _family_links(plan)
    yield "warning", "duplicate_link", _duplicate_links(plan)
    yield "warning", "missing_calendar", _missing_calendars(plan)
    yield "warning", "assignment_to_missing", _lost_assignments(plan)
    yield "warning", "finish_before_start", _tasks(t for t in tasks if _is_backwards(t))
    yield "warning", "outside_working_time", _tasks(_outside_working_time(plan))
    yield "warning", "actual_after_status_date", _tasks(_in_future(plan))
    yield "warning", "spanning_activity", _tasks(t for t in tasks if t.activity_type in _SPANNING)
    yield "warning", "loose_hammock", _tasks(_loose_hammocks(plan))
    yield "warning", "external_task", _tasks(t for t in tasks if t.is_external)
    yield "info", "unnamed_task", _tasks(t for t in tasks if not t.name.strip())
    yield "info", "inactive_task", _tasks(t for t in tasks if not t.is_active)
    yield "info", "recurring_task", _tasks(t for t in tasks if t.is_recurring and t.is_summary)
    yield "info", "split_task", _tasks(t for t in tasks if t.splits)


def _loose_hammocks(plan: Plan) -> Iterator[PlanTask]:
    """Hammocks that no link starts or none ends: they take no time."""
    starts: set[int] = set()
    ends: set[int] = set()
    for link in plan.links:
        (starts if link.type in ("fs", "ss") else ends).add(link.after_uid)
        (starts if link.type in ("ss", "sf") else ends).add(link.before_uid)
    for task in plan.tasks:
        if task.is_hammock and not (task.uid in starts and task.uid in ends):
            yield task


def _name(task: PlanTask) -> str:
    return " ".join(part for part in (task.wbs_code, task.name) if part) or f"UID {task.uid}"


def _where(task: PlanTask) -> str:
    return f"Task UID {task.uid}"


def _tasks(tasks: Iterable[PlanTask]) -> Iterator[Offender]:
    for task in tasks:
        yield _where(task), _name(task)


def _duplicates(plan: Plan) -> Iterator[Offender]:
    seen = Counter(task.uid for task in plan.tasks)
    yield from _tasks(task for task in plan.tasks if seen[task.uid] > 1)


def _link_names(plan: Plan) -> dict[int, str]:
    return {task.uid: _name(task) for task in plan.tasks}


def _dangling(plan: Plan) -> Iterator[Offender]:
    names = _link_names(plan)
    for link in plan.links:
        if link.before_uid not in names or link.after_uid not in names:
            known = names.get(link.after_uid) or names.get(link.before_uid, "")
            yield f"Task UID {link.after_uid}", f"UID {link.before_uid} → {known}"


def _self_links(plan: Plan) -> Iterator[Offender]:
    names = _link_names(plan)
    for link in plan.links:
        if link.before_uid == link.after_uid:
            yield f"Task UID {link.after_uid}", names.get(link.after_uid, "")


def _family_links(plan: Plan) -> Iterator[Offender]:
    parents = {task.uid: task.parent_uid for task in plan.tasks}
    names = _link_names(plan)
    for link in plan.links:
        ends = (link.before_uid, link.after_uid)
        if any(b in _ancestors(a, parents) for a, b in (ends, ends[::-1])):
            yield f"Task UID {link.after_uid}", f"{names[ends[0]]} → {names[ends[1]]}"


def _ancestors(uid: int, parents: dict[int, int | None]) -> set[int]:
    above: set[int] = set()
    parent = parents.get(uid)
    while parent is not None and parent not in above:
        above.add(parent)
        parent = parents.get(parent)
    return above


def _duplicate_links(plan: Plan) -> Iterator[Offender]:
    names = _link_names(plan)
    pairs = Counter((link.before_uid, link.after_uid, link.type) for link in plan.links)
    for (before, after, _type), n in pairs.items():
        if n > 1:
            yield f"Task UID {after}", f"{names.get(before)} → {names.get(after)}"


def _missing_calendars(plan: Plan) -> Iterator[Offender]:
    known = {calendar.uid for calendar in plan.calendars}
    for task in plan.tasks:
        if task.calendar_uid is not None and task.calendar_uid not in known:
            yield _where(task), _name(task)
    for calendar in plan.calendars:
        if calendar.base_uid is not None and calendar.base_uid not in known:
            yield f"Calendar UID {calendar.uid}", calendar.name


def _idle_calendars(plan: Plan) -> Iterator[Offender]:
    used = {task.calendar_uid for task in plan.tasks} | {plan.calendar_uid}
    for calendar in plan.calendars:
        is_used = calendar.uid in used
        if is_used and not WorkingTime(plan, calendar.uid).has_any():
            yield f"Calendar UID {calendar.uid}", calendar.name


def _lost_assignments(plan: Plan) -> Iterator[Offender]:
    tasks = {task.uid for task in plan.tasks} | ({plan.root.uid} if plan.root else set())
    resources = {resource.uid for resource in plan.resources}
    for each in plan.assignments:
        if each.task_uid not in tasks or each.resource_uid not in resources:
            yield f"Assignment UID {each.uid}", f"{each.task_uid} – {each.resource_uid}"


def _is_backwards(task: PlanTask) -> bool:
    return task.start is not None and task.finish is not None and task.finish < task.start


def _outside_working_time(plan: Plan) -> Iterator[PlanTask]:
    """Not started automatic tasks that start or finish when their own calendar does not work."""
    working: dict[int | None, WorkingTime] = {}
    assigned = {assignment.task_uid for assignment in plan.assignments}
    for task in plan.leaves:
        is_free = task.mode == "manual" or task.is_elapsed or task.actual_start is not None
        on_resources = task.uid in assigned and not task.ignores_resource_calendars
        if is_free or on_resources or not task.duration_minutes:
            continue
        uid = task.calendar_uid if task.calendar_uid is not None else plan.calendar_uid
        if uid not in working:
            working[uid] = WorkingTime(plan, uid)
        starts_well = task.start is None or working[uid].is_start(task.start)
        ends_well = task.finish is None or working[uid].is_finish(task.finish)
        if lineage(plan, uid) and not (starts_well and ends_well):
            yield task


def _in_future(plan: Plan) -> Iterator[PlanTask]:
    if plan.status_date is None:
        return
    for task in plan.leaves:
        latest = max(task.actual_start or 0, task.actual_finish or 0)
        if latest > plan.status_date:
            yield task


def cycle(plan: Plan) -> list[PlanTask]:
    """The tasks of one loop of links in order, empty if there is none."""
    after: dict[int, list[int]] = defaultdict(list)
    for link in plan.links:
        if link.before_uid != link.after_uid:
            after[link.before_uid].append(link.after_uid)
    tasks = {task.uid: task for task in plan.tasks}
    done: set[int] = set()
    for start in list(after):
        loop = _loop_from(start, after, done)
        if loop:
            return [tasks[uid] for uid in loop if uid in tasks]
    return []


def _loop_from(start: int, after: dict[int, list[int]], done: set[int]) -> list[int]:
    """A loop reachable from a task; depth first without recursion, each task visited once."""
    if start in done:
        return []
    path, on_path = [start], {start}
    stack = [iter(after[start])]
    while stack:
        successor = next(stack[-1], None)
        if successor is None:
            stack.pop()
            on_path.discard(path[-1])
            done.add(path.pop())
        elif successor in on_path:
            return path[path.index(successor) :]
        elif successor not in done:
            path.append(successor)
            on_path.add(successor)
            stack.append(iter(after.get(successor, ())))
    return []
