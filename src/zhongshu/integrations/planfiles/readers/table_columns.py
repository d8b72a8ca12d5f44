"""Which column of a spreadsheet holds what, by Chinese and English headings."""

from __future__ import annotations

import re

# Headings as Microsoft Project, Primavera, ProjectLibre and hand-made lists write them.
_HEADINGS: dict[str, str] = {
    "number": "id 编号 序号 no number # 标识号 任务编号 行号",
    "uid": "uid uniqueid 唯一标识号 taskuid",
    "code": "activityid taskcode activitycode 作业代码 任务代码 作业编号",
    "wbs_code": (
        "wbs wbscode wbs编码 wbs代码 outlinenumber 大纲数字 大纲编号 层级编号 工作分解结构"
    ),
    "outline_level": "outlinelevel level 大纲级别 层级 级别 大纲层级",
    "name": (
        "name taskname task activityname 任务名称 名称 任务 工作内容 作业名称 summary "
        "title 标题 工作项"
    ),
    "duration": (
        "duration originalduration plannedduration 工期 持续时间 原定工期 计划工期 天数 days"
    ),
    "start": (
        "start startdate plannedstart 开始时间 开始日期 开始 计划开始 计划开始时间 "
        "计划开始日期 begin"
    ),
    "finish": (
        "finish finishdate end enddate plannedfinish duedate 完成时间 完成日期 结束时间 "
        "结束日期 完成 结束 计划完成 计划完成时间 计划完成日期 计划结束 截止时间"
    ),
    "predecessors": (
        "predecessors predecessor 前置任务 前置 紧前任务 紧前工作 前置作业 depends dependson"
    ),
    "resources": (
        "resourcenames resources resource assignedto assignee owner 资源名称 资源 负责人 "
        "责任人 执行人"
    ),
    "percent_complete": (
        "%complete percentcomplete complete progress 完成百分比 完成% 进度 完成率 %完成 完成比例"
    ),
    "state": "state status taskstatus activitystatus 状态 任务状态 当前状态 完成状态 作业状态",
    "constraint": "constrainttype constraint 限制类型 约束类型",
    "constraint_at": "constraintdate 限制日期 约束日期",
    "second_constraint": "secondaryconstraint secondconstraint 第二限制类型 次要限制条件",
    "second_constraint_at": (
        "secondaryconstraintdate secondconstraintdate 第二限制日期 次要限制条件日期"
    ),
    "activity_type": "activitytype 作业类型",
    "deadline": "deadline 期限 最后期限",
    "actual_start": "actualstart 实际开始 实际开始时间 实际开始日期",
    "actual_finish": "actualfinish 实际完成 实际完成时间 实际完成日期 实际结束",
    "remaining": "remainingduration 剩余工期",
    "work": "work 工时 工作量",
    "cost": "cost 成本 费用",
    "fixed_cost": "fixedcost 固定成本",
    "priority": "priority 优先级",
    "notes": "notes note description remarks 备注 说明 描述",
    "milestone": "milestone ismilestone 里程碑 是否里程碑",
    "mode": "taskmode mode 任务模式",
    "baseline_start": "baselinestart 基线开始 基线开始时间 比较基准开始时间",
    "baseline_finish": "baselinefinish 基线完成 基线完成时间 比较基准完成时间",
}
_COLUMN_OF = {
    heading: column for column, headings in _HEADINGS.items() for heading in headings.split()
}
_IGNORED = re.compile(r"[\s_\-./:：()（）*]+")
_MAX_HEADING_ROW = 20


def column_of(heading: str) -> str:
    """The column a heading stands for, empty when nobody knows it.

    A bilingual heading such as ``任务名称 Name`` is read by its first known part.
    """
    plain = _IGNORED.sub("", heading.lower())
    if plain in _COLUMN_OF:
        return _COLUMN_OF[plain]
    parts = re.split(r"[\n/|（(]", heading.lower())
    parts += re.findall(r"[\u4e00-\u9fff%]+|[a-z#%][a-z# %]*", heading.lower())
    known = (_COLUMN_OF.get(_IGNORED.sub("", part), "") for part in parts)
    return next((column for column in known if column), "")


def find_headings(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    """Row of the headings and the index of each known column, the row with most of them wins."""
    best: tuple[int, dict[str, int]] = (-1, {})
    for number, row in enumerate(rows[:_MAX_HEADING_ROW]):
        columns: dict[str, int] = {}
        for index, heading in enumerate(row):
            column = column_of(heading)
            if column and column not in columns:
                columns[column] = index
        if "name" in columns and len(columns) > max(len(best[1]), 1):
            best = (number, columns)
    return best
