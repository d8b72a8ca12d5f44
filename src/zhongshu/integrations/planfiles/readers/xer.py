"""Primavera P6 exports (XER): project, WBS, activities and relationships."""

from __future__ import annotations

from collections import defaultdict

from zhongshu.integrations.planfiles.calendars import WorkingTime
from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.plan import (
    Constraint,
    Finding,
    LinkType,
    Plan,
    PlanBaseline,
    PlanLink,
    PlanTask,
)
from zhongshu.integrations.planfiles.readers.xer_calendars import calendar
from zhongshu.integrations.planfiles.readers.xer_resources import (
    add_assignments,
    add_expenses,
    add_fields,
    add_notes,
    add_resources,
    is_exported,
)
from zhongshu.integrations.planfiles.readers.xer_tables import (
    Record,
    Tables,
    at,
    decimal,
    first,
    flag,
    identity,
    minutes,
    place,
    text,
    whole,
)

_WBS_OFFSET = 1_000_000_000  # keeps WBS keys apart from activity keys when both tables share one
_LINK_TYPES: dict[str, LinkType] = {"PR_FS": "fs", "PR_SS": "ss", "PR_FF": "ff", "PR_SF": "sf"}
_LAG_CALENDARS = {
    "rcal_Predecessor": "predecessor",
    "rcal_Successor": "successor",
    "rcal_ProjDefault": "project",
    "rcal_24Hour": "elapsed",
}
_FLOAT_MODES = {"FT_FF": "finish", "FT_SF": "start", "FT_Min": "smallest"}
# "On" in Primavera yields to logic, which is an earliest and a latest date together; only the
# mandatory constraints override logic as Microsoft Project's do.
_CONSTRAINTS: dict[str, tuple[Constraint, ...]] = {
    "CS_ALAP": ("alap",),
    "CS_MSO": ("snet", "snlt"),
    "CS_MSOA": ("snet",),
    "CS_MSOB": ("snlt",),
    "CS_MEO": ("fnet", "fnlt"),
    "CS_MEOA": ("fnet",),
    "CS_MEOB": ("fnlt",),
    "CS_MANDSTART": ("mso",),
    "CS_MANDFIN": ("mfo",),
}
_ACTIVITY_TYPES = {
    "TT_Task": "task_dependent",
    "TT_Rsrc": "resource_dependent",
    "TT_LOE": "level_of_effort",
    "TT_Mile": "start_milestone",
    "TT_FinMile": "finish_milestone",
    "TT_WBS": "wbs_summary",
}
_PRIORITIES = {"PT_Top": 900, "PT_High": 700, "PT_Normal": 500, "PT_Low": 300, "PT_Lowest": 100}


def read_xer(content: bytes, file_name: str) -> Plan:
    """The exported project of an XER file; the first one when there are several.

    Raises
    ------
    PlanFileError
        When the table structure, a key, a date or a calendar is broken, with the line.
    """
    tables = Tables(content)
    projects = [each for each in tables["PROJECT"] if is_exported(each)] or tables["PROJECT"]
    if not projects:
        raise PlanFileError("no_project")
    reader = _Reader(tables, projects[0], file_name)
    if len(projects) > 1:
        names = [text(each, "proj_short_name") for each in projects[1:]]
        reader.plan.findings.append(
            Finding(
                severity="warning", code="other_projects", n=len(names), params={"names": names}
            )
        )
    return reader.read()


class _Reader:
    def __init__(self, tables: Tables, project: Record, file_name: str) -> None:
        self.tables = tables
        self.project = project
        self.key = text(project, "proj_id")
        self.plan = Plan(format="xer", file_name=file_name)
        self.tasks: dict[int, PlanTask] = {}

    def read(self) -> Plan:
        self._read_project()
        self.plan.calendars = [calendar(record) for record in self.tables["CALENDAR"]]
        self._take_day_length()
        add_resources(self.plan, self.tables)
        self._read_outline()
        self._read_links()
        add_assignments(self.plan, self.tables, self.tasks)
        add_expenses(self.tables, self.tasks)
        add_fields(self.plan, self.tables, self.tasks)
        add_notes(self.tables, self.tasks)
        self._read_baseline()
        self._roll_up()
        return self.plan

    def _of_project(self, table: str) -> list[Record]:
        return [each for each in self.tables[table] if text(each, "proj_id") == self.key]

    def _read_project(self) -> None:
        plan, project = self.plan, self.project
        plan.code = text(project, "proj_short_name")
        plan.guid = text(project, "guid")
        plan.author = text(project, "add_by_name")
        plan.created_at = at(project, "add_date")
        plan.start = at(project, "plan_start_date")
        plan.finish = at(project, "scd_end_date", "plan_end_date")
        plan.required_finish = at(project, "plan_end_date")
        plan.status_date = at(project, "last_recalc_date")
        calendar_uid = text(project, "clndr_id")
        plan.calendar_uid = int(calendar_uid) if calendar_uid.isdecimal() else None
        currency = self.tables.header[8] if len(self.tables.header) > 8 else ""
        plan.currency_code = currency if len(currency) == 3 else ""
        record = first(
            each for each in self.tables["CURRTYPE"] if text(each, "curr_short_name") == currency
        )
        plan.currency_symbol = text(record, "curr_symbol")
        self._read_options(first(iter(self._of_project("SCHEDOPTIONS"))))

    def _read_options(self, options: Record) -> None:
        plan = self.plan
        lag = _LAG_CALENDARS.get(text(options, "sched_calendar_on_relationship_lag"))
        plan.lag_calendar = lag or "predecessor"  # type: ignore[assignment]
        plan.float_mode = _FLOAT_MODES.get(text(options, "sched_float_type"), "finish")
        if flag(options, "sched_progress_override"):
            plan.progress_mode = "progress_override"
        elif text(options, "sched_retained_logic") == "N":
            plan.progress_mode = "actual_dates"

    def _take_day_length(self) -> None:
        record = first(
            each
            for each in self.tables["CALENDAR"]
            if text(each, "clndr_id") == str(self.plan.calendar_uid)
        )
        self.plan.minutes_per_day = minutes(record, "day_hr_cnt") or self.plan.minutes_per_day
        self.plan.minutes_per_week = minutes(record, "week_hr_cnt") or self.plan.minutes_per_week
        limit = minutes(self.project, "critical_drtn_hr_cnt") or 0
        self.plan.critical_slack_days = round(limit / self.plan.minutes_per_day)

    def _read_outline(self) -> None:
        """WBS nodes become summaries, each followed by its activities and then by its nodes."""
        nodes = self._of_project("PROJWBS")
        keys = {text(each, "wbs_id") for each in nodes}
        activities: dict[str, list[Record]] = defaultdict(list)
        for record in self._of_project("TASK"):
            wbs = text(record, "wbs_id")
            activities[wbs if wbs in keys else ""].append(record)
        below: dict[str, list[Record]] = defaultdict(list)
        for node in nodes:
            above = text(node, "parent_wbs_id")
            is_inner = above in keys and not flag(node, "proj_node_flag")
            below[above if is_inner else ""].append(node)
        taken = {text(each, "task_id") for each in self.tables["TASK"]}
        offset = _WBS_OFFSET if taken & keys else 0
        working: dict[int | None, WorkingTime] = {}
        summary: PlanTask | None
        stack: list[tuple[Record, PlanTask | None, str]] = []

        def push(key: str, parent: PlanTask | None, path: str) -> None:
            ordered = sorted(below[key], key=lambda node: whole(node, "seq_num") or 0)
            stack.extend((node, parent, path) for node in reversed(ordered))

        for record in activities[""]:
            self._add_activity(record, None, "", working)
        push("", None, "")
        while stack:
            node, parent, path = stack.pop()
            key = text(node, "wbs_id")
            if flag(node, "proj_node_flag") and parent is None:
                self._take_project_node(node, offset)
                summary, wbs = None, ""
            else:
                wbs = f"{path}.{text(node, 'wbs_short_name')}".lstrip(".")
                summary = self._add_node(node, parent, wbs, offset)
            for record in activities[key]:
                self._add_activity(record, summary, wbs, working)
            push(key, summary, wbs)

    def _take_project_node(self, node: Record, offset: int) -> None:
        self.plan.name = self.plan.title = text(node, "wbs_name")
        self.plan.root = PlanTask(
            uid=identity(node, "wbs_id") + offset,
            number=0,
            name=self.plan.name,
            guid=text(node, "guid"),
            outline_level=0,
            is_summary=True,
        )

    def _add(self, task: PlanTask, parent: PlanTask | None) -> PlanTask:
        task.parent_uid = parent.uid if parent else None
        task.outline_level = parent.outline_level + 1 if parent else 1
        task.number = len(self.plan.tasks) + 1
        self.plan.tasks.append(task)
        return task

    def _add_node(self, node: Record, parent: PlanTask | None, wbs: str, offset: int) -> PlanTask:
        summary = PlanTask(
            uid=identity(node, "wbs_id") + offset,
            name=text(node, "wbs_name"),
            guid=text(node, "guid"),
            wbs_code=wbs,
            is_summary=True,
        )
        return self._add(summary, parent)

    def _add_activity(
        self,
        record: Record,
        parent: PlanTask | None,
        wbs: str,
        working: dict[int | None, WorkingTime],
    ) -> None:
        calendar_uid = text(record, "clndr_id")
        activity_type = _ACTIVITY_TYPES.get(text(record, "task_type"), "task_dependent")
        task = PlanTask(
            uid=identity(record, "task_id"),
            name=text(record, "task_name"),
            guid=text(record, "guid"),
            code=text(record, "task_code"),
            wbs_code=f"{wbs}.{text(record, 'task_code')}".lstrip("."),
            activity_type=activity_type,
            is_milestone=activity_type.endswith("_milestone"),
            calendar_uid=int(calendar_uid) if calendar_uid.isdecimal() else None,
            ignores_resource_calendars=activity_type != "resource_dependent",
            priority=_PRIORITIES.get(text(record, "priority_type"), 500),
        )
        self._take_dates(task, record)
        if task.calendar_uid not in working:
            uid = task.calendar_uid if task.calendar_uid is not None else self.plan.calendar_uid
            working[task.calendar_uid] = WorkingTime(self.plan, uid)
        self._take_progress(task, record, working[task.calendar_uid])
        self._take_constraints(task, record)
        self.tasks[task.uid] = self._add(task, parent)

    @staticmethod
    def _take_dates(task: PlanTask, record: Record) -> None:
        task.actual_start = at(record, "act_start_date")
        task.actual_finish = at(record, "act_end_date")
        task.early_start = at(record, "early_start_date")
        task.early_finish = at(record, "early_end_date")
        task.late_start = at(record, "late_start_date")
        task.late_finish = at(record, "late_end_date")
        early = at(record, "early_start_date", "restart_date", "target_start_date")
        task.start = task.actual_start if task.actual_start is not None else early
        late = at(record, "early_end_date", "reend_date", "target_end_date")
        task.finish = task.actual_finish if task.actual_finish is not None else late
        task.total_slack_minutes = minutes(record, "total_float_hr_cnt")
        task.free_slack_minutes = minutes(record, "free_float_hr_cnt")
        task.is_critical = flag(record, "driving_path_flag") or None
        if task.total_slack_minutes is not None and task.actual_finish is None:
            task.is_critical = task.total_slack_minutes <= 0
        task.stop = at(record, "suspend_date")
        task.resume = at(record, "resume_date")

    def _take_progress(self, task: PlanTask, record: Record, working: WorkingTime) -> None:
        planned = minutes(record, "target_drtn_hr_cnt") or 0
        remaining = minutes(record, "remain_drtn_hr_cnt")
        remaining = planned if remaining is None else remaining
        task.remaining_minutes = remaining
        task.actual_duration_minutes = 0
        if task.actual_start is not None:
            until = task.actual_finish if task.actual_finish is not None else self.plan.status_date
            if until is not None and until > task.actual_start:
                spent = working.minutes_between(task.actual_start, until)
                task.actual_duration_minutes = spent
        task.duration_minutes = task.actual_duration_minutes + remaining
        physical = decimal(record, "phys_complete_pct")
        task.physical_percent_complete = None if physical is None else round(physical)
        task.percent_complete = _percent_complete(record, planned, remaining)

    def _take_constraints(self, task: PlanTask, record: Record) -> None:
        """The first two of what both constraints ask; what "on" asks counts as two."""
        asked: list[tuple[Constraint, int | None]] = []
        for kind, date in (("cstr_type", "cstr_date"), ("cstr_type2", "cstr_date2")):
            moment = at(record, date)
            parts = _CONSTRAINTS.get(text(record, kind), ())
            asked += [(one, None if one == "alap" else moment) for one in parts]
        if asked:
            task.constraint, task.constraint_at = asked[0]
        if len(asked) > 1:
            task.second_constraint, task.second_constraint_at = asked[1]
        if len(asked) > 2:
            where = place(record, "TASK")
            params = {"examples": [task.name]}
            self.plan.findings.append(
                Finding(severity="warning", code="third_constraint", params=params, where=where)
            )

    def _read_links(self) -> None:
        for record in self.tables["TASKPRED"]:
            before, after = identity(record, "pred_task_id"), identity(record, "task_id")
            if before not in self.tasks and after not in self.tasks:
                continue
            if before not in self.tasks or after not in self.tasks:
                is_external = text(record, "pred_proj_id") != text(record, "proj_id")
                code = "external_link" if is_external else "link_to_missing_task"
                where = place(record, "TASKPRED")
                self.plan.findings.append(Finding(severity="warning", code=code, where=where))
                continue
            self.plan.links.append(
                PlanLink(
                    before_uid=before,
                    after_uid=after,
                    type=_LINK_TYPES.get(text(record, "pred_type"), "fs"),
                    lag=minutes(record, "lag_hr_cnt") or 0,
                )
            )

    def _read_baseline(self) -> None:
        """A second project in the file that is the baseline of this one, matched by activity id."""
        source = first(
            each for each in self.tables["PROJECT"] if text(each, "orig_proj_id") == self.key
        )
        if not source:
            return
        by_code = {task.code: task for task in self.tasks.values()}
        for record in self.tables["TASK"]:
            task = by_code.get(text(record, "task_code"))
            if text(record, "proj_id") == text(source, "proj_id") and task:
                task.baselines = [
                    PlanBaseline(
                        number=0,
                        start=at(record, "act_start_date", "early_start_date", "target_start_date"),
                        finish=at(record, "act_end_date", "early_end_date", "target_end_date"),
                        duration_minutes=minutes(record, "target_drtn_hr_cnt"),
                    )
                ]

    def _roll_up(self) -> None:
        """Dates of summaries, which Primavera does not store, from what lies below them."""
        by_uid = {task.uid: task for task in self.plan.tasks}
        for task in reversed(self.plan.tasks):
            parent = by_uid.get(task.parent_uid) if task.parent_uid is not None else self.plan.root
            if parent is None:
                continue
            starts = [each for each in (parent.start, task.start) if each is not None]
            finishes = [each for each in (parent.finish, task.finish) if each is not None]
            parent.start = min(starts, default=None)
            parent.finish = max(finishes, default=None)


def _percent_complete(record: Record, planned: int, remaining: int) -> int:
    if text(record, "act_end_date"):
        return 100
    kind = text(record, "complete_pct_type")
    if kind == "CP_Phys":
        return round(decimal(record, "phys_complete_pct") or 0)
    if kind == "CP_Units":
        actual = (decimal(record, "act_work_qty") or 0) + (decimal(record, "act_equip_qty") or 0)
        left = (decimal(record, "remain_work_qty") or 0) + (
            decimal(record, "remain_equip_qty") or 0
        )
        return round(100 * actual / (actual + left)) if actual + left else 0
    if not planned or not text(record, "act_start_date"):
        return 0
    return max(0, min(100, round(100 * (planned - remaining) / planned)))
