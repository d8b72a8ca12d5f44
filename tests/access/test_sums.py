"""Sums over what the viewer may not read give no single value away, however they are compared."""

import pytest

from tests.access.test_policy import EVERYONE, published
from tests.factories.access import delegation_to, role_with, user_with
from tests.factories.organisation import PersonFactory, UnitFactory, company_scope
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.authorities.acting import take_up
from zhongshu.access.listing import GroupedQuery, page
from zhongshu.access.models import Grant, Scope
from zhongshu.access.policy.document import Cell, Effect
from zhongshu.access.scopes import hang, make_scope
from zhongshu.access.sums import coarse
from zhongshu.kit import clock
from zhongshu.kit.origin import Origin, acting_from
from zhongshu.planning.models import Task
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db
MOVERS = ("projects.edit", "projects.delete", "planning.edit_plan", "planning.import_plan")


def costing(unit, *costs, manager=None):
    made = []
    for cost in costs:
        project = ProjectFactory.create(unit=unit, manager=manager)
        Task.objects.filter(pk__in=plan_with(project, {"T": 1}).values()).update(cost_minor=cost)
        made.append(project)
    return made


def cost_cell(effect, **more):
    return Cell(EVERYONE, effect, resource="project", field="cost_minor", **more)


def told(viewer, unit):
    """What a group of projects is told to cost: the sum, and how it is marked.

    Without a unit it is the group of those whose unit is out of sight.
    """
    answer = page(viewer, PROJECT, Project.objects.all(), GroupedQuery(group="unit"))
    [group] = [one for one in answer["groups"] if one["key"] == (str(unit.pk) if unit else "")]
    mark = [name for name in ("_locked", "_coarse") if "cost_minor" in group.get(name, [])]
    return group["measures"].get("cost_minor"), mark


@pytest.fixture
def unit():
    return UnitFactory.create()


@pytest.fixture
def others():
    """A second unit, so that there is a rest of five values."""
    unit = UnitFactory.create()
    costing(unit, 5, 5, 5, 5, 5)
    return unit


@pytest.mark.parametrize(
    ("total", "k", "told"),
    [
        (0, 5, 0),
        (5015, 5, 6000),
        (6015, 5, 6000),
        (1_234_567, 5, 1_000_000),
        (9_400, 20, 9_500),
        (3, 5, 3),
        (-9_400, 20, -9_500),
    ],
)
def test_a_sum_is_rounded_to_no_less_than_its_kth_part(total, k, told):
    assert coarse(total, k) == told


def test_a_sum_is_told_coarsely(unit, others):
    costing(unit, 1000, 1001, 1002, 1003, 1004, 1005)
    published(cost_cell(Effect.AGGREGATE, k=5))

    assert told(user_with("projects.view"), unit) == (6000, ["_coarse"])


def test_one_hidden_value_among_readable_ones_is_not_summed_up(unit, others):
    viewer = user_with("projects.view")
    costing(unit, 100, 101, 102, 103, manager=PersonFactory.create(user=viewer))
    costing(unit, 987_654)
    published(cost_cell(Effect.AGGREGATE, k=5), cost_cell(Effect.READ, relation="managed"))

    assert told(viewer, unit) == (None, ["_locked"])


def test_readable_values_are_added_as_they_are(unit, others):
    viewer = user_with("projects.view")
    costing(unit, 100, 101, manager=PersonFactory.create(user=viewer))
    costing(unit, 1000, 1001, 1002, 1003, 1004)
    published(cost_cell(Effect.AGGREGATE, k=5), cost_cell(Effect.READ, relation="managed"))

    assert told(viewer, unit) == (201 + 6000, ["_coarse"])


def test_where_nothing_is_hidden_the_sum_is_exact(unit, others):
    viewer = user_with("projects.view")
    costing(unit, 101, 102, manager=PersonFactory.create(user=viewer))
    published(cost_cell(Effect.AGGREGATE, k=5), cost_cell(Effect.READ, relation="managed"))

    assert told(viewer, unit) == (203, [])


def test_too_few_hidden_values_in_all_the_rest_withhold_a_sum_too(unit):
    costing(unit, 1000, 1001, 1002, 1003, 1004)
    costing(UnitFactory.create(), 7)
    published(cost_cell(Effect.AGGREGATE, k=5))

    assert told(user_with("projects.view"), unit) == (None, ["_locked"])


def test_a_value_that_is_more_than_half_of_a_sum_withholds_it(unit, others):
    costing(unit, 10, 10, 10, 10, 10, 987_654)
    published(cost_cell(Effect.AGGREGATE, k=5))

    assert told(user_with("projects.view"), unit) == (None, ["_locked"])


def test_when_one_project_leaves_the_difference_is_not_what_it_cost(unit, others):
    costs = [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007]
    leaving = costing(unit, *costs)[3]
    published(cost_cell(Effect.AGGREGATE, k=5))
    viewer = user_with("projects.view")

    before = told(viewer, unit)
    leaving.tasks.update(is_active=False)
    after = told(viewer, unit)

    assert (before, after) == ((8000, ["_coarse"]), (8000, ["_coarse"]))


@pytest.mark.parametrize("mover", MOVERS)
def test_who_can_change_what_is_summed_up_is_told_no_sum(unit, others, mover):
    project, *_ = costing(unit, 1000, 1001, 1002, 1003, 1004, 1005)
    published(cost_cell(Effect.AGGREGATE, k=5))
    viewer = user_with("projects.view")
    Grant.objects.create(user=viewer, role=role_with(mover), scope=project.scope)

    assert told(viewer, unit) == (None, ["_locked"])


def test_who_could_change_it_as_a_deputy_is_told_no_sum(unit, others):
    costing(unit, 1000, 1001, 1002, 1003, 1004, 1005)
    published(cost_cell(Effect.AGGREGATE, k=5))
    viewer, giver = user_with("projects.view"), user_with("planning.edit_plan")
    delegation_to(viewer, giver, permissions=["planning.edit_plan"], authorities=[])

    assert told(viewer, unit) == (None, ["_locked"])


def test_a_part_of_a_sum_is_not_told_under_a_delegation(unit, others):
    projects = costing(unit, 1000, 1001, 1002, 1003, 1004, 1005)
    programme = make_scope(Scope.Kind.PROGRAMME, "P", parents=[company_scope()])
    for one in projects[:5]:
        hang(one.scope, parents=[unit.scope, programme])
    published(cost_cell(Effect.AGGREGATE, k=5))
    viewer, giver = user_with("projects.view"), user_with("projects.view")
    under = delegation_to(
        viewer, giver, over=programme, permissions=["projects.view"], authorities=[]
    )

    own = told(viewer, unit)
    with acting_from(Origin()):
        take_up(viewer, str(under.pk), at=clock.now())
        acting = told(viewer, None)

    assert (own, acting) == ((6000, ["_coarse"]), (None, ["_locked"]))


def test_a_limited_token_is_told_no_sum(unit, others):
    costing(unit, 1000, 1001, 1002, 1003, 1004, 1005)
    published(cost_cell(Effect.AGGREGATE, k=5))
    viewer = user_with("projects.view")
    viewer.limited_to = frozenset({"projects.view"})

    assert told(viewer, unit) == (None, ["_locked"])


def test_the_answer_tells_which_measures_are_rounded(unit, others):
    costing(unit, 1000, 1001, 1002, 1003, 1004, 1005)
    published(cost_cell(Effect.AGGREGATE, k=5))

    groups = Wire(user_with("projects.view")).call("get", "/projects?group=unit").json()["groups"]

    [ours] = [one for one in groups if one["key"] == str(unit.pk)]
    assert (ours["measures"]["cost_minor"], ours["_coarse"]) == (6000, ["cost_minor"])
