"""The history of a record tells who changed what, by what its reader may read today."""

from datetime import date

import pytest

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.models import SYSTEM
from zhongshu.kit.models import Event
from zhongshu.organisation.services import people, units
from zhongshu.projects.services import update_project

pytestmark = pytest.mark.django_db


def history(wire: Wire, kind: str, row: object, **query: object) -> dict:
    return wire.get(f"/api/v1/history/{kind}/{row.pk}", query).json()


def changed() -> object:
    person = PersonFactory.create(name="Li Na", email="old@example.com")
    return people.update_person(
        SYSTEM, person=person, expected_version=None, name="Li Nana", email="new@example.com"
    )


def test_old_and_new_values_are_told_to_who_may_read_them():
    person = changed()
    viewer = user_with("organisation.view", "organisation.view_personal")

    [item] = history(Wire(viewer), "person", person)["items"]

    assert (item["kind"], item["by"]) == ("organisation.person_updated", "system")
    told = {one["name"]: (one["before"], one["after"]) for one in item["fields"]}
    assert told == {
        "name": ("Li Na", "Li Nana"),
        "email": ("old@example.com", "new@example.com"),
    }
    [read] = Event.objects.get(kind="access.fields_read").data["reads"]
    assert (read["fields"], read["rows"]) == (["email"], [str(person.pk)])


def test_it_is_not_told_that_a_field_changed_which_may_not_be_read():
    person = changed()
    people.update_person(SYSTEM, person=person, expected_version=None, email="newer@example.com")

    answer = history(Wire(user_with("organisation.view")), "person", person)

    [item] = answer["items"]
    assert [one["name"] for one in item["fields"]] == ["name"]
    assert "mail" not in str(answer)
    assert not Event.objects.filter(kind="access.fields_read").exists()


def test_what_a_reference_led_to_is_named_only_in_view():
    company, hidden = UnitFactory.create(name="Seen"), UnitFactory.create(name="Unseen")
    person = PersonFactory.create(unit=hidden)
    people.move_person(
        SYSTEM, person=person, unit=company, from_date=date(2026, 1, 5), today=date(2026, 2, 1),
        expected_version=None,
    )  # fmt: skip

    viewer = user_with("organisation.view", over=company.scope)
    [item] = history(Wire(viewer), "person", person)["items"]

    [change] = item["fields"]
    assert change == {"name": "unit", "before": None, "after": "Seen", "is_hidden": True}
    [whole] = history(Wire(user_with("organisation.view")), "person", person)["items"]
    assert (whole["fields"][0]["before"], whole["fields"][0]["is_hidden"]) == ("Unseen", False)


@pytest.mark.parametrize("kind", ["person", "nothing", "task"])
def test_out_of_sight_is_absent(kind):
    person = changed()

    stranger = user_with("organisation.view", over=UnitFactory.create().scope)

    assert Wire(stranger).get(f"/api/v1/history/{kind}/{person.pk}").status_code == 404


def test_every_kind_of_record_has_its_history():
    officer = user_with("access.manage", "organisation.view", "projects.view")
    wire = Wire(officer)
    account = services.create_account(SYSTEM, username="wang", name="Wang Wei")
    role = services.create_role(
        SYSTEM, code="own", name="自己的", name_en="Own", permissions=frozenset()
    )
    grant = services.grant_role(SYSTEM, user=account, role=role, scope=UnitFactory.create().scope)
    unit = units.update_unit(
        SYSTEM, unit=UnitFactory.create(), expected_version=None, name="Renamed"
    )
    project = update_project(
        SYSTEM, project=ProjectFactory.create(), expected_version=None, name="Renamed"
    )

    kinds = {
        kind: [one["kind"] for one in history(wire, kind, row)["items"]]
        for kind, row in {
            "account": account, "role": role, "grant": grant, "unit": unit, "project": project,
        }.items()
    }  # fmt: skip

    assert kinds == {
        "account": ["access.account_created"],
        "role": ["access.role_created"],
        "grant": ["access.role_granted"],
        "unit": ["organisation.unit_updated"],
        "project": ["projects.project_updated"],
    }


def test_pages_follow_each_other():
    person = PersonFactory.create()
    for number in range(3):
        people.update_person(
            SYSTEM, person=person, expected_version=None, position=f"Position {number}"
        )
    wire = Wire(user_with("organisation.view"))

    first = history(wire, "person", person, limit=2)
    rest = history(wire, "person", person, limit=2, cursor=first["next_cursor"])

    told = [one["fields"][0]["after"] for one in first["items"] + rest["items"]]
    assert told == ["Position 2", "Position 1", "Position 0"]
    assert rest["next_cursor"] is None
    assert history(wire, "person", person, limit=2, cursor="x")["status"] == 422


@pytest.mark.parametrize("n_events", [1, 30])
def test_as_many_questions_for_many_events(n_events, django_assert_max_num_queries):
    person = PersonFactory.create()
    for number in range(n_events):
        people.update_person(
            SYSTEM, person=person, expected_version=None, manager=PersonFactory.create(),
            position=f"Position {number}",
        )  # fmt: skip
    wire = Wire(user_with("organisation.view"))
    history(wire, "person", person)

    with django_assert_max_num_queries(12):
        history(wire, "person", person)
