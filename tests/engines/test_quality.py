import json
import os
from pathlib import Path

import numpy as np
import pytest

from tests.engines.plans import DAY, at, constrained, links, moments, network, no_moments
from zhongshu.engines.network import Network
from zhongshu.engines.quality import CODES, Check, Facts, assess
from zhongshu.engines.schedule import schedule

REFERENCE = Path(os.environ.get("ZHONGSHU_REFERENCE_DATA", "../shared/data"))
STATUS = at("2026-03-11 17:00")


def checks(plan: Network, **facts: object) -> dict[str, Check]:
    found = assess(plan, schedule(plan), Facts(**facts))  # type: ignore[arg-type]
    return {check.code: check for check in found}


def result(check: Check) -> tuple[float | None, bool | None, list[int]]:
    value = None if check.value is None else round(check.value, 4)
    return value, check.passed, check.offenders.tolist()


@pytest.mark.skipif(not REFERENCE.is_dir(), reason="set ZHONGSHU_REFERENCE_DATA")
@pytest.mark.reference_data
def test_the_limits_are_those_of_the_worked_example() -> None:
    content = (REFERENCE / "worked_examples" / "dcma14.json").read_text()
    stated = {row["n"]: row["limit"] for row in json.loads(content)["checks"]}

    found = assess(plan := network([1]), schedule(plan), Facts())

    shares = {check.number: check.limit for check in found}
    assert [f"<={shares[n]:.0%}" for n in (1, 3, 5, 6, 8, 11)] == [
        stated[n] for n in (1, 3, 5, 6, 8, 11)
    ]
    assert [f"{shares[n]:.0f}" for n in (2, 7, 9)] == [stated[n] for n in (2, 7, 9)]
    assert (f">={shares[4]:.0%}", shares[13], shares[14]) == (stated[4], 0.95, 0.95)
    assert [check.number for check in found] == list(range(1, 15))
    assert [check.code for check in found] == list(CODES)


def test_logic_names_the_open_ends() -> None:
    plan = network([1, 1, 1, 1, 0], **links((0, 1), (1, 2), (2, 4)))

    found = checks(plan)["logic"]

    assert result(found) == (0.5, False, [0, 3])
    assert found.n_considered == 4


def test_milestones_count_where_they_are_asked_for() -> None:
    plan = network([1, 1, 1, 1, 0], **links((0, 1), (1, 2), (2, 4)))

    found = checks(plan, counts_milestones=True)["logic"]

    assert result(found) == (0.6, False, [0, 3, 4])


def test_leads_lags_and_kinds_of_links_are_counted() -> None:
    plan = network(
        [5] * 6,
        **links((0, 1, "fs", -1), (1, 2, "ss", 2), (2, 3), (3, 4), (4, 5, "ff")),
    )

    found = checks(plan)

    assert result(found["leads"]) == (1.0, False, [1])
    assert result(found["lags"]) == (0.2, False, [2])
    assert result(found["link_types"]) == (0.6, False, [2, 5])


def test_hard_constraints_and_negative_float() -> None:
    plan = network(
        [5, 5, 5, 5],
        **links((0, 1)),
        **constrained(
            4,
            _1=("fnlt", "2026-03-11 17:00"),
            _2=("snet", "2026-03-04 08:00"),
            _3=("fnet", "2026-03-04 17:00"),
        ),
    )

    found = checks(plan)

    assert result(found["hard_constraints"]) == (0.25, False, [1])
    assert result(found["negative_float"]) == (1.0, False, [0])


def test_high_float_and_high_duration_begin_after_44_days() -> None:
    plan = network([100, 56, 55, 44, 45], **links())

    found = checks(plan, baseline_minutes=np.array([44, -1, 50, -1, -1]) * DAY)

    assert result(found["high_float"]) == (0.6, False, [2, 3, 4])
    assert result(found["high_duration"]) == (0.6, False, [1, 2, 4])


def test_dates_on_the_wrong_side_of_the_status_date() -> None:
    plan = network(
        [1, 1, 1, 20],
        actual_start=moments(
            4, _1="2026-03-12 08:00", _2="2026-03-03 08:00", _3="2026-03-02 08:00"
        ),
        actual_finish=moments(4, _2="2026-03-03 17:00"),
    )

    found = checks(plan, status_date=STATUS)["invalid_dates"]

    assert result(found) == (2.0, False, [0, 1])


def test_work_of_a_day_or_more_needs_somebody() -> None:
    plan = network([1, 0.5, 3])

    found = checks(plan, is_resourced=np.array([True, False, False]))["resources"]

    assert result(found) == (1.0, False, [2])


def test_missed_tasks_and_the_baseline_execution_index() -> None:
    plan = network(
        [2, 3, 4, 5, 1],
        actual_start=moments(5, _0="2026-03-02 08:00", _1="2026-03-02 08:00"),
        actual_finish=moments(5, _0="2026-03-03 17:00", _1="2026-03-05 17:00"),
    )
    baseline = no_moments(5)
    baseline[:4] = [at(f"2026-03-{day:02} 17:00") for day in (3, 4, 5, 20)]

    found = checks(plan, status_date=STATUS, baseline_finish=baseline)

    # Due: 0 (on time), 1 (a day late), 2 (not begun, planned finish of its own is on time).
    assert result(found["missed_tasks"]) == (0.3333, False, [1])
    # Done: 0 and 1; expected: 0, 1, 2 and the activity without a baseline.
    assert result(found["bei"]) == (0.5, False, [2])


def test_the_critical_path_carries_600_days_to_the_end() -> None:
    sound = network([5, 5], **links((0, 1)))
    broken = network([5, 5], **links((0, 1)), **constrained(2, _1=("mso", "2026-03-09 08:00")))

    assert result(checks(sound)["critical_path_test"]) == (600.0, True, [])
    assert result(checks(broken)["critical_path_test"]) == (595.0, True, [])
    detached = network(
        [5, 5],
        is_manual=[False, True],
        manual_start=moments(2, _1="2026-03-02 08:00"),
        manual_finish=moments(2, _1="2035-03-09 17:00"),
        critical_float=10**9,
    )
    value, passed, offenders = result(checks(detached)["critical_path_test"])
    assert (value, passed, offenders) == (0.0, False, [0])


def test_the_length_of_the_critical_path_is_held_against_the_baseline() -> None:
    plan = network([10], **links())
    on_time, late = (np.array([at(text)]) for text in ("2026-03-13 17:00", "2026-03-12 17:00"))

    assert result(checks(plan, baseline_finish=on_time)["cpli"]) == (1.0, True, [])
    assert result(checks(plan, baseline_finish=late)["cpli"]) == (0.9, False, [0])
    imposed = network([10], project_finish=at("2026-03-16 17:00"))
    assert result(checks(imposed)["cpli"]) == (1.1, True, [])


def test_what_cannot_be_known_is_null_with_a_reason() -> None:
    empty, alone = network([]), network([1])

    nothing, little = checks(empty), checks(alone)
    dated = checks(alone, status_date=STATUS)
    future = checks(alone, status_date=STATUS, baseline_finish=np.array([STATUS + 1]))

    assert {code: check.reason for code, check in nothing.items() if check.value is None} == {
        "logic": "no_tasks",
        "lags": "no_links",
        "link_types": "no_links",
        "hard_constraints": "no_tasks",
        "high_float": "no_tasks",
        "high_duration": "no_tasks",
        "invalid_dates": "no_status_date",
        "resources": "no_resources",
        "missed_tasks": "no_baseline",
        "critical_path_test": "no_critical_task",
        "cpli": "no_baseline",
        "bei": "no_baseline",
    }
    assert all(check.passed is None for check in nothing.values() if check.value is None)
    assert little["bei"].reason == dated["bei"].reason == "no_baseline"
    assert future["missed_tasks"].reason == "none_due"
    done = network(
        [1],
        actual_start=moments(1, _0="2026-03-02 08:00"),
        actual_finish=moments(1, _0="2026-03-02 17:00"),
    )
    assert checks(done, baseline_finish=np.array([STATUS]))["cpli"].reason == "nothing_remains"


def test_levels_of_effort_are_left_out() -> None:
    plan = network([1, 1], **links())

    found = checks(plan, is_level_of_effort=np.array([True, False]))["logic"]

    assert (found.n_considered, found.offenders.tolist()) == (1, [1])
