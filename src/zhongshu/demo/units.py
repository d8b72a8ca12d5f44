"""The demo company's units: who they are, where they sit, how many work there, and as what."""

from typing import NamedTuple

COMPANY = ("启衡智能装备股份有限公司", "Qiheng Intelligent Equipment Co., Ltd.")

SITES = {
    "SZ": ("苏州总部", "Suzhou headquarters"),
    "SZP": ("苏州工厂", "Suzhou plant"),
    "CD": ("成都工厂", "Chengdu plant"),
    "SH": ("深圳研发中心", "Shenzhen R&D centre"),
    "PG": ("槟城工厂", "Penang plant"),
}


class Job(NamedTuple):
    """A position, and its share of a unit's people."""

    zh: str
    en: str
    share: int


class UnitSpec(NamedTuple):
    """A unit: code, names, site, people beside the head, title of the head, positions.

    The unit above has the code before the last hyphen; without one it is the company.
    ``role`` is the part its people play in plans.
    """

    code: str
    zh: str
    en: str
    site: str
    n_people: int
    role: str
    head: tuple[str, str]
    jobs: tuple[Job, ...]


def _units(text: str) -> tuple[UnitSpec, ...]:
    """Units in blocks: the unit, its head's title, then its positions with their shares."""
    blocks: list[list[list[str]]] = []
    for line in text.strip().splitlines():
        if not line.startswith(" "):
            blocks.append([])
        blocks[-1].append([part.strip() for part in line.split("|")])
    return tuple(_unit(block) for block in blocks)


def _unit(block: list[list[str]]) -> UnitSpec:
    (code, zh, en, place), head, *jobs = block
    site, n_people, *role = place.split()
    positions = tuple(Job(job[0], job[1], int(job[2])) for job in jobs)
    return UnitSpec(code, zh, en, site, int(n_people), "".join(role), (head[0], head[1]), positions)


UNITS = _units("""
GM | 总经理办公室 | Executive office | SZ 4
  总经理 | Chief executive officer
  战略分析师 | Strategy analyst | 5
  总经理助理 | Executive assistant | 5
GM-PMO | 项目管理办公室 | Project management office | SZ 11 pm
  PMO 总监 | PMO director
  项目经理 | Project manager | 5
  高级项目经理 | Senior project manager | 3
  PMO 专员 | PMO specialist | 2
RD | 研发中心 | Research and development | SZ 2
  研发副总裁 | Vice president R&D
  研发运营专员 | R&D operations specialist | 10
RD-SYS | 系统工程部 | Systems engineering | SZ 13 sys
  部门经理 | Department manager
  系统工程师 | Systems engineer | 5
  高级系统工程师 | Senior systems engineer | 3
  主任系统工程师 | Principal systems engineer | 1
  助理系统工程师 | Junior systems engineer | 1
RD-MEC | 结构设计部 | Mechanical design | SZ 22 mech
  部门经理 | Department manager
  结构工程师 | Mechanical engineer | 5
  高级结构工程师 | Senior mechanical engineer | 3
  主任结构工程师 | Principal mechanical engineer | 1
  助理结构工程师 | Junior mechanical engineer | 1
RD-HW | 硬件开发部 | Hardware development | SH 3 hw
  部门经理 | Department manager
  硬件架构师 | Hardware architect | 10
RD-HW-PWR | 功率电子组 | Power electronics team | SH 13 hw
  组长 | Team leader
  功率电子工程师 | Power electronics engineer | 5
  高级功率电子工程师 | Senior power electronics engineer | 3
  主任功率电子工程师 | Principal power electronics engineer | 1
  助理功率电子工程师 | Junior power electronics engineer | 1
RD-HW-CTL | 控制硬件组 | Control hardware team | SH 12 hw
  组长 | Team leader
  硬件工程师 | Hardware engineer | 5
  高级硬件工程师 | Senior hardware engineer | 3
  主任硬件工程师 | Principal hardware engineer | 1
  助理硬件工程师 | Junior hardware engineer | 1
RD-FW | 嵌入式软件部 | Embedded software | SH 2 fw
  部门经理 | Department manager
  软件架构师 | Software architect | 10
RD-FW-DRV | 驱动软件组 | Drive firmware team | SH 14 fw
  组长 | Team leader
  嵌入式软件工程师 | Firmware engineer | 5
  高级嵌入式软件工程师 | Senior firmware engineer | 3
  主任嵌入式软件工程师 | Principal firmware engineer | 1
  助理嵌入式软件工程师 | Junior firmware engineer | 1
RD-FW-ALG | 控制算法组 | Control algorithms team | SH 9 fw
  组长 | Team leader
  算法工程师 | Algorithm engineer | 5
  高级算法工程师 | Senior algorithm engineer | 3
  主任算法工程师 | Principal algorithm engineer | 1
  助理算法工程师 | Junior algorithm engineer | 1
RD-SW | 应用软件部 | Application software | CD 23 sw
  部门经理 | Department manager
  软件工程师 | Software engineer | 5
  高级软件工程师 | Senior software engineer | 3
  主任软件工程师 | Principal software engineer | 1
  助理软件工程师 | Junior software engineer | 1
RD-TST | 测试验证部 | Test and validation | SZ 20 test
  部门经理 | Department manager
  测试工程师 | Test engineer | 5
  高级测试工程师 | Senior test engineer | 3
  主任测试工程师 | Principal test engineer | 1
  助理测试工程师 | Junior test engineer | 1
RD-CRT | 认证与法规部 | Certification and regulation | SZ 7 cert
  部门经理 | Department manager
  认证工程师 | Certification engineer | 5
  高级认证工程师 | Senior certification engineer | 3
  主任认证工程师 | Principal certification engineer | 1
  助理认证工程师 | Junior certification engineer | 1
MFG | 制造中心 | Manufacturing | SZP 3
  制造副总裁 | Vice president manufacturing
  精益经理 | Lean manager | 10
MFG-SZ | 苏州工厂 | Suzhou plant | SZP 2 prod
  厂长 | Plant manager
  厂务文员 | Plant clerk | 10
MFG-SZ-SMT | 电子车间 | Electronics workshop | SZP 32 prod
  车间主任 | Workshop manager
  操作工 | Operator | 6
  班组长 | Shift leader | 1
  多能工 | Multi-skilled operator | 2
  质检员 | Inspector | 1
MFG-SZ-ASM | 总装车间 | Assembly workshop | SZP 43 prod
  车间主任 | Workshop manager
  操作工 | Operator | 6
  班组长 | Shift leader | 1
  多能工 | Multi-skilled operator | 2
  质检员 | Inspector | 1
MFG-SZ-PRO | 工艺工程部 | Process engineering | SZP 16 proc
  部门经理 | Department manager
  工艺工程师 | Process engineer | 5
  高级工艺工程师 | Senior process engineer | 3
  主任工艺工程师 | Principal process engineer | 1
  助理工艺工程师 | Junior process engineer | 1
MFG-SZ-EQP | 设备动力部 | Equipment and utilities | SZP 13 equip
  部门经理 | Department manager
  设备工程师 | Equipment engineer | 5
  高级设备工程师 | Senior equipment engineer | 3
  主任设备工程师 | Principal equipment engineer | 1
  助理设备工程师 | Junior equipment engineer | 1
MFG-CD | 成都工厂 | Chengdu plant | CD 2 prod
  厂长 | Plant manager
  厂务文员 | Plant clerk | 10
MFG-CD-ASM | 总装车间 | Assembly workshop | CD 38 prod
  车间主任 | Workshop manager
  操作工 | Operator | 6
  班组长 | Shift leader | 1
  多能工 | Multi-skilled operator | 2
  质检员 | Inspector | 1
MFG-CD-PRO | 工艺设备部 | Process and equipment | CD 10 proc
  部门经理 | Department manager
  工艺工程师 | Process engineer | 5
  高级工艺工程师 | Senior process engineer | 3
  主任工艺工程师 | Principal process engineer | 1
  助理工艺工程师 | Junior process engineer | 1
MFG-PG | 槟城工厂 | Penang plant | PG 2 prod
  厂长 | Plant manager
  厂务文员 | Plant clerk | 10
MFG-PG-ASM | 总装车间 | Assembly workshop | PG 20 prod
  车间主任 | Workshop manager
  操作工 | Operator | 6
  班组长 | Shift leader | 1
  多能工 | Multi-skilled operator | 2
  质检员 | Inspector | 1
MFG-EHS | 安全环保部 | Environment, health and safety | SZP 7 ehs
  部门经理 | Department manager
  安全工程师 | Safety engineer | 5
  高级安全工程师 | Senior safety engineer | 3
  主任安全工程师 | Principal safety engineer | 1
  助理安全工程师 | Junior safety engineer | 1
SCM | 供应链中心 | Supply chain | SZ 2
  供应链总监 | Supply chain director
  供应链分析师 | Supply chain analyst | 10
SCM-SRC | 战略采购部 | Strategic sourcing | SZ 14 buy
  部门经理 | Department manager
  采购工程师 | Sourcing engineer | 5
  高级采购工程师 | Senior sourcing engineer | 3
  采购员 | Buyer | 2
SCM-OPS | 采购执行部 | Purchasing operations | SZ 12 buy
  部门经理 | Department manager
  采购工程师 | Sourcing engineer | 5
  高级采购工程师 | Senior sourcing engineer | 3
  采购员 | Buyer | 2
SCM-PLN | 计划部 | Planning | SZP 12 plan
  部门经理 | Department manager
  生产计划员 | Production planner | 6
  需求计划员 | Demand planner | 4
SCM-LOG | 物流仓储部 | Logistics and warehousing | SZP 22 log
  部门经理 | Department manager
  仓管员 | Warehouse clerk | 6
  物流工程师 | Logistics engineer | 3
  报关员 | Customs agent | 1
QA | 质量中心 | Quality | SZP 2 qa
  质量总监 | Quality director
  体系工程师 | Quality systems engineer | 10
QA-PRD | 产品质量部 | Product quality | SZP 18 qa
  部门经理 | Department manager
  质量工程师 | Quality engineer | 5
  高级质量工程师 | Senior quality engineer | 3
  主任质量工程师 | Principal quality engineer | 1
  助理质量工程师 | Junior quality engineer | 1
QA-SQE | 供应商质量部 | Supplier quality | SZ 11 sqe
  部门经理 | Department manager
  供应商质量工程师 | Supplier quality engineer | 5
  高级供应商质量工程师 | Senior supplier quality engineer | 3
  主任供应商质量工程师 | Principal supplier quality engineer | 1
  助理供应商质量工程师 | Junior supplier quality engineer | 1
IT | 数字化与信息中心 | Digital and information technology | SZ 3 it
  信息总监 | Chief information officer
  IT 业务伙伴 | IT business partner | 10
IT-ERP | ERP 应用部 | ERP applications | SZ 12 erp
  部门经理 | Department manager
  ERP 顾问 | ERP consultant | 6
  ABAP 开发工程师 | ABAP developer | 4
IT-MES | 制造信息部 | Manufacturing systems | SZP 11 mes
  部门经理 | Department manager
  MES 工程师 | MES engineer | 7
  自动化工程师 | Automation engineer | 3
IT-INF | 基础设施与安全部 | Infrastructure and security | SZ 9 infra
  部门经理 | Department manager
  系统工程师 | Systems administrator | 5
  网络安全工程师 | Security engineer | 5
IT-DAT | 数据平台部 | Data platform | CD 9 data
  部门经理 | Department manager
  数据工程师 | Data engineer | 6
  数据分析师 | Data analyst | 4
SAL | 营销中心 | Sales and marketing | SZ 2
  营销副总裁 | Vice president sales
  销售运营专员 | Sales operations specialist | 10
SAL-DOM | 国内销售部 | Domestic sales | SZ 17
  部门经理 | Department manager
  大客户经理 | Key account manager | 4
  销售工程师 | Sales engineer | 6
SAL-INT | 海外销售部 | International sales | SH 10
  部门经理 | Department manager
  区域经理 | Regional manager | 5
  外贸专员 | Export specialist | 5
SAL-MKT | 产品市场部 | Product marketing | SZ 9 mkt
  部门经理 | Department manager
  产品经理 | Product manager | 6
  市场专员 | Marketing specialist | 4
SAL-SVC | 客户服务部 | Customer service | SZ 12 svc
  部门经理 | Department manager
  服务工程师 | Service engineer | 8
  备件专员 | Spare parts specialist | 2
FIN | 财务中心 | Finance | SZ 13 fin
  财务总监 | Chief financial officer
  会计 | Accountant | 5
  成本会计 | Cost accountant | 3
  财务分析师 | Financial analyst | 2
HR | 人力资源中心 | Human resources | SZ 11 hr
  人力资源总监 | Human resources director
  HRBP | HR business partner | 4
  招聘专员 | Recruiter | 3
  培训专员 | Training specialist | 3
""")
