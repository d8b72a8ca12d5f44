"""Saved views: one's own, shared ones, and what of them a viewer may have."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.access import UserFactory, scope_below, user_with
from tests.factories.organisation import company_scope
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import DefaultView, SavedView
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

LATE = {
    "columns": [{"field": "name", "width": 300}, {"field": "finish", "width": None}],
    "filters": ["health:eq:red"],
    "sort": "-finish",
    "group": "unit",
    "layout": "roadmap",
    "zoom": "quarter",
    "settings": {"shows_baseline": True},
}


def saved(user, *, name="Late", page="projects", definition=LATE):
    body = {"page": page, "name": name, "definition": definition}
    answer = Wire(user).call("post", "/views", body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def names_for(user):
    return [one["name"] for one in Wire(user).call("get", "/views").json()["items"]]


def share(user, view, scope):
    path = f"/views/{view['id']}/audience"
    return Wire(user).call("put", path, {"scope_id": str(scope.pk)}, version=view["version"])


def test_a_view_comes_back_as_it_was_saved_and_is_its_owners_alone():
    owner = user_with("projects.view")

    view = saved(owner)

    assert view["definition"] == LATE
    assert (view["is_default"], view["may_edit"], view["withheld"]) == (False, True, [])
    assert names_for(owner) == ["Late"]
    assert names_for(user_with("projects.view")) == []
    assert Wire(UserFactory.create()).call("get", f"/views/{view['id']}").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"page": "nowhere"}, "page"),
        ({"definition": {"filters": ["nothing:eq:1"]}}, "nothing"),
        ({"definition": {"filters": ["start:gt:soon"]}}, "start"),
        ({"definition": {"sort": "nothing"}}, "nothing"),
        ({"definition": {"group": "name"}}, "name"),
        ({"definition": {"columns": [{"field": "Name'"}]}}, "body.body.definition.columns.0.field"),
        ({"definition": {"secret": 1}}, "body.body.definition.secret"),
    ],
)
def test_what_the_page_cannot_show_is_not_saved(change, field):
    body = {"page": "projects", "name": "Bad", "definition": {}} | change

    answer = Wire(user_with("projects.view")).call("post", "/views", body)

    assert answer.status_code in {400, 422}
    assert field.endswith(answer.json()["errors"][0]["field"].rpartition("body.")[2])
    assert SavedView.objects.count() == 0


def test_two_views_of_a_page_need_two_names():
    owner = user_with("projects.view")
    saved(owner)

    again = Wire(owner).call(
        "post", "/views", {"page": "projects", "name": "Late", "definition": {}}
    )

    assert (again.status_code, again.json()["code"]) == (409, "access.view_name_taken")


def test_a_change_needs_the_version_it_was_made_from():
    owner = user_with("projects.view")
    path = f"/views/{saved(owner)['id']}"

    unnamed = Wire(owner).call("patch", path, {"name": "Later"})
    seen = Wire(owner).call("get", path).json()["version"]
    changed = Wire(owner).call("patch", path, {"name": "Later"}, version=seen)
    stale = Wire(owner).call("patch", path, {"name": "Latest"}, version=seen)

    assert unnamed.status_code == 428
    later = changed.json()["version"]
    assert later != seen
    assert (changed.json()["name"], changed["ETag"]) == ("Later", f'"{later}"')
    assert changed.json()["definition"] == LATE
    assert (stale.status_code, stale.json()["current"]["name"]) == (412, "Later")
    assert Event.objects.filter(kind="access.view_updated").count() == 1


def test_a_shared_view_is_seen_where_authority_touches_the_scope():
    division = scope_below()
    team, elsewhere = scope_below(division), scope_below()
    owner = user_with("projects.view", "access.share_views", over=division)
    seen = {
        "below": user_with("projects.view", over=team),
        "above": user_with("projects.view", over=company_scope()),
        "beside": user_with("projects.view", over=elsewhere),
        "without the page": user_with("organisation.view", over=team),
    }

    share(owner, saved(owner), division)

    found = {where: names_for(user) for where, user in seen.items()}
    assert found == {"below": ["Late"], "above": ["Late"], "beside": [], "without the page": []}


def test_sharing_takes_the_authority_over_the_scope():
    division = scope_below()
    owner = user_with("projects.view", "access.share_views", over=division)
    view = saved(owner)

    beyond = share(owner, view, company_scope())
    within = share(owner, view, division)
    audiences = Wire(owner).call("get", "/views/audiences").json()["items"]

    assert (beyond.status_code, within.status_code) == (404, 200)
    assert [one["id"] for one in audiences] == [str(division.pk)]


def test_only_those_who_may_share_it_change_a_shared_view():
    division = scope_below()
    owner = user_with("projects.view", "access.share_views", over=division)
    peer = user_with("projects.view", "access.share_views", over=division)
    reader = user_with("projects.view", over=division)
    view = share(owner, saved(owner), division).json()
    path = f"/views/{view['id']}"

    refused = Wire(reader).call("patch", path, {"name": "Mine"}, version=view["version"])
    removed = Wire(reader).call("delete", path, version=view["version"])
    changed = Wire(peer).call("patch", path, {"name": "Ours"}, version=view["version"])

    assert (refused.status_code, removed.status_code, changed.status_code) == (403, 403, 200)
    assert Wire(reader).call("get", path).json()["may_edit"] is False


def test_the_owner_takes_a_shared_view_back():
    owner = user_with("projects.view", "access.share_views")
    reader = user_with("projects.view")
    view = share(owner, saved(owner), company_scope()).json()

    path = f"/views/{view['id']}/audience"
    back = Wire(owner).call("delete", path, version=view["version"])

    assert back.json()["shared_with"] is None
    assert names_for(reader) == []


def test_a_filter_over_a_field_that_is_locked_is_withheld_with_its_value():
    ProjectFactory.create()
    owner = user_with("projects.view", "finance.view_costs", "access.share_views")
    reader = user_with("projects.view", "access.share_views")
    secret = {"filters": ["cost_minor:gt:4711", "name:contains:pump"], "sort": "-cost_minor"}
    plan_with(ProjectFactory.create(), {"a": 1})
    view = share(owner, saved(owner, page="plan", definition=secret), company_scope()).json()

    shown = Wire(reader).call("get", f"/views/{view['id']}")
    overwritten = Wire(reader).call(
        "patch", f"/views/{view['id']}", {"definition": {}}, version=shown.json()["version"]
    )

    assert "4711" not in shown.content.decode()
    assert shown.json()["definition"]["filters"] == ["name:contains:pump"]
    assert shown.json()["definition"]["sort"] is None
    assert shown.json()["withheld"] == [
        {"part": "filter", "field": "cost_minor"},
        {"part": "sort", "field": "cost_minor"},
    ]
    assert overwritten.json()["code"] == "access.view_partly_hidden"
    assert SavedView.objects.get().definition["filters"] == secret["filters"]
    told = [event.data for event in Event.objects.filter(kind__startswith="access.view")]
    assert "4711" not in str(told)


def test_each_person_opens_a_page_with_a_view_of_their_choice():
    owner = user_with("projects.view", "access.share_views")
    reader = user_with("projects.view")
    shared = share(owner, saved(owner), company_scope()).json()
    own = saved(reader, name="Mine")

    Wire(reader).call("put", f"/views/{own['id']}/default")
    Wire(reader).call("put", f"/views/{shared['id']}/default")

    items = Wire(reader).call("get", "/views").json()["items"]
    assert {one["name"]: one["is_default"] for one in items} == {"Late": True, "Mine": False}
    assert not DefaultView.objects.filter(user=owner).exists()
    Wire(reader).call("delete", f"/views/{shared['id']}/default")
    assert not DefaultView.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_views():
    owner = user_with("projects.view", "access.share_views")
    wire, counts = Wire(owner), []
    for size in (1, 30):
        for number in range(size):
            saved(owner, name=f"{size}-{number}")
        wire.call("get", "/views")
        with CaptureQueriesContext(connection) as queries:
            wire.call("get", "/views")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_change_of_what_is_withheld_is_none():
    rights = ("projects.view", "access.share_views")
    owner, reader = user_with(*rights, "finance.view_costs"), user_with(*rights)
    plan_with(ProjectFactory.create(), {"a": 1})
    filters = ["cost_minor:gt:1", "name:contains:a"]
    view = saved(owner, page="plan", definition={"filters": filters})
    view = share(owner, view, company_scope()).json()
    path = f"/views/{view['id']}"

    def changed(*filters):
        body = {"definition": {"filters": list(filters)}}
        return Wire(owner).call("patch", path, body, version=versions(owner)[0]).json()

    def versions(user):
        one = Wire(user).call("get", path)
        [row] = Wire(user).call("get", "/views").json()["items"]
        return [one.json()["version"], int(one["ETag"].strip('"')), row["version"]]

    changed("cost_minor:gt:1", "name:contains:a")
    seen, held = versions(reader), versions(owner)
    for amount in (2, 3):
        changed(f"cost_minor:gt:{amount}", "name:contains:a")
    after, held_after = versions(reader), versions(owner)
    renamed = Wire(reader).call("patch", path, {"name": "Mine"}, version=seen[0])
    changed("cost_minor:gt:3", "name:contains:b")
    stale = Wire(reader).call("patch", path, {"name": "Later"}, version=renamed.json()["version"])

    assert seen == after == [seen[0]] * 3
    assert held != held_after
    assert renamed.status_code == 200
    # Who changed the definition last is not told: it may have been what is withheld.
    assert (stale.status_code, stale.json()["by"]) == (412, reader.name)


def test_nobody_asks_for_views_by_their_stored_version():
    refused = Wire(user_with("projects.view")).call("get", "/views?sort=version")

    assert (refused.status_code, refused.json()["code"]) == (400, "access.unknown_field")
