"""What a policy closes of baselines is a lock on every way out, and is written by nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.access import holding_of, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM, PolicyVersion
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.resources import UnknownField
from zhongshu.access.services import draft_policy, publish_policy
from zhongshu.access.writing import FieldIsReadOnly
from zhongshu.collaboration.letters import letter
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.news import cards
from zhongshu.kit.events import deliver_pending
from zhongshu.planning.models import Baseline
from zhongshu.planning.queries.changes_for_me import changes_for
from zhongshu.planning.services.baseline_requests import approve_baseline, reject_baseline
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LEAD = ("projects.view", "planning.edit_plan", "planning.set_baseline")
CLOSED = ("set_by", "reason", "decided_by", "decided_at", "decision")
SECRETS = ("secret why", "secret answer", "Secret Lead", "Secret Boss")


def close(*names: str, effect: Effect = Effect.NONE, at_least: int | None = None) -> None:
    PolicyVersion.objects.filter(state="draft").delete()
    cells = tuple(
        Cell(Subject.EVERYONE, effect, resource="baseline", field=name, at_least=at_least)
        for name in names
    )
    draft_policy(SYSTEM, document=Document(cells), note="", expected_version=None)
    publish_policy(SYSTEM, expected_version=None)


def called(user, name):
    type(user).objects.filter(pk=user.pk).update(name=name)
    user.refresh_from_db()
    return user


@pytest.fixture
def project():
    project = ProjectFactory.create()
    plan_with(project, {"A": 1})
    set_baseline(SYSTEM, project=project, name="V1", at=NOW)
    return project


@pytest.fixture
def lead(project):
    return called(user_with(*LEAD, over=project.scope), "Secret Lead")


@pytest.fixture
def boss(project):
    user = called(user_with(*LEAD, over=project.scope), "Secret Boss")
    holding_of(user, "baseline_approval", over=project.scope)
    return user


@pytest.fixture
def viewer(project):
    """Leads the project, and may approve its baselines."""
    user = user_with(*LEAD)
    holding_of(user, "baseline_approval", over=project.scope)
    person = PersonFactory.create(user=user, calendar=project.calendar)
    Project.objects.filter(pk=project.pk).update(manager=person)
    return user


def asked(project, lead, name="V2"):
    return set_baseline(lead, project=project, name=name, at=NOW, reason="secret why")


@pytest.fixture
def decided(project, lead, boss, viewer):
    """One request was turned down, another one waits; the news of both are out."""
    turned_down = asked(project, lead)
    reject_baseline(boss, project=project, baseline=turned_down, at=NOW, note="secret answer")
    asked(project, lead, "V3")
    deliver_pending()
    return turned_down


def everything(viewer, project, decided):
    wire, path = Wire(viewer), f"/projects/{project.pk}"
    ways = [f"{path}/baselines", f"{path}/overview", f"{path}/plan", f"{path}/history",
            f"/history/baseline/{decided.pk}", "/me/changes", "/notifications"]  # fmt: skip
    answers = [wire.call("get", way) for way in ways]
    assert {one.status_code for one in answers} == {200}
    return {way: one.content.decode() for way, one in zip(ways, answers, strict=True)}


def test_it_is_told_where_nothing_closes_it(project, viewer, decided):
    text = "".join(everything(viewer, project, decided).values())

    assert [one for one in SECRETS if one not in text] == []


def test_what_is_closed_is_in_no_answer(project, viewer, decided):
    close(*CLOSED)

    told = everything(viewer, project, decided)

    assert [way for way, text in told.items() for one in SECRETS if one in text] == []


def test_lists_cards_and_the_overview_name_the_locks(project, viewer, decided):
    close(*CLOSED)
    wire, path = Wire(viewer), f"/projects/{project.pk}"

    listed = wire.call("get", f"{path}/baselines").json()["items"]
    request = wire.call("get", f"{path}/overview").json()["baseline_request"]
    waiting = Baseline.objects.get(name="V3")
    card = wire.call("post", f"{path}/baselines/{waiting.pk}/approval", {}).json()

    assert all(set(one["_locked"]) == set(CLOSED) for one in [*listed, card])
    assert {request["reason"], request["set_by"]} == {None}
    assert set(request["_locked"]) == {"reason", "set_by"}
    assert request["can_decide"]
    assert not request["can_withdraw"]


def test_who_asked_still_takes_it_back(project, lead):
    waiting = asked(project, lead)
    close(*CLOSED)
    wire, path = Wire(lead), f"/projects/{project.pk}"

    request = wire.call("get", f"{path}/overview").json()["baseline_request"]
    taken = wire.call("post", f"{path}/baselines/{waiting.pk}/withdrawal")

    assert (request["can_withdraw"], request["can_decide"]) == (True, False)
    assert (taken.status_code, taken.json()["state"]) == (200, "withdrawn")


@pytest.mark.parametrize(
    ("name", "hidden", "told"),
    [("set_by", "Secret Lead", "Secret Boss"), ("decided_by", "Secret Boss", "Secret Lead")],
)
def test_who_did_it_is_a_lock_of_its_own_in_histories_and_news(
    project, viewer, decided, name, hidden, told
):
    close(name)
    mail = [
        letter(cards(viewer, Notification.objects.filter(pk=one.pk)), name="", language="en",
               base="", is_digest=False).text
        for one in Notification.objects.filter(user=viewer)
    ]  # fmt: skip

    answers = everything(viewer, project, decided)
    changes = changes_for(viewer, since=NOW - timedelta(days=1), at=NOW)["projects"][0]["changes"]

    text = "".join([*answers.values(), *mail])
    assert hidden not in text
    assert all(told in one for way, one in answers.items() if "overview" not in way and
               "/plan" not in way)  # fmt: skip
    assert any("Somebody" in one for one in mail)
    assert any("by" in one.get("_locked", ()) for one in changes)


def test_where_the_moment_is_closed_it_is_not_told_that_it_was_decided(project, viewer, decided):
    close("decided_at")

    answers = everything(viewer, project, decided)

    decision = "planning.baseline_rejected"
    assert decision not in answers[f"/projects/{project.pk}/history"]
    assert decision not in answers[f"/history/baseline/{decided.pk}"]
    assert "baseline_rejected" not in answers["/me/changes"]
    assert "baseline_proposed" in answers["/me/changes"]


@pytest.mark.parametrize(
    ("effect", "refusal"), [(Effect.NONE, UnknownField), (Effect.READ, FieldIsReadOnly)]
)
def test_nobody_writes_what_is_closed(project, lead, boss, effect, refusal):
    waiting = asked(project, lead)
    close("reason", "decision", effect=effect)

    for decide in (approve_baseline, reject_baseline):
        with pytest.raises(refusal):
            decide(boss, project=project, baseline=waiting, at=NOW, note="because")
    approve_baseline(boss, project=project, baseline=waiting, at=NOW)
    with pytest.raises(refusal):
        asked(project, lead, "V3")

    assert list(Baseline.objects.values_list("name", "state").order_by("name")) == [
        ("V1", "approved"),
        ("V2", "approved"),
    ]


def test_the_class_of_the_project_closes_them(project, viewer, decided):
    close(*CLOSED, at_least=3)
    path = f"/projects/{project.pk}/baselines"

    before = Wire(viewer).call("get", path).content.decode()
    Project.objects.filter(pk=project.pk).update(classification=3)
    after = Wire(viewer).call("get", path).content.decode()

    assert "secret why" in before
    assert "secret why" not in after
