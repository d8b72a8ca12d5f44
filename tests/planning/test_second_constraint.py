"""A second constraint beside the first: the pairs that make a window, and those that do not."""

import pytest

from tests.factories.planning import DAY, plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.kit.errors import BadInput
from zhongshu.kit.moments import iso, parse_moment
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import open_plan
from zhongshu.planning.queries.picture import conflicts
from zhongshu.planning.queries.reasons import drivers
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import undo_edit

pytestmark = pytest.mark.django_db


def at(text):
    return parse_moment(text)


@pytest.fixture
def project():
    return ProjectFactory.create()


def edit(project, key, **fields):
    operation = {"op": "update_task", "id": key, "fields": fields}
    return edit_plan(SYSTEM, project=project, operations=[operation])


def window(opens, closes, first="snet", second="fnlt"):
    return {
        "constraint": first,
        "constraint_at": at(opens),
        "second_constraint": second,
        "second_constraint_at": at(closes),
    }


def test_both_hold_and_a_window_that_is_too_narrow_is_a_conflict(project):
    ids = plan_with(project, {"A": 3})

    edit(project, ids["A"], **window("2026-01-07T08:00", "2026-01-08T17:00"))

    # Three days do not fit between Wednesday 7 and Thursday 8: the latest finish is kept.
    row = Task.objects.get(name="A")
    assert (iso(row.start), iso(row.finish)) == ("2026-01-07T08:00", "2026-01-09T17:00")
    assert row.total_float_minutes == -DAY
    assert [(one["code"], one["minutes"]) for one in conflicts(open_plan(project))] == [
        ("constraint_missed", DAY),
        ("negative_float", DAY),
    ]


def test_a_window_that_is_wide_enough_leaves_its_room_as_float(project):
    ids = plan_with(project, {"A": 2, "Z": 9})

    edit(project, ids["A"], **window("2026-01-07T08:00", "2026-01-12T17:00"))

    row = Task.objects.get(name="A")
    assert (iso(row.start), iso(row.late_finish)) == ("2026-01-07T08:00", "2026-01-12T17:00")
    assert row.total_float_minutes == 2 * DAY


def test_the_one_that_holds_the_date_is_named(project):
    ids = plan_with(project, {"A": 2})
    edit(project, ids["A"], **window("2026-01-23T17:00", "2026-01-07T08:00", "fnlt", "snet"))

    chain = drivers(SYSTEM, open_plan(project), ids["A"])["chain"]

    assert (chain[0]["kind"], chain[0]["constraint"]) == ("constraint", "snet")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"second_constraint": "snet"}, "second_constraint"),
        (window("2026-01-07T08:00", "2026-01-09T17:00", "mso"), "second_constraint"),
        (window("2026-01-07T08:00", "2026-01-09T17:00", "snet", "snet"), "second_constraint"),
        (window("2026-01-07T08:00", "2026-01-06T17:00"), "second_constraint_at"),
        (window("2026-01-07T08:00", "2026-01-06T17:00", "snet", "snlt"), "second_constraint_at"),
        (
            window("2026-01-07T08:00", "2026-01-09T17:00") | {"second_constraint_at": None},
            "second_constraint_at",
        ),
        (window("2026-01-07T08:00", "2026-01-09T17:00", "snet", "alap"), "second_constraint"),
    ],
)
def test_pairs_that_make_no_window_are_refused(project, fields, field):
    ids = plan_with(project, {"A": 2})

    with pytest.raises(BadInput) as refused:
        edit(project, ids["A"], **fields)

    assert refused.value.field == field
    assert Task.objects.get(name="A").constraint == "asap"


@pytest.mark.parametrize(
    "fields",
    [
        {"constraint": "asap"},
        {"constraint": "mfo", "constraint_at": at("2026-01-09T17:00")},
        {"constraint": "fnlt", "constraint_at": at("2026-01-09T17:00")},
        {"start": at("2026-02-02T08:00")},  # a drag beyond the window
        {"second_constraint": "asap"},
    ],
)
def test_it_goes_where_it_can_no_longer_stand_beside_the_first(project, fields):
    ids = plan_with(project, {"A": 2})
    edit(project, ids["A"], **window("2026-01-07T08:00", "2026-01-12T17:00"))

    edit(project, ids["A"], **fields)

    row = Task.objects.get(name="A")
    assert (row.second_constraint, row.second_constraint_at) == ("asap", None)
    undo_edit(SYSTEM, project=project)
    row = Task.objects.get(name="A")
    assert (row.second_constraint, iso(row.second_constraint_at)) == ("fnlt", "2026-01-12T17:00")


def test_a_drag_within_the_window_keeps_it(project):
    ids = plan_with(project, {"A": 2})
    edit(project, ids["A"], **window("2026-01-07T08:00", "2026-01-12T17:00"))

    edit(project, ids["A"], start=at("2026-01-08T08:00"))

    assert Task.objects.get(name="A").second_constraint == "fnlt"


def test_a_task_that_becomes_a_summary_loses_it(project):
    ids = plan_with(project, {"A": 2})
    edit(project, ids["A"], **window("2026-01-07T08:00", "2026-01-12T17:00"))

    operation = {"op": "add_task", "name": "C", "parent_id": ids["A"]}
    edit_plan(SYSTEM, project=project, operations=[operation])

    row = Task.objects.get(name="A")
    assert (row.kind, row.constraint, row.second_constraint) == ("summary", "snet", "asap")
    undo_edit(SYSTEM, project=project)
    assert Task.objects.get(name="A").second_constraint == "fnlt"
