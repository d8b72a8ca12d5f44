"""What the people of the demo company say to each other about their work."""

from typing import NamedTuple


class Remark(NamedTuple):
    """One thing that the holder of a login says; ``{name}`` names the holder of another.

    What ``is_secret`` is of the highest class.
    """

    by: str
    zh: str
    en: str
    is_reply: bool = False
    is_secret: bool = False


Talk = tuple[Remark, ...]

TALKS: tuple[Talk, ...] = (
    (
        Remark(
            "manager",
            "{member} 供应商确认下周三到料，请把联调安排在**周四上午**。",
            "{member} The supplier confirms delivery next Wednesday; please plan the integration "
            "test for **Thursday morning**.",
        ),
        Remark(
            "member",
            "收到。场地已预约，缺一台示波器，正在和实验室协调。",
            "Noted. The bench is booked; we are one oscilloscope short and I am asking the lab.",
            is_reply=True,
        ),
        Remark(
            "manager",
            "{member} 实验室答应借到周五，请当天归还。",
            "{member} The lab lends us theirs until Friday; please return it the same day.",
            is_reply=True,
        ),
    ),
    (
        Remark(
            "pmo",
            "{manager} 月度评审前请补充：\n\n- 当前偏差的原因\n- 追赶措施和责任人\n"
            "- 对里程碑的影响",
            "{manager} Before the monthly review, please add:\n\n- why this is late\n"
            "- what is done about it, and by whom\n- what it means for the milestone",
        ),
        Remark(
            "manager",
            "{pmo} 已更新计划。主要是关键物料晚到 5 天，准备并行开展测试，里程碑不变。",
            "{pmo} The plan is up to date. Key parts came five days late; we test in parallel and "
            "keep the milestone.",
            is_reply=True,
        ),
    ),
    (
        Remark(
            "executive",
            "{pmo} {manager} 客户再次问起交付日期，能否在周五前给出可承诺的时间？",
            "{pmo} {manager} The customer asks again for the delivery date. Can we name one by "
            "Friday that we will keep?",
        ),
        Remark(
            "pmo",
            "{executive} 按目前的关键路径有约一周的风险，周四评审后给出结论。",
            "{executive} The critical path carries about a week of risk; you get our answer after "
            "Thursday's review.",
            is_reply=True,
        ),
    ),
    (
        Remark(
            "member",
            "{manager} 第二轮测试发现 3 个问题，其中 1 个影响进度，记录见附件。",
            "{manager} The second test run found three issues, one of them touches the schedule; "
            "the log is attached.",
        ),
        Remark(
            "manager",
            "谢谢。影响进度的那个先处理，其余两个放到下一版本。",
            "Thanks. Fix the one that touches the schedule first; the other two wait for the next "
            "release.",
            is_reply=True,
        ),
    ),
    (
        Remark(
            "manager",
            "{admin} 本任务需要为两位外协人员开通账号，权限与项目成员一致。",
            "{admin} Two contractors need accounts for this task, with the rights of project "
            "members.",
        ),
        Remark(
            "admin",
            "{manager} 已开通，有效期到年底，到期自动停用。",
            "{manager} Done; the accounts end by themselves at the end of the year.",
            is_reply=True,
        ),
    ),
    (
        Remark(
            "pmo",
            "{executive} 变更委员会已讨论此项，建议维持原基线，费用由预备金承担。",
            "{executive} The change board discussed this: we suggest to keep the baseline and pay "
            "from the reserve.",
            is_secret=True,
        ),
    ),
    (
        Remark(
            "admin",
            "{pmo} 该任务的报表接口今晚 22:00 升级，预计影响 30 分钟。",
            "{pmo} The reporting interface of this task is upgraded tonight at 22:00, for about "
            "30 minutes.",
        ),
    ),
)

# Name and content of small files; the talk they belong to by its place.
NOTES: tuple[tuple[int, tuple[str, str], tuple[str, str]], ...] = (
    (
        3,
        ("测试问题清单.csv", "test-issues.csv"),
        (
            "编号,问题,严重度,责任人\n1,启动电流超限,高,驱动软件组\n2,日志时间戳偏移,低,应用软件部\n"
            "3,告警文案错误,低,应用软件部\n",
            "no,issue,severity,owner\n1,Inrush current above limit,high,Drive firmware\n"
            "2,Log timestamps drift,low,Application software\n3,Wrong alarm text,low,"
            "Application software\n",
        ),
    ),
    (
        1,
        ("评审纪要.md", "review-minutes.md"),
        (
            "# 评审纪要\n\n- 结论：并行开展测试，里程碑不变\n- 责任人：项目经理\n- 复查：下周五\n",
            "# Review minutes\n\n- Decided: test in parallel, keep the milestone\n"
            "- Owner: project manager\n- Check again: next Friday\n",
        ),
    ),
    (
        0,
        ("联调安排.txt", "integration-test.txt"),
        (
            "周四 09:00 上电检查\n周四 10:00 通信联调\n周四 14:00 满载运行\n",
            "Thursday 09:00 power-on check\nThursday 10:00 communication\nThursday 14:00 full "
            "load\n",
        ),
    ),
)
# The file of the talk that is secret, of the highest class as well.
SECRET_NOTE = (
    5,
    ("预备金测算.csv", "reserve-estimate.csv"),
    ("项目,万元\n预备金余额,180\n本次占用,35\n", "item,thousand\nreserve left,1800\nused,350\n"),
)
PICTURE = ("负载曲线.png", "load-curve.png")
