"""Projects of research and development."""

# Integrated product development: six phases, technical reviews TR1–TR6, decision checkpoints.
NEW_PRODUCT = """
概念阶段 | Concept
  市场与客户需求调研 | Market and customer requirements | 10 | mkt
  &竞品分析与对标 | Competitor benchmarking | 8 | mkt
  初始产品包需求 | Initial offering requirements | 6 | sys
  产品概念与备选架构 | Product concept and candidate architectures | 10 | sys
  &初步商业计划书 | Preliminary business case | 8 | fin
  &知识产权检索 | Intellectual property search | 7 | cert
  *TR1 产品需求评审 | TR1 product requirements review
  概念决策评审材料准备 | Concept decision papers | 3 | pm
  *CDCP 概念决策评审 | CDCP concept decision checkpoint
计划阶段 | Plan
  产品包需求规格书 | Offering requirements specification | 10 | sys
  系统架构设计 | System architecture design | 15 | sys
  *TR2 系统规格评审 | TR2 system specification review
  %{}概要设计 | {} high-level design
    {}方案设计 | {} solution design | 8 | {role}
    {}关键技术验证 | {} key technology proof | 12 | {role}
    {}接口规格冻结 | {} interface specification freeze | 4 | sys
  供应商早期介入与长周期物料识别 | Early supplier involvement and long-lead items | 8 | buy
  &目标成本分解 | Target cost breakdown | 5 | fin
  &可制造性与可装配性分析 | Design for manufacture and assembly analysis | 6 | proc
  &认证与法规计划 | Certification and regulatory plan | 4 | cert
  *TR3 概要设计评审 | TR3 high-level design review
  项目计划与预算整合 | Integrated project plan and budget | 5 | pm
  *PDCP 计划决策评审 | PDCP plan decision checkpoint | !
开发阶段 | Development
  %{}详细设计与实现 | {} detailed design and build
    {}详细设计 | {} detailed design | 15 | {role}
    {}设计评审与修改 | {} design review and rework | 4 | {role}
    {}样机制作与打样 | {} prototype build | 12 | buy
    {}单元测试与调试 | {} unit test and debugging | 10 | {role}
    {}问题整改 | {} corrections | 6 | {role}
  *TR4 构建模块评审 | TR4 building block review
  整机样机装配 EVT | EVT prototype assembly | 6 | proc
  系统联调 | System integration | 15 | sys
  &整机热设计与可靠性预试 | Thermal and reliability pre-test | 10 | test
  &电磁兼容摸底测试 | EMC pre-compliance test | 6 | test
  设计冻结与图纸发布 | Design freeze and drawing release | 5 | mech
  *TR4A 样机评审 | TR4A prototype review
  模具开模与试模 | Tooling and mould trials | 35 | buy
  &长周期物料采购 | Long-lead component purchase | 40 | buy | ~ss
  &测试工装开发 | Test fixture development | 20 | test | ~ss+5
  &生产工艺文件编制 | Production process documents | 12 | proc
  DVT 样机装配 | DVT prototype assembly | 8 | proc
  DVT 全项测试 | DVT full test | 20 | test
  &可靠性与寿命试验 | Reliability and life test | 30 | test | ~ss
  &软件系统测试 | Software system test | 15 | sw | ~ss
  设计问题关闭 | Design issue closure | 8 | sys
  *TR5 初始产品评审 | TR5 initial product review
验证阶段 | Qualification
  PVT 小批量试产 | PVT pilot production | 10 | prod
  &过程能力研究 CPK | Process capability study CPK | 6 | qa | ~ss+4
  &第三方认证测试 | Third-party certification tests | 25 | cert
  客户现场 Beta 试用 | Customer beta trial | 20 | svc
  &服务备件与维修手册 | Service parts and repair manual | 12 | svc
  &供应链与产能爬坡计划 | Supply and ramp-up plan | 6 | plan
  *TR6 产品定型评审 | TR6 product qualification review
  发布决策评审材料准备 | Availability decision papers | 3 | pm
  *ADCP 发布决策评审 | ADCP availability decision checkpoint | !
发布阶段 | Launch
  上市计划与渠道培训 | Launch plan and channel training | 8 | mkt
  &量产首单备料 | First order material preparation | 12 | buy
  量产爬坡 | Production ramp-up | 20 | prod
  &订单履行与交付监控 | Order fulfilment monitoring | 15 | log | ~ss+3
  *GA 正式发布 | GA general availability
生命周期移交 | Lifecycle handover
  项目总结与经验教训 | Project review and lessons learned | 4 | pm
  移交产品线管理 | Handover to product line | 3 | sys
  *项目结项 | Project closed
"""

COST_DOWN = """
机会识别 | Opportunities
  物料成本拆解与对标 | Teardown and cost benchmarking | 8 | fin
  &价值工程工作坊 | Value engineering workshop | 3 | sys
  降本方案清单与收益测算 | Cost-down list and savings estimate | 5 | buy
  *方案评审 | Concept review
方案验证 | Validation
  %{}降本 | {} cost-down
    {}替代方案设计 | {} alternative design | 7 | {role}
    {}样件试制 | {} samples | 12 | buy
    {}性能与可靠性验证 | {} performance and reliability check | 12 | test
    {}工程变更申请 | {} engineering change request | 3 | {role}
  *变更评审 | Change board decision
导入 | Introduction
  供应商价格谈判 | Supplier price negotiation | 6 | buy
  &工艺文件更新 | Process document update | 4 | proc
  小批量切换 | Pilot changeover | 8 | prod
  &旧料消耗 | Running out old material | 20 | plan | ~ss
  收益核算与财务确认 | Savings confirmed by finance | 5 | fin
  *结项 | Closed
"""

COMPLIANCE = """
差距分析 | Gap analysis
  法规条款解读 | Regulation reading | 6 | cert
  产品与物料清单筛查 | Product and bill-of-material screening | 10 | cert
  &供应商声明收集 | Supplier declarations | 18 | sqe
  差距报告 | Gap report | 4 | cert
  *整改范围确认 | Scope of remediation agreed
整改 | Remediation
  %{}整改 | {} remediation
    {}替代材料与设计变更 | {} substitute material and design change | 10 | {role}
    {}样品验证 | {} sample verification | 8 | test
    {}技术文件更新 | {} technical file update | 5 | cert
  标签与说明书更新 | Label and manual update | 6 | mkt
  &追溯系统数据项改造 | Traceability data changes | 12 | it
  *整改完成 | Remediation complete
认证 | Certification
  送样与型式试验 | Type test | 22 | cert
  不符合项关闭 | Closing non-conformities | 7 | qa
  取证 | Certificate issued | 10 | cert
  *符合性声明发布 | Declaration of conformity | !
推行 | Roll-out
  内部培训 | Training | 3 | hr
  &库存处置 | Stock disposal | 10 | log
  切换量产 | Changeover in production | 6 | prod
  *结项 | Closed
"""
