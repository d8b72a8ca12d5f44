"""A plan file as an open plan that is in no database yet: for the preview and for measuring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhongshu.integrations.extras import kept
from zhongshu.integrations.plan_rows import (
    PlanRows,
    effective_calendar,
    first_start,
    lasting_calendars,
    rows_of,
)
from zhongshu.integrations.planfiles.plan import Plan, PlanTask
from zhongshu.kit.ids import uuid7
from zhongshu.planning.open_plan import OpenPlan, by_task
from zhongshu.planning.outline import outline_of
from zhongshu.projects.models import Project

# Formats whose tool moves unfinished work behind the status date by itself.
_MOVES_WORK = ("xer", "pmxml")
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "￥": "CNY"}
_DEFAULT_CURRENCY = "CNY"
_PROJECT_COLUMNS = frozenset({
    "name", "start", "finish", "is_scheduled_from_start", "status_date", "calendar_uid",
    "minutes_per_day", "minutes_per_week", "days_per_month", "lag_calendar", "progress_mode",
    "honours_constraints", "required_finish", "root", "tasks", "links", "calendars", "resources",
    "assignments", "custom_fields", "findings", "file_name",
})  # fmt: skip


def opened(plan: Plan) -> OpenPlan:
    """The plan with every date yet to be computed, as a project that does not exist."""
    keys = {each.uid: uuid7() for each in lasting_calendars(plan)}
    project_key = keys.get(plan.calendar_uid if plan.calendar_uid is not None else -1) or uuid7()
    calendars = {str(key): effective_calendar(plan, uid, key) for uid, key in keys.items()}
    calendars.setdefault(str(project_key), effective_calendar(plan, None, project_key))
    project = Project(calendar_id=project_key, name=plan.name, **settings_of(plan))
    rows = rows_of(plan, {uid: str(key) for uid, key in keys.items()})
    return open_rows(project, rows, calendars)


def open_rows(project: Project, rows: PlanRows, calendars: Mapping[str, Any]) -> OpenPlan:
    """Rows as an open plan of a project."""
    return OpenPlan(
        project,
        rows.tasks,
        rows.links,
        rows.resources,
        by_task(rows.assignments),
        calendars,
        outline_of(rows.tasks.values()),
    )


def settings_of(plan: Plan) -> dict[str, Any]:
    """The columns of a project that a plan file decides."""
    start = plan.start if plan.start is not None else first_start(plan)
    is_from_finish = not plan.is_scheduled_from_start and plan.finish is not None
    return {
        "start": start,
        "scheduled_from": "finish" if is_from_finish else "start",
        "required_finish": plan.finish if is_from_finish else plan.required_finish,
        "status_date": plan.status_date,
        "minutes_per_day": max(plan.minutes_per_day, 1),
        "minutes_per_week": max(plan.minutes_per_week, 1),
        "days_per_month": max(plan.days_per_month, 1),
        "progress_mode": plan.progress_mode,
        "lag_calendar": plan.lag_calendar,
        "honours_constraints": plan.honours_constraints,
        "critical_float_minutes": plan.critical_slack_days * plan.minutes_per_day,
        "currency": currency_of(plan),
        "source_id": identity(plan),
        "source_format": plan.format,
        "options": options_of(plan),
    }


def options_of(plan: Plan) -> dict[str, Any]:
    """Settings without a column, and what only the file's own tool needs to know."""
    is_primavera = plan.format in _MOVES_WORK
    source = kept(plan, besides=_PROJECT_COLUMNS)
    source["calendar_uid"] = plan.calendar_uid
    source["custom_fields"] = [kept(each, besides=()) for each in plan.custom_fields]
    if plan.root is not None:
        source["root"] = _root(plan.root)
    if not plan.is_scheduled_from_start:
        source["is_scheduled_from_start"] = False
    return {
        "moves_remaining_work": is_primavera,
        "alap_keeps_successors": is_primavera,
        "plan_file": source,
    }


def _root(root: PlanTask) -> dict[str, Any]:
    """The project's own row, without what is computed from the rows below it."""
    computed = frozenset({
        "start", "finish", "early_start", "early_finish", "late_start", "late_finish",
        "total_slack_minutes", "free_slack_minutes", "is_critical",
    })  # fmt: skip
    return kept(root, besides=computed) | {"uid": root.uid}


def identity(plan: Plan) -> str:
    """What a project is recognised by when its file comes again: GUID, else code, else name."""
    is_guid = plan.guid.strip("{}-0 ")
    if is_guid:
        return f"guid:{plan.guid.strip('{}').lower()}"
    if plan.code and plan.format in _MOVES_WORK:
        return f"code:{plan.code}"[:200]
    stem = plan.file_name.rpartition(".")[0] or plan.file_name
    return f"name:{plan.title or plan.name or stem}:{stem}"[:200]


def currency_of(plan: Plan) -> str:
    """The three letters of the plan's currency."""
    code = plan.currency_code.upper()
    is_code = len(code) == 3 and code.isalpha() and code.isascii()
    return code if is_code else _CURRENCIES.get(plan.currency_symbol, _DEFAULT_CURRENCY)
