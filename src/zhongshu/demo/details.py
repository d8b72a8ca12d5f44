"""What the planners of the demo company wrote down about their tasks, and how the work stands."""

from zhongshu.demo.chance import Chance
from zhongshu.demo.company import Company
from zhongshu.kit.ids import uuid7
from zhongshu.planning.changes import Draft
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import TaskRow

Said = tuple[str, str]

# By a word in the Chinese name of a task: what it is about, and its steps.
_DETAILS: tuple[tuple[str, Said, tuple[Said, ...]], ...] = (
    (
        "设计",
        (
            "**目标**：输出可以直接用于评审和制样的设计文件。\n\n"
            "- 沿用平台件，新增件须说明理由\n- 与接口方确认尺寸与信号\n\n"
            "> 关键尺寸变更须先通知工艺部门。",
            "**Goal**: design documents that can go straight to review and prototyping.\n\n"
            "- Use platform parts; every new part needs a reason\n"
            "- Agree dimensions and signals with those who connect to it\n\n"
            "> Tell process engineering before a key dimension changes.",
        ),
        (
            ("需求逐条对应到设计", "Every requirement traced to the design"),
            ("完成设计计算与仿真", "Calculations and simulation done"),
            ("图纸与物料清单互相核对", "Drawings checked against the bill of materials"),
            ("可制造性检查", "Checked for manufacture"),
            ("同行评审意见关闭", "Peer review comments closed"),
        ),
    ),
    (
        "测试",
        (
            "按测试大纲执行，**失效项当天录入问题清单**。\n\n"
            "1. 核对样机状态与版本\n2. 逐项执行并保存原始数据\n3. 汇总结论与遗留问题",
            "Follow the test plan; **enter failures in the issue list the same day**.\n\n"
            "1. Check state and version of the prototype\n"
            "2. Run item by item and keep the raw data\n"
            "3. Sum up results and open issues",
        ),
        (
            ("样机与版本已确认", "Prototype and version confirmed"),
            ("测试设备在校准有效期内", "Equipment within its calibration"),
            ("全部用例执行完毕", "All cases run"),
            ("失效项已复测", "Failures tested again"),
            ("测试报告已签发", "Report signed"),
        ),
    ),
    (
        "采购",
        (
            "优先选用合格供应商名录内的供应商；单一来源须附说明。\n\n交期以*书面承诺*为准。",
            "Prefer suppliers on the approved list; a single source needs an explanation.\n\n"
            "Only *written* delivery dates count.",
        ),
        (
            ("技术规格已冻结", "Specification frozen"),
            ("至少三家询价", "At least three quotations"),
            ("商务条款确认", "Commercial terms agreed"),
            ("订单已下达", "Order placed"),
        ),
    ),
    (
        "评审",
        (
            "评审材料**提前三个工作日**发出；结论与责任人当场确认。",
            "Papers go out **three working days ahead**; decisions and owners are agreed "
            "on the spot.",
        ),
        (
            ("材料已发出", "Papers sent"),
            ("评审意见已记录", "Comments recorded"),
            ("行动项已落实责任人", "Actions have owners"),
        ),
    ),
    (
        "培训",
        (
            "面向一线班组，理论与实操各半；不合格者补训。",
            "For the teams on the line, half theory and half practice; who fails trains again.",
        ),
        (
            ("教材定稿", "Material final"),
            ("讲师与场地确认", "Trainer and room booked"),
            ("考核完成", "Assessment done"),
        ),
    ),
    (
        "安装",
        (
            "进场前完成安全交底；每日班前会确认当天风险。",
            "Safety briefing before work begins; each morning the risks of the day are agreed.",
        ),
        (
            ("基础与管线验收", "Foundations and pipes accepted"),
            ("设备就位找平", "Equipment placed and levelled"),
            ("接线与接地检查", "Wiring and earthing checked"),
            ("单机通电试运行", "Single machine powered up"),
        ),
    ),
)
_CHECKED = 0.7
_OPEN_STATES = ((Task.State.IN_PROGRESS, 0.82), (Task.State.BLOCKED, 0.18))
_LATE_STATES = (
    (Task.State.IN_PROGRESS, 0.45),
    (Task.State.IN_REVIEW, 0.45),
    (Task.State.BLOCKED, 0.1),
)
_LATE_FROM = 70
_BLOCKED_AHEAD = 0.02


def describe(company: Company, draft: Draft, key: str, name: str, chance: Chance) -> None:
    """Give a task the description and the checklist that fit its Chinese name, if any do."""
    for word, about, steps in _DETAILS:
        if word not in name:
            continue
        draft.texts[key] = {"notes": company.said(*about)}
        if chance.happens(_CHECKED):
            items = [
                {"id": str(uuid7()), "text": company.said(*step), "is_done": False}
                for step in steps
            ]
            draft.set_task(key, checklist=items)
        return


def report_states(draft: Draft, chance: Chance) -> None:
    """Say how the work that is under way stands, and tick what has been done of it."""
    for key, row in list(draft.tasks.items()):
        if row.kind != Task.Kind.TASK:
            continue
        if row.checklist:
            draft.set_task(key, checklist=_ticked(row))
        if row.actual_start is None:
            if chance.happens(_BLOCKED_AHEAD):
                draft.set_task(key, state=Task.State.BLOCKED.value)
        elif row.actual_finish is None:
            choices = _LATE_STATES if row.percent_complete >= _LATE_FROM else _OPEN_STATES
            draft.set_task(key, state=chance.weighted(choices).value)


def _ticked(row: TaskRow) -> list[dict[str, object]]:
    n_done = round(len(row.checklist) * row.percent_complete / 100)
    return [{**item, "is_done": n < n_done} for n, item in enumerate(row.checklist)]


def wip_limits(chance: Chance) -> dict[str, int]:
    """The limits of a project that works with its board; most do without."""
    if not chance.happens(0.4):
        return {}
    return {"state:in_progress": chance.whole(4, 8), "state:in_review": chance.whole(2, 4)}
