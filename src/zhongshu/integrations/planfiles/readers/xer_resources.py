"""Resources, assignments, codes, custom fields and notes of a Primavera XER file."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from decimal import Decimal
from typing import cast

from zhongshu.integrations.planfiles.mspdi_fields import FIELD_IDS, spare_field
from zhongshu.integrations.planfiles.plan import (
    FieldKind,
    FieldValue,
    Plan,
    PlanAssignment,
    PlanField,
    PlanRate,
    PlanResource,
    PlanTask,
    ResourceKind,
)
from zhongshu.integrations.planfiles.readers.xer_tables import (
    Record,
    Tables,
    at,
    by_key,
    decimal,
    flag,
    identity,
    minutes,
    text,
)

_KINDS: dict[str, ResourceKind] = {"RT_Mat": "material"}
_UDF_KINDS = {
    "FT_TEXT": "text",
    "FT_START_DATE": "date",
    "FT_END_DATE": "date",
    "FT_FLOAT_2_DECIMALS": "number",
    "FT_INT": "number",
    "FT_MONEY": "cost",
}
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^>]*>", re.IGNORECASE)
_PER_HOUR = 2  # Microsoft Project's code of a rate per hour


def add_resources(plan: Plan, tables: Tables) -> None:
    """All resources with their rates."""
    rates = by_key(tables["RSRCRATE"], "rsrc_id")
    for record in tables["RSRC"]:
        calendar = text(record, "clndr_id")
        resource = PlanResource(
            uid=identity(record, "rsrc_id"),
            name=text(record, "rsrc_name"),
            guid=text(record, "guid"),
            kind=_KINDS.get(text(record, "rsrc_type"), "work"),
            code=text(record, "rsrc_short_name"),
            email=text(record, "email_addr"),
            group=text(record, "rsrc_title_name"),
            notes=plain_text(text(record, "rsrc_notes")),
            calendar_uid=int(calendar) if calendar.isdecimal() else None,
            is_active=text(record, "active_flag") != "N",
        )
        for rate in sorted(
            rates[text(record, "rsrc_id")], key=lambda each: at(each, "start_date") or 0
        ):
            price = decimal(rate, "cost_per_qty")
            resource.max_units = decimal(rate, "max_qty_per_hr")
            resource.standard_rate, resource.standard_rate_format = price, _PER_HOUR
            resource.rates.append(
                PlanRate(from_at=at(rate, "start_date"), standard=price, standard_format=_PER_HOUR)
            )
        plan.resources.append(resource)


def add_assignments(plan: Plan, tables: Tables, tasks: dict[int, PlanTask]) -> None:
    """The assignments of the plan's tasks; work and cost are summed up on the tasks."""
    kinds = {resource.uid: resource.kind for resource in plan.resources}
    for record in tables["TASKRSRC"]:
        task = tasks.get(int(text(record, "task_id") or -1))
        resource = text(record, "rsrc_id")
        if task is None or not resource.isdecimal() or int(resource) not in kinds:
            continue
        assignment = _assignment(record, int(resource), task, kinds[int(resource)])
        plan.assignments.append(assignment)
        if assignment.work_minutes is not None:
            task.work_minutes = (task.work_minutes or 0) + assignment.work_minutes
            task.actual_work_minutes = (task.actual_work_minutes or 0) + (
                assignment.actual_work_minutes or 0
            )
            task.remaining_work_minutes = (task.remaining_work_minutes or 0) + (
                assignment.remaining_work_minutes or 0
            )
        task.actual_cost = _plus(task.actual_cost, assignment.actual_cost)
        task.remaining_cost = _plus(task.remaining_cost, assignment.remaining_cost)
        task.cost = _plus(task.cost, assignment.cost)


def _assignment(
    record: Record, resource_uid: int, task: PlanTask, kind: ResourceKind
) -> PlanAssignment:
    actual = (minutes(record, "act_reg_qty") or 0) + (minutes(record, "act_ot_qty") or 0)
    remaining = minutes(record, "remain_qty")
    actual_cost = _plus(decimal(record, "act_reg_cost"), decimal(record, "act_ot_cost"))
    remaining_cost = decimal(record, "remain_cost")
    is_work = kind == "work"
    return PlanAssignment(
        uid=identity(record, "taskrsrc_id"),
        task_uid=task.uid,
        resource_uid=resource_uid,
        guid=text(record, "guid"),
        units=decimal(record, "remain_qty_per_hr") or decimal(record, "target_qty_per_hr"),
        work_minutes=actual + (remaining or 0) if is_work else None,
        actual_work_minutes=actual if is_work else None,
        remaining_work_minutes=remaining if is_work else None,
        cost=_plus(actual_cost, remaining_cost),
        actual_cost=actual_cost,
        remaining_cost=remaining_cost,
        start=at(record, "act_start_date", "restart_date", "target_start_date") or task.start,
        finish=at(record, "act_end_date", "reend_date", "target_end_date") or task.finish,
        actual_start=at(record, "act_start_date"),
        actual_finish=at(record, "act_end_date"),
        delay_minutes=minutes(record, "target_lag_drtn_hr_cnt") or 0,
    )


def add_expenses(tables: Tables, tasks: dict[int, PlanTask]) -> None:
    """Expenses without a resource are fixed costs of their task."""
    for record in tables["PROJCOST"]:
        task = tasks.get(int(text(record, "task_id") or -1))
        amount = _plus(decimal(record, "act_cost"), decimal(record, "remain_cost"))
        if task is not None and amount:
            task.fixed_cost = _plus(task.fixed_cost, amount)
            task.actual_cost = _plus(task.actual_cost, decimal(record, "act_cost"))
            task.remaining_cost = _plus(task.remaining_cost, decimal(record, "remain_cost"))
            task.cost = _plus(task.cost, amount)


def _plus(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    if left is None or right is None:
        return right if left is None else left
    return left + right


class _Fields:
    """Custom fields under Microsoft's names, so that they survive an export to its format."""

    def __init__(self) -> None:
        self.defined: dict[tuple[str, str], PlanField] = {}
        self._taken: set[tuple[str, str]] = set()

    def name(self, entity: str, label: str, kind: str) -> str:
        """The name of the field with a label; its own label when no other name is free."""
        if (entity, label) not in self.defined:
            is_own = (entity, label) in FIELD_IDS and (entity, label) not in self._taken
            used = {name for each, name in self._taken if each == entity}
            name = label if is_own else spare_field(entity, kind, used) or label
            self._taken.add((entity, name))
            self.defined[entity, label] = PlanField(
                entity="task" if entity == "task" else "resource",
                name=name,
                alias="" if name == label else label,
                kind=cast("FieldKind", kind),
                field_id=FIELD_IDS.get((entity, name), ""),
            )
        return self.defined[entity, label].name


def add_fields(plan: Plan, tables: Tables, tasks: dict[int, PlanTask]) -> None:
    """User-defined fields of tasks and resources, and activity codes."""
    resources = {resource.uid: resource.fields for resource in plan.resources}
    holders = {"TASK": {uid: task.fields for uid, task in tasks.items()}, "RSRC": resources}
    types = {text(record, "udf_type_id"): record for record in tables["UDFTYPE"]}
    fields = _Fields()
    for record in tables["UDFVALUE"]:
        kind = types.get(text(record, "udf_type_id"), {})
        holder = holders.get(text(kind, "table_name"), {}).get(int(text(record, "fk_id") or -1))
        value = _udf_value(kind, record)
        if holder is None or value is None:
            continue
        entity = "task" if text(kind, "table_name") == "TASK" else "resource"
        holder[fields.name(entity, text(kind, "udf_type_label"), _udf_kind(kind))] = value
    _add_codes(tables, tasks, fields)
    plan.custom_fields = list(fields.defined.values())


def _add_codes(tables: Tables, tasks: dict[int, PlanTask], fields: _Fields) -> None:
    types = {text(each, "actv_code_type_id"): each for each in tables["ACTVTYPE"]}
    codes = {text(each, "actv_code_id"): each for each in tables["ACTVCODE"]}
    for record in tables["TASKACTV"]:
        task = tasks.get(int(text(record, "task_id") or -1))
        code = codes.get(text(record, "actv_code_id"))
        label = text(types.get(text(record, "actv_code_type_id"), {}), "actv_code_type")
        if task is not None and code is not None and label:
            value = text(code, "short_name") or text(code, "actv_code_name")
            task.fields[fields.name("task", label, "code")] = value


def _udf_kind(kind: Record) -> str:
    return _UDF_KINDS.get(text(kind, "logical_data_type"), "text")


def _udf_value(kind: Record, record: Record) -> FieldValue | None:
    name = _udf_kind(kind)
    if name == "date":
        return at(record, "udf_date")
    if name in ("number", "cost"):
        return decimal(record, "udf_number")
    return text(record, "udf_text") or None


def add_notes(tables: Tables, tasks: dict[int, PlanTask]) -> None:
    """Notebook topics of activities, as plain text under their topic."""
    topics = {text(each, "memo_type_id"): text(each, "memo_type") for each in tables["MEMOTYPE"]}
    notes: dict[int, list[str]] = defaultdict(list)
    for record in tables["TASKMEMO"]:
        memo = plain_text(text(record, "task_memo"))
        topic = topics.get(text(record, "memo_type_id"), "")
        if memo:
            is_named = topic and topic != "Notes"
            notes[int(text(record, "task_id") or -1)].append(
                f"{topic}\n{memo}" if is_named else memo
            )
    for uid, memos in notes.items():
        if uid in tasks:
            tasks[uid].notes = "\n\n".join(memos)


def plain_text(markup: str) -> str:
    """Text of Primavera's HTML notes without the mark-up."""
    if "<" not in markup:
        return markup
    lines = html.unescape(_TAG.sub("", _BREAK.sub("\n", markup))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def is_exported(record: Record) -> bool:
    """Whether a project was chosen for the export and is not there as another's baseline."""
    return flag(record, "export_flag") and not text(record, "orig_proj_id")
