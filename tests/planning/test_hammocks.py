"""Hammocks in a plan: what they compute, what cannot be set on them, and the way back."""

import pytest

from tests.factories.planning import DAY, link, plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.kit.errors import BadInput
from zhongshu.kit.moments import iso, parse_moment
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import open_plan, shelf
from zhongshu.planning.queries.picture import conflicts, task_table
from zhongshu.planning.queries.reasons import drivers
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import undo_edit
from zhongshu.planning.task_sight import TaskSight

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory.create()


@pytest.fixture
def ids(project):
    """A (Mon 5 – Tue 6), then B (Wed 7 – Fri 9), and a hammock over both."""
    tasks = {"A": 2, "B": 3, "H": {"kind": "hammock"}}
    return plan_with(project, tasks, ["A -> B", "A ss H", "H ff B"])


def edit(project, *operations):
    return edit_plan(SYSTEM, project=project, operations=list(operations))


def update(key, **fields):
    return {"op": "update_task", "id": key, "fields": fields}


def hammock():
    row = Task.objects.get(name="H")
    return iso(row.start), iso(row.finish), row.duration_minutes


def test_it_spans_what_it_is_linked_to_and_lasts_as_long(project, ids):
    assert hammock() == ("2026-01-05T08:00", "2026-01-09T17:00", 5 * DAY)

    edit(project, update(ids["B"], duration_minutes=4 * DAY))

    assert hammock() == ("2026-01-05T08:00", "2026-01-12T17:00", 6 * DAY)
    row = Task.objects.get(name="H")
    assert (row.is_critical, row.total_float_minutes, row.driver) == (False, 0, "link")


def test_it_does_not_move_the_end_of_the_project(project, ids):
    edit(project, link(ids, "B ff H +4800"))

    project.refresh_from_db()
    assert hammock()[1] == "2026-01-23T17:00"
    assert iso(project.finish) == "2026-01-09T17:00"


def test_it_is_complete_as_far_as_the_status_date_has_come(project, ids):
    edit(
        project,
        {"op": "update_project", "fields": {"status_date": parse_moment("2026-01-07T12:00")}},
    )

    # Work left over moves behind the status date: A begins there and B ends on Wed 14.
    assert hammock()[0] == "2026-01-07T13:00"
    edit(project, update(ids["A"], actual_start=parse_moment("2026-01-05T08:00")))
    assert hammock()[0] == "2026-01-05T08:00"
    # Two and a half of the days from Monday 5 to the end of B
    row = Task.objects.get(name="H")
    assert row.percent_complete == round(100 * 2.5 * DAY / row.duration_minutes)


def test_its_progress_does_not_weigh_in_what_is_done_of_the_project(project, ids):
    edit(project, update(ids["A"], percent_complete=100))

    project.refresh_from_db()
    assert project.percent_complete == 0.4


@pytest.mark.parametrize(
    "fields",
    [
        {"duration_minutes": DAY},
        {"start": 0},
        {"finish": 2**40},
        {"percent_complete": 50},
        {"actual_start": 0},
        {"actual_finish": 0},
        {"remaining_minutes": 5},
        {"constraint": "mso", "constraint_at": 0},
        {"second_constraint": "snet", "second_constraint_at": 0},
        {"mode": "manual"},
    ],
)
def test_what_comes_from_its_links_cannot_be_set(project, ids, fields):
    with pytest.raises(BadInput) as refused:
        edit(project, update(ids["H"], **fields))

    assert refused.value.field == next(iter(fields))


def test_a_task_becomes_one_and_is_itself_again_after_undo(project):
    ids = plan_with(project, {"A": 2, "T": 7}, ["A ss T", "A ff T"])
    edit(project, update(ids["T"], start=parse_moment("2026-01-12T08:00")))
    edit(project, update(ids["T"], percent_complete=50))

    edit(project, update(ids["T"], kind="hammock"))

    row = Task.objects.get(name="T")
    assert (iso(row.start), row.duration_minutes) == ("2026-01-05T08:00", 2 * DAY)
    assert (row.constraint, row.actual_start, row.percent_complete) == ("asap", None, 0)
    undo_edit(SYSTEM, project=project)
    row = Task.objects.get(name="T")
    assert (row.kind, row.duration_minutes, row.percent_complete) == ("task", 7 * DAY, 50)
    assert iso(row.start) == "2026-01-12T08:00"


def test_one_becomes_a_task_that_lasts_as_long(project, ids):
    edit(project, update(ids["H"], kind="task"))

    row = Task.objects.get(name="H")
    assert (row.kind, row.duration_minutes) == ("task", 5 * DAY)


def test_the_link_that_gives_its_start_drives_it(project, ids):
    shelf.clear()
    plan = open_plan(project)

    chain = drivers(SYSTEM, plan, ids["H"])["chain"]

    assert [(step["name"], step["kind"]) for step in chain] == [
        ("H", "link"),
        ("A", "project_start"),
    ]


def test_without_a_link_at_one_end_it_is_a_named_conflict(project):
    ids = plan_with(project, {"A": 2, "H": {"kind": "hammock"}}, ["A ss H"])
    plan = open_plan(project)

    assert [(one["task_id"], one["code"]) for one in conflicts(plan)] == [
        (ids["H"], "hammock_without_finish")
    ]
    assert Task.objects.get(name="H").conflict == "hammock_without_finish"
    assert Task.objects.get(name="H").duration_minutes == 0
    assert Task.objects.get(name="H").kind == "hammock"


def test_it_is_never_nearly_critical(project, ids):
    plan = open_plan(project)

    table = task_table(plan, [ids["H"]], {}, TaskSight(SYSTEM, project))

    assert table["rows"][0][table["columns"].index("is_near_critical")] is False
