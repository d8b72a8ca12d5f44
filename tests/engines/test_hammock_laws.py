"""What must be true of hammocks in every network."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.test_laws import laws, networks
from tests.engines.test_patching import assert_equal_to_a_new_schedule
from zhongshu.engines.network import FF, FS, SF, SS, Network
from zhongshu.engines.patching import Reschedule
from zhongshu.engines.schedule import schedule


@st.composite
def hung(draw: st.DrawFn) -> Network:
    """A random network in which some activities are hammocks, some of them below a summary."""
    plan = draw(networks(n_calendars=2))
    n = plan.n_activities
    chosen = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    below = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    # The summaries come last; nothing is linked to them.
    parent = np.concatenate((np.where(below, n, -1), [-1]))
    chosen = np.append(chosen, False)
    return Network(
        calendars=plan.calendars,
        project_start=plan.project_start,
        duration=np.append(plan.duration, 0),
        calendar=np.append(plan.calendar, 0),
        parent=parent,
        is_hammock=chosen,
        before=plan.before,
        after=plan.after,
        link_type=plan.link_type,
        lag=plan.lag,
    )


@laws
@given(hung())
def test_it_changes_no_other_date(plan: Network) -> None:
    others = ~plan.is_hammock & ~plan.is_summary
    kept = ~(plan.is_hammock[plan.before] | plan.is_hammock[plan.after])
    without = {name: getattr(plan, name)[kept] for name in ("before", "after", "link_type", "lag")}
    alone = schedule(
        Network(
            calendars=plan.calendars,
            project_start=plan.project_start,
            duration=plan.duration,
            calendar=plan.calendar,
            is_inactive=~others,
            **without,
        )
    )

    dated = schedule(plan)

    for name in ("start", "finish", "late_start", "late_finish", "total_float", "is_critical"):
        assert getattr(dated, name)[others].tolist() == getattr(alone, name)[others].tolist()


@laws
@given(hung())
def test_its_dates_are_the_extremes_that_its_links_give(plan: Network) -> None:
    dated = schedule(plan)

    for hammock in np.flatnonzero(plan.is_hammock).tolist():
        starts, ends = asked_plainly(plan, dated.start, dated.finish, hammock)
        row = int(plan.calendar[hammock])
        start, finish = int(dated.start[hammock]), int(dated.finish[hammock])
        assert start <= finish
        if starts and ends and max(ends) > min(starts):
            calendar = plan.calendars
            assert calendar.between(row, min(starts), start) == 0
            expected = max(0, calendar.between(row, min(starts), max(ends)))
            assert calendar.between(row, start, finish) == expected


def asked_plainly(
    plan: Network, start: np.ndarray, finish: np.ndarray, hammock: int
) -> tuple[list[int], list[int]]:
    """The moments that links give to both ends of a hammock, one link at a time."""
    starts, ends = [], []
    for source, target, kind, lag in zip(
        plan.before.tolist(), plan.after.tolist(), plan.link_type, plan.lag.tolist(), strict=True
    ):
        row = int(plan.calendar[target])
        if target == hammock:
            at = int((finish if kind in (FS, FF) else start)[source])
            (starts if kind in (FS, SS) else ends).append(plan.calendars.add(row, at, lag))
        elif source == hammock and not plan.is_hammock[target]:
            at = int((start if kind in (FS, SS) else finish)[target])
            (starts if kind in (SS, SF) else ends).append(plan.calendars.add(row, at, -lag))
    return starts, ends


@laws
@given(hung(), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 2500)), max_size=6))
def test_edits_equal_a_new_schedule(plan: Network, edits: list[tuple[int, int]]) -> None:
    patched = Reschedule(plan)
    duration = plan.duration.copy()
    work = np.flatnonzero(~plan.is_hammock & ~plan.is_summary)

    for choice, minutes in edits if work.size else ():
        position = int(work[choice % work.size])
        before = schedule(plan.with_changes(duration=duration.copy()))
        duration[position] = minutes
        moved = patched.set_duration(position, minutes)
        after = schedule(plan.with_changes(duration=duration.copy()))
        changed = (before.start != after.start) | (before.finish != after.finish)
        assert (
            set(np.flatnonzero(changed))
            <= set(moved.tolist())
            <= set(np.flatnonzero(changed)) | {position}
        )

    assert_equal_to_a_new_schedule(patched, plan.with_changes(duration=duration))
