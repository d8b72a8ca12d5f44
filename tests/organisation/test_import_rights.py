"""What an importer may not read is not in a preview, and what may not be set is refused by row."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from tests.access.test_policy import published
from tests.organisation.company import company, person, unit, user_with
from tests.organisation.test_imports import NOW, counted, preview
from zhongshu.access.opening import OpensToAuthor
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.kit.models import Event
from zhongshu.organisation import services
from zhongshu.organisation.models import Person, Unit

pytestmark = pytest.mark.django_db

TABLE = "工号,姓名,部门,邮箱,岗位\n1,王芳,RD,{email},{position}\n"
IMPORTER = ("organisation.view", "organisation.manage")
READER = (*IMPORTER, "organisation.view_personal")


def named(number: str, name: str, *, of: Unit, **fields: Any) -> Person:
    one = person(number, of=of, **fields)
    Person.objects.filter(pk=one.pk).update(name=name)
    return Person.objects.get(pk=one.pk)


def cell(name: str, effect: Effect, resource: str = "person", **more: Any) -> Cell:
    return Cell(Subject.EVERYONE, effect, resource=resource, field=name, **more)


@pytest.fixture
def team():
    return unit("RD")


@pytest.fixture
def worker(team):
    return named("1", "王芳", of=team, email="old@example.com", position="Engineer")


def shown(table: str, *permissions: str, kind: str = "people") -> Any:
    actor = user_with(*permissions, over=company())
    uploaded, plan = preview(kind, table, actor=actor)
    return actor, uploaded, plan, [line.shown(plan.names) for line in plan.lines]


def test_a_present_value_is_shown_to_those_who_may_read_it(worker):
    _, _, plan, [line] = shown(TABLE.format(email="new@example.com", position="Engineer"), *READER)

    assert line["changes"] == {"email": ["old@example.com", "new@example.com"]}
    assert (line["locked"], plan.counts) == ([], counted(changed=1))


@pytest.mark.parametrize("email", ["old@example.com", "new@example.com"])
def test_who_may_not_read_it_is_told_neither_the_value_nor_whether_it_is_the_same(worker, email):
    _, _, plan, [line] = shown(TABLE.format(email=email, position="Engineer"), *IMPORTER)

    # The number of the person may not be read either, so nothing that is stored is told.
    assert line["changes"] == {
        "name": [None, "王芳"],
        "unit": [None, "RD"],
        "email": [None, email],
        "position": [None, "Engineer"],
    }
    assert set(line["locked"]) == set(line["changes"])
    assert plan.counts == counted(changed=1)


def test_what_is_set_without_being_read_is_written_and_recorded_as_it_was(worker):
    table = TABLE.format(email="new@example.com", position="Engineer")
    actor, uploaded, _, _ = shown(table, *IMPORTER)

    services.apply_import(actor, uploaded=uploaded, now=NOW)

    assert Person.objects.get(pk=worker.pk).email == "new@example.com"
    event = Event.objects.get(kind="organisation.people_imported")
    assert event.data["before"] == {"1": {"email": "old@example.com"}}
    assert event.data["after"] == {"1": {"email": "new@example.com"}}


def test_a_hidden_change_meanwhile_makes_no_preview_outdated_that_does_not_show_it(worker):
    table = TABLE.format(email="new@example.com", position="Engineer")
    actor, uploaded, _, _ = shown(table, *IMPORTER)
    Person.objects.filter(pk=worker.pk).update(email="other@example.com")

    _, plan = services.apply_import(actor, uploaded=uploaded, now=NOW)

    assert plan.counts == counted(changed=1)


@pytest.mark.parametrize(
    ("effect", "email", "code"),
    [
        (Effect.NONE, "old@example.com", "hidden_field"),
        (Effect.EXISTS, "new@example.com", "hidden_field"),
        (Effect.READ, "new@example.com", "read_only_field"),
        (Effect.WRITE_ONCE, "new@example.com", "written_once"),
    ],
)
def test_what_the_policy_closes_is_refused_in_its_row(worker, team, effect, email, code):
    permitted = Cell(Subject.PERMISSION, effect, "organisation.view_personal", "person", "email")
    published(cell("email", effect), permitted)
    table = TABLE.format(email=email, position="Engineer") + "2,李伟,RD,,\n"

    actor, uploaded, plan, [refused, added] = shown(table, *READER)
    services.apply_import(actor, uploaded=uploaded, now=NOW)

    assert [(one["field"], one["code"]) for one in refused["problems"]] == [("email", code)]
    assert (refused["changes"], added["outcome"]) == ({}, "added")
    assert "old@example.com" not in str(refused["problems"])
    assert plan.counts == counted(added=1, rejected=1)
    assert Person.objects.get(pk=worker.pk).email == "old@example.com"


def test_what_is_read_only_may_be_said_again(worker):
    published(cell("position", Effect.READ))

    _, _, plan, _ = shown(TABLE.format(email="old@example.com", position="Engineer"), *READER)

    assert plan.counts == counted(unchanged=1)


def test_what_is_written_once_may_be_set_while_it_is_empty_and_on_who_is_new(worker, team):
    published(cell("position", Effect.WRITE_ONCE))
    Person.objects.filter(pk=worker.pk).update(position="")
    table = TABLE.format(email="old@example.com", position="Engineer") + "2,李伟,RD,,Clerk\n"

    _, _, plan, _ = shown(table, *READER)

    assert plan.counts == counted(changed=1, added=1)


def test_on_somebody_new_nothing_is_set_that_may_not_be(team):
    published(cell("position", Effect.READ))

    _, _, plan, [line] = shown(TABLE.format(email="", position="Engineer"), *READER)

    assert [(one["field"], one["code"]) for one in line["problems"]] == [
        ("position", "read_only_field")
    ]
    assert plan.counts == counted(rejected=1)


def test_a_row_of_a_higher_class_is_refused_alone(worker, team):
    named("2", "李伟", of=team, position="Clerk")
    Person.objects.filter(pk=worker.pk).update(classification=3)
    published(cell("position", Effect.NONE, at_least=3))
    table = TABLE.format(email="old@example.com", position="Engineer") + "2,李伟,RD,,Head\n"

    *_, [raised, other] = shown(table, *READER)

    assert [one["code"] for one in raised["problems"]] == ["hidden_field"]
    assert other["changes"] == {"position": ["Clerk", "Head"]}


def test_a_hidden_day_of_joining_is_not_told_by_a_day_of_leaving(worker):
    Person.objects.filter(pk=worker.pk).update(joins_on=date(2026, 1, 1))

    *_, [line] = shown("工号,离职日期\n1,2020-01-01\n", *IMPORTER)

    assert line["problems"] == []
    assert line["changes"] == {"leaves_on": [None, "2020-01-01"]}


def test_who_leads_a_unit_goes_by_name_where_the_number_may_not_be_read(worker, team):
    other = named("2", "李伟", of=team)
    Unit.objects.filter(pk=team.pk).update(head=worker)

    _, _, _, [line] = shown(f"编码,负责人\nRD,{other.name}\n", *IMPORTER, kind="units")

    assert line["changes"] == {"head": ["王芳", "李伟"]}


def test_who_leads_a_closed_unit_is_neither_told_nor_set(worker, team):
    Unit.objects.filter(pk=team.pk).update(head=worker, classification=3)
    published(cell("head", Effect.NONE, "unit", at_least=3))

    _, _, plan, [line] = shown("编码,负责人\nRD,1\n", *READER, kind="units")

    assert [(one["field"], one["code"]) for one in line["problems"]] == [("head", "hidden_field")]
    assert plan.counts == counted(rejected=1)


def test_a_table_makes_its_importer_the_manager_of_nobody_whom_they_may_not_read(team):
    importer = user_with(*IMPORTER, over=company())
    named("9", "李明", of=team, user=importer)
    worker = named("1", "王芳", of=team, email="old@example.com")
    published(cell("email", Effect.READ, relation="managed"), cell("employee_number", Effect.WRITE))
    uploaded, plan = preview("people", "工号,姓名,部门,直属上级\n1,王芳,RD,9\n", actor=importer)

    with pytest.raises(OpensToAuthor) as refused, transaction.atomic():
        services.apply_import(importer, uploaded=uploaded, now=NOW)

    assert plan.counts == counted(changed=1)
    assert refused.value.params["fields"] == ["person.email"]
    worker.refresh_from_db()
    assert worker.manager_id is None
