from datetime import date
from urllib.parse import quote

import pytest

from tests.factories.access import UserFactory, role_with, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.projects import ProjectFactory
from tests.organisation.company import OFFICE, calendar, company, person, unit
from tests.wire import Wire
from zhongshu.access.models import SYSTEM, Grant
from zhongshu.kit.models import Event
from zhongshu.organisation import services
from zhongshu.organisation.models import Calendar, Person

pytestmark = pytest.mark.django_db

LOOK, SEE_ALL = "organisation.view", "organisation.view_personal"
MANAGE, ADMIT = "organisation.manage", "access.manage"


@pytest.mark.parametrize(
    ("text", "found"),
    [("张", 1), ("zw", 1), ("zhang wei", 1), ("ZHANGW", 1), ("wz", 0), ("E77", 1), ("@q", 1)],
)
def test_person_is_found_by_name_pinyin_number_and_address(text, found):
    person("E77", of=unit("RD"), email="a@qiheng.example")
    Person.objects.update(name="张伟")

    page = Wire(user_with(LOOK, SEE_ALL)).call("get", f"/people?q={quote(text)}").json()

    assert page["total"] == found


@pytest.mark.parametrize("text", ["E77", "@qiheng"])
def test_number_and_address_find_nobody_where_they_may_not_be_read(text):
    person("E77", of=unit("RD"), email="a@qiheng.example")
    Person.objects.update(name="张伟")

    page = Wire(user_with(LOOK)).call("get", f"/people?q={text}").json()

    assert page["total"] == 0


@pytest.mark.parametrize("n_people", [1, 50])
def test_search_asks_as_much_for_many(n_people, django_assert_max_num_queries):
    group = unit("RD")
    PersonFactory.create_batch(n_people, unit=group, name="张伟")
    wire = Wire(user_with(LOOK, SEE_ALL, ADMIT, MANAGE))

    with django_assert_max_num_queries(18):
        assert wire.call("get", "/people?q=zw&is_present=true").json()["total"] == n_people


def test_places_count_whom_the_viewer_sees_and_who_has_not_left():
    research, production = unit("RD"), unit("PD")
    for number, place in enumerate(["苏州", "苏州", "成都"]):
        person(f"{number}", of=research, location=place)
    gone = person("9", of=research, location="成都")
    services.end_person(SYSTEM, person=gone, on=date(2021, 1, 1), expected_version=None)
    person("8", of=production, location="成都")

    told = Wire(user_with(LOOK, over=research.scope)).call("get", "/people/places").json()

    assert {(one["location"], one["n_people"]) for one in told["items"]} == {
        ("苏州", 2),
        ("成都", 1),
    }


def test_placements_tell_where_a_unit_hung():
    above, team = unit("A"), unit("T")
    services.move_unit(
        SYSTEM,
        unit=team,
        parent=above,
        from_date=date(2026, 3, 1),
        today=date(2026, 3, 2),
        expected_version=None,
    )

    told = Wire(user_with(LOOK)).call("get", f"/units/{team.pk}/placements").json()["items"]

    assert [(one["parent"] and one["parent"]["name"], one["to_date"]) for one in told] == [
        (None, "2026-03-01"),
        ("Unit A", None),
    ]


def test_placements_name_no_parent_out_of_sight():
    above = unit("A")
    team = unit("T", below=above)

    looker = Wire(user_with(LOOK, over=team.scope))
    (told,) = looker.call("get", f"/units/{team.pk}/placements").json()["items"]

    assert (told["parent"], told["is_parent_hidden"]) == (None, True)


def test_account_is_linked_by_those_who_manage_access_there():
    worker, user = person("001", of=unit("RD")), UserFactory.create()
    path, body = f"/people/{worker.pk}", {"account_id": str(user.pk)}

    refused = Wire(user_with(LOOK, MANAGE)).call("patch", path, body, version=1)
    elsewhere = Wire(user_with(LOOK, MANAGE, ADMIT, over=unit("X").scope))
    hidden = elsewhere.call("patch", path, body, version=1)
    linked = Wire(user_with(LOOK, MANAGE, ADMIT)).call("patch", path, body, version=1)

    assert (refused.status_code, hidden.status_code) == (422, 404)
    assert linked.json()["account"] == {"id": str(user.pk), "name": user.username}
    assert Event.objects.filter(kind="organisation.person_updated").count() == 1


def test_account_of_another_person_is_refused_by_field():
    first, second, user = person("1", of=unit("R")), person("2", of=unit("S")), UserFactory.create()
    Person.objects.filter(pk=first.pk).update(user=user)

    refusal = Wire(user_with(LOOK, MANAGE, ADMIT)).call(
        "patch", f"/people/{second.pk}", {"account_id": str(user.pk)}, version=1
    )

    assert (refusal.status_code, refusal.json()["errors"][0]["field"]) == (422, "account_id")


def test_calendar_in_use_stays():
    used = calendar()
    PersonFactory.create(calendar=used)
    calendar("下级", kind="site", parent=used)

    refusal = Wire(user_with(LOOK, MANAGE)).call("delete", f"/calendars/{used.pk}", version=1)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "organisation.calendar_in_use")
    assert refusal.json()["used_by"] == {"calendar": 1, "person": 1}
    assert Calendar.objects.filter(pk=used.pk).exists()


def test_calendar_that_nothing_uses_goes():
    spare = calendar("备用")

    answer = Wire(user_with(LOOK, MANAGE)).call("delete", f"/calendars/{spare.pk}", version=1)

    assert answer.status_code == 204
    assert not Calendar.objects.filter(pk=spare.pk).exists()
    assert Event.objects.filter(kind="organisation.calendar_deleted").count() == 1


def test_year_is_exported_by_runs_of_days():
    china = calendar("中国", country="CN", kind="national")
    company()

    answer = Wire(user_with(LOOK)).call("get", f"/calendars/{china.pk}/years/2026/ical")

    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:国庆节\r\nDTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261008" in text
    assert "CATEGORIES:makeup" in text


def test_change_of_a_calendar_tells_which_plans_follow():
    seen, hidden = ProjectFactory.create(name="Seen"), ProjectFactory.create(name="Hidden")
    parent = calendar("总", week=OFFICE)
    Calendar.objects.filter(pk__in=[seen.calendar_id, hidden.calendar_id]).update(parent=parent)
    user = user_with("projects.view", over=seen.scope)
    Grant.objects.create(user=user, role=role_with(LOOK, MANAGE), scope=company())

    told = Wire(user).call("get", f"/calendars/{parent.pk}/plans").json()

    assert (told["n_plans"], told["n_hidden"]) == (2, 1)
    assert [one["name"] for one in told["items"]] == ["Seen"]


def test_who_may_not_change_a_calendar_is_not_told_what_follows():
    refusal = Wire(user_with(LOOK)).call("get", f"/calendars/{calendar().pk}/plans")

    assert (refusal.status_code, refusal.json()["code"]) == (403, "access.forbidden")
