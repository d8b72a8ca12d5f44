"""Lists in groups: what is counted, what is left out, and who may ask for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.factories.projects import MONDAY, ProjectFactory
from tests.wire import Wire
from zhongshu.access.listing import GroupedQuery, page
from zhongshu.access.models import SYSTEM
from zhongshu.kit.errors import BadInput
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db
DAY = 1440


def asked(**query):
    return page(SYSTEM, PROJECT, Project.objects.all(), GroupedQuery(**query))


def keys_and_counts(answer):
    return [(one["key"], one["count"]) for one in answer["groups"]]


def test_groups_are_counted_and_measured_over_every_match_not_over_the_page():
    for n_tasks, share, slip in ((10, 0.5, 1), (30, None, 5), (2, 0.9, None)):
        ProjectFactory.create(
            state="active",
            n_tasks=n_tasks,
            percent_complete=share,
            finish=MONDAY + 9 * DAY,
            baseline_finish=None if slip is None else MONDAY + (9 - slip) * DAY,
        )
    ProjectFactory.create(state="closed", n_tasks=1)

    answer = asked(group="state", limit=1)

    assert keys_and_counts(answer) == [("active", 3), ("closed", 1)]
    assert answer["groups"][0]["measures"] == {
        "cost_minor": None,
        "n_tasks": 42,
        "percent_complete": pytest.approx(0.7),
        "slip_minutes": 5 * DAY,
        "start": "2026-01-05T08:00",
        "finish": "2026-01-14T08:00",
    }
    assert answer["groups"][1]["measures"]["percent_complete"] is None
    assert (len(answer["items"]), answer["total"]) == (1, 4)


def test_choices_come_in_the_order_in_which_people_read_them():
    for health in ("green", "", "red", "amber"):
        ProjectFactory.create(health=health)

    answer = asked(group="health")

    assert keys_and_counts(answer) == [("red", 1), ("amber", 1), ("green", 1), ("", 1)]
    assert [one["health"] for one in answer["items"]] == ["red", "amber", "green", ""]
    assert [one["health"] for one in asked(sort="-health")["items"]] == [
        "",
        "green",
        "amber",
        "red",
    ]


def test_units_of_one_name_are_two_groups_and_do_not_mix():
    twins = [UnitFactory.create(name="Works"), UnitFactory.create(name="Works")]
    for number in range(6):
        ProjectFactory.create(unit=twins[number % 2], name=f"P{number}")

    answer = asked(group="unit", sort="name")

    assert [(one["label"], one["count"]) for one in answer["groups"]] == [("Works", 3)] * 2
    units = [item["unit"]["id"] for item in answer["items"]]
    assert units == [one["key"] for one in answer["groups"] for _ in range(3)]


def test_closed_groups_are_told_but_their_rows_are_left_out():
    led = ProjectFactory.create(manager=PersonFactory.create(name="Wei"))
    ProjectFactory.create_batch(2, manager=None)

    without_manager = asked(group="manager", closed=[""])
    without_wei = asked(group="manager", closed=[str(led.manager_id)])

    assert [item["id"] for item in without_manager["items"]] == [str(led.pk)]
    assert [one["count"] for one in without_manager["groups"]] == [1, 2]
    assert (len(without_wei["items"]), without_wei["total"]) == (2, 3)


def test_every_row_of_every_group_is_seen_once_over_the_pages():
    for number in range(23):
        ProjectFactory.create(state=Project.State.values[number % 4], health="red" * (number % 2))
    seen, cursor = [], None
    while True:
        answer = asked(group="state", sort="health,-name", limit=5, cursor=cursor)
        assert ("groups" in answer) is (cursor is None)
        seen += [(item["state"], item["id"]) for item in answer["items"]]
        cursor = answer["next_cursor"]
        if cursor is None:
            break

    assert len({key for _, key in seen}) == len(seen) == 23
    order = [Project.State.values.index(state) for state, _ in seen]
    assert order == sorted(order)


@pytest.mark.parametrize("name", ["nothing", "name", "id", "slip_minutes"])
def test_what_has_no_groups_is_refused_as_unknown(name):
    with pytest.raises(BadInput) as refused:
        asked(group=name)

    assert (refused.value.code, refused.value.field) == ("access.unknown_field", name)


def test_groups_count_only_what_is_in_view():
    unit = UnitFactory.create()
    ProjectFactory.create(unit=unit, state="active")
    ProjectFactory.create_batch(3, state="active")
    wire = Wire(user_with("projects.view", over=unit.scope))

    answer = wire.call("get", "/projects?group=state").json()

    assert keys_and_counts(answer) == [("active", 1)]


def test_a_row_tells_what_may_be_done_to_it():
    ours, theirs = ProjectFactory.create(name="A"), ProjectFactory.create(name="B")
    user = user_with("projects.view")
    from tests.factories.access import role_with
    from zhongshu.access.models import Grant

    Grant.objects.create(user=user, role=role_with("projects.edit"), scope=ours.scope)

    items = Wire(user).call("get", "/projects?sort=name").json()["items"]

    assert [(item["id"], item["_may"]) for item in items] == [
        (str(ours.pk), ["projects.edit"]),
        (str(theirs.pk), []),
    ]


@pytest.mark.parametrize("path", ["/projects?group=unit", "/projects/roadmap?group=unit"])
def test_the_number_of_queries_does_not_grow(path):
    wire, counts = Wire(user_with("projects.view")), []
    for size in (1, 60):
        ProjectFactory.create_batch(size)
        wire.call("get", path)
        with CaptureQueriesContext(connection) as queries:
            answer = wire.call("get", path)
        assert answer.status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
