"""What for: asked of who has a value shown or sees as another, kept so that it can be erased."""

from typing import Any

import pytest
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from tests.access.test_closing_who import closed
from tests.access.test_policy import field, published
from tests.collaboration.discussed import member_of, subject_of, task_of
from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory, company_scope
from tests.wire import Wire
from zhongshu.access.policy.document import Effect
from zhongshu.access.trail import EXPORTED, PERSONAL_EXPORTED, SHOWN
from zhongshu.collaboration.services import files
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

BEGUN = "access.viewing_as_begun"
WHAT_FOR = "Inviting to the review"


@pytest.fixture
def person():
    published(field("email", Effect.ON_REQUEST, mask="domain"))
    return PersonFactory.create(email="wang.wu@example.com")


def show(person: Any, **body: Any) -> Any:
    viewer = user_with("organisation.view", over=person.scope)
    return Wire(viewer).call("post", f"/values/person/{person.pk}", {"field": "email"} | body)


def see_as(member: Any, **body: Any) -> Any:
    viewer = user_with("access.view_as", "access.manage", over=company_scope())
    return Wire(viewer).call("post", "/view-as", {"user_id": str(member.pk)} | body)


def newest(kind: str) -> Event:
    return Event.objects.filter(kind=kind).order_by("-seq")[0]


@pytest.mark.parametrize("purpose", [None, "", "  \t", "\u3000", "x" * 301])
def test_without_a_purpose_nothing_is_shown(person, purpose):
    told = {} if purpose is None else {"purpose": purpose}

    for answer in (show(person, **told), see_as(user_with("organisation.view"), **told)):
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_input")
        problem = answer.json()
        assert (problem.get("field") or problem["errors"][0]["field"]) == "purpose"

    assert not Event.objects.filter(kind__in=[SHOWN, BEGUN]).exists()


def test_it_is_kept_beside_what_is_hashed(person):
    assert show(person, purpose=f" {WHAT_FOR} ").status_code == 200
    assert see_as(user_with("organisation.view"), purpose=WHAT_FOR).status_code == 200

    stored = Event.objects.annotate(hashed=Cast("data", TextField()))
    for kind in (SHOWN, BEGUN):
        event = stored.get(kind=kind)
        assert event.data["purpose"] == WHAT_FOR
        assert (WHAT_FOR in event.texts, "txt1:" in event.hashed) == (True, True)


def test_the_trail_tells_it_as_what_else_an_event_tells(person):
    show(person, purpose=WHAT_FOR)
    asked = f"/audit/events?filter=kind:eq:{SHOWN}"

    [whole] = Wire(user_with("access.read_audit")).call("get", asked).json()["items"]
    part = Wire(user_with("access.read_audit", over=person.scope))
    [told] = part.call("get", asked).json()["items"]

    assert whole["data"]["purpose"] == WHAT_FOR
    assert (told["data"], "purpose" in told["withheld"]) == ({}, True)


def test_it_does_not_name_who_is_to_stay_unnamed(person):
    viewer = user_with("organisation.view", over=person.scope)
    body = {"field": "email", "purpose": f"{viewer.name} asks"}
    Wire(viewer).call("post", f"/values/person/{person.pk}", body)
    published(closed("actor_name"))

    auditor = Wire(user_with("access.read_audit"))
    [told] = auditor.call("get", f"/audit/events?filter=kind:eq:{SHOWN}").json()["items"]

    assert (told["data"]["purpose"], "purpose" in told["withheld"]) == (None, True)


def exports() -> list[tuple[Any, str, str]]:
    """Each way by which a file leaves with a note: whose it is, its address, and the event."""
    task, somebody = task_of(), PersonFactory.create()
    planner = member_of(task.project)
    file = files.add_file(
        planner, subject=subject_of(task), name="a.txt", content=b"a", at=timezone.now(),
        classification=Classification.SENSITIVE,
    )  # fmt: skip
    return [
        (planner, f"/projects/{task.project_id}/export", EXPORTED),
        (planner, f"/files/{file.pk}/content", EXPORTED),
        (user_with("access.read_audit"), "/audit/export", EXPORTED),
        (planner, "/privacy/own-data", PERSONAL_EXPORTED),
        (
            user_with("access.export_personal"),
            f"/privacy/somebody/{somebody.pk}/data",
            PERSONAL_EXPORTED,
        ),
    ]


def test_a_file_may_be_taken_out_with_a_purpose_or_without():
    for owner, address, kind in exports():
        wire = Wire(owner)
        told = [
            wire.get(f"/api/v1{address}", query).status_code
            for query in ({}, {"purpose": "x" * 301}, {"purpose": " "}, {"purpose": "a\0b"})
        ]
        assert (address, told) == (address, [200, 422, 422, 422])
        assert "purpose" not in newest(kind).data

        assert wire.get(f"/api/v1{address}", {"purpose": WHAT_FOR}).status_code == 200

        assert newest(kind).data["purpose"] == WHAT_FOR
        assert WHAT_FOR in (newest(kind).texts or "")
