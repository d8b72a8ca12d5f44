"""C18: the class of a record is lowered by two: one asks for it, another confirms."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.access.signin.people import age, signed_in
from tests.access.test_granting_by_two import switch
from tests.access.test_policy import EVERYONE, published
from tests.collaboration.discussed import TALK, subject_of, task_of
from tests.factories.access import delegation_to, let_one_lower, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.planning.test_at_the_same_time import all_at_once
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access import services
from zhongshu.access.auditing import payload
from zhongshu.access.authorities.models import Separation
from zhongshu.access.authorities.separating import ASK_LOWERING, are_classes_lowered_by_two
from zhongshu.access.lowering.kinds import LOWERABLE
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.services.confirming import NothingWaits
from zhongshu.collaboration.models import Comment, Notification
from zhongshu.collaboration.services import comments, files
from zhongshu.config.installation import ensure_roles, ensure_separations
from zhongshu.kit import events
from zhongshu.kit.models import Event
from zhongshu.planning.models import Task
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

WHY = "The buyer is known by now"
READER = (*TALK, "organisation.view")
LOWERER = (
    *READER, "projects.lower_class", "organisation.lower_class", "collaboration.lower_class",
)  # fmt: skip
TOP = 3
DOMAINS = {
    "project": "projects", "task": "planning", "unit": "organisation", "person": "organisation",
    "comment": "collaboration", "attachment": "collaboration",
}  # fmt: skip


@pytest.fixture
def task():
    return task_of(classification=0)


@pytest.fixture
def asker():
    return user_with(*READER)


@pytest.fixture
def lowerer():
    return user_with(*LOWERER)


def raised(kind, task):
    """A record of a kind, of the highest class; past the services."""
    said = {"subject": subject_of(task), "at": timezone.now()}
    author = user_with(*READER)
    row = {
        "project": lambda: task.project,
        "unit": lambda: task.project.unit,
        "person": lambda: PersonFactory.create(unit=task.project.unit),
        "task": lambda: task,
        "comment": lambda: comments.add_comment(author, text="Said", **said),
        "attachment": lambda: files.add_file(author, name="a.txt", content=b"0123456789", **said),
    }[kind]()
    type(row).objects.filter(pk=row.pk).update(classification=TOP)
    return row


def ask(user, kind, row, to=0, **more):
    body = {"record_kind": kind, "record_id": str(row.pk), "classification": to, "reason": WHY}
    return Wire(user).call("post", "/lowerings", body | more)


def decide(user, lowering_id, how="confirmation", *, wire=None):
    return (wire or Wire(user)).call("post", f"/lowerings/{lowering_id}/{how}")


def listed(user):
    return Wire(user).call("get", "/lowerings").json()["items"]


def class_of(row):
    return type(row).objects.get(pk=row.pk).classification


def test_every_kind_of_record_with_a_class_can_be_lowered():
    assert sorted(LOWERABLE) == ["attachment", "comment", "person", "project", "task", "unit"]


@pytest.mark.parametrize("kind", sorted(LOWERABLE))
def test_one_asks_and_another_confirms(kind, task, asker, lowerer):
    row = raised(kind, task)

    asked = ask(asker, kind, row, to=1)
    own = decide(asker, asked.json()["id"])
    done = decide(lowerer, asked.json()["id"])

    assert (asked.status_code, own.status_code, done.status_code) == (201, 403, 200)
    told = done.json()
    assert (told["was"], told["classification"], told["state"]) == (TOP, 1, "confirmed")
    assert told["record"]["name"] or kind == "comment"
    assert (told["asked_by"]["name"], told["decided_by"]["name"]) == (asker.name, lowerer.name)
    assert class_of(row) == 1
    change = changes().order_by("-seq")[0]
    assert (change.actor_id, change.kind.partition(".")[0]) == (lowerer.pk, DOMAINS[kind])
    assert change.data["lowering"] == {"id": told["id"], "asked_by": str(asker.pk)}


@pytest.mark.parametrize("kind", sorted(LOWERABLE))
def test_nobody_lowers_it_alone(kind, task):
    row = raised(kind, task)
    alone = user_with(*LOWERER, "projects.edit", "planning.edit_plan", "organisation.manage",
                      "collaboration.moderate")  # fmt: skip
    wire = Wire(alone)
    lower = {"classification": 0}
    edit = {"operations": [{"op": "update_task", "id": str(row.pk), "fields": lower}]}
    said = ("put", f"/{kind if kind == 'comment' else 'file'}s/{row.pk}/class", lower)
    method, path, body = {
        "project": ("patch", f"/projects/{row.pk}", lower),
        "unit": ("patch", f"/units/{row.pk}", lower),
        "person": ("patch", f"/people/{row.pk}", lower),
        "task": ("post", f"/projects/{task.project_id}/plan/edits", edit),
    }.get(kind, said)

    refused = wire.call(method, path, body, version=row.version)

    assert (refused.status_code, refused.json()["code"]) == (403, "access.lowered_by_two")
    assert class_of(row) == TOP
    let_one_lower()
    assert wire.call(method, path, body, version=row.version).status_code == 200
    assert class_of(row) == 0


def test_what_is_asked_is_lower_than_what_is_and_says_why(task, asker, lowerer):
    row = raised("project", task)

    same, blank = ask(asker, "project", row, to=TOP), ask(asker, "project", row, reason=" ")
    first, second = ask(asker, "project", row), ask(asker, "project", row, to=1)
    other = ask(asker, "risk", row)

    assert same.json()["errors"][0]["field"] == "classification"
    assert blank.json()["errors"][0]["field"] == "reason"
    assert (first.status_code, second.json()["code"]) == (201, "access.lowering_waits")
    assert other.status_code == 422


def test_where_nobody_else_may_confirm_it_is_refused(task, lowerer):
    row = raised("project", task)

    assert ask(lowerer, "project", row).json()["code"] == "access.nobody_confirms"
    assert not Lowering.objects.exists()


def test_who_asked_does_not_confirm_nor_a_deputy_in_their_place(task, lowerer):
    row = raised("project", task)
    deputy = user_with(*LOWERER)
    given = delegation_to(deputy, lowerer, permissions=["projects.view", "projects.lower_class"])
    key = ask(lowerer, "project", row).json()["id"]
    headers = {"X-Acting-Under": str(given.pk), "Idempotency-Key": "in-their-place"}

    own = decide(lowerer, key)
    acting = Wire(deputy).post(f"/api/v1/lowerings/{key}/confirmation", headers=headers)

    assert [one.json()["code"] for one in (own, acting)] == ["access.duties_conflict"] * 2
    assert class_of(row) == TOP


def test_it_is_ones_own_in_the_place_of_who_asked(task, lowerer):
    row = raised("project", task)
    deputy, giver = user_with(*LOWERER), user_with(*LOWERER)
    given = delegation_to(deputy, giver, permissions=["projects.view", "projects.lower_class"])
    headers = {"X-Acting-Under": str(given.pk), "Idempotency-Key": "in-their-place"}
    key = ask(giver, "project", row).json()["id"]

    told = [listed(one)[0]["is_own"] for one in (giver, deputy, lowerer)]
    [acting] = Wire(deputy).get("/api/v1/lowerings", headers=headers).json()["items"]
    of_another = Wire(deputy).call("delete", f"/lowerings/{key}")
    withdrawn = Wire(deputy).delete(f"/api/v1/lowerings/{key}", headers=headers)

    assert told == [True, False, False]
    assert acting["is_own"]
    assert of_another.json()["code"] == "access.lowering_of_another"
    assert withdrawn.json()["state"] == "withdrawn"


def test_confirming_takes_the_right_there_and_a_fresh_proof(task, asker, lowerer):
    row = raised("project", task)
    key = ask(asker, "project", row).json()["id"]
    stale = signed_in(lowerer)
    age(stale, proved=timedelta(hours=1))

    assert decide(user_with(*READER), key).status_code == 404
    assert decide(lowerer, key, wire=stale).json()["code"] == "access.proof_needed"
    assert class_of(row) == TOP


def test_it_is_declined_or_withdrawn_once(task, asker, lowerer):
    row = raised("project", task)
    first = ask(asker, "project", row).json()["id"]
    withdrawn = Wire(asker).call("delete", f"/lowerings/{first}")
    late = decide(lowerer, first)
    second = ask(asker, "project", row).json()["id"]
    of_another = Wire(lowerer).call("delete", f"/lowerings/{second}")
    declined = decide(lowerer, second, "refusal")

    assert withdrawn.json()["state"] == "withdrawn"
    assert late.json()["code"] == "access.nothing_waits"
    assert of_another.json()["code"] == "access.lowering_of_another"
    assert declined.json()["state"] == "declined"
    assert class_of(row) == TOP


def test_what_was_raised_or_lowered_meanwhile_is_asked_for_anew(task, asker, lowerer):
    row = raised("project", task)
    key = ask(asker, "project", row).json()["id"]
    type(row).objects.filter(pk=row.pk).update(classification=2)

    assert decide(lowerer, key).json()["code"] == "access.class_changed"
    assert class_of(row) == 2


def test_nobody_confirms_what_opens_it_to_them(task, asker, lowerer):
    row = raised("comment", task)
    moderator = user_with(*LOWERER, "collaboration.moderate")
    key = ask(asker, "comment", row).json()["id"]
    published(
        Cell(EVERYONE, Effect.NONE, classification=TOP),
        Cell(Subject.PERMISSION, Effect.WRITE, "collaboration.moderate", classification=TOP),
    )

    assert listed(asker) == listed(lowerer) == []
    assert decide(lowerer, key).status_code == 404
    assert decide(moderator, key).status_code == 200
    assert Comment.objects.get().classification == 0


def test_what_is_raised_at_that_moment_is_not_lowered(task, asker, lowerer, monkeypatch):
    row = raised("project", task)
    Project.objects.filter(pk=row.pk).update(classification=2)
    lowering = Lowering.objects.get(pk=ask(asker, "project", row).json()["id"])
    kind = LOWERABLE["project"]

    def found_before_it_was_raised(actor, key):
        found = kind.find(actor, key)
        Project.objects.filter(pk=key).update(classification=TOP)
        return found

    seen = replace(kind, find=found_before_it_was_raised)
    monkeypatch.setitem(LOWERABLE, "project", seen)

    with pytest.raises(services.lowerings.ClassChanged):
        services.confirm_lowering(lowerer, lowering=lowering, at=timezone.now())
    # Here the raise was taken back with the rest.
    assert class_of(row) == 2


def test_who_could_not_see_the_request_does_not_ask(task, lowerer):
    row = raised("comment", task)
    own = {"classification": TOP, "relation": "own"}
    cells = [Cell(EVERYONE, Effect.NONE, classification=TOP),
             Cell(EVERYONE, Effect.WRITE, resource="comment", **own),
             Cell(Subject.PERMISSION, Effect.WRITE, "collaboration.lower_class",
                  classification=TOP)]  # fmt: skip
    published(*cells)
    refused = ask(row.author, "comment", row)
    published(*cells, Cell(EVERYONE, Effect.WRITE, resource="lowering", **own))

    assert (refused.status_code, refused.json()["code"]) == (403, "access.closed_to_asker")
    assert not Lowering.objects.exists()
    assert ask(row.author, "comment", row).json()["reason"] == WHY
    published(*cells)
    # Nor is it told whether somebody asked already.
    assert ask(row.author, "comment", row).json()["code"] == "access.closed_to_asker"


def test_the_trail_tells_who_asked_to_whom_the_policy_does(task, asker, lowerer):
    auditor = user_with("access.read_audit", *READER)
    decide(lowerer, ask(asker, "project", raised("project", task)).json()["id"])
    [event] = Event.objects.filter(kind="projects.project_updated")

    told = payload(auditor, event)["lowering"]
    published(Cell(EVERYONE, Effect.NONE, resource="lowering", field="asked_by"))
    closed = payload(auditor, event)["lowering"]

    assert told["asked_by"] == str(asker.pk)
    assert closed["asked_by"] is None


def test_a_task_waits_for_what_it_is_part_of(asker, lowerer):
    project = ProjectFactory.create()
    ids = plan_with(project, {"Whole": 1, "Part": {"parent": "Whole"}})
    Task.objects.update(classification=TOP)
    part, task = (Task.objects.get(pk=ids[one]) for one in ("Part", "Whole"))

    refused = decide(lowerer, ask(asker, "task", part).json()["id"])
    whole = decide(lowerer, ask(asker, "task", task).json()["id"])
    done = decide(lowerer, Lowering.objects.get(record_id=part.pk).pk)

    assert refused.json()["code"] == "planning.part_of_higher"
    assert [one.status_code for one in (whole, done)] == [200, 200]
    assert set(Task.objects.values_list("classification", flat=True)) == {0}


def test_who_may_confirm_is_told_and_who_asked_hears_the_answer(task, asker, lowerer):
    row = raised("project", task)
    stranger = user_with(*READER)
    key = ask(asker, "project", row).json()["id"]
    events.deliver_pending()
    told = {one.user_id: one.kind for one in Notification.objects.all()}
    decide(lowerer, key, "refusal")
    decide(lowerer, ask(asker, "project", row).json()["id"])
    events.deliver_pending()

    assert told == {lowerer.pk: "confirm_waiting"}
    answers = Notification.objects.filter(user=asker)
    assert sorted((one.kind, one.subject_kind) for one in answers) == [
        ("confirmed", "lowering"), ("declined", "lowering"),
    ]  # fmt: skip
    assert not Notification.objects.filter(user=stranger).exists()


def test_who_sees_the_record_no_more_sees_nothing_of_it(task, asker, lowerer):
    row = raised("project", task)
    ask(asker, "project", row)
    assert [len(listed(one)) for one in (asker, lowerer, user_with(*READER))] == [1, 1, 0]

    asker.grants.all().delete()

    assert listed(asker) == []


@pytest.mark.django_db(transaction=True)
def test_of_many_confirmations_at_once_one_counts(task, asker):
    row = raised("project", task)
    people = [user_with(*LOWERER) for _ in range(8)]
    key = ask(asker, "project", row).json()["id"]

    lowering = Lowering.objects.get(pk=key)
    steps = [
        lambda one=one: services.confirm_lowering(one, lowering=lowering, at=timezone.now())
        for one in people
    ]

    raised_by = all_at_once(steps)

    assert [type(one) for one in raised_by] == [NothingWaits] * 7
    assert changes().filter(kind="projects.project_updated").count() == 1


def test_one_alone_does_not_switch_the_rule_off():
    ensure_roles()
    ensure_separations()
    rule = Separation.objects.get(first=ASK_LOWERING)
    one, other = (user_with("access.manage") for _ in range(2))

    first = switch(one, rule, False, 1).json()
    second = switch(other, rule, False, 2).json()

    assert [answer["is_on"] for answer in (first, second)] == [True, False]
    assert not are_classes_lowered_by_two()
