"""What must be true of every schedule, whatever the network."""

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.engines.plans import NIGHTS, OFFICE, SIX_DAYS, at, day, no_moments
from tests.engines.slow_schedule import early_work
from zhongshu.engines.calendars import CalendarRules, DatedShifts, WorkingCalendars
from zhongshu.engines.network import FF, FS, MFO, SF, SS, Network
from zhongshu.engines.schedule import schedule

START = at("2026-03-02 08:00")
CALENDARS = WorkingCalendars.compile(
    [OFFICE, SIX_DAYS, NIGHTS], day("2026-02-01"), day("2026-12-31")
)
laws = settings(
    max_examples=2 * settings.default.max_examples,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@st.composite
def networks(
    draw: st.DrawFn,
    n_calendars: int = 3,
    leads: bool = True,
    kinds: tuple[int, ...] = (FS, SS, FF, SF),
) -> Network:
    n = draw(st.integers(2, 12))
    minutes = st.integers(1, 2000)
    duration = draw(st.lists(minutes, min_size=n, max_size=n))
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(
        lambda ends: ends[0] < ends[1]
    )
    pairs = draw(st.lists(pair, max_size=3 * n, unique=True))
    m = len(pairs)
    kind = draw(st.lists(st.sampled_from(kinds), min_size=m, max_size=m))
    lags = st.integers(-600 if leads else 0, 900)
    lag = draw(st.lists(st.one_of(st.just(0), lags), min_size=m, max_size=m))
    rows = draw(st.lists(st.integers(0, n_calendars - 1), min_size=n, max_size=n))
    order = draw(st.permutations(range(n)))
    return Network(
        calendars=CALENDARS,
        project_start=START,
        duration=np.array(duration),
        calendar=np.array(rows),
        before=np.array([order[a] for a, _ in pairs], dtype=np.int64),
        after=np.array([order[b] for _, b in pairs], dtype=np.int64),
        link_type=np.array(kind, dtype=np.int8),
        lag=np.array(lag, dtype=np.int64),
    )


def worked(network: Network, activity: int, moment: int) -> int:
    return CALENDARS.between(int(network.calendar[activity]), START, int(moment))


@laws
@given(networks())
def test_a_slow_and_plain_scheduler_finds_the_same_dates(network: Network) -> None:
    plan = schedule(network)

    start, minutes = early_work(network, plan)
    for activity, row in enumerate(network.calendar.tolist()):
        assert plan.start[activity] == minutes[row][start[activity]]
        finish = start[activity] + int(network.duration[activity])
        assert plan.finish[activity] in (minutes[row][finish - 1] + 1, minutes[row][finish])


@laws
@given(networks(n_calendars=1))
def test_links_are_respected(network: Network) -> None:
    plan = schedule(network)

    ends = {FS: (plan.finish, plan.start), SS: (plan.start, plan.start)}
    ends |= {FF: (plan.finish, plan.finish), SF: (plan.start, plan.finish)}
    for a, b, kind, lag in zip(
        network.before, network.after, network.link_type, network.lag, strict=True
    ):
        source, target = ends[int(kind)]
        assert worked(network, b, target[b]) - worked(network, a, source[a]) >= lag
    assert (plan.drivers.slack >= 0).all()


WORK_THAT_MAY_ONLY_END_IN_THE_MORNING = Network(
    calendars=CALENDARS,
    project_start=START,
    duration=np.array([1, 1, 1]),
    calendar=np.array([0, 2, 0]),
    before=np.array([1, 1, 0]),
    after=np.array([0, 2, 2]),
    link_type=np.array([SF, FS, FS], dtype=np.int8),
    lag=np.array([0, 0, 0]),
)


@laws
@given(networks())
@example(WORK_THAT_MAY_ONLY_END_IN_THE_MORNING)
def test_nothing_is_late_before_it_is_early(network: Network) -> None:
    plan = schedule(network)

    assert (plan.late_start >= plan.early_start).all()
    assert (plan.late_finish >= plan.early_finish).all()
    assert (plan.total_float >= plan.free_float).all()
    assert (plan.free_float >= 0).all()


@laws
@given(networks(n_calendars=1))
def test_some_activity_is_critical_and_float_is_never_wasted(network: Network) -> None:
    plan = schedule(network)

    assert plan.is_critical.any()
    assert (plan.total_float[plan.finish == plan.project_finish] == 0).all()


@laws
@given(networks(n_calendars=1, leads=False, kinds=(FS,)), st.data())
def test_slipping_by_its_float_moves_no_finish_and_by_more_it_does(
    network: Network, data: st.DataObject
) -> None:
    activity = data.draw(st.integers(0, network.n_activities - 1))
    plan = schedule(network)
    room = int(plan.total_float[activity])

    def finish_if_longer(minutes: int) -> int:
        duration = network.duration.copy()
        duration[activity] += minutes
        return schedule(network.with_changes(duration=duration)).project_finish

    assert finish_if_longer(room) == plan.project_finish
    assert finish_if_longer(room + 1) > plan.project_finish


@laws
@given(networks(n_calendars=1, leads=False, kinds=(FS,)), st.data())
def test_slipping_by_its_free_float_moves_no_other(network: Network, data: st.DataObject) -> None:
    activity = data.draw(st.integers(0, network.n_activities - 1))
    plan = schedule(network)
    duration = network.duration.copy()
    duration[activity] += plan.free_float[activity]

    longer = schedule(network.with_changes(duration=duration))

    others = np.arange(network.n_activities) != activity
    assert (longer.start == plan.start).all()
    assert (longer.finish[others] == plan.finish[others]).all()


@laws
@given(networks(), st.randoms(use_true_random=False))
def test_names_do_not_matter(network: Network, random: object) -> None:
    n = network.n_activities
    position = np.array(random.sample(range(n), n))  # type: ignore[attr-defined]
    moved = np.empty((2, n), dtype=np.int64)
    moved[0, position], moved[1, position] = network.duration, network.calendar

    plan = schedule(network)
    renamed = schedule(
        network.with_changes(
            duration=moved[0],
            calendar=moved[1],
            before=position[network.before],
            after=position[network.after],
        )
    )

    for name in ("start", "finish", "late_start", "late_finish", "total_float", "free_float"):
        assert getattr(renamed, name)[position].tolist() == getattr(plan, name).tolist()


@laws
@given(networks(n_calendars=1, leads=False), st.integers(0, 60))
def test_a_day_off_makes_nothing_earlier(network: Network, days: int) -> None:
    off = day("2026-03-02") + days
    shorter = CalendarRules(OFFICE.week, (DatedShifts(off, off),))
    calendars = WorkingCalendars.compile([shorter], CALENDARS.first_day, CALENDARS.last_day)

    plan = schedule(network.with_changes(calendar=np.zeros_like(network.calendar)))
    delayed = schedule(
        network.with_changes(calendars=calendars, calendar=np.zeros_like(network.calendar))
    )

    assert (delayed.start >= plan.start).all()
    assert (delayed.finish >= plan.finish).all()


@laws
@given(networks(n_calendars=1, leads=False, kinds=(FS, SS)), st.integers(1, 900))
def test_longer_work_makes_nothing_earlier(network: Network, minutes: int) -> None:
    # Not so with FF and SF links: work held by its finish begins earlier the longer it is.
    duration = network.duration.copy()
    duration[0] += minutes

    plan, longer = schedule(network), schedule(network.with_changes(duration=duration))

    assert (longer.start >= plan.start).all()
    assert (longer.finish >= plan.finish).all()


@laws
@given(networks(n_calendars=1, leads=False, kinds=(FS, SS)))
def test_from_the_finish_everything_stands_where_it_was_at_the_latest(network: Network) -> None:
    plan = schedule(network)
    late = np.ones(network.n_activities, dtype=np.int8)

    back = schedule(
        network.with_changes(
            is_from_finish=True, project_finish=plan.project_finish, constraint=late
        )
    )

    assert back.start.tolist() == plan.late_start.tolist()
    assert back.finish.tolist() == plan.late_finish.tolist()


@laws
@given(networks(n_calendars=1), st.integers(0, 3000))
def test_a_fixed_finish_is_kept_to_the_minute(network: Network, minutes: int) -> None:
    when = CALENDARS.add(0, START, 2000 + minutes)
    fixed = no_moments(network.n_activities)
    fixed[0] = when
    rules = np.zeros(network.n_activities, dtype=np.int8)
    rules[0] = MFO

    plan = schedule(network.with_changes(constraint=rules, constraint_at=fixed))

    assert plan.finish[0] == when


UNTOUCHED = (
    *("is_elapsed", "constraint", "constraint_at", "second_constraint", "second_constraint_at"),
    *("deadline", "delay", "is_manual", "manual_start", "manual_finish", "is_inactive"),
    *("is_hammock", "is_outside"),
    *("actual_start", "actual_finish", "remaining", "resume", "split_bounds"),
)


@pytest.mark.parametrize("n_calendars", [1, 3])
def test_ties_in_the_outline_do_not_matter(n_calendars: int) -> None:
    rows = np.array([0, n_calendars - 1, 0, 0])
    plain = Network(
        calendars=CALENDARS,
        project_start=START,
        duration=np.array([480, 960, 300, 60]),
        calendar=rows,
        before=np.array([0, 1, 2]),
        after=np.array([1, 2, 3]),
    )
    nested = plain.with_changes(
        duration=np.array([480, 960, 300, 60, 0, 0]),
        calendar=np.append(rows, [0, 0]),
        parent=np.array([4, 4, 5, 5, -1, 4]),
        **{name: np.empty(0, getattr(plain, name).dtype) for name in UNTOUCHED},
    )

    one, other = schedule(plain), schedule(nested)

    assert other.start[:4].tolist() == one.start.tolist()
    assert other.late_finish[:4].tolist() == one.late_finish.tolist()
