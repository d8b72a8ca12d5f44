"""Projects of the supply chain."""

SUPPLIER = """
寻源 | Sourcing
  需求与切换理由确认 | Need and reason for change | 3 | buy
  供应商寻源与短名单 | Sourcing and short list | 10 | buy
  询价与成本分析 | Quotation and cost analysis | 8 | buy
  &现场审核 | On-site audit | 5 | sqe
  *供应商定点 | Supplier nominated
样件认可 | Sample approval
  技术协议与质量协议 | Technical and quality agreement | 6 | sqe
  %{} | {}
    {}样件制作 | {} samples | 14 | buy
    {}尺寸与性能检验 | {} dimension and performance check | 5 | qa
    {}可靠性试验 | {} reliability test | 15 | test
    {}样件认可书 | {} sample approval | 2 | sqe
  *样件认可 | Samples approved
批量导入 | Introduction
  PPAP 审批 | PPAP approval | 6 | sqe
  &工程变更与客户通知 | Change notice to customers | 12 | qa
  小批量试装 | Pilot build | 5 | prod
  首批到货与检验 | First delivery and inspection | 8 | sqe
  &旧供应商库存消化 | Running out old stock | 25 | plan | ~ss
  份额切换 | Volume switch | 10 | buy
  *切换完成 | Switch complete | !
  绩效跟踪 | Performance follow-up | 20 | sqe
  *结项 | Closed
"""
