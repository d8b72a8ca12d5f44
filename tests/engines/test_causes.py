from tests.engines.plans import calendars, constrained, dates, holiday, links, network, text
from zhongshu.engines.causes import causes
from zhongshu.engines.clock import NONE
from zhongshu.engines.network import CONSTRAINTS
from zhongshu.engines.schedule import schedule


def test_the_chain_leads_back_to_the_start_of_the_project() -> None:
    plan = network([5, 2, 3, 1], **links((0, 1), (1, 3), (2, 3, "ss")))
    dated = schedule(plan)

    chain = causes(plan, dated, 3)

    assert [(one.activity, one.side, one.kind, one.link) for one in chain] == [
        (3, "start", "link", 1),
        (1, "finish", "link", 0),
        (0, "finish", "project_start", -1),
    ]
    assert [text(one.at) for one in chain] == [
        "2026-03-11 08:00",
        "2026-03-10 17:00",
        "2026-03-06 17:00",
    ]


def test_a_pause_before_a_start_is_part_of_the_answer() -> None:
    plan = network(
        [5, 1], calendars=calendars(holiday("2026-03-09", "2026-03-10")), **links((0, 1))
    )
    dated = schedule(plan)

    first, second = causes(plan, dated, 1)

    assert dates(dated, 1)[0] == "2026-03-11 08:00"
    assert (text(first.calendar_from), text(first.calendar_to)) == (
        "2026-03-06 17:00",
        "2026-03-11 08:00",
    )
    assert second.calendar_from == NONE


def test_a_lag_is_not_a_pause() -> None:
    plan = network([1, 1], **links((0, 1, "fs", 0.5)))

    first, _ = causes(plan, schedule(plan), 1)

    # Half a day after Monday evening is Tuesday noon; only the lunch hour is a pause.
    assert (text(first.at), text(first.calendar_from)) == ("2026-03-03 13:00", "2026-03-03 12:00")


def test_a_constraint_is_a_cause_of_its_own() -> None:
    plan = network([5, 1, 1], **links((1, 2)), **constrained(3, _1=("snet", "2026-03-05 08:00")))

    chain = causes(plan, schedule(plan), 2)

    assert [one.kind for one in chain] == ["link", "constraint"]
    assert CONSTRAINTS[chain[-1].constraint] == "snet"


def test_a_summary_passes_on_what_holds_it() -> None:
    plan = network([2, 0, 0, 1], parent=[-1, -1, 1, 2], **links((0, 1)))

    chain = causes(plan, schedule(plan), 3)

    assert [(one.activity, one.kind) for one in chain] == [
        (3, "summary"),
        (1, "link"),
        (0, "project_start"),
    ]


def test_gates_in_gates_are_followed_up_the_outline() -> None:
    plan = network([2, 0, 0, 1, 1], parent=[-1, -1, 1, 2, -1], **links((0, 1), (4, 2)))

    chain = causes(plan, schedule(plan), 3)

    assert [(one.activity, one.kind) for one in chain] == [
        (3, "summary"),
        (2, "summary"),
        (1, "link"),
        (0, "project_start"),
    ]


def test_after_a_summary_the_cause_is_its_last_child() -> None:
    plan = network([0, 1, 3, 1], parent=[-1, 0, 0, -1], **links((0, 3)))

    chain = causes(plan, schedule(plan), 3)

    assert [(one.activity, one.side, one.kind) for one in chain] == [
        (3, "start", "link"),
        (0, "finish", "children"),
        (2, "finish", "project_start"),
    ]


def test_a_summarys_constraint_ends_the_chain() -> None:
    plan = network([0, 1], parent=[-1, 0], **constrained(2, _0=("snet", "2026-03-05 08:00")))

    chain = causes(plan, schedule(plan), 1)

    assert [(one.activity, one.kind, one.constraint) for one in chain] == [
        (1, "summary", -1),
        (0, "constraint", CONSTRAINTS.index("snet")),
    ]
