"""Which element of Microsoft Project's XML holds which value of the plan, in schema order.

One table serves the reader and the writer, so what is written is what is read. Sources: the
schema ``mspdi_pj12.xsd`` published by Microsoft and the order of elements it prescribes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhongshu.integrations.planfiles.moments import duration, iso, iso_duration, moment

NAMESPACE = "http://schemas.microsoft.com/project"
UNASSIGNED = -65535  # the resource of the placeholder that carries a task without resources

CONSTRAINTS = ("asap", "alap", "mso", "mfo", "snet", "snlt", "fnet", "fnlt")
LINK_TYPES = ("ff", "fs", "sf", "ss")
ELAPSED_FORMATS = frozenset({4, 6, 8, 10, 12})
PERCENT_FORMAT, ELAPSED_PERCENT_FORMAT = 19, 20
ESTIMATED = 32  # added to a format when the duration is an estimate
DAY_SHIFTS = ((480, 720), (780, 1020))


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value is read from and written to text."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]


def plain(value: Decimal) -> str:
    """A decimal without exponent and trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    return value


def _read_constraint(text: str) -> str:
    code = int(text)
    if not 0 <= code < len(CONSTRAINTS):
        raise ValueError(text)
    return CONSTRAINTS[code]


def _clock(text: str) -> int:
    hours, minutes, *_ = text.split(":")
    return int(hours) * 60 + int(minutes)


TEXT = Codec(str, str)
INTEGER = Codec(lambda text: int(Decimal(text)), str)
FLAG = Codec(lambda text: text.lower() in ("1", "true"), lambda value: "1" if value else "0")
NOT_FLAG = Codec(lambda text: not FLAG.read(text), lambda value: FLAG.write(not value))
MOMENT = Codec(moment, iso)
DURATION = Codec(duration, iso_duration)
TENTHS = Codec(lambda text: round(_decimal(text) / 10), lambda value: str(value * 10))
DECIMAL = Codec(_decimal, plain)
HUNDREDTHS = Codec(lambda text: _decimal(text) / 100, lambda value: plain(value * 100))
CLOCK = Codec(_clock, lambda value: f"{value // 60:02}:{value % 60:02}:00")
CALENDAR = Codec(
    lambda text: None if int(text) < 0 else int(text),
    lambda value: "-1" if value is None else str(value),
)
CONSTRAINT = Codec(_read_constraint, lambda value: str(CONSTRAINTS.index(value)))
MODE = Codec(
    lambda text: "manual" if FLAG.read(text) else "auto",
    lambda value: FLAG.write(value == "manual"),
)

Row = tuple[str, str, Codec]  # element, attribute, codec

PROJECT: tuple[Row, ...] = (
    ("Name", "name", TEXT),
    ("GUID", "guid", TEXT),
    ("Title", "title", TEXT),
    ("Subject", "subject", TEXT),
    ("Company", "company", TEXT),
    ("Manager", "manager", TEXT),
    ("Author", "author", TEXT),
    ("CreationDate", "created_at", MOMENT),
    ("LastSaved", "saved_at", MOMENT),
    ("ScheduleFromStart", "is_scheduled_from_start", FLAG),
    ("StartDate", "start", MOMENT),
    ("FinishDate", "finish", MOMENT),
    ("CriticalSlackLimit", "critical_slack_days", INTEGER),
    ("CurrencyDigits", "currency_digits", INTEGER),
    ("CurrencySymbol", "currency_symbol", TEXT),
    ("CurrencyCode", "currency_code", TEXT),
    ("CurrencySymbolPosition", "currency_position", INTEGER),
    ("CalendarUID", "calendar_uid", CALENDAR),
    ("DefaultStartTime", "default_start_minute", CLOCK),
    ("DefaultFinishTime", "default_finish_minute", CLOCK),
    ("MinutesPerDay", "minutes_per_day", INTEGER),
    ("MinutesPerWeek", "minutes_per_week", INTEGER),
    ("DaysPerMonth", "days_per_month", INTEGER),
    ("HonorConstraints", "honours_constraints", FLAG),
    ("MultipleCriticalPaths", "has_multiple_critical_paths", FLAG),
    ("SplitsInProgressTasks", "splits_in_progress_tasks", FLAG),
    ("WeekStartDay", "week_start_day", INTEGER),
    ("StatusDate", "status_date", MOMENT),
    ("CurrentDate", "current_date", MOMENT),
    ("NewTasksAreManual", "new_tasks_are_manual", FLAG),
)

TASK: tuple[Row, ...] = (
    ("UID", "uid", INTEGER),
    ("GUID", "guid", TEXT),
    ("ID", "number", INTEGER),
    ("Name", "name", TEXT),
    ("Active", "is_active", FLAG),
    ("Manual", "mode", MODE),
    ("Type", "task_type", INTEGER),
    ("Contact", "contact", TEXT),
    ("WBS", "wbs_code", TEXT),
    ("OutlineLevel", "outline_level", INTEGER),
    ("Priority", "priority", INTEGER),
    ("Start", "start", MOMENT),
    ("Finish", "finish", MOMENT),
    ("Duration", "duration_minutes", DURATION),
    ("DurationFormat", "duration_format", INTEGER),
    ("Work", "work_minutes", DURATION),
    ("Stop", "stop", MOMENT),
    ("Resume", "resume", MOMENT),
    ("EffortDriven", "is_effort_driven", FLAG),
    ("Recurring", "is_recurring", FLAG),
    ("Estimated", "is_estimated", FLAG),
    ("Milestone", "is_milestone", FLAG),
    ("Summary", "is_summary", FLAG),
    ("Critical", "is_critical", FLAG),
    ("ExternalTask", "is_external", FLAG),
    ("EarlyStart", "early_start", MOMENT),
    ("EarlyFinish", "early_finish", MOMENT),
    ("LateStart", "late_start", MOMENT),
    ("LateFinish", "late_finish", MOMENT),
    ("FreeSlack", "free_slack_minutes", TENTHS),
    ("TotalSlack", "total_slack_minutes", TENTHS),
    ("FixedCost", "fixed_cost", HUNDREDTHS),
    ("FixedCostAccrual", "fixed_cost_accrual", INTEGER),
    ("PercentComplete", "percent_complete", INTEGER),
    ("PercentWorkComplete", "percent_work_complete", INTEGER),
    ("Cost", "cost", HUNDREDTHS),
    ("ActualStart", "actual_start", MOMENT),
    ("ActualFinish", "actual_finish", MOMENT),
    ("ActualDuration", "actual_duration_minutes", DURATION),
    ("ActualCost", "actual_cost", HUNDREDTHS),
    ("ActualWork", "actual_work_minutes", DURATION),
    ("RemainingDuration", "remaining_minutes", DURATION),
    ("RemainingCost", "remaining_cost", HUNDREDTHS),
    ("RemainingWork", "remaining_work_minutes", DURATION),
    ("ConstraintType", "constraint", CONSTRAINT),
    ("CalendarUID", "calendar_uid", CALENDAR),
    ("ConstraintDate", "constraint_at", MOMENT),
    ("Deadline", "deadline", MOMENT),
    ("LevelingDelay", "levelling_delay_minutes", TENTHS),
    ("LevelingDelayFormat", "levelling_delay_format", INTEGER),
    ("Hyperlink", "hyperlink", TEXT),
    ("HyperlinkAddress", "hyperlink_address", TEXT),
    ("IgnoreResourceCalendar", "ignores_resource_calendars", FLAG),
    ("Notes", "notes", TEXT),
    ("PhysicalPercentComplete", "physical_percent_complete", INTEGER),
    ("EarnedValueMethod", "earned_value_method", INTEGER),
)
# In the schema these stand after the links, the custom fields and the baselines of a task.
TASK_END: tuple[Row, ...] = (
    ("ManualStart", "manual_start", MOMENT),
    ("ManualFinish", "manual_finish", MOMENT),
    ("ManualDuration", "manual_duration_minutes", DURATION),
)

TASK_BASELINE: tuple[Row, ...] = (
    ("Number", "number", INTEGER),
    ("Start", "start", MOMENT),
    ("Finish", "finish", MOMENT),
    ("Duration", "duration_minutes", DURATION),
    ("Work", "work_minutes", DURATION),
    ("Cost", "cost", HUNDREDTHS),
    ("FixedCost", "fixed_cost", HUNDREDTHS),
)
ASSIGNMENT_BASELINE: tuple[Row, ...] = (
    ("Number", "number", INTEGER),
    ("Start", "start", MOMENT),
    ("Finish", "finish", MOMENT),
    ("Work", "work_minutes", DURATION),
    ("Cost", "cost", HUNDREDTHS),
)
RESOURCE_BASELINE: tuple[Row, ...] = (
    ("Number", "number", INTEGER),
    ("Work", "work_minutes", DURATION),
    ("Cost", "cost", HUNDREDTHS),
)

RESOURCE: tuple[Row, ...] = (
    ("UID", "uid", INTEGER),
    ("GUID", "guid", TEXT),
    ("ID", "number", INTEGER),
    ("Name", "name", TEXT),
    ("Initials", "initials", TEXT),
    ("MaterialLabel", "material_label", TEXT),
    ("Code", "code", TEXT),
    ("Group", "group", TEXT),
    ("EmailAddress", "email", TEXT),
    ("MaxUnits", "max_units", DECIMAL),
    ("AccrueAt", "accrual", INTEGER),
    ("StandardRate", "standard_rate", DECIMAL),
    ("StandardRateFormat", "standard_rate_format", INTEGER),
    ("OvertimeRate", "overtime_rate", DECIMAL),
    ("OvertimeRateFormat", "overtime_rate_format", INTEGER),
    ("CostPerUse", "cost_per_use", HUNDREDTHS),
    ("CalendarUID", "calendar_uid", CALENDAR),
    ("Notes", "notes", TEXT),
    ("IsGeneric", "is_generic", FLAG),
    ("IsInactive", "is_active", NOT_FLAG),
)

RATE: tuple[Row, ...] = (
    ("RatesFrom", "from_at", MOMENT),
    ("RatesTo", "to_at", MOMENT),
    ("RateTable", "table", INTEGER),
    ("StandardRate", "standard", DECIMAL),
    ("StandardRateFormat", "standard_format", INTEGER),
    ("OvertimeRate", "overtime", DECIMAL),
    ("OvertimeRateFormat", "overtime_format", INTEGER),
    ("CostPerUse", "per_use", HUNDREDTHS),
)

ASSIGNMENT: tuple[Row, ...] = (
    ("UID", "uid", INTEGER),
    ("GUID", "guid", TEXT),
    ("TaskUID", "task_uid", INTEGER),
    ("ResourceUID", "resource_uid", INTEGER),
    ("PercentWorkComplete", "percent_work_complete", INTEGER),
    ("ActualCost", "actual_cost", HUNDREDTHS),
    ("ActualFinish", "actual_finish", MOMENT),
    ("ActualStart", "actual_start", MOMENT),
    ("ActualWork", "actual_work_minutes", DURATION),
    ("Cost", "cost", HUNDREDTHS),
    ("CostRateTable", "rate_table", INTEGER),
    ("Delay", "delay_minutes", TENTHS),
    ("Finish", "finish", MOMENT),
    ("HasFixedRateUnits", "has_fixed_rate_units", FLAG),
    ("LevelingDelay", "levelling_delay_minutes", TENTHS),
    ("Notes", "notes", TEXT),
    ("OvertimeWork", "overtime_work_minutes", DURATION),
    ("RemainingCost", "remaining_cost", HUNDREDTHS),
    ("RemainingWork", "remaining_work_minutes", DURATION),
    ("Start", "start", MOMENT),
    ("Stop", "stop", MOMENT),
    ("Resume", "resume", MOMENT),
    ("Units", "units", DECIMAL),
    ("Work", "work_minutes", DURATION),
    ("WorkContour", "work_contour", INTEGER),
)

CUSTOM_CODECS: dict[str, Codec] = {
    "text": TEXT,
    "code": TEXT,
    "number": DECIMAL,
    "cost": HUNDREDTHS,
    "date": MOMENT,
    "duration": DURATION,
    "flag": FLAG,
}
_KIND_OF_NAME = {
    "Text": "text",
    "Number": "number",
    "Cost": "cost",
    "Date": "date",
    "Start": "date",
    "Finish": "date",
    "Duration": "duration",
    "Flag": "flag",
    "Outline Code": "code",
}
# Runs of field numbers: name, first index, first number, how many, step. The numbers are
# assigned by Microsoft Project; a file may use a field without defining it.
_RUNS: dict[str, str] = {
    "task": (
        "Cost 1 188743786 3 1;Cost 4 188743938 7 1;Date 1 188743945 10 1;Duration 1 188743783 3 1;"
        "Duration 4 188743955 7 1;Finish 1 188743733 5 3;Finish 6 188743963 5 2;"
        "Flag 1 188743752 10 1;Flag 11 188743972 10 1;Number 1 188743767 5 1;"
        "Number 6 188743982 15 1;Outline Code 1 188744096 10 2;Start 1 188743732 5 3;"
        "Start 6 188743962 5 2;Text 1 188743731 6 3;Text 7 188743747 4 1;Text 11 188743997 20 1"
    ),
    "resource": (
        "Cost 1 205521019 3 1;Cost 4 205521062 7 1;Date 1 205521069 10 1;Duration 1 205521013 3 1;"
        "Duration 4 205521079 7 1;Finish 1 205521003 5 1;Finish 6 205521086 5 1;"
        "Flag 1 205521023 9 1;Flag 10 205521022 1 1;Flag 11 205521091 10 1;"
        "Number 1 205521008 5 1;Number 6 205521101 15 1;Outline Code 1 205521174 10 2;"
        "Start 1 205520998 5 1;Start 6 205521116 5 1;Text 1 205520904 2 1;Text 3 205520926 3 1;"
        "Text 6 205520993 5 1;Text 11 205521121 20 1"
    ),
    "assignment": (
        "Cost 1 255852663 3 1;Cost 4 255852703 7 1;Date 1 255852710 10 1;Duration 1 255852657 3 1;"
        "Duration 4 255852720 7 1;Finish 1 255852647 5 1;Finish 6 255852727 5 1;"
        "Flag 1 255852667 9 1;Flag 10 255852666 1 1;Flag 11 255852732 10 1;"
        "Number 1 255852652 5 1;Number 6 255852742 15 1;Start 1 255852642 5 1;"
        "Start 6 255852757 5 1;Text 1 255852632 10 1;Text 11 255852762 20 1"
    ),
}
_MOST_FIELDS = 30  # there are thirty text fields and fewer of every other kind
ENTITY_OF_PREFIX = {"1887": "task", "2055": "resource", "2558": "assignment"}


def _named_fields() -> dict[str, tuple[str, str]]:
    named = {}
    for entity, runs in _RUNS.items():
        for run in runs.split(";"):
            name, *numbers = run.rsplit(" ", 4)
            index, first, count, step = map(int, numbers)
            for offset in range(count):
                named[str(first + offset * step)] = (entity, f"{name}{index + offset}")
    return named


FIELD_NAMES = _named_fields()
FIELD_IDS = {named: field_id for field_id, named in FIELD_NAMES.items()}


def kind_of_field(name: str) -> str:
    """The kind of a custom field by Microsoft's name for it, text when it is unknown."""
    return _KIND_OF_NAME.get(name.rstrip("0123456789"), "text")


def spare_field(entity: str, kind: str, taken: Collection[str]) -> str:
    """The first of Microsoft's custom fields of a kind not taken yet, empty when all are."""
    stem = "Outline Code" if kind == "code" else kind.title()
    names = (f"{stem}{index}" for index in range(1, _MOST_FIELDS + 1))
    return next((n for n in names if (entity, n) in FIELD_IDS and n not in taken), "")
