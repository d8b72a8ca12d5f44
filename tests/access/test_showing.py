"""A value that is shown on request only is shown one at a time, and each time is recorded."""

from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from tests.access.test_policy import EVERYONE, field, published, shown
from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.access import who_saw
from zhongshu.access.listing import GroupedQuery, ListQuery, page
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.checking import PolicyRefused
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.resources import RESOURCES, UnknownField
from zhongshu.access.services.policy import draft_policy
from zhongshu.access.showing import _kinds, show_value
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event, IdempotentAnswer
from zhongshu.organisation.fields import PERSON
from zhongshu.organisation.models import Person
from zhongshu.organisation.queries import people_in_view
from zhongshu.planning.models import Task
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.queries import projects_in_view

pytestmark = pytest.mark.django_db

EMAIL = "wang.wu@example.com"
WHAT_FOR = "Inviting to the review"


@pytest.fixture
def person():
    return PersonFactory.create(email=EMAIL, position="Engineer")


@pytest.fixture
def viewer(person):
    return user_with("organisation.view", over=person.scope)


def show(viewer: Any, row: Any, name: str, kind: str = "person") -> dict[str, Any]:
    return show_value(viewer, record_kind=kind, record_id=row.pk, field=name, purpose=WHAT_FOR)


def told() -> list[Event]:
    return list(Event.objects.filter(kind="access.value_shown").order_by("seq"))


def test_a_list_shows_a_part_and_says_that_the_rest_is_to_be_had(person, viewer):
    published(field("email", Effect.ON_REQUEST, mask="domain"))

    item = shown(viewer, PERSON, person)

    assert item["email"] == "•••@example.com"
    assert "email" in item["_masked"]
    assert item["_on_request"] == ["email"]
    assert item["_classes"]["email"] == 2


def test_without_a_mask_it_is_locked_until_asked_for(person, viewer):
    published(field("position", Effect.ON_REQUEST))

    item = shown(viewer, PERSON, person)

    assert item["position"] is None
    assert "position" in item["_locked"]
    assert item["_on_request"] == ["position"]


def test_who_asks_is_shown_the_value_and_that_is_recorded_without_it(person, viewer):
    published(field("email", Effect.ON_REQUEST, mask="domain"))

    answered = show(viewer, person, "email")

    assert answered == {"value": EMAIL, "classification": 2}
    [event] = told()
    assert (event.actor_id, event.subject_id, event.scope_id) == (
        viewer.pk, person.pk, person.scope_id,
    )  # fmt: skip
    assert event.data == {
        "reads": [
            {
                "resource": "person",
                "model": "organisation.person",
                "fields": ["email"],
                "n_rows": 1,
                "rows": [str(person.pk)],
            }
        ],
        "purpose": WHAT_FOR,
    }
    assert "wang.wu" not in str(event.data)


def test_money_is_shown_as_its_list_would_show_it():
    project = ProjectFactory.create()
    plan_with(project, {"A": 2}, [])
    Task.objects.filter(project=project).update(cost_minor=123_450)
    viewer = user_with("projects.view", over=project.scope)
    published(field("cost_minor", Effect.ON_REQUEST))

    item = shown(viewer, PROJECT, project)
    answered = show(viewer, project, "cost_minor", "project")

    assert (item["cost_minor"], item["_on_request"]) == (None, ["cost_minor"])
    assert answered["value"] == 123_450


@pytest.mark.parametrize("effect", [Effect.NONE, Effect.EXISTS, Effect.MASKED])
def test_what_the_policy_does_not_open_is_refused_as_unknown(person, viewer, effect):
    published(field("email", effect, mask="domain" if effect is Effect.MASKED else ""))

    with pytest.raises(UnknownField) as refused:
        show(viewer, person, "email")
    with pytest.raises(UnknownField) as unknown:
        show(viewer, person, "shoe_size")

    assert (refused.value.code, refused.value.field) == ("access.unknown_field", "email")
    assert unknown.value.code == refused.value.code
    assert told() == []


def test_what_is_out_of_sight_is_not_there(person):
    published(field("email", Effect.ON_REQUEST, mask="domain"))
    stranger = user_with("organisation.view", over=ProjectFactory.create().scope)

    with pytest.raises(Http404):
        show(stranger, person, "email")
    with pytest.raises(Http404):
        show(stranger, person, "email", kind="nothing")

    assert told() == []


@pytest.mark.parametrize(
    "asked",
    [{"filter": [f"email:eq:{EMAIL}"]}, {"filter": ["email:is_null:false"]}, {"sort": "email"}],
)
def test_nobody_asks_for_rows_by_it(person, viewer, asked):
    published(field("email", Effect.ON_REQUEST, mask="domain"))

    with pytest.raises(UnknownField):
        page(viewer, PERSON, people_in_view(viewer), ListQuery(**asked))


def test_nobody_groups_or_sums_by_it():
    project = ProjectFactory.create()
    viewer = user_with("projects.view", over=project.scope)
    published(
        Cell(EVERYONE, Effect.ON_REQUEST, resource="project", field="manager"),
        Cell(EVERYONE, Effect.ON_REQUEST, resource="project", field="cost_minor"),
    )
    rows = projects_in_view(viewer)

    with pytest.raises(UnknownField):
        page(viewer, PROJECT, rows, GroupedQuery(group="manager"))
    [group] = page(viewer, PROJECT, rows, GroupedQuery(group="state"))["groups"]

    assert "cost_minor" not in group["measures"]
    assert "cost_minor" in group["_locked"]


def test_search_does_not_find_by_it(person, viewer):
    published(field("email", Effect.ON_REQUEST, mask="domain"))
    client = Client()
    client.force_login(viewer)

    answer = client.get("/api/v1/people", {"q": "wang.wu"})

    assert answer.status_code == 200
    assert answer.json()["items"] == []


def test_a_class_can_be_shown_on_request_as_a_whole(person, viewer):
    high = Classification.HIGHLY_SENSITIVE
    published(
        Cell(Subject.EVERYONE, Effect.ON_REQUEST, classification=high),
        classes={"person.position": high},
    )

    item = shown(viewer, PERSON, person)

    assert (item["position"], item["_on_request"]) == (None, ["position"])
    assert show(viewer, person, "position") == {"value": "Engineer", "classification": 3}


def test_a_deeper_right_shows_it_without_asking(person):
    hr = user_with("organisation.view", "organisation.view_personal", over=person.scope)
    published(field("email", Effect.ON_REQUEST, mask="domain"))

    assert shown(hr, PERSON, person)["email"] == EMAIL


def test_those_who_may_read_can_be_made_to_ask_too(person):
    hr = user_with("organisation.view", "organisation.view_personal", over=person.scope)
    asks = Cell(
        Subject.PERMISSION, Effect.ON_REQUEST, "organisation.view_personal", "person", "email",
        mask="domain",
    )  # fmt: skip
    published(asks)

    assert shown(hr, PERSON, person)["email"] == "•••@example.com"
    assert show(hr, person, "email")["value"] == EMAIL


def test_a_mask_must_be_one_of_the_field(person):
    for cell in (
        field("email", Effect.ON_REQUEST, mask="year"),
        Cell(Subject.EVERYONE, Effect.ON_REQUEST, classification=Classification.INTERNAL, mask="x"),
    ):
        with pytest.raises(PolicyRefused):
            draft_policy(SYSTEM, document=Document((cell,)), note="", expected_version=None)


def test_the_audit_tells_who_asked_to_see_it(person, viewer):
    published(field("email", Effect.ON_REQUEST, mask="domain"))
    show(viewer, person, "email")
    at = told()[0].recorded_at

    found = who_saw.sights(
        SYSTEM, since=at, until=at.replace(year=at.year + 1), resource="person", field="email",
        row_id=person.pk,
    )  # fmt: skip

    [one] = found["items"]
    assert (one["account"]["id"], one["fields"], one["n_rows"], one["is_on_request"]) == (
        str(viewer.pk), ["email"], 1, True,
    )  # fmt: skip


def test_over_http_a_repeat_is_refused_and_no_answer_is_kept(person, viewer):
    published(field("email", Effect.ON_REQUEST, mask="domain"))
    Person.objects.filter(pk=person.pk).update(employee_number="")
    client = Client()
    client.force_login(viewer)

    def ask() -> Any:
        return client.post(
            f"/api/v1/values/person/{person.pk}",
            {"field": "email", "purpose": WHAT_FOR},
            content_type="application/json",
            headers={"Idempotency-Key": "show-me-once"},
        )

    first, second = ask(), ask()

    assert (first.status_code, first.json()["value"]) == (200, EMAIL)
    assert (second.status_code, second.json()["code"]) == (409, "shown_once")
    assert EMAIL.encode() not in bytes(IdempotentAnswer.objects.get().body)
    assert len(told()) == 1
    # Only the asking is in the trail, not a second time the reading.
    assert not Event.objects.filter(kind="access.fields_read").exists()


def test_every_kind_of_record_with_a_closable_field_can_be_asked():
    closable = {one.name for one in RESOURCES.values() if any(f.is_closable for f in one.fields)}

    # Of the definition of a view each viewer has a part only, and comments and files have no page
    # of their own: none of these is shown to anybody on request.
    assert closable - {"saved_view", "comment", "attachment"} <= set(_kinds())
    assert {"person", "project", "task"} <= closable
