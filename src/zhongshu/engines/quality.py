"""Schedule quality: the fourteen checks of the Defense Contract Management Agency (DCMA)."""

from dataclasses import dataclass, field

import numpy as np

from zhongshu.engines.clock import NONE
from zhongshu.engines.network import FNLT, FS, MFO, MSO, SNLT, Flag, Int, Network
from zhongshu.engines.schedule import Schedule, schedule
from zhongshu.engines.wiring import effective_calendar

MOST_DAYS = 44
TEST_DAYS = 600
_SHARE, _FS_SHARE, _INDEX = 0.05, 0.90, 0.95
_TEST_TOLERANCE = 0.01  # calendars that differ round the added work differently
_HARD = (MSO, MFO, SNLT, FNLT)

CODES = (
    "logic",
    "leads",
    "lags",
    "link_types",
    "hard_constraints",
    "high_float",
    "negative_float",
    "high_duration",
    "invalid_dates",
    "resources",
    "missed_tasks",
    "critical_path_test",
    "cpli",
    "bei",
)


def _nothing() -> Int:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the checks need beyond the network; an array left out means nothing is known.

    Attributes
    ----------
    minutes_per_day : int
        Working minutes that count as a day.
    status_date : int
        The moment up to which progress is reported, or ``NONE``.
    baseline_finish : ndarray of int64, shape (n_activities,)
        Finish in the baseline in force, or ``NONE``.
    baseline_minutes : ndarray of int64, shape (n_activities,)
        Duration in that baseline, or -1.
    is_resourced : ndarray of bool, shape (n_activities,)
        Whether anybody or any cost is assigned.
    is_awaited : ndarray of bool, shape (n_activities,)
        Activities that other projects wait for, so that something follows from them.
    is_level_of_effort : ndarray of bool, shape (n_activities,)
        Activities that only last as long as others, hammocks apart; no check looks at them.
    counts_milestones : bool
        Whether milestones are looked at as well, which the agency does not.
    """

    minutes_per_day: int = 480
    status_date: int = NONE
    baseline_finish: Int = field(default_factory=_nothing)
    baseline_minutes: Int = field(default_factory=_nothing)
    is_resourced: Flag = field(default_factory=lambda: np.empty(0, np.bool_))
    is_awaited: Flag = field(default_factory=lambda: np.empty(0, np.bool_))
    is_level_of_effort: Flag = field(default_factory=lambda: np.empty(0, np.bool_))
    counts_milestones: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check.

    Attributes
    ----------
    number : int
        1 to 14.
    code : str
        One of ``CODES``.
    value : float or None
        A count, a share or an index, as the check defines; None where it is undefined.
    limit : float
        What the value is held against.
    passed : bool or None
        None where the value is undefined.
    reason : str or None
        Why it is undefined: ``no_tasks``, ``no_links``, ``no_status_date``, ``no_baseline``,
        ``none_due``, ``no_resources``, ``no_critical_task`` or ``nothing_remains``.
    n_considered : int
        How many activities or links were looked at.
    offenders : ndarray of int64
        Positions of the activities at fault.
    """

    number: int
    code: str
    value: float | None
    limit: float
    passed: bool | None
    reason: str | None
    n_considered: int
    offenders: Int


@dataclass(frozen=True)
class _Scope:
    """The activities and links that the checks look at."""

    network: Network
    schedule: Schedule
    facts: Facts
    counted: Flag
    incomplete: Flag
    links: Int


def assess(network: Network, dated: Schedule, facts: Facts) -> list[Check]:
    """Run the fourteen checks.

    Parameters
    ----------
    network : Network
        The plan.
    dated : Schedule
        Its schedule.
    facts : Facts
        Baseline, resources and status date.

    Returns
    -------
    list of Check
        Fourteen results in order.

    Notes
    -----
    Thresholds and counting follow the agency's guide [1]_. Check 12 really adds 600 days to the
    first critical activity and schedules again.

    References
    ----------
    .. [1] Defense Contract Management Agency, "Earned Value Management System (EVMS) Program
       Analysis Pamphlet (PAP)", DCMA-EA PAM 200.1, October 2012, section 4.
    """
    scope = _scope(network, dated, facts)
    results = [
        _logic(scope),
        *_lags(scope),
        _hard_constraints(scope),
        *_floats(scope),
        _high_duration(scope),
        _invalid_dates(scope),
        _resources(scope),
        _missed_tasks(scope),
        _critical_path_test(scope),
        _cpli(scope),
        _bei(scope),
    ]
    return [
        Check(number, code, *result)
        for number, (code, result) in enumerate(zip(CODES, results, strict=True), start=1)
    ]


_Result = tuple[float | None, float, bool | None, str | None, int, Int]


def _scope(network: Network, dated: Schedule, facts: Facts) -> _Scope:
    n = network.n_activities
    counted = ~network.is_summary & ~network.is_outside & _alive(network, facts)
    if not facts.counts_milestones:
        counted &= network.duration > 0
    filled = Facts(
        minutes_per_day=facts.minutes_per_day,
        status_date=facts.status_date,
        baseline_finish=_or(facts.baseline_finish, n, NONE),
        baseline_minutes=_or(facts.baseline_minutes, n, -1),
        is_resourced=facts.is_resourced if facts.is_resourced.size else np.zeros(n, np.bool_),
        is_awaited=facts.is_awaited if facts.is_awaited.size else np.zeros(n, np.bool_),
        is_level_of_effort=facts.is_level_of_effort,
    )
    incomplete = counted & (network.actual_finish == NONE)
    alive = _alive(network, facts)
    open_end = alive[network.before] & alive[network.after]
    open_end &= network.actual_finish[network.after] == NONE
    return _Scope(network, dated, filled, counted, incomplete, np.flatnonzero(open_end))


def _alive(network: Network, facts: Facts) -> Flag:
    """What a plan hangs on: no inactive work, and none that only lasts as long as other work."""
    alive = ~network.is_inactive & ~network.is_hammock
    return alive & ~facts.is_level_of_effort if facts.is_level_of_effort.size else alive


def _or(values: Int, n: int, default: int) -> Int:
    return values if values.size else np.full(n, default, dtype=np.int64)


def _undefined(limit: float, reason: str, n: int = 0) -> _Result:
    return None, limit, None, reason, n, _nothing()


def _share(offends: Flag, among: Flag) -> _Result:
    n = int(among.sum())
    offenders = np.flatnonzero(offends & among)
    if n == 0:
        return _undefined(_SHARE, "no_tasks")
    value = offenders.size / n
    return value, _SHARE, value <= _SHARE, None, n, offenders


def _count(offenders: Int, n: int) -> _Result:
    return float(offenders.size), 0.0, offenders.size == 0, None, n, np.unique(offenders)


def _logic(scope: _Scope) -> _Result:
    network, counts = scope.network, _alive(scope.network, scope.facts)
    alive = counts[network.before] & counts[network.after]
    has_before, has_after = (np.zeros(network.n_activities, np.bool_) for _ in range(2))
    has_before[network.after[alive]] = True
    has_after[network.before[alive]] = True
    has_after |= scope.facts.is_awaited
    return _share(~(has_before & has_after), scope.incomplete)


def _lags(scope: _Scope) -> tuple[_Result, _Result, _Result]:
    network, links = scope.network, scope.links
    after, lag = network.after[links], network.lag[links]
    leads = after[lag < 0]
    if links.size == 0:
        leads_only = _count(_nothing(), 0)
        return leads_only, _undefined(_SHARE, "no_links"), _undefined(_FS_SHARE, "no_links")
    with_lag, other = after[lag > 0], after[network.link_type[links] != FS]
    lag_share, fs_share = with_lag.size / links.size, 1 - other.size / links.size
    return (
        _count(leads, links.size),
        (lag_share, _SHARE, lag_share <= _SHARE, None, links.size, np.unique(with_lag)),
        (fs_share, _FS_SHARE, fs_share >= _FS_SHARE, None, links.size, np.unique(other)),
    )


def _hard_constraints(scope: _Scope) -> _Result:
    network = scope.network
    is_hard = np.isin(network.constraint, _HARD) | np.isin(network.second_constraint, _HARD)
    return _share(is_hard, scope.incomplete)


def _floats(scope: _Scope) -> tuple[_Result, _Result]:
    total = scope.schedule.total_float
    high = _share(total > MOST_DAYS * scope.facts.minutes_per_day, scope.incomplete)
    negative = np.flatnonzero(scope.incomplete & (total < 0))
    return high, _count(negative, int(scope.incomplete.sum()))


def _high_duration(scope: _Scope) -> _Result:
    """The baseline's duration counts; without a baseline, the planned one."""
    planned = scope.facts.baseline_minutes
    minutes = np.where(planned >= 0, planned, scope.network.duration)
    return _share(minutes > MOST_DAYS * scope.facts.minutes_per_day, scope.incomplete)


def _invalid_dates(scope: _Scope) -> _Result:
    network, dated, status = scope.network, scope.schedule, scope.facts.status_date
    if status == NONE:
        return _undefined(0.0, "no_status_date")
    not_begun = scope.incomplete & (network.actual_start == NONE)
    too_early = not_begun & (dated.start < status)
    too_early |= scope.incomplete & (dated.finish < status)
    too_late = (network.actual_start > status) | (network.actual_finish > status)
    offends = too_early | (scope.counted & too_late)
    return _count(np.flatnonzero(offends), int(scope.counted.sum()))


def _resources(scope: _Scope) -> _Result:
    if not scope.facts.is_resourced.any():
        return _undefined(0.0, "no_resources")
    lasts_a_day = scope.incomplete & (scope.network.duration >= scope.facts.minutes_per_day)
    without = np.flatnonzero(lasts_a_day & ~scope.facts.is_resourced)
    return _count(without, int(lasts_a_day.sum()))


def _due(scope: _Scope) -> tuple[Flag, str | None]:
    """The activities that the baseline has finished by the status date."""
    facts = scope.facts
    has_baseline = scope.counted & (facts.baseline_finish != NONE)
    due = has_baseline & (facts.baseline_finish <= facts.status_date)
    if not has_baseline.any():
        return due, "no_baseline"
    return due, "no_status_date" if facts.status_date == NONE else None


def _missed_tasks(scope: _Scope) -> _Result:
    due, reason = _due(scope)
    if reason is None and not due.any():
        reason = "none_due"
    if reason is not None:
        return _undefined(_SHARE, reason)
    return _share(scope.schedule.finish > scope.facts.baseline_finish, due)


def _critical_path_test(scope: _Scope) -> _Result:
    network, dated = scope.network, scope.schedule
    movable = scope.incomplete & dated.is_critical & ~network.is_manual & (network.duration > 0)
    if not movable.any():
        return _undefined(float(TEST_DAYS), "no_critical_task")
    critical = np.flatnonzero(movable)
    tested = int(critical[np.argmin(dated.start[critical])])
    added = TEST_DAYS * scope.facts.minutes_per_day
    moved = _moved(network, dated, tested, added)
    passed = abs(moved - added) <= added * _TEST_TOLERANCE
    days = moved / scope.facts.minutes_per_day
    offenders = _nothing() if passed else np.array([tested])
    return days, float(TEST_DAYS), passed, None, 1, offenders


def _moved(network: Network, dated: Schedule, tested: int, added: int) -> int:
    """Working minutes by which the project's end moves when an activity takes longer."""
    duration, remaining = network.duration.copy(), network.remaining.copy()
    duration[tested] += added
    if remaining[tested] >= 0:
        remaining[tested] += added
    changed = schedule(network.with_changes(duration=duration, remaining=remaining))
    row = int(effective_calendar(network)[tested])
    calendars = changed.network.calendars
    if network.is_from_finish:
        return calendars.between(row, changed.project_start, dated.project_start)
    return calendars.between(row, dated.project_finish, changed.project_finish)


def _cpli(scope: _Scope) -> _Result:
    """Critical path length index: what the path may take, over what it will take."""
    network, facts = scope.network, scope.facts
    baseline = facts.baseline_finish[scope.counted]
    target = network.project_finish
    if target == NONE:
        target = int(baseline.max(initial=NONE))
    if target == NONE:
        return _undefined(_INDEX, "no_baseline")
    begins = max(scope.schedule.project_start, facts.status_date)
    ends, row = scope.schedule.project_finish, network.project_calendar
    calendars = scope.schedule.network.calendars
    length = calendars.between(row, begins, ends)
    if length <= 0 or not scope.incomplete.any():
        return _undefined(_INDEX, "nothing_remains")
    value = (length + calendars.between(row, ends, target)) / length
    critical = np.flatnonzero(scope.incomplete & scope.schedule.is_critical)
    passed = value >= _INDEX
    return value, _INDEX, passed, None, 1, _nothing() if passed else critical


def _bei(scope: _Scope) -> _Result:
    """Baseline execution index: tasks done, over tasks that should be."""
    due, reason = _due(scope)
    without = scope.counted & (scope.facts.baseline_finish == NONE)
    n_expected = int((due | without).sum())
    if reason is None and n_expected == 0:
        reason = "none_due"
    if reason is not None:
        return _undefined(_INDEX, reason)
    is_done = scope.counted & (scope.network.actual_finish != NONE)
    value = int(is_done.sum()) / n_expected
    return value, _INDEX, value >= _INDEX, None, n_expected, np.flatnonzero(due & ~is_done)
