"""Which projects the demo company runs: their kinds, names, owners and ages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from zhongshu.demo import templates
from zhongshu.demo.chance import CONSTRUCTION, DESIGN, SYSTEMS, Chance, Slip
from zhongshu.demo.template import Subsystem

Text = tuple[str, str]


def _subsystems(text: str) -> tuple[Subsystem, ...]:
    parts = (line.split("|") for line in text.strip().splitlines())
    return tuple(Subsystem(*(part.strip() for part in line)) for line in parts)


class ProjectKind(NamedTuple):
    """A kind of project: how many of sixty, its template, owners, names, and the repeated parts.

    ``n_parts`` are the fewest and the most subsystems; ``names`` gives every possible name.
    """

    code: str
    share: int
    template: str
    units: tuple[str, ...]
    slip: Slip
    n_parts: tuple[int, int]
    parts: tuple[Subsystem, ...]
    names: Callable[[], Iterator[Text]]


@dataclass(frozen=True, slots=True)
class ProjectIdea:
    """One project before it is planned; ``age`` is how far it is, in planned lengths."""

    kind: ProjectKind
    name: Text
    unit: str
    parts: tuple[Subsystem, ...]
    age: float
    is_on_hold: bool


_PRODUCTS: tuple[tuple[str, str, str], ...] = (
    ("SV", "伺服驱动器", "servo drive"), ("HR", "六轴机器人", "six-axis robot"),
    ("ES", "储能变流器", "storage converter"), ("CR", "协作机器人", "collaborative robot"),
    ("FD", "变频器", "frequency inverter"), ("MC", "运动控制器", "motion controller"),
    ("LM", "直线电机模组", "linear motor stage"), ("VS", "视觉传感器", "vision sensor"),
    ("PV", "光伏逆变器", "photovoltaic inverter"), ("AG", "移动机器人控制器", "AGV controller"),
)  # fmt: skip
_MODELS = (160, 320, 510, 660, 730, 850, 900)
_PLANTS: tuple[Text, ...] = (
    ("苏州工厂", "Suzhou"),
    ("成都工厂", "Chengdu"),
    ("槟城工厂", "Penang"),
)


def _new_products() -> Iterator[Text]:
    for model in _MODELS:
        for code, zh, en in _PRODUCTS:
            yield f"{code}{model} {zh}开发", f"{code}{model} {en} development"


def _cost_downs() -> Iterator[Text]:
    for model in _MODELS:
        for code, zh, en in _PRODUCTS:
            yield f"{code}{model} {zh}降本", f"{code}{model} {en} cost-down"


def _compliance() -> Iterator[Text]:
    rules = (
        ("欧盟网络韧性法案 CRA 合规", "EU Cyber Resilience Act compliance"),
        ("欧盟新电池法合规", "EU Battery Regulation compliance"),
        ("欧盟机械法规 2023/1230 换版", "EU Machinery Regulation transition"),
        (" RoHS 与 REACH 物质管控", "RoHS and REACH substance control"),
        (" UL 61800-5-1 认证", "UL 61800-5-1 certification"),
        ("功能安全 SIL3 认证", "SIL3 functional safety certification"),
    )
    for code, zh, en in _PRODUCTS:
        for rule_zh, rule_en in rules:
            yield f"{code} 系列{zh}{rule_zh}", f"{code} {en} series: {rule_en}"


def _lines() -> Iterator[Text]:
    for _, zh, en in _PRODUCTS:
        for plant_zh, plant_en in _PLANTS:
            yield f"{plant_zh}{zh}总装线建设", f"{plant_en}: {en} assembly line"


def _tools() -> Iterator[Text]:
    parts = (
        ("外壳", "housing"),
        ("散热器", "heat sink"),
        ("端盖", "end cover"),
        ("面板", "front panel"),
    )
    for code, zh, en in _PRODUCTS:
        for part_zh, part_en in parts:
            yield f"{code} {zh}{part_zh}模具", f"{code} {en} {part_en} tooling"


def _relocations() -> Iterator[Text]:
    yield "苏州工厂二期厂房搬迁", "Suzhou plant: move to building 2"
    yield "成都工厂扩建与产线搬迁", "Chengdu plant: extension and line relocation"
    for _, zh, en in _PRODUCTS:
        yield f"{zh}产线转移至槟城", f"Transfer of the {en} line to Penang"


def _warehouses() -> Iterator[Text]:
    for plant_zh, plant_en in _PLANTS:
        yield f"{plant_zh}自动化立体仓库", f"{plant_en}: automated warehouse"
        yield f"{plant_zh}线边物流 AGV 配送", f"{plant_en}: AGV line-side delivery"


def _erp() -> Iterator[Text]:
    yield "集团 ERP 升级 S/4", "Group ERP upgrade to S/4"
    for plant_zh, plant_en in _PLANTS:
        yield f"{plant_zh} ERP 推广", f"ERP roll-out {plant_en}"
    platforms = (
        ("财务共享", "Finance shared services"),
        ("SRM 供应商协同", "SRM supplier portal"),
        ("CRM 客户管理", "CRM"),
        ("PLM 产品数据管理", "PLM product data"),
    )
    for zh, en in platforms:
        yield f"{zh}平台实施", f"{en} implementation"


def _mes() -> Iterator[Text]:
    systems = (
        (" MES 上线", "MES"),
        ("质量追溯系统", "quality traceability"),
        ("设备联网与能耗监控", "machine connectivity and energy monitoring"),
    )
    for plant_zh, plant_en in _PLANTS:
        for zh, en in systems:
            yield f"{plant_zh}{zh}", f"{plant_en}: {en}"


def _security() -> Iterator[Text]:
    yield "等级保护三级测评整改", "Classified protection level 3"
    yield "ISO 27001 体系认证", "ISO 27001 certification"
    yield "工控网络分区隔离", "Segmentation of the plant network"
    for plant_zh, plant_en in _PLANTS:
        yield f"{plant_zh}网络与机房改造", f"{plant_en}: network and server room"


def _suppliers() -> Iterator[Text]:
    goods = (
        ("IGBT 模块", "IGBT modules"), ("薄膜电容", "film capacitors"),
        ("谐波减速机", "harmonic gears"),
        ("编码器", "encoders"), ("功率连接器", "power connectors"), ("压铸件", "die castings"),
        ("控制芯片", "control chips"), ("磁性元件", "magnetics"), ("线束", "wire harnesses"),
    )  # fmt: skip
    for zh, en in goods:
        yield f"{zh}国产化替代", f"Local sourcing of {en}"
    for zh, en in goods:
        yield f"{zh}第二供应商导入", f"Second source for {en}"


_PRODUCT_PARTS = _subsystems("""
结构|Mechanical|mech
功率板|Power board|hw
控制板|Control board|hw
驱动固件|Drive firmware|fw
控制算法|Control algorithm|fw
上位机软件|Commissioning software|sw
散热系统|Cooling|mech
通信协议栈|Fieldbus stack|fw
人机界面|Operator panel|sw
编码器接口|Encoder interface|hw
功能安全|Functional safety|fw
电源模块|Power supply|hw
线束与连接器|Harness and connectors|mech
电机本体|Motor|mech
诊断与远程运维|Diagnostics and remote service|sw
包装|Packaging|mech
制动单元|Braking unit|hw
EMC 滤波|EMC filter|hw
振动抑制|Vibration suppression|fw
视觉引导|Vision guidance|sw
传动机构|Transmission|mech
参数整定|Auto-tuning|fw
数据采集卡|Data acquisition|hw
云端平台|Cloud platform|sw
""")
_MACHINES = _subsystems("""
自动上料机|Feeder|equip
贴装机|Pick-and-place machine|equip
激光打标机|Laser marker|equip
压装机|Press|equip
点胶机|Dispenser|equip
螺丝锁付机|Screwing station|equip
老化测试柜|Burn-in chamber|equip
综合测试台|End-of-line tester|equip
AOI 检测机|AOI inspection|equip
包装码垛单元|Packing and palletising cell|equip
""")
_CAVITIES = _subsystems("""
上壳模|Upper shell mould|mech
下壳模|Lower shell mould|mech
压铸模|Die casting mould|mech
冲压模|Stamping die|mech
密封件模|Seal mould|mech
装饰件模|Trim mould|mech
""")
_AREAS = _subsystems("""
电子车间|Electronics workshop|equip
总装一线|Assembly line 1|equip
总装二线|Assembly line 2|equip
老化测试区|Burn-in area|equip
成品仓|Finished goods store|log
实验室|Laboratory|test
""")
_STORAGE = _subsystems("""
堆垛机|Stacker crane|equip
托盘输送线|Pallet conveyor|equip
AGV 系统|AGV fleet|equip
箱式穿梭车|Shuttle system|equip
拣选工作站|Picking stations|log
""")
_MODULES = _subsystems("""
销售与分销 SD|Sales and distribution SD|mkt
物料管理 MM|Materials management MM|buy
生产计划 PP|Production planning PP|plan
财务会计 FI|Financial accounting FI|fin
管理会计 CO|Controlling CO|fin
质量管理 QM|Quality management QM|qa
仓储管理 WM|Warehouse management WM|log
设备维护 PM|Plant maintenance PM|equip
项目系统 PS|Project system PS|pm
""")
_FUNCTIONS = _subsystems("""
工单执行|Order execution|mes
物料追溯|Material traceability|mes
质量检验|Quality inspection|qa
设备管理|Equipment management|equip
排产|Scheduling|plan
工艺路线|Routing|proc
电子作业指导|Electronic work instructions|proc
人员与工时|Labour time|hr
""")
_TARGETS = _subsystems("""
核心网络|Core network|infra
服务器与存储|Servers and storage|infra
终端|Endpoints|infra
身份与权限|Identity and access|infra
备份与容灾|Backup and recovery|infra
工控网络|Plant network|infra
""")
_SAMPLES = _subsystems("""
A 型号样件|Type A samples|sqe
B 型号样件|Type B samples|sqe
C 型号样件|Type C samples|sqe
车规型号样件|Automotive type samples|sqe
""")

KINDS = (
    ProjectKind("new_product", 16, templates.NEW_PRODUCT, ("RD-SYS", "RD-HW", "RD-FW", "RD-MEC"),
                DESIGN, (4, 12), _PRODUCT_PARTS, _new_products),
    ProjectKind("cost_down", 6, templates.COST_DOWN, ("RD-MEC", "SCM-SRC", "RD-HW-PWR"), DESIGN,
                (2, 5), _PRODUCT_PARTS, _cost_downs),
    ProjectKind("compliance", 5, templates.COMPLIANCE, ("RD-CRT",), DESIGN, (2, 4),
                _PRODUCT_PARTS, _compliance),
    ProjectKind("line", 7, templates.LINE, ("MFG-SZ-EQP", "MFG-CD-PRO", "MFG-SZ-PRO"), CONSTRUCTION,
                (4, 9), _MACHINES, _lines),
    ProjectKind("tooling", 6, templates.TOOLING, ("RD-MEC", "SCM-SRC"), CONSTRUCTION, (1, 4),
                _CAVITIES, _tools),
    ProjectKind("relocation", 2, templates.RELOCATION, ("MFG", "MFG-CD"), CONSTRUCTION, (3, 6),
                _AREAS, _relocations),
    ProjectKind("warehouse", 3, templates.WAREHOUSE, ("SCM-LOG",), CONSTRUCTION, (3, 5), _STORAGE,
                _warehouses),
    ProjectKind("erp", 3, templates.ERP, ("IT-ERP",), SYSTEMS, (4, 9), _MODULES, _erp),
    ProjectKind("mes", 4, templates.MES, ("IT-MES",), SYSTEMS, (3, 7), _FUNCTIONS, _mes),
    ProjectKind("security", 3, templates.SECURITY, ("IT-INF",), SYSTEMS, (2, 6), _TARGETS,
                _security),
    ProjectKind("supplier", 5, templates.SUPPLIER, ("SCM-SRC", "QA-SQE"), DESIGN, (1, 4), _SAMPLES,
                _suppliers),
)  # fmt: skip

# Shares of the portfolio by how far a project is, in lengths of its own plan.
_AGES = (
    ((1.45, 2.2), 0.17),
    ((0.75, 1.2), 0.22),
    ((0.3, 0.75), 0.30),
    ((0.03, 0.3), 0.17),
    ((-0.5, -0.03), 0.14),
)
_ON_HOLD = 0.08
# One new product in sixteen is a platform that touches nearly every subsystem.
_PLATFORM = 1 / 16


def ideas(chance: Chance, n_projects: int) -> list[ProjectIdea]:
    """The projects of the company, as many as asked, in the proportions of `KINDS`."""
    found: list[ProjectIdea] = []
    for kind, n in zip(KINDS, _counts(n_projects), strict=True):
        own = chance.below(kind.code)
        names = own.shuffled(list(kind.names()))
        for number in range(n):
            found.append(
                _idea(own, kind, _name(names, number), is_platform=_is_platform(kind, number))
            )
    return found


def _idea(chance: Chance, kind: ProjectKind, name: Text, *, is_platform: bool) -> ProjectIdea:
    fewest, most = kind.n_parts
    n_parts = len(kind.parts) if is_platform else chance.whole(fewest, most)
    age = chance.between(*chance.weighted(_AGES))
    return ProjectIdea(
        kind,
        name,
        chance.pick(kind.units),
        tuple(chance.sample(kind.parts, n_parts)),
        age,
        is_on_hold=0.1 < age < 0.9 and chance.happens(_ON_HOLD),
    )


def _is_platform(kind: ProjectKind, number: int) -> bool:
    return kind.code == "new_product" and number % round(1 / _PLATFORM) == 0


def _name(names: list[Text], number: int) -> Text:
    """A name of the pool; when it is used up, the next phase of one that was."""
    zh, en = names[number % len(names)]
    phase = number // len(names)
    return (zh, en) if phase == 0 else (f"{zh}（{phase + 1} 期）", f"{en}, phase {phase + 1}")


def _counts(n_projects: int) -> list[int]:
    """The projects per kind, by largest remainder."""
    total = sum(kind.share for kind in KINDS)
    exact = [n_projects * kind.share / total for kind in KINDS]
    counts = [int(share) for share in exact]
    by_rest = sorted(range(len(KINDS)), key=lambda n: (counts[n] - exact[n], n))
    for n in by_rest[: n_projects - sum(counts)]:
        counts[n] += 1
    return counts
