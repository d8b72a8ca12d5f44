"""The authorities that there are: each with its names, what it decides, and how it is limited."""

from dataclasses import dataclass
from typing import Literal

from zhongshu.kit.errors import BadInput

# Minor units of a currency, calendar days, or a level that the company numbers itself.
Measure = Literal["money", "days", "level"]


class UnknownAuthority(BadInput):
    """There is no authority of this code."""

    code = "access.unknown_authority"


@dataclass(frozen=True, slots=True)
class AuthorityKind:
    """An authority as the product declares it.

    ``measure`` is what a limit is counted in; None where a limit makes no sense.
    ``may_pass_on`` tells whether who received it by delegation may delegate it further.
    """

    code: str
    name: str
    name_en: str
    decides: str
    decides_en: str
    measure: Measure | None
    may_pass_on: bool = False


_ALL = (
    AuthorityKind(
        "admission", "准入审核权", "Admission",
        "立项需求是否成为项目", "Whether a demand becomes a project", "money",
    ),
    AuthorityKind(
        "resource_arbitration", "资源协调权", "Resource arbitration",
        "资源冲突时谁先得到人和设备", "Who gets people and equipment that several want", "level",
        may_pass_on=True,
    ),
    AuthorityKind(
        "performance_evaluation", "绩效评价权", "Performance evaluation",
        "项目和项目经理的绩效评价结论", "What projects and their managers are rated", None,
    ),
    AuthorityKind(
        "budget_release", "预算释放权", "Budget release",
        "批准的预算何时可以动用", "When approved budget may be spent", "money",
    ),
    AuthorityKind(
        "baseline_approval", "基线批准权", "Baseline approval",
        "项目是否按新的基线衡量", "Whether a project is measured against another baseline", "days",
    ),
    AuthorityKind(
        "exception", "例外批准权", "Exception",
        "是否允许偏离规定流程", "Whether the prescribed process may be departed from", "level",
    ),
    AuthorityKind(
        "stop", "项目终止权", "Stop",
        "项目是否暂停或终止", "Whether a project is halted or ended", "money",
    ),
)  # fmt: skip

AUTHORITIES = {one.code: one for one in _ALL}
ADMISSION = "admission"
BASELINE_APPROVAL = "baseline_approval"
STOP = "stop"


def authority_kind(code: str, *, field: str = "authority") -> AuthorityKind:
    """The authority of a code.

    Raises
    ------
    UnknownAuthority
        If there is none.
    """
    if code not in AUTHORITIES:
        raise UnknownAuthority(code[:64], field=field)
    return AUTHORITIES[code]
