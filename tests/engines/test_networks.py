import numpy as np
import pytest

from tests.engines.plans import NIGHTS, calendars, links, network, text
from zhongshu.engines import patching, wiring
from zhongshu.engines.backward import backward
from zhongshu.engines.calendars import CalendarRules, OutsideCalendar
from zhongshu.engines.forward import forward
from zhongshu.engines.network import UnusableNetwork
from zhongshu.engines.schedule import schedule
from zhongshu.engines.warm_up import warm_up


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"calendar": [0, 5]}, "calendar: values must lie in 0 to 1"),
        ({"parent": [-1, 7]}, "parent"),
        ({"is_elapsed": [True]}, "is_elapsed: expected 2 values"),
        ({"constraint": [2, 0]}, "constraint_at: missing"),
        ({"constraint": [9, 0]}, "constraint: values"),
        ({"is_from_finish": True}, "project_finish: missing"),
        ({"before": [0], "after": []}, "after: expected 1 values"),
        ({"before": [0], "after": [2]}, "after: values"),
        ({"split_bounds": [0, 1]}, "split_bounds"),
        ({"split_after": [1]}, "lengths do not match"),
    ],
)
def test_arrays_that_do_not_fit_are_named(fields: dict, sentence: str) -> None:
    given = {
        name: np.array(values, dtype=np.int64) if isinstance(values, list) else values
        for name, values in fields.items()
    }

    with pytest.raises(UnusableNetwork, match=sentence):
        network([1, 1], **given)


def test_durations_are_not_negative() -> None:
    with pytest.raises(UnusableNetwork, match="duration"):
        network([-1])


def test_a_project_has_a_start() -> None:
    plan = network([1])

    with pytest.raises(UnusableNetwork, match="project_start"):
        plan.with_changes(project_start=-(2**62))


def test_a_calendar_that_never_works_cannot_be_scheduled() -> None:
    idle = calendars(CalendarRules(week=((),) * 7))

    with pytest.raises(OutsideCalendar):
        schedule(network([1], calendars=idle))


def test_work_that_outlasts_the_calendars_extends_them() -> None:
    plan = schedule(network([2600 * 4], calendars=calendars()))

    assert text(plan.finish[0]) == "2066-01-08 17:00"


def test_dates_far_away_extend_the_calendars() -> None:
    far = np.array([np.datetime64("2150-01-05T08:00").astype("datetime64[m]").astype(int)])
    rules = {"constraint": np.array([2], dtype=np.int8), "constraint_at": far}

    plan = schedule(network([1], **rules))

    assert text(plan.start[0]) == "2150-01-05 08:00"
    with pytest.raises(OutsideCalendar, match="eight centuries"):
        schedule(network([1], constraint=rules["constraint"], constraint_at=far + 10**9))


def test_a_unit_for_which_no_time_is_worked_is_not_needed() -> None:
    idle = calendars(NIGHTS, CalendarRules(week=((),) * 7))

    plan = schedule(network([1, 1], calendars=idle, **links((0, 1))))

    assert text(plan.finish[1]) == "2026-03-04 06:00"


def test_warming_up_runs_every_kernel() -> None:
    warm_up()
    warm_up()


def test_once_warm_nothing_is_compiled_any_more() -> None:
    warm_up()
    kernels = (forward, backward, wiring._fill_edges, wiring._gathered, patching._follow)
    before = [len(kernel.signatures) for kernel in kernels]

    for plan in (network([]), network([1]), network([1, 2], **links((0, 1))), network([1] * 3)):
        dated = schedule(plan)
        assert dated.conflicts == []
    patching.Reschedule(network([1, 2], **links((0, 1)))).set_duration(0, 60)

    assert [len(kernel.signatures) for kernel in kernels] == before
