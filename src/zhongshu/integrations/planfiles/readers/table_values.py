"""Durations, dates, percentages and predecessors as people write them in spreadsheets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from zhongshu.integrations.planfiles.moments import day_start, moment_of
from zhongshu.integrations.planfiles.plan import Constraint, LagUnit, LinkType, TaskState

_UNITS: dict[str, str] = {
    "minute": "m min mins minute minutes 分钟 分 分钟工时",
    "hour": "h hr hrs hour hours 小时 时 工时 个小时",
    "day": "d day days 天 日 个工作日 工作日 个天 wd",
    "week": "w wk wks week weeks 周 星期 个星期",
    "month": "mo mon mons month months 月 个月",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_ELAPSED_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080, "month": 43_200}
_DURATION = re.compile(r"^([+-]?\s*[\d.]+)\s*([^\d.?\s]*)\s*\??$")
_LINK = re.compile(
    r"^\s*([\w.\-/]*?)\s*(FS|SS|FF|SF|完成-?开始|开始-?开始|完成-?完成|开始-?完成)?"
    r"\s*([+-].*)?$",
    re.IGNORECASE,
)
_LINK_TYPES: dict[str, LinkType] = {
    "fs": "fs", "ss": "ss", "ff": "ff", "sf": "sf",
    "完成开始": "fs", "开始开始": "ss", "完成完成": "ff", "开始完成": "sf",
}  # fmt: skip
_DATE_FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%d.%m.%Y", "%m/%d/%Y",
    "%m/%d/%y", "%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%B %d, %Y",
)  # fmt: skip
_TIME = re.compile(r"[ T](\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?\s*([AaPp][Mm])?$")
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?|(?:周|星期)[一二三四五六日天])\s*",
    re.IGNORECASE,
)
_CONSTRAINTS: dict[str, Constraint] = {
    "assoonaspossible": "asap", "asap": "asap", "越早越好": "asap",
    "aslateaspossible": "alap", "alap": "alap", "越晚越好": "alap",
    "startnoearlierthan": "snet", "snet": "snet", "不得早于…开始": "snet", "不得早于开始": "snet",
    "startnolaterthan": "snlt", "snlt": "snlt", "不得晚于…开始": "snlt", "不得晚于开始": "snlt",
    "finishnoearlierthan": "fnet", "fnet": "fnet", "不得早于…完成": "fnet", "不得早于完成": "fnet",
    "finishnolaterthan": "fnlt", "fnlt": "fnlt", "不得晚于…完成": "fnlt", "不得晚于完成": "fnlt",
    "muststarton": "mso", "mso": "mso", "必须开始于": "mso",
    "mustfinishon": "mfo", "mfo": "mfo", "必须完成于": "mfo",
}  # fmt: skip
_STATES: dict[TaskState, str] = {
    "todo": "to do,todo,open,new,not started,planned,待办,未开始,未启动,待开始,新建",
    "in_progress": "in progress,started,active,doing,under way,进行中,已开始,处理中,执行中",
    "in_review": "in review,review,待验收,评审中,验收中,待评审,待审核",
    "blocked": "blocked,on hold,suspended,受阻,阻塞,暂停,挂起",
    "done": "done,complete,completed,finished,closed,已完成,完成,已关闭,已结束",
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split(",")}


@dataclass(frozen=True, slots=True)
class DayLengths:
    """How many working minutes the larger units have."""

    per_day: int = 480
    per_week: int = 2400
    days_per_month: int = 20

    def minutes(self, amount: float, unit: str) -> int:
        """Working minutes of an amount of a unit."""
        sizes = {
            "minute": 1,
            "hour": 60,
            "day": self.per_day,
            "week": self.per_week,
            "month": self.per_day * self.days_per_month,
        }
        return round(amount * sizes[unit])


def duration(text: str, lengths: DayLengths) -> tuple[int, bool]:
    """Minutes and whether they are elapsed, of ``3d``, ``5 days``, ``2周``, ``1.5 ed`` or ``4``.

    A bare number is days. Raises ``ValueError`` for anything else.
    """
    found = _DURATION.match(text.strip().lower())
    if not found:
        raise ValueError(text)
    amount, unit = float(found[1].replace(" ", "")), found[2] or "d"
    if unit in _UNIT_OF:
        return lengths.minutes(amount, _UNIT_OF[unit]), False
    stripped = unit.removeprefix("e").removeprefix("自然")
    if stripped in _UNIT_OF and stripped != unit:
        return round(amount * _ELAPSED_MINUTES[_UNIT_OF[stripped]]), True
    raise ValueError(text)


def link(text: str, lengths: DayLengths) -> tuple[str, LinkType, int, LagUnit]:
    """Predecessor's reference, type, lag and its unit, of ``3``, ``3FS+2d``, ``1.2SS-50%``."""
    found = _LINK.match(text.strip())
    if not found or not found[1]:
        raise ValueError(text)
    kind = _LINK_TYPES[(found[2] or "fs").lower().replace("-", "")]
    lag = (found[3] or "").replace(" ", "")
    if not lag:
        return found[1], kind, 0, "working"
    if lag.endswith("%"):
        unit: LagUnit = "elapsed_percent" if lag.endswith("e%") else "percent"
        return found[1], kind, round(float(lag.rstrip("e%"))), unit
    minutes, is_elapsed = duration(lag, lengths)
    return found[1], kind, minutes, "elapsed" if is_elapsed else "working"


def split_links(text: str) -> list[str]:
    """The single predecessors of a cell, whatever separates them."""
    return [part for part in re.split(r"[,;，；、\n]+", text) if part.strip()]


def day_or_moment(value: object) -> tuple[int, bool]:
    """A moment and whether it has a time of day; raises ``ValueError``."""
    if isinstance(value, datetime):
        has_time = (value.hour, value.minute, value.second) != (0, 0, 0)
        return moment_of(value.replace(tzinfo=None)), has_time
    if isinstance(value, date):
        return day_start(value), False
    text = _WEEKDAY.sub("", str(value).strip())
    minute, has_time = 0, False
    time = _TIME.search(text)
    if time:
        hour = int(time[1])
        if time[3]:
            hour = hour % 12 + (12 if time[3].lower() == "pm" else 0)
        minute, has_time, text = hour * 60 + int(time[2]), True, text[: time.start()]
    for pattern in _DATE_FORMATS:
        try:
            day = datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day, no zone
        except ValueError:
            continue
        return day_start(day) + minute, has_time and minute > 0
    raise ValueError(text)


def percent(text: str) -> int:
    """A whole percentage of ``50%``, ``50`` or a share such as ``0.5``; raises ``ValueError``."""
    plain = text.strip().removesuffix("%")
    value = float(plain)
    is_share = plain == text.strip() and 0 < value <= 1 and "." in plain
    return round(value * 100 if is_share else value)


def money(text: str) -> Decimal:
    """An amount without currency signs and thousands separators; raises ``ValueError``."""
    try:
        return Decimal(re.sub(r"[^\d.\-]", "", text))
    except InvalidOperation as broken:
        raise ValueError(text) from broken


def constraint(text: str) -> Constraint:
    """A constraint by its code or by its Chinese or English name; raises ``ValueError``."""
    plain = re.sub(r"[\s.\-_]+", "", text.lower().replace("...", "…"))
    code = re.match(r"[a-z]{3,4}(?![a-z])", plain)  # a code may stand before the name
    plain = code[0] if code and plain not in _CONSTRAINTS else plain
    if plain not in _CONSTRAINTS:
        raise ValueError(text)
    return _CONSTRAINTS[plain]


def state(text: str) -> TaskState:
    """A state of work by its code or by its Chinese or English name; raises ``ValueError``.

    A bilingual one such as ``进行中 In progress`` is read by its first known part.
    """
    lowered = text.lower().replace("_", " ").strip()
    parts = (lowered, *re.findall(r"[\u4e00-\u9fff]+|[a-z][a-z ]*", lowered))
    known = (_STATE_OF.get(part.strip()) for part in parts)
    found = next((one for one in known if one is not None), None)
    if found is None:
        raise ValueError(text)
    return found


def is_yes(text: str) -> bool:
    """Whether a cell says yes in Chinese or English."""
    return text.strip().lower() in ("1", "y", "yes", "true", "是", "√", "x", "✓")
