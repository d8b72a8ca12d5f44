"""Projects of information technology."""

ERP = """
项目准备 | Preparation
  项目章程与团队组建 | Charter and team | 5 | pm
  现状流程调研 | As-is process study | 12 | erp
  &系统与环境准备 | Systems and environments | 6 | infra
  *项目启动 | Kick-off
业务蓝图 | Blueprint
  %{}蓝图 | {} blueprint
    {}需求调研 | {} workshops | 6 | erp
    {}未来流程设计 | {} to-be process design | 8 | {role}
    {}差异分析 | {} gap analysis | 4 | erp
    {}蓝图确认 | {} blueprint sign-off | 2 | {role}
  主数据标准 | Master data standards | 10 | data
  &权限与内控设计 | Authorisations and controls | 6 | fin
  *蓝图冻结 | Blueprint frozen
系统实现 | Realisation
  %{}实现 | {} realisation
    {}系统配置 | {} configuration | 8 | erp
    {}增强开发 | {} enhancements | 14 | sw
    {}单元测试 | {} unit test | 4 | erp
  %{}接口 | {} interface | &
    {}接口设计 | {} interface design | 3 | it
    {}接口开发与联调 | {} interface development | 7 | it
  数据清洗 | Data cleansing | 25 | data | ~ss
  集成测试第一轮 | Integration test, round 1 | 8 | erp
  集成测试第二轮 | Integration test, round 2 | 8 | erp
  *系统实现完成 | Realisation complete
上线准备 | Final preparation
  用户验收测试 UAT | User acceptance test UAT | 10 | {role}
  &关键用户培训 | Key user training | 6 | hr
  &最终用户培训 | End user training | 10 | hr | ~ss+3
  数据迁移演练 | Migration rehearsal | 5 | data
  上线切换计划 | Cut-over plan | 3 | pm
  *上线决策 | Go-live decision | !
上线与支持 | Go-live and support
  系统切换 | Cut-over | 3 | erp | ^
  *正式上线 | Go-live
  上线支持 | Hypercare | 20 | erp
  首次月结支持 | First month-end closing | 5 | fin | ~fs-5
  项目总结与移交运维 | Review and handover to operations | 4 | pm
  *结项 | Closed
"""

MES = """
调研与设计 | Study and design
  车间现状调研 | Shop-floor study | 8 | mes
  &设备联网能力评估 | Machine connectivity assessment | 6 | equip
  业务方案设计 | Solution design | 12 | mes
  *方案评审 | Design review
开发与配置 | Development
  %{}功能 | {} functions
    {}需求细化 | {} detailed requirements | 4 | mes
    {}配置与开发 | {} configuration and development | 12 | sw
    {}测试 | {} test | 5 | mes
  设备数据采集开发 | Machine data collection | 18 | mes | ~ss+5
  &ERP 接口开发 | ERP interface | 10 | erp
  &看板与报表 | Dashboards and reports | 9 | data
  集成测试 | Integration test | 8 | mes
  *开发完成 | Development complete
试点 | Pilot
  工位终端与网络部署 | Terminals and network | 6 | infra
  基础数据导入 | Master data load | 6 | proc
  操作员培训 | Operator training | 4 | prod
  试点产线上线 | Pilot line go-live | 3 | mes | ^
  试点运行与优化 | Pilot run and tuning | 20 | mes
  *试点验收 | Pilot accepted
推广 | Roll-out
  %{}推广 | {} roll-out
    {}终端部署 | {} terminals | 3 | infra
    {}培训与上线 | {} training and go-live | 4 | mes
  稳定性支持 | Stabilisation | 15 | mes
  *项目验收 | Project accepted | !
"""

SECURITY = """
评估 | Assessment
  资产梳理与分级 | Asset inventory and classification | 8 | infra
  &差距测评 | Gap assessment | 6 | infra
  整改方案 | Remediation plan | 5 | infra
  *方案批准 | Plan approved
整改 | Remediation
  %{}加固 | {} hardening
    {}方案与变更窗口 | {} design and change window | 3 | infra
    {}实施 | {} implementation | 6 | infra
    {}验证 | {} verification | 2 | infra
  制度与流程修订 | Policies and procedures | 8 | it
  &安全意识培训 | Awareness training | 4 | hr
  *整改完成 | Remediation complete
测评 | Audit
  渗透测试 | Penetration test | 6 | infra
  问题修复 | Fixes | 6 | infra
  第三方测评 | Third-party audit | 8 | infra
  *取得证书 | Certificate obtained | !
"""
