"""Lists by name stand in the order of sounds, page after page, and a closed name orders nothing."""

import pytest
from django.apps import apps

from tests.access.test_policy import published
from tests.factories.access import RoleFactory, scope_below, user_with
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM, SavedView, Scope
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.resources import RESOURCES
from zhongshu.kit.derived import derived_fields, fill
from zhongshu.kit.sort_keys import SortKeyField, sort_key
from zhongshu.organisation.models import Person
from zhongshu.projects.services import update_project

pytestmark = pytest.mark.django_db

ORDER = ["Adam", "安", "曹", "陈", "李", "仇", "单", "王", "曾", "张", "章", "赵"]


def pages(wire, path, **asked):
    """The items of a list, two to a page."""
    cursor = {}
    while True:
        told = wire.get(f"/api/v1{path}", asked | {"limit": 2} | cursor).json()
        yield from told["items"]
        if told["next_cursor"] is None:
            return
        cursor = {"cursor": told["next_cursor"]}


@pytest.mark.parametrize(("sort", "wanted"), [("name", ORDER), ("-name", ORDER[::-1])])
def test_people_are_listed_by_the_sound_of_their_names(sort, wanted):
    unit = UnitFactory.create()
    for name in sorted(ORDER):
        PersonFactory.create(name=name, unit=unit)
    wire = Wire(user_with("organisation.view"))

    assert [one["name"] for one in pages(wire, "/people", sort=sort)] == wanted


def test_projects_are_listed_and_grouped_by_the_name_of_who_leads_them():
    unit = UnitFactory.create()
    wire = Wire(user_with("organisation.view", "projects.view"))
    for name in sorted(ORDER):
        ProjectFactory.create(unit=unit, manager=PersonFactory.create(name=name, unit=unit))
    ProjectFactory.create(unit=unit, manager=None)

    listed = [
        one["manager"] and one["manager"]["name"]
        for one in pages(wire, "/projects", sort="manager")
    ]
    asked = {"group": "manager", "limit": 2}
    groups = wire.get("/api/v1/projects", asked).json()["groups"]
    grouped = list(pages(wire, "/projects", group="manager"))

    assert listed == [*ORDER, None]
    assert [one["label"] for one in groups] == [*ORDER, None]
    assert [one["manager"] and one["manager"]["name"] for one in grouped] == [*ORDER, None]


def test_what_is_no_person_is_listed_by_how_it_is_read():
    unit = UnitFactory.create()
    names = ["Alpha", "单体改造", "曾用名清理", "重庆银行"]
    wanted = ["Alpha", "曾用名清理", "重庆银行", "单体改造"]
    for name in names:
        ProjectFactory.create(unit=unit, name=name)
        scope_below(unit.scope, label=name)
    wire = Wire(user_with("projects.view", "access.manage"))

    listed = [one["name"] for one in pages(wire, "/projects", sort="name")]
    labels = [one["label"] for one in pages(wire, "/scopes", filter="kind:eq:unit")]

    assert listed == wanted
    assert [one for one in labels if one in names] == wanted


def test_views_and_english_names_are_listed_likewise():
    chief = user_with("access.manage", "projects.view")
    for name in ["Émile", "Zoe", "曹", "adam"]:
        RoleFactory.create(name_en=name)
        SavedView.objects.create(owner=chief, page="projects", name=name)
    wire = Wire(chief)

    roles = [one["name_en"] for one in pages(wire, "/roles", sort="name_en")]
    views = [one["name"] for one in pages(wire, "/views", sort="name")]

    assert [one for one in roles if one in views] == views == ["adam", "曹", "Émile", "Zoe"]


def test_a_reference_that_is_closed_orders_nothing():
    PersonFactory.create(name="张", manager=PersonFactory.create(name="安"))
    wire = Wire(user_with("organisation.view"))
    published(Cell(Subject.EVERYONE, Effect.NONE, resource="person", field="manager"))

    answers = [
        wire.get("/api/v1/people", {"sort": name})
        for name in ("manager", "sort_key", "manager__sort_key")
    ]

    assert [one.status_code for one in answers] == [400, 400, 400]
    assert {one.json()["code"] for one in answers} == {"access.unknown_field"}


def test_no_resource_shows_a_sort_key():
    assert [
        f"{resource.name}.{one.name}"
        for resource in RESOURCES.values()
        for one in resource.fields
        if "sort_key" in (one.source or one.name) or "sort_key" in one.label
    ] == []


def test_the_key_follows_the_name():
    project, person = ProjectFactory.create(name="Alpha"), PersonFactory.create(name="单")

    update_project(SYSTEM, project=project, expected_version=None, name="曾用名清理")
    person.name = "曾"
    person.save(update_fields=["name"])

    project.refresh_from_db()
    assert project.sort_key == sort_key("曾用名清理")
    assert Scope.objects.get(pk=project.scope_id).sort_key == project.sort_key
    assert Person.objects.get(pk=person.pk).sort_key == sort_key("曾", is_person=True)


def test_stored_rows_are_given_their_keys():
    person = PersonFactory.create(name="仇英")
    Person.objects.update(sort_key="", search_key="")

    fill(Person)

    person.refresh_from_db()
    assert person.sort_key == "qiu2仇 ying1英"
    assert person.search_key == "|仇英|chouying|cy|"


def test_whose_names_begin_with_a_surname():
    sorted_by = {
        model._meta.label: one.is_person
        for model in apps.get_models()
        for one in derived_fields(model)
        if isinstance(one, SortKeyField)
    }

    assert sorted_by == {
        "access.Body": False,
        "access.Role": False,
        "access.SavedView": False,
        "access.Scope": False,
        "access.User": True,
        "organisation.Calendar": False,
        "organisation.Person": True,
        "organisation.Unit": False,
        "projects.Project": False,
    }
