"""Nobody opens a record to themselves by a change of what the policy rests on."""

from datetime import date

import pytest

from tests.access.test_policy import EVERYONE, published
from tests.factories.access import delegation_to, let_one_lower, role_with, user_with
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import Grant
from zhongshu.access.policy.document import Cell, Effect
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Person
from zhongshu.planning.models import Task

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2026, 11, 20), date(2099, 1, 1)


def cost(effect, **more):
    return Cell(EVERYONE, effect, resource="project", field="cost_minor", **more)


def email(effect, **more):
    return Cell(EVERYONE, effect, resource="person", field="email", **more)


@pytest.fixture
def unit():
    return UnitFactory.create()


@pytest.fixture
def project(unit):
    project = ProjectFactory.create(unit=unit, state="active")
    Task.objects.filter(pk__in=plan_with(project, {"T": 1}).values()).update(cost_minor=987_654)
    return project


@pytest.fixture
def editor(unit):
    return user_with("projects.view", "projects.edit", "organisation.view", over=unit.scope)


@pytest.fixture
def keeper(unit):
    """Somebody who keeps the people of a unit without reading what is personal of them."""
    return user_with("organisation.view", "organisation.manage", over=unit.scope)


def also(user, *permissions, over):
    Grant.objects.create(user=user, role=role_with(*permissions), scope=over.scope)


def assert_refused(answer, row, *, field, fields):
    """The change was refused by name, and nothing of it is stored."""
    version = row.version
    row.refresh_from_db()
    [told] = answer.json()["errors"]
    assert (answer.status_code, told["code"]) == (403, "access.opens_to_author")
    assert (told["field"], told["fields"]) == (field, fields)
    assert row.version == version
    made = {"planning.plan_edited"}
    assert set(Event.objects.filter(subject_id=row.pk).values_list("kind", flat=True)) <= made


def test_who_edits_a_project_does_not_become_its_manager_to_read_its_cost(project, editor, unit):
    myself = PersonFactory.create(user=editor, unit=unit, scope=unit.scope)
    published(cost(Effect.NONE), cost(Effect.READ, relation="managed"))

    body = {"manager_id": str(myself.pk)}
    answer = Wire(editor).call("patch", f"/projects/{project.pk}", body, version=project.version)

    assert_refused(answer, project, field="manager", fields=["project.cost_minor"])


def test_somebody_else_becomes_its_manager(project, editor, unit):
    other = PersonFactory.create(user=user_with("projects.view"), unit=unit, scope=unit.scope)
    published(cost(Effect.NONE), cost(Effect.READ, relation="managed"))

    body = {"manager_id": str(other.pk)}
    answer = Wire(editor).call("patch", f"/projects/{project.pk}", body, version=project.version)

    assert answer.json()["manager"]["id"] == str(other.pk)


def test_who_reads_the_cost_already_becomes_its_manager(project, editor, unit):
    myself = PersonFactory.create(user=editor, unit=unit, scope=unit.scope)
    also(editor, "finance.view_costs", over=project)
    published(cost(Effect.READ, relation="managed"))

    body = {"manager_id": str(myself.pk)}
    answer = Wire(editor).call("patch", f"/projects/{project.pk}", body, version=project.version)

    assert answer.status_code == 200


def test_a_state_that_opens_the_cost_is_not_set_by_who_may_not_read_it(unit, editor):
    project = ProjectFactory.create(unit=unit, state="active")
    published(cost(Effect.NONE), cost(Effect.READ, state="closed"))

    answer = Wire(editor).call(
        "patch", f"/projects/{project.pk}", {"state": "closed"}, version=project.version
    )

    assert_refused(answer, project, field="state", fields=["project.cost_minor"])


def test_a_class_that_closes_a_field_is_not_lowered_by_who_may_not_read_it(unit, editor):
    high = Classification.HIGHLY_SENSITIVE
    project = ProjectFactory.create(unit=unit, classification=high, description="Secret")
    also(editor, "projects.lower_class", over=unit)
    let_one_lower()
    published(
        Cell(EVERYONE, Effect.NONE, resource="project", field="description", at_least=high),
        Cell(EVERYONE, Effect.READ, resource="project", field="description"),
    )

    answer = Wire(editor).call(
        "patch", f"/projects/{project.pk}", {"classification": 1}, version=project.version
    )

    assert_refused(answer, project, field="classification", fields=["project.description"])


def test_a_project_is_not_moved_to_where_its_mover_reads_costs(project, editor):
    there = UnitFactory.create()
    also(editor, "projects.view", "projects.create", "organisation.view", over=there)
    also(editor, "finance.view_costs", over=there)

    body = {"unit_id": str(there.pk)}
    answer = Wire(editor).call("patch", f"/projects/{project.pk}", body, version=project.version)

    fields = ["project.cost_minor"]
    fields += [f"task.{name}" for name in ("actual_cost_minor", "cost_minor", "fixed_cost_minor")]
    assert_refused(answer, project, field="unit", fields=fields)
    assert set(project.scope.edges_up.values_list("parent", flat=True)) == {project.unit.scope_id}


def test_who_keeps_people_does_not_become_their_manager_to_read_them(unit, keeper):
    myself = PersonFactory.create(user=keeper, unit=unit, scope=unit.scope)
    person = PersonFactory.create(unit=unit, scope=unit.scope)
    published(email(Effect.READ, relation="managed"))

    body = {"manager_id": str(myself.pk)}
    answer = Wire(keeper).call("patch", f"/people/{person.pk}", body, version=person.version)

    assert_refused(answer, person, field="manager", fields=["person.email"])


def test_nobody_takes_the_account_of_a_manager_to_read_whom_they_manage(unit, keeper):
    also(keeper, "access.manage", over=unit)
    boss = PersonFactory.create(unit=unit, scope=unit.scope)
    PersonFactory.create(unit=unit, scope=unit.scope, manager=boss)
    published(email(Effect.READ, relation="managed"))

    body = {"account_id": str(keeper.pk)}
    answer = Wire(keeper).call("patch", f"/people/{boss.pk}", body, version=boss.version)

    assert_refused(answer, boss, field="account", fields=["person.email"])


def test_nobody_takes_the_account_of_a_manager_to_read_what_they_lead(unit, keeper, project):
    also(keeper, "access.manage", "projects.view", over=unit)
    boss = PersonFactory.create(unit=unit, scope=unit.scope)
    type(project).objects.filter(pk=project.pk).update(manager=boss)
    published(cost(Effect.READ, relation="managed"))

    body = {"account_id": str(keeper.pk)}
    answer = Wire(keeper).call("patch", f"/people/{boss.pk}", body, version=boss.version)

    assert_refused(answer, boss, field="account", fields=["project.cost_minor"])


@pytest.mark.parametrize("on", [TODAY, LATER])
def test_a_person_is_not_moved_to_where_the_mover_reads_what_is_personal(unit, keeper, on):
    there = UnitFactory.create()
    also(keeper, "organisation.view", "organisation.manage", over=there)
    also(keeper, "organisation.view_personal", over=there)
    person = PersonFactory.create(unit=unit, scope=unit.scope)

    body = {"unit_id": str(there.pk), "from_date": on.isoformat()}
    answer = Wire(keeper).call("post", f"/people/{person.pk}/move", body, version=person.version)

    fields = [f"person.{name}" for name in ("email", "employee_number", "joins_on", "leaves_on")]
    assert_refused(answer, person, field="unit", fields=fields)
    assert person.transfers.count() == 0


@pytest.mark.parametrize("on", [TODAY, LATER])
def test_a_unit_is_not_hung_where_the_mover_reads_more_of_what_is_in_it(unit, keeper, project, on):
    there = UnitFactory.create()
    also(keeper, "organisation.view", "organisation.manage", "projects.view", over=there)
    PersonFactory.create(unit=unit, scope=unit.scope)

    body = {"parent_id": str(there.pk), "from_date": on.isoformat()}
    answer = Wire(keeper).call("post", f"/units/{unit.pk}/move", body, version=unit.version)

    assert_refused(answer, unit, field="parent", fields=["project", "task"])
    assert (unit.parent_id, unit.placements.count()) == (None, 0)


def test_a_deputy_is_judged_by_what_they_read_in_their_own_name(project, unit):
    deputy, giver = user_with("projects.view"), user_with("projects.view", "projects.edit")
    myself = PersonFactory.create(user=deputy, unit=unit, scope=unit.scope)
    also(deputy, "organisation.view", over=unit)
    granted = ["projects.view", "projects.edit", "organisation.view"]
    also(giver, "organisation.view", over=unit)
    under = delegation_to(deputy, giver, permissions=granted, authorities=[])
    published(cost(Effect.NONE), cost(Effect.READ, relation="managed"))

    answer = Wire(deputy).patch(
        f"/api/v1/projects/{project.pk}",
        {"manager_id": str(myself.pk)},
        content_type="application/json",
        headers={"X-Acting-Under": str(under.pk), "If-Match": f'"{project.version}"'},
    )

    assert_refused(answer, project, field="manager", fields=["project.cost_minor"])


def test_what_rests_on_nothing_is_not_compared(unit, keeper):
    person = PersonFactory.create(unit=unit, scope=unit.scope)
    published(email(Effect.READ, relation="managed"))

    answer = Wire(keeper).call(
        "patch", f"/people/{person.pk}", {"location": "Jinan"}, version=person.version
    )

    assert answer.status_code == 200
    assert Person.objects.get(pk=person.pk).location == "Jinan"
