"""A plan file sets what its importer may set; the rest stays as it was, and is told."""

import pytest

from tests.access.test_policy import published
from tests.factories.access import user_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.planning.changes import LeftOut
from zhongshu.planning.content import PlanContent
from zhongshu.planning.models import Task
from zhongshu.planning.queries.imports import tally
from zhongshu.planning.services.importing import import_plan

pytestmark = pytest.mark.django_db

RIGHTS = ("projects.view", "planning.import_plan")
BURSAR = (*RIGHTS, "finance.view_costs")


@pytest.fixture
def project():
    return ProjectFactory.create()


def content(cost=100, notes="Words", also=False):
    rows = [{"uid": 1, "name": "Dig", "duration_minutes": 480, "cost_minor": cost, "notes": notes}]
    if also:
        rows.append({"uid": 2, "name": "Fill", "duration_minutes": 480, "cost_minor": 70})
    return PlanContent(rows)


def taken(project, given, *permissions):
    actor = user_with(*permissions, over=project.scope) if permissions else SYSTEM
    edit = import_plan(actor, project=project, content=given, source={})
    return edit.left_out


def stored(name="Dig"):
    return Task.objects.values_list("cost_minor", "notes").get(name=name)


def said(effect, field="cost_minor"):
    permitted = Cell(Subject.PERMISSION, effect, "finance.view_costs", "task", field)
    return Cell(Subject.EVERYONE, effect, resource="task", field=field), permitted


def test_without_a_policy_a_file_sets_costs_and_takes_none_away_that_are_not_seen(project):
    taken(project, content(cost=100))

    assert taken(project, content(cost=0), *RIGHTS) == ()
    assert stored() == (100, "Words")

    assert taken(project, content(cost=250), *RIGHTS) == ()
    assert stored() == (250, "Words")

    assert taken(project, content(cost=0), *BURSAR) == ()
    assert stored() == (0, "Words")


@pytest.mark.parametrize("cost", [100, 999])
def test_what_may_not_be_read_stays_and_whether_it_is_the_same_is_not_told(project, cost):
    taken(project, content(cost=100))
    published(*said(Effect.NONE))

    left = taken(project, content(cost=cost), *BURSAR)

    assert left == (LeftOut("cost_minor", "hidden_field", 1, ("Dig",)),)
    assert stored() == (100, "Words")


def test_what_is_read_only_stays_and_may_be_said_again(project):
    taken(project, content(cost=100))
    published(*said(Effect.READ))

    same = taken(project, content(cost=100, notes="Other words"), *BURSAR)
    other = taken(project, content(cost=101, also=True), *BURSAR)

    assert same == ()
    assert other == (LeftOut("cost_minor", "read_only_field", 2, ("Dig", "Fill")),)
    assert stored() == (100, "Words")
    assert stored("Fill")[0] == 0


def test_what_is_written_once_is_set_where_there_is_none(project):
    taken(project, content(cost=100))
    published(*said(Effect.WRITE_ONCE))

    left = taken(project, content(cost=101, also=True), *BURSAR)

    assert left == (LeftOut("cost_minor", "written_once", 1, ("Dig",)),)
    assert (stored()[0], stored("Fill")[0]) == (100, 70)


def test_a_preview_tells_what_will_be_left_out_and_changes_nothing(project):
    taken(project, content(notes="Words"))
    published(*said(Effect.NONE, "notes"))
    actor = user_with(*BURSAR, over=project.scope)

    found = tally(actor, project, content(notes="Guess"))

    assert found.left_out == (LeftOut("notes", "hidden_field", 1, ("Dig",)),)
    assert stored() == (100, "Words")
