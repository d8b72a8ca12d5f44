"""The organisation over HTTP: what each route costs, hides and refuses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.organisation.company import calendar, company, person, unit, user_with
from zhongshu.access.models import User
from zhongshu.organisation.models import Person, Unit

pytestmark = pytest.mark.django_db

MANAGE = ("organisation.view", "organisation.manage", "organisation.view_personal")


@pytest.fixture
def manager(client) -> User:
    user = user_with(*MANAGE, over=company())
    client.force_login(user)
    return user


def send(client: Any, method: str, path: str, body: Any = None, version: int | None = None) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    ask: Callable[..., Any] = getattr(client, method)
    return ask(f"/api/v1{path}", body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("path", ["/units", "/people", "/calendars"])
def test_a_stranger_sees_nothing(client, path):
    person("1", of=unit("A"))
    calendar()
    client.force_login(user_with("projects.view", over=company()))

    assert client.get(f"/api/v1{path}").json()["items"] == []


def test_a_stranger_finds_no_object(client):
    team = unit("A")
    worker, firm = person("1", of=team), calendar()
    client.force_login(user_with("projects.view", over=company()))

    paths = (f"units/{team.pk}", f"people/{worker.pk}", f"calendars/{firm.pk}/years/2026")

    assert [client.get(f"/api/v1/{path}").status_code for path in paths] == [404, 404, 404]


@pytest.mark.parametrize("n_rows", [1, 50])
@pytest.mark.parametrize("path", ["/units", "/people", "/calendars"])
def test_a_longer_list_costs_no_more_queries(
    client, manager, django_assert_max_num_queries, path, n_rows
):
    team = unit("A")
    for n in range(n_rows):
        unit(f"A{n}", below=team)
        person(str(n), of=team)
        calendar(f"日历{n}")

    with django_assert_max_num_queries(15):
        answer = client.get(f"/api/v1{path}?limit=100")

    assert answer.json()["total"] == (n_rows + 1 if path == "/units" else n_rows)


def test_a_leader_of_one_unit_sees_its_people_and_the_shared_calendars(client):
    mine, other = unit("A"), unit("B")
    person("1", of=mine, email="a@example.com")
    person("2", of=other)
    calendar()
    client.force_login(user_with("organisation.view", over=mine.scope))

    [seen] = client.get("/api/v1/people").json()["items"]

    assert (seen["name"], seen["email"]) == ("Person 1", None)
    assert seen["_locked"] == ["employee_number", "email", "account", "joins_on", "leaves_on"]
    assert client.get("/api/v1/calendars").json()["total"] == 1


def test_a_unit_is_added_renamed_moved_and_closed(client, manager):
    added = send(
        client, "post", "/units", {"code": "A", "name": "研发", "valid_from": "2020-01-01"}
    )
    below = send(
        client, "post", "/units", {"code": "B", "name": "测试", "valid_from": "2020-01-01"}
    )
    first, second = added.json(), below.json()

    renamed = send(client, "patch", f"/units/{first['id']}", {"name": "研发中心"}, version=1)
    moved = send(
        client,
        "post",
        f"/units/{second['id']}/move",
        {"parent_id": first["id"], "from_date": "2026-01-01"},
        version=1,
    )
    closed = send(client, "post", f"/units/{second['id']}/close", {"on": "2030-01-01"}, version=2)

    assert [one.status_code for one in (added, renamed, moved, closed)] == [201, 200, 200, 200]
    assert (renamed.json()["name"], renamed["ETag"]) == ("研发中心", '"2"')
    assert moved.json()["parent"] == {"id": first["id"], "name": "研发中心"}
    assert closed.json()["valid_to"] == "2030-01-01"
    tree = client.get("/api/v1/unit-tree?on=2025-06-30").json()
    assert [one["parent_id"] for one in tree["items"]] == [None, None]


def test_a_change_names_its_version(client, manager):
    team = unit("A")

    without = send(client, "patch", f"/units/{team.pk}", {"name": "新"})
    stale = send(client, "patch", f"/units/{team.pk}", {"name": "新"}, version=9)

    assert (without.status_code, stale.status_code) == (428, 412)
    assert stale.json()["current"]["name"] == "Unit A"
    assert Unit.objects.get().name == "Unit A"


def test_a_person_is_added_changed_moved_and_ended(client, manager):
    first, second = unit("A"), unit("B")
    boss = person("1", of=first)
    body = {
        "employee_number": "2",
        "name": "李伟",
        "unit_id": str(first.pk),
        "manager_id": str(boss.pk),
    }

    added = send(client, "post", "/people", body)
    path = f"/people/{added.json()['id']}"
    changed = send(client, "patch", path, {"manager_id": None, "position": "工程师"}, version=1)
    moved = send(client, "post", f"{path}/move", {"unit_id": str(second.pk)}, version=2)
    ended = send(client, "post", f"{path}/end", {"on": "2026-06-30"}, version=3)

    assert added.json()["manager"]["name"] == "Person 1"
    assert (changed.json()["manager"], changed.json()["position"]) == (None, "工程师")
    assert moved.json()["unit"]["name"] == "Unit B"
    assert ended.json()["leaves_on"] == "2026-06-30"


def test_a_reference_out_of_sight_is_refused_by_field(client, manager):
    team = unit("A")
    body = {
        "employee_number": "2",
        "name": "李伟",
        "unit_id": str(team.pk),
        "manager_id": str(team.pk),
    }

    answer = send(client, "post", "/people", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "organisation.unknown_reference")
    assert answer.json()["errors"][0]["field"] == "manager_id"
    assert not Person.objects.exists()


def test_a_calendar_is_added_changed_and_read_by_the_year(client, manager):
    added = send(
        client,
        "post",
        "/calendars",
        {"name": "公司", "kind": "company", "country": "CN", "week": [[[480, 960]]] * 5 + [[], []]},
    )
    path = f"/calendars/{added.json()['id']}"
    shut = {"from_date": "2026-08-03", "to_date": "2026-08-07", "name": "高温假", "shifts": []}
    changed = send(client, "patch", path, {"exceptions": [shut]}, version=1)
    year = client.get(f"/api/v1{path}/years/2026").json()
    next_year = client.get(f"/api/v1{path}/years/2027").json()

    assert (added.status_code, changed.status_code) == (201, 200)
    days = {day["date"]: day for day in year["days"]}
    assert (days["2026-08-05"]["kind"], days["2026-08-05"]["name"]) == ("exception", "高温假")
    assert (days["2026-08-10"]["minutes"], days["2026-08-10"]["shifts"]) == (480, [[480, 960]])
    assert (year["is_announced"], next_year["is_announced"]) == (True, False)


def test_bad_shifts_are_refused_by_name(client, manager):
    week = [[[480, 720], [600, 800]]] + [[]] * 6

    answer = send(client, "post", "/calendars", {"name": "公司", "kind": "company", "week": week})

    assert (answer.status_code, answer.json()["code"]) == (422, "organisation.bad_shifts")
    assert answer.json()["errors"][0]["field"] == "week.0"


def test_a_table_is_previewed_read_again_and_applied_by_its_uploader_only(client, manager):
    unit("RD")
    table = SimpleUploadedFile("people.csv", "工号,姓名,部门\n1,甲,RD\n2,乙,NO\n".encode())

    shown = client.post("/api/v1/organisation-imports", {"kind": "people", "file": table})
    path = f"/api/v1/organisation-imports/{shown.json()['id']}"
    rejected = client.get(f"{path}?outcome=rejected").json()
    applied = client.post(f"{path}/apply")
    again = client.post(f"{path}/apply")
    client.force_login(user_with(*MANAGE, over=company()))
    hidden = client.get(path)

    assert (shown.status_code, shown.json()["counts"]["added"]) == (201, 1)
    assert [line["row"] for line in rejected["lines"]] == [3]
    assert (applied.status_code, applied.json()["state"]) == (200, "applied")
    assert (again.status_code, again.json()["code"]) == (409, "organisation.import_applied")
    assert hidden.status_code == 404
    assert Person.objects.get().name == "甲"
