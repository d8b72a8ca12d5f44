"""Microsoft Project's XML (MSPDI), with the elements in the order its schema prescribes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from zhongshu.integrations.planfiles import mspdi_fields as fields
from zhongshu.integrations.planfiles.moments import iso, iso_duration
from zhongshu.integrations.planfiles.plan import (
    Plan,
    PlanAssignment,
    PlanBaseline,
    PlanLink,
    PlanResource,
    PlanTask,
    Shift,
)
from zhongshu.integrations.planfiles.writers.mspdi_calendars import add_calendars
from zhongshu.integrations.planfiles.writers.mspdi_custom import CustomFieldWriter
from zhongshu.integrations.planfiles.writers.xml_output import add

_WORKING_FORMAT, _ELAPSED_FORMAT = 7, 8
_DAYS = "2"  # unit of time-phased data


def write_mspdi(plan: Plan) -> bytes:
    """The plan as an MSPDI document that Microsoft Project opens."""
    return bytes(tostring(_Writer(plan).document(), encoding="UTF-8", xml_declaration=True))


class _Writer:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.custom = CustomFieldWriter(plan)
        self.links: dict[int, list[PlanLink]] = defaultdict(list)
        # Microsoft Project has no hammocks: what would follow from one must not wait for it.
        hammocks = {task.uid for task in plan.tasks if task.is_hammock}
        for link in plan.links:
            if link.before_uid not in hammocks:
                self.links[link.after_uid].append(link)
        self.assigned = {assignment.task_uid for assignment in plan.assignments}
        self.tasks = {task.uid: task for task in plan.tasks}

    def document(self) -> Element:
        root = Element("Project", xmlns=fields.NAMESPACE)
        add(root, "SaveVersion", "14")
        marked = replace(self.plan, author=self.plan.mark) if self.plan.mark else self.plan
        put(root, fields.PROJECT, marked)
        self.custom.add_definitions(root)
        add_calendars(root, self.plan)
        self._add_tasks(SubElement(root, "Tasks"))
        resources = SubElement(root, "Resources")
        for resource in self.plan.resources:
            self._add_resource(resources, resource)
        self._add_assignments(SubElement(root, "Assignments"))
        indent(root, " ")
        return root

    def _add_tasks(self, parent: Element) -> None:
        if self.plan.root:
            self._add_task(parent, self.plan.root, "0")
        counters: list[int] = []
        for task in self.plan.tasks:
            del counters[task.outline_level :]
            counters.extend([0] * (task.outline_level - len(counters)))
            counters[-1] += 1
            self._add_task(parent, task, ".".join(map(str, counters)))

    def _add_task(self, parent: Element, task: PlanTask, outline_number: str) -> None:
        element = SubElement(parent, "Task")
        if task.is_hammock:
            task = replace(task, mode="manual", manual_start=task.start, manual_finish=task.finish)
        put(element, fields.TASK, task)
        add_after(element, "Type", "IsNull", "0")
        add_after(element, "WBS" if task.wbs_code else "IsNull", "OutlineNumber", outline_number)
        duration_format = element.find("DurationFormat")
        if duration_format is not None:
            duration_format.text = str(_format_of(task))
        for link in self.links[task.uid]:
            _add_link(element, link)
        self.custom.add_values(element, "task", task.fields)
        _add_baselines(element, fields.TASK_BASELINE, task.baselines)
        self.custom.add_codes(element, "task", task.fields)
        put(element, fields.TASK_END, task)

    def _add_resource(self, parent: Element, resource: PlanResource) -> None:
        element = SubElement(parent, "Resource")
        put(element, fields.RESOURCE, resource)
        add_after(element, "Name", "Type", "1" if resource.kind == "work" else "0")
        add_after(element, "Type", "IsNull", "0")
        self.custom.add_values(element, "resource", resource.fields)
        _add_baselines(element, fields.RESOURCE_BASELINE, resource.baselines)
        self.custom.add_codes(element, "resource", resource.fields)
        add(element, "IsCostResource", "1" if resource.kind == "cost" else "0")
        if resource.rates:
            rates = SubElement(element, "Rates")
            for rate in resource.rates:
                put(SubElement(rates, "Rate"), fields.RATE, rate)

    def _add_assignments(self, parent: Element) -> None:
        highest = max((assignment.uid for assignment in self.plan.assignments), default=0)
        for assignment in self.plan.assignments:
            element = SubElement(parent, "Assignment")
            put(element, fields.ASSIGNMENT, assignment)
            self.custom.add_values(element, "assignment", assignment.fields)
            _add_baselines(element, fields.ASSIGNMENT_BASELINE, assignment.baselines)
            self._add_split(element, assignment)
        for task in self.plan.tasks:
            if task.splits and task.uid not in self.assigned:
                highest += 1
                _add_placeholder(parent, task, highest)

    def _add_split(self, element: Element, assignment: PlanAssignment) -> None:
        task = self.tasks.get(assignment.task_uid)
        if task and task.splits:
            _add_pieces(element, task.splits, assignment.uid)


def add_after(parent: Element, previous: str, name: str, value: str) -> None:
    """One child right after the last one of another name, at the front if there is none."""
    index = max((i for i, each in enumerate(parent) if each.tag == previous), default=-1)
    element = Element(name)
    element.text = value
    parent.insert(index + 1, element)


def put(parent: Element, rows: tuple[fields.Row, ...], source: Any) -> None:
    """All values of a table of elements that the source has."""
    for name, attribute, codec in rows:
        value = getattr(source, attribute)
        if (value is not None and value != "") or codec is fields.CALENDAR:
            add(parent, name, codec.write(value))


def _format_of(task: PlanTask) -> int:
    """The duration format, which must not contradict whether the duration is elapsed."""
    is_elapsed = task.duration_format % fields.ESTIMATED in fields.ELAPSED_FORMATS
    if is_elapsed == task.is_elapsed:
        return task.duration_format
    return _ELAPSED_FORMAT if task.is_elapsed else _WORKING_FORMAT


def _lag_format(link: PlanLink) -> int:
    code = link.lag_format % fields.ESTIMATED
    if link.lag_unit == "percent":
        return fields.PERCENT_FORMAT
    if link.lag_unit == "elapsed_percent":
        return fields.ELAPSED_PERCENT_FORMAT
    if link.lag_unit == "elapsed":
        return code if code in fields.ELAPSED_FORMATS else _ELAPSED_FORMAT
    is_working = code in (3, 5, 7, 9, 11)
    return code if is_working else _WORKING_FORMAT


def _add_link(parent: Element, link: PlanLink) -> None:
    element = SubElement(parent, "PredecessorLink")
    add(element, "PredecessorUID", str(link.before_uid))
    add(element, "Type", str(fields.LINK_TYPES.index(link.type)))
    add(element, "CrossProject", "0")
    add(element, "LinkLag", str(link.lag if "percent" in link.lag_unit else link.lag * 10))
    add(element, "LagFormat", str(_lag_format(link)))


def _add_baselines(
    parent: Element, rows: tuple[fields.Row, ...], baselines: Iterable[PlanBaseline]
) -> None:
    for baseline in baselines:
        put(SubElement(parent, "Baseline"), rows, baseline)


def _add_placeholder(parent: Element, task: PlanTask, uid: int) -> None:
    """The assignment to nobody in which Microsoft Project keeps the split of a task."""
    element = SubElement(parent, "Assignment")
    add(element, "UID", str(uid))
    add(element, "TaskUID", str(task.uid))
    add(element, "ResourceUID", str(fields.UNASSIGNED))
    add(element, "Finish", iso(task.splits[-1][1]))
    add(element, "Start", iso(task.splits[0][0]))
    add(element, "Units", "1")
    _add_pieces(element, task.splits, uid)


def _add_pieces(parent: Element, pieces: list[Shift], uid: int) -> None:
    last_finish: int | None = None
    for start, finish in pieces:
        if last_finish is not None:
            _add_phase(parent, uid, (last_finish, start), 0)
        _add_phase(parent, uid, (start, finish), finish - start)
        last_finish = finish


def _add_phase(parent: Element, uid: int, span: Shift, minutes: int) -> None:
    element = SubElement(parent, "TimephasedData")
    add(element, "Type", "1")
    add(element, "UID", str(uid))
    add(element, "Start", iso(span[0]))
    add(element, "Finish", iso(span[1]))
    add(element, "Unit", _DAYS)
    add(element, "Value", iso_duration(minutes))
