"""A record that refers to a unit or a person out of sight says that it does, and no more."""

from uuid import UUID

import pytest

from tests.access.test_policy import EVERYONE, published
from tests.factories.access import UserFactory
from tests.factories.projects import ProjectFactory
from tests.organisation.company import person, unit, user_with
from tests.wire import Wire
from zhongshu.access.models import Grant
from zhongshu.access.policy.document import Cell, Effect
from zhongshu.organisation.in_sight import people_in_sight
from zhongshu.organisation.models import Person, Unit
from zhongshu.planning.models import PlanResource

pytestmark = pytest.mark.django_db
ABSENT = UUID(int=1)


@pytest.fixture
def upper():
    return unit("UP")


@pytest.fixture
def lower(upper):
    return unit("LOW", below=upper)


@pytest.fixture
def superior(upper):
    return person("S", of=upper)


@pytest.fixture
def worker(lower, superior):
    return person("W", of=lower, manager=superior)


@pytest.fixture
def viewer(lower):
    return user_with("organisation.view", over=lower.scope)


def test_a_superior_out_of_sight_has_neither_name_nor_id(worker, superior, viewer):
    answer = Wire(viewer).call("get", f"/people/{worker.pk}")

    assert answer.json()["manager"] is None
    assert answer.json()["_unseen"] == ["manager"]
    assert str(superior.pk) not in answer.content.decode()
    assert superior.name not in answer.content.decode()


def test_whoever_has_no_superior_is_told_so(lower, viewer):
    alone = person("A", of=lower)

    told = Wire(viewer).call("get", f"/people/{alone.pk}").json()

    assert (told["manager"], "_unseen" in told) == (None, False)


def test_a_parent_out_of_sight_has_neither_name_nor_id(lower, upper, viewer):
    answers = [
        Wire(viewer).call("get", path) for path in (f"/units/{lower.pk}", "/units", "/unit-tree")
    ]

    one, many, tree = (answer.json() for answer in answers)
    assert (one["parent"], one["_unseen"]) == (None, ["parent"])
    assert [(row["parent"], row["_unseen"]) for row in many["items"]] == [(None, ["parent"])]
    assert [row["parent_id"] for row in tree["items"]] == [None]
    assert not any(str(upper.pk) in answer.content.decode() for answer in answers)


def test_a_superior_out_of_sight_is_asked_for_as_an_absent_one(worker, superior, viewer):
    wire = Wire(viewer)

    totals = {
        text: wire.call("get", f"/people?filter=manager:{text}").json()["total"]
        for text in (
            f"eq:{superior.pk}", f"eq:{ABSENT}", f"ne:{superior.pk}", f"ne:{ABSENT}",
            f"in:{superior.pk}", "is_null:true",
        )
    }  # fmt: skip

    assert totals[f"eq:{superior.pk}"] == totals[f"eq:{ABSENT}"] == totals[f"in:{superior.pk}"] == 0
    assert totals[f"ne:{superior.pk}"] == totals[f"ne:{ABSENT}"]
    assert totals["is_null:true"] == 1


def test_names_out_of_sight_order_nothing(lower, upper, viewer):
    first, last = person("1", of=upper), person("2", of=upper)
    Person.objects.filter(pk=first.pk).update(name="Z")
    Person.objects.filter(pk=last.pk).update(name="A")
    rows = [person("3", of=lower, manager=first), person("4", of=lower, manager=last)]

    told = Wire(viewer).call("get", "/people?sort=manager").json()["items"]

    assert [row["id"] for row in told] == sorted(str(row.pk) for row in rows)


def test_a_superior_in_sight_is_named(worker, superior, viewer, upper):
    above = user_with("organisation.view", over=upper.scope)

    told = Wire(above).call("get", f"/people/{worker.pk}").json()

    assert told["manager"] == {"id": str(superior.pk), "name": superior.name}
    assert "_unseen" not in told


def test_one_knows_oneself_and_ones_own_superior(worker, superior, viewer):
    Person.objects.filter(pk=worker.pk).update(user=viewer)

    assert set(people_in_sight(viewer)) == {worker, superior}


def test_who_leads_a_unit_in_view_is_in_sight(worker, superior, lower, viewer):
    Unit.objects.filter(pk=lower.pk).update(head=superior)

    assert set(people_in_sight(viewer)) == {worker, superior}


@pytest.mark.parametrize("part", ["leads", "works"])
def test_who_takes_part_in_a_project_in_view_is_in_sight(superior, upper, part):
    project = ProjectFactory.create(unit=upper, manager=superior if part == "leads" else None)
    if part == "works":
        PlanResource.objects.create(project=project, name="S", person=superior)
    member, stranger = user_with("projects.view", over=project.scope), UserFactory.create()

    assert set(people_in_sight(member)) == {superior}
    assert set(people_in_sight(stranger)) == set()


def test_the_unit_of_a_project_is_named_to_who_holds_something_over_it(upper):
    project = ProjectFactory.create(unit=upper)
    member = user_with("projects.view", over=project.scope)
    leader = user_with("projects.view", over=upper.scope)

    unseen, seen = (
        Wire(one).call("get", f"/projects/{project.pk}").json() for one in (member, leader)
    )

    assert (unseen["unit"], unseen["_unseen"]) == (None, ["unit"])
    assert (seen["unit"]["id"], "_unseen" in seen) == (str(upper.pk), False)


def test_projects_of_units_out_of_sight_are_one_group(upper, lower):
    mine, theirs, others = (ProjectFactory.create(unit=of) for of in (lower, upper, unit("O")))
    member = user_with("projects.view", over=lower.scope)
    [grant] = Grant.objects.filter(user=member)
    for one in (theirs, others):
        Grant.objects.create(user=member, role=grant.role, scope=one.scope)

    answer = Wire(member).call("get", "/projects?group=unit&closed=")

    told = [(one["key"], one["label"], one["count"]) for one in answer.json()["groups"]]
    assert told == [(str(lower.pk), lower.name, 1), ("", None, 2)]
    assert [row["id"] for row in answer.json()["items"]] == [str(mine.pk)]
    assert str(upper.pk) not in answer.content.decode()


def test_what_a_policy_closes_does_not_tell_that_it_leads_out_of_sight(worker, viewer):
    published(Cell(EVERYONE, Effect.NONE, resource="person", field="manager"))

    told = Wire(viewer).call("get", f"/people/{worker.pk}").json()

    assert (told["manager"], "_unseen" in told) == (None, False)
    assert "manager" in told["_locked"]
