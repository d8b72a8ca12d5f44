"""Projects of the plants."""

LINE = """
立项与规划 | Initiation and planning
  产能需求与投资测算 | Capacity demand and investment case | 8 | plan
  产线布局与节拍设计 | Line layout and takt design | 10 | proc
  &厂务条件评估 | Utilities assessment | 5 | equip
  *投资评审 | Investment decision
设备采购 | Equipment purchase
  技术规格书与招标 | Specification and tender | 12 | equip
  商务谈判与合同签订 | Negotiation and contract | 8 | buy
  %{}采购 | {} purchase
    {}设计确认 | {} design approval | 6 | equip
    {}制造 | {} manufacture | 35 | buy
    {}厂内预验收 FAT | {} factory acceptance test FAT | 3 | equip
    {}发运与报关 | {} shipping and customs | 8 | log
厂务改造 | Utilities | &
  车间腾空与地坪施工 | Clearing and floor works | 12 | equip
  配电与母线槽施工 | Power distribution | 10 | equip
  &压缩空气与排风 | Compressed air and exhaust | 8 | equip
  &网络与工位终端布线 | Network and terminals | 5 | it
  消防与环评验收 | Fire and environmental acceptance | 10 | ehs
安装调试 | Installation and commissioning
  %{}安装 | {} installation
    {}就位与接线 | {} positioning and wiring | 4 | equip
    {}单机调试 | {} stand-alone commissioning | 6 | equip
  整线联调 | Line integration | 8 | equip
  &MES 数据采集对接 | MES data collection | 8 | mes | ~ss+2
  安全验收与操作培训 | Safety acceptance and operator training | 4 | ehs
  现场验收 SAT | Site acceptance test SAT | 5 | equip
  *产线交付 | Line handed over
试产与爬坡 | Pilot and ramp-up
  首件与工艺验证 | First article and process validation | 6 | proc
  小批量试产 | Pilot run | 8 | prod
  过程能力研究 | Capability study | 5 | qa
  产能爬坡 | Ramp-up | 20 | prod
  *达产验收 | Rated output accepted | !
  项目总结 | Project review | 3 | pm
"""

TOOLING = """
模具立项 | Tooling order
  产品图纸与技术要求冻结 | Drawing and requirement freeze | 4 | mech
  模具询价与定点 | Tooling quotation and nomination | 8 | buy
  *模具定点 | Tool nominated
设计与制造 | Design and manufacture
  %{} | {}
    {}模流分析 | {} flow analysis | 3 | mech
    {}结构设计 | {} tool design | 7 | mech
    {}设计评审 | {} design review | 1 | mech
    {}钢材与标准件采购 | {} steel and standard parts | 8 | buy
    {}粗加工与热处理 | {} rough machining and heat treatment | 9 | buy
    {}精加工与电火花 | {} finishing and EDM | 10 | buy
    {}装配与配模 | {} fitting | 4 | buy
试模 | Trials
  T0 试模 | T0 trial | 2 | proc
  尺寸全检 | Full dimension report | 3 | qa
  模具修改 | Tool correction | 6 | buy
  T1 试模 | T1 trial | 2 | proc
  &外观与皮纹确认 | Appearance and texture approval | 4 | mech
  PPAP 提交 | PPAP submission | 5 | sqe
  *模具验收 | Tool accepted | !
  移模与试生产 | Tool transfer and pilot run | 5 | prod
  *结项 | Closed
"""

RELOCATION = """
搬迁规划 | Relocation planning
  搬迁范围与盘点 | Scope and inventory | 8 | equip
  &新址布局设计 | New site layout | 15 | proc
  &人员安置方案 | Staff plan | 12 | hr
  建库存与停产窗口计划 | Stock build and shutdown window | 6 | plan
  *搬迁方案批准 | Relocation plan approved
新厂房准备 | New building
  装修与隔断施工 | Fit-out | 30 | equip
  &配电增容 | Power upgrade | 25 | equip
  &消防报审与验收 | Fire approval | 22 | ehs
  环评与排污许可 | Environmental permit | 30 | ehs
  &网络与机房 | Network and server room | 12 | it
  *新厂房交付 | Building ready
建库存 | Stock build | &
  加班排产 | Overtime production | 25 | prod
  &外协产能锁定 | Subcontract capacity | 8 | buy
分批搬迁 | Moves
  %{}搬迁 | Moving {}
    {}拆机与包装 | {} dismantling and packing | 3 | equip
    {}运输与就位 | {} transport and positioning | 2 | log
    {}安装与校准 | {} installation and calibration | 5 | equip
    {}试产与放行 | {} trial run and release | 4 | qa
  *全部产线恢复 | All lines running | !
收尾 | Close-out
  客户审核与变更通知 | Customer audits and change notices | 15 | qa
  &旧址退租与恢复 | Return of old site | 12 | equip
  &资产台账更新 | Asset register update | 5 | fin
  项目总结 | Project review | 3 | pm
  *结项 | Closed
"""

WAREHOUSE = """
方案 | Concept
  物流数据分析 | Logistics data analysis | 8 | log
  方案设计与仿真 | Design and simulation | 12 | log
  &投资回报测算 | Return calculation | 4 | fin
  *方案评审 | Concept review
招标与制造 | Tender and manufacture
  招标与合同 | Tender and contract | 15 | buy
  货架与堆垛机制造 | Racks and stacker cranes | 45 | buy
  &输送线与 AGV 制造 | Conveyors and AGVs | 40 | buy
  &WMS 与 WCS 软件开发 | WMS and WCS development | 35 | it
  &地面与消防改造 | Floor and fire works | 20 | equip
实施 | Implementation
  %{}安装 | {} installation
    {}进场安装 | {} installation on site | 8 | equip
    {}单机调试 | {} commissioning | 5 | equip
  软硬件联调 | System integration | 12 | it
  ERP 与 MES 接口测试 | ERP and MES interface test | 8 | erp | ~ss+4
  库存数据初始化 | Stock data initialisation | 4 | log
  压力测试 | Load test | 3 | it
  *系统验收 | System accepted
切换 | Cut-over
  用户培训 | User training | 4 | log
  分区上线 | Go-live by zone | 6 | log | ^
  上线支持 | Hypercare | 15 | it
  *结项 | Closed
"""
