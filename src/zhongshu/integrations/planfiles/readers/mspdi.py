"""Microsoft Project's XML (MSPDI), read as a stream."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, TypeVar
from xml.etree.ElementTree import Element

from zhongshu.integrations.planfiles import mspdi_fields as fields
from zhongshu.integrations.planfiles.calendars import STANDARD_WEEK, TaskTime
from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.limits import xml_records
from zhongshu.integrations.planfiles.plan import (
    Finding,
    LagUnit,
    Plan,
    PlanAssignment,
    PlanBaseline,
    PlanLink,
    PlanRate,
    PlanResource,
    PlanTask,
    Shift,
)
from zhongshu.integrations.planfiles.readers.mspdi_calendars import calendar
from zhongshu.integrations.planfiles.readers.mspdi_custom import CustomFields
from zhongshu.integrations.planfiles.readers.mspdi_splits import splits, worked_pieces
from zhongshu.integrations.planfiles.readers.xml_values import child, children, integer, local, text

T = TypeVar("T")
_NO_VALUE = frozenset({"", "NA", "n/a"})
_PROJECT_FIELDS = {element: (attribute, codec) for element, attribute, codec in fields.PROJECT}


def read_mspdi(content: bytes, file_name: str) -> Plan:
    """The plan of an MSPDI document.

    Raises
    ------
    PlanFileError
        When the document is not well-formed, hostile, or not an MSPDI document.
    """
    reader = _Reader(file_name)
    for depth, element in xml_records(content):
        reader.take(depth, element)
    return reader.finished()


class _Reader:
    def __init__(self, file_name: str) -> None:
        self.plan = Plan(format="mspdi", file_name=file_name)
        self.custom = CustomFields()
        self.pieces: dict[int, list[Shift]] = defaultdict(list)
        self.ancestors: list[PlanTask] = []
        self.n_null = 0
        self.bad_values: dict[str, Finding] = {}
        self.is_project = False

    def take(self, depth: int, element: Element) -> None:
        name = local(element)
        if depth == 1:
            self.is_project = name == "Project"
        elif depth == 2:
            self._project_field(name, element)
        elif name in _RECORDS:
            try:
                _RECORDS[name](self, element)
            except (ValueError, ArithmeticError) as broken:
                where = f"{name} UID {text(element, 'UID') or '?'}"
                raise PlanFileError("bad_record", where=where, reason=str(broken)) from broken

    def finished(self) -> Plan:
        """The plan once all records are read; order of the file's parts does not matter."""
        if not self.is_project:
            raise PlanFileError("wrong_format", format="mspdi")
        plan = self.plan
        plan.custom_fields = list(self.custom.definitions.values())
        self._finish_outline()
        _complete_base_weeks(plan)
        _replace_impossible_lengths(plan)
        times = TaskTime(plan)
        for task in plan.tasks:
            if self.pieces.get(task.uid) and not task.is_summary:
                task.splits = splits(self.pieces[task.uid], times.of(task))
        if self.n_null:
            plan.findings.append(Finding(severity="info", code="blank_rows", n=self.n_null))
        plan.findings.extend(self.bad_values.values())
        return plan

    def _finish_outline(self) -> None:
        parents = {task.parent_uid for task in self.plan.tasks}
        for task in self.plan.tasks:
            task.is_summary = task.is_summary or task.uid in parents

    def _project_field(self, name: str, element: Element) -> None:
        if name in _PROJECT_FIELDS and element.text and element.text.strip() not in _NO_VALUE:
            attribute, codec = _PROJECT_FIELDS[name]
            self._set(self.plan, attribute, codec, element.text.strip(), name)

    def calendar(self, element: Element) -> None:
        self.plan.calendars.append(calendar(element))

    def outline_code(self, element: Element) -> None:
        self.custom.define_codes(element)

    def extended_attribute(self, element: Element) -> None:
        self.custom.define(element)

    def task(self, element: Element) -> None:
        uid = integer(element, "UID")
        if fields.FLAG.read(text(element, "IsNull") or "0"):
            self.n_null += 1
            return
        task = PlanTask(uid=uid)
        self._fill(task, fields.TASK + fields.TASK_END, element, f"Task UID {uid}")
        task.is_elapsed = task.duration_format % fields.ESTIMATED in fields.ELAPSED_FORMATS
        task.baselines = self._baselines(element, fields.TASK_BASELINE)
        task.fields = self.custom.values(element)
        if task.outline_level == 0:
            self.plan.root = task
            return
        while self.ancestors and self.ancestors[-1].outline_level >= task.outline_level:
            self.ancestors.pop()
        task.parent_uid = self.ancestors[-1].uid if self.ancestors else None
        self.ancestors.append(task)
        self.plan.tasks.append(task)
        for link in children(element, "PredecessorLink"):
            self._link(uid, link)

    def _link(self, after_uid: int, element: Element) -> None:
        where = f"Task UID {after_uid}"
        if fields.FLAG.read(text(element, "CrossProject") or "0"):
            name = text(element, "CrossProjectName")
            self.plan.findings.append(
                Finding(
                    severity="warning", code="external_link", where=where, params={"name": name}
                )
            )
            return
        kind = int(text(element, "Type") or 1)
        if not 0 <= kind < len(fields.LINK_TYPES):
            raise ValueError(f"PredecessorLink Type {kind}")
        lag_format = int(text(element, "LagFormat") or 7)
        unit = _lag_unit(lag_format)
        lag = float(text(element, "LinkLag") or 0)
        self.plan.links.append(
            PlanLink(
                before_uid=integer(element, "PredecessorUID"),
                after_uid=after_uid,
                type=fields.LINK_TYPES[kind],  # type: ignore[arg-type]
                lag=round(lag if "percent" in unit else lag / 10),
                lag_unit=unit,
                lag_format=lag_format,
            )
        )

    def resource(self, element: Element) -> None:
        if fields.FLAG.read(text(element, "IsNull") or "0"):
            return
        uid = integer(element, "UID")
        resource = PlanResource(uid=uid)
        where = f"Resource UID {uid}"
        self._fill(resource, fields.RESOURCE, element, where)
        is_cost = fields.FLAG.read(text(element, "IsCostResource") or "0")
        kind = integer(element, "Type") if text(element, "Type") else 1
        resource.kind = "cost" if is_cost or kind == 2 else "work" if kind == 1 else "material"
        for rate in children(child(element, "Rates"), "Rate"):
            resource.rates.append(self._fill(PlanRate(), fields.RATE, rate, where))
        resource.baselines = self._baselines(element, fields.RESOURCE_BASELINE)
        resource.fields = self.custom.values(element)
        # Row 0 stands for "no resource"; it carries no name and nobody is assigned to it.
        if uid != 0 or resource.name:
            self.plan.resources.append(resource)

    def assignment(self, element: Element) -> None:
        task_uid = integer(element, "TaskUID")
        self.pieces[task_uid].extend(worked_pieces(element))
        resource_uid = integer(element, "ResourceUID") if text(element, "ResourceUID") else -65535
        if resource_uid == fields.UNASSIGNED:
            return
        uid = integer(element, "UID")
        read = PlanAssignment(uid=uid, task_uid=task_uid, resource_uid=resource_uid)
        self._fill(read, fields.ASSIGNMENT, element, f"Assignment UID {uid}")
        read.baselines = self._baselines(element, fields.ASSIGNMENT_BASELINE)
        read.fields = self.custom.values(element)
        self.plan.assignments.append(read)

    def _baselines(self, element: Element, rows: tuple[fields.Row, ...]) -> list[PlanBaseline]:
        read = []
        for baseline in children(element, "Baseline"):
            if fields.FLAG.read(text(baseline, "Interim") or "0"):
                continue
            read.append(self._fill(PlanBaseline(number=0), rows, baseline, "Baseline"))
        return sorted(read, key=lambda baseline: baseline.number)

    def _fill(self, target: T, rows: tuple[fields.Row, ...], element: Element, where: str) -> T:
        texts = {local(each): each.text for each in element if each.text}
        for name, attribute, codec in rows:
            value = texts.get(name)
            if value and value.strip() not in _NO_VALUE:
                self._set(target, attribute, codec, value.strip(), f"{where}, {name}")
        return target

    def _set(
        self, target: Any, attribute: str, codec: fields.Codec, value: str, where: str
    ) -> None:
        try:
            setattr(target, attribute, codec.read(value))
        except (ValueError, ArithmeticError):
            element = where.rpartition(", ")[2]
            if element == "UID":
                raise
            if element in self.bad_values:
                self.bad_values[element].n += 1
                return
            self.bad_values[element] = Finding(
                severity="warning",
                code="value_ignored",
                where=where,
                params={"element": element, "value": value[:80]},
            )


def _complete_base_weeks(plan: Plan) -> None:
    """Give a calendar with nothing to inherit from the usual shifts on days it leaves open."""
    known = {calendar.uid for calendar in plan.calendars}
    for each in plan.calendars:
        if each.base_uid not in known:
            each.base_uid = None
            each.week = [
                list(usual) if shifts is None else shifts
                for shifts, usual in zip(each.week, STANDARD_WEEK, strict=True)
            ]


def _replace_impossible_lengths(plan: Plan) -> None:
    """Converted files may say that a month has no days; the usual lengths stand in."""
    usual = Plan(format=plan.format)
    for name in ("minutes_per_day", "minutes_per_week", "days_per_month"):
        if getattr(plan, name) <= 0:
            setattr(plan, name, getattr(usual, name))


def _lag_unit(lag_format: int) -> LagUnit:
    code = lag_format % fields.ESTIMATED
    if code in (fields.PERCENT_FORMAT, fields.ELAPSED_PERCENT_FORMAT):
        return "percent" if code == fields.PERCENT_FORMAT else "elapsed_percent"
    return "elapsed" if code in fields.ELAPSED_FORMATS else "working"


_RECORDS = {
    "Calendar": _Reader.calendar,
    "OutlineCode": _Reader.outline_code,
    "ExtendedAttribute": _Reader.extended_attribute,
    "Task": _Reader.task,
    "Resource": _Reader.resource,
    "Assignment": _Reader.assignment,
}
