"""C18: somebody breaks the glass in an emergency; others are told at once, and review it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.access.signin.people import age, signed_in
from tests.factories.access import delegation_to, role_with, scope_below, user_with
from tests.factories.organisation import PersonFactory, company_scope
from tests.factories.projects import ProjectFactory
from tests.planning.test_at_the_same_time import all_at_once
from tests.recorded import changes
from tests.wire import Wire
from zhongshu.access import services, trail
from zhongshu.access.guard import is_allowed
from zhongshu.access.models import SYSTEM, Grant
from zhongshu.collaboration import mailing
from zhongshu.collaboration.models import Notification, NotificationPreference
from zhongshu.kit import events
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

BREAK, MANAGE, VIEW, COSTS = (
    "access.break_glass", "access.manage", "projects.view", "finance.view_costs",
)  # fmt: skip
PERSONAL = ("organisation.view", "organisation.view_personal")
WHY = "The plant stands still"


def open_to(actor, *, role=None, scope=None, client=None, **given):
    body = {
        "role_id": str((role or role_with(VIEW, COSTS)).pk),
        "scope_id": str((scope or company_scope()).pk),
        "reason": WHY,
        "hours": 2,
    }
    return (client or Wire(actor)).call("post", "/break-glass", body | given)


def review(actor, glass_id, finding="All as it should be"):
    return Wire(actor).call("post", f"/break-glass/{glass_id}/review", {"finding": finding})


def over(glass_id):
    """Let the hours pass."""
    now = timezone.now()
    Grant.objects.filter(pk=glass_id).update(
        valid_from=now - timedelta(hours=2), valid_to=now - timedelta(seconds=1)
    )


def test_it_opens_at_once_for_a_reason_and_a_few_hours(opener, managers):
    before = is_allowed(opener, COSTS, company_scope())
    answer = open_to(opener)

    told = answer.json()
    assert answer.status_code == 201, told
    assert (before, is_allowed(opener, COSTS, company_scope())) == (False, True)
    assert (told["kind"], told["is_waiting"], told["is_to_review"]) == ("break_glass", False, True)
    assert told["reason"] == WHY
    grant = Grant.objects.get(pk=told["id"])
    assert grant.valid_to - grant.valid_from == timedelta(hours=2)
    event = changes().get()
    assert (event.kind, event.actor_id) == ("access.glass_broken", opener.pk)
    assert event.data["after"]["reason"] == WHY


@pytest.mark.parametrize(
    ("given", "field"),
    [({"reason": "  "}, "reason"), ({"hours": 5}, "hours"), ({"hours": 0}, "hours")],
)
def test_it_asks_for_a_reason_and_ends_soon(opener, managers, given, field):
    refusal = open_to(opener, **given)

    assert refusal.status_code == 422
    assert field in refusal.content.decode()
    assert not Grant.objects.filter(kind="break_glass").exists()


def test_how_long_it_lasts_at_most_is_declared(opener, managers, settings):
    settings.BREAK_GLASS_LASTS = timedelta(hours=1)

    [refusal] = open_to(opener, hours=2).json()["errors"]

    assert (refusal["field"], refusal["most_hours"]) == ("hours", 1)
    assert Wire(opener).call("get", "/break-glass/choices").json()["most_hours"] == 1


def test_nobody_breaks_it_without_the_permission_there(managers):
    part = scope_below()
    stranger, elsewhere = user_with(VIEW), user_with(BREAK, over=scope_below())

    statuses = [open_to(one, scope=part).status_code for one in (stranger, elsewhere)]

    assert statuses == [404, 404]
    assert Wire(stranger).call("get", "/break-glass/choices").json()["roles"] == []
    assert Wire(stranger).call("get", "/break-glass/scopes").json()["items"] == []


def test_it_takes_a_fresh_proof_and_no_token_will_do(opener, managers):
    client = signed_in(opener)
    age(client, proved=timedelta(minutes=11))
    now = timezone.now()
    _, secret = services.issue_token(opener, name="x", expires_at=now + timedelta(days=1), at=now)

    old = open_to(opener, client=client).json()["code"]
    token = Wire(HTTP_AUTHORIZATION=f"Bearer {secret}")
    by_token = open_to(opener, client=token).json()["code"]

    assert (old, by_token) == ("access.proof_needed", "access.token_limited")


def test_what_is_opened_serves_no_token_deputy_or_view(opener, managers):
    project = ProjectFactory.create()
    now = timezone.now()
    _, secret = services.issue_token(opener, name="x", expires_at=now + timedelta(days=1), at=now)
    deputy = user_with()
    delegation = delegation_to(deputy, opener, permissions=[VIEW, BREAK])
    viewer = user_with("access.view_as", "access.manage_accounts", BREAK)
    open_to(opener)
    path = f"/projects/{project.pk}"

    in_place = Wire(deputy, HTTP_X_ACTING_UNDER=str(delegation.pk))
    seen = Wire(viewer)
    assert seen.see_as(opener).status_code == 200

    assert Wire(opener).call("get", path).status_code == 200
    others = [Wire(HTTP_AUTHORIZATION=f"Bearer {secret}"), in_place, seen]
    assert [one.call("get", path).status_code for one in others] == [404, 404, 404]
    assert [open_to(None, client=one).status_code for one in (in_place, seen)] == [404, 403]


def test_what_is_opened_is_not_passed_on(opener, managers):
    open_to(opener)

    offered = Wire(opener).call("get", "/delegations/choices").json()["items"]

    assert VIEW not in {name for one in offered for name in one["permissions"]}


@pytest.mark.parametrize("kept", [MANAGE, "access.read_audit", BREAK, "access.manage_accounts"])
def test_nobody_makes_an_administrator_of_themselves(opener, managers, kept):
    role = role_with(VIEW, kept)
    held = user_with(BREAK, MANAGE)

    hidden, refused = open_to(opener, role=role), open_to(held, role=role)

    assert hidden.status_code == 404
    assert refused.json()["code"] == "access.not_in_emergency"
    offered = Wire(opener).call("get", "/break-glass/choices").json()["roles"]
    assert str(role.pk) not in {one["id"] for one in offered}


def test_where_nobody_else_would_look_it_stays_shut():
    only = user_with(BREAK, MANAGE)

    assert open_to(only).json()["code"] == "access.nobody_confirms"


def test_separate_duties_stay_apart(opener, managers):
    role, other = role_with(VIEW), role_with(COSTS)
    services.add_separation(SYSTEM, kind="roles", first=role.code, second=other.code)
    Grant.objects.create(user=opener, role=other, scope=company_scope())

    assert open_to(opener, role=role).json()["code"] == "access.roles_conflict"


def test_who_manages_access_is_told_at_once_whatever_they_chose(opener, managers, settings):
    settings.MAIL_IS_ON = True
    below, elsewhere = user_with(MANAGE, over=scope_below()), managers[1]
    for one in managers:
        one.email = f"{one.username}@example.com"
        one.save()
    NotificationPreference.objects.create(
        user=elsewhere, kind="glass_broken", is_in_app=False, mail="none"
    )

    open_to(opener)
    events.deliver_pending()
    rows = Notification.objects.filter(kind="glass_broken")
    for row in rows:
        mailing.mail_one(row.pk, at=timezone.now())

    assert {one.user for one in rows} == set(managers)
    assert below not in {one.user for one in rows}
    news = Wire(managers[0]).call("get", "/notifications").json()["items"]
    assert [(one["kind"], one["by"]["name"]) for one in news] == [("glass_broken", opener.name)]
    assert sorted(one.to[0] for one in mail.outbox) == sorted(
        f'"{one.name}" <{one.email}>' for one in managers
    )
    text = mail.outbox[0].body
    assert opener.name in text
    assert WHY not in text
    assert "/governance/access?tab=glass" in text


def test_it_is_neither_changed_nor_removed_as_a_grant(opener, managers):
    glass = open_to(opener).json()["id"]
    longer = {"valid_from": None, "valid_to": None}

    changed = Wire(managers[0]).call("patch", f"/grants/{glass}", longer, version=1)
    removed = Wire(managers[0]).call("delete", f"/grants/{glass}")

    assert [one.json()["code"] for one in (changed, removed)] == ["access.opened_in_emergency"] * 2
    assert Grant.objects.filter(pk=glass, valid_to__isnull=False).exists()


def test_another_person_reviews_it_once_it_is_over(opener, managers):
    both = user_with(BREAK, MANAGE)
    glass = open_to(both).json()["id"]

    early = review(managers[0], glass).json()["code"]
    over(glass)
    own = review(both, glass).json()
    waiting = Wire(managers[0]).call("get", "/grants?filter=is_to_review:eq:true").json()["total"]
    done = review(managers[0], glass)
    late = review(managers[1], glass).json()["code"]

    assert early == "access.glass_is_broken"
    assert (own["code"], own["first"]) == ("access.duties_conflict", BREAK)
    assert waiting == 1
    told = done.json()
    assert (told["is_to_review"], told["finding"]) == (False, "All as it should be")
    assert told["reviewed_by"]["name"] == managers[0].name
    assert late == "access.reviewed_already"
    assert changes().filter(kind="access.glass_reviewed").count() == 1
    assert review(opener, glass).status_code == 404


def test_it_stays_to_be_reviewed_over_what_was_deleted(opener, managers):
    project = ProjectFactory.create()
    glass = open_to(opener, scope=project.scope).json()["id"]
    project.scope.is_gone = True
    project.scope.save()
    over(glass)

    assert review(managers[0], glass).status_code == 200


def test_why_names_it(opener, managers):
    open_to(opener)
    query = f"user_id={opener.pk}&permission={COSTS}&scope_id={company_scope().pk}"

    told = Wire(managers[0]).call("get", f"/access/explanation?{query}").json()

    assert told["is_allowed"]
    assert [(one["kind"], one["state"]) for one in told["grants"]] == [("break_glass", "in_force")]


def test_reads_of_high_classes_under_it_are_marked(opener, managers):
    auditor, personal = user_with("access.read_audit"), role_with(*PERSONAL)
    inside, outside = (PersonFactory.create(email=f"{n}@example.com") for n in range(2))
    Grant.objects.create(user=opener, role=personal, scope=outside.scope)
    glass = open_to(opener, role=personal, scope=inside.scope).json()["id"]
    client = Wire(opener)

    assert [client.call("get", f"/people/{one.pk}").status_code for one in (inside, outside)] == [
        200,
        200,
    ]

    reads = Event.objects.filter(kind=trail.READ, actor_id=opener.pk).order_by("-seq")[:2]
    marks = {one.data["reads"][0]["rows"][0]: one.data.get("break_glass") for one in reads}
    assert marks == {str(inside.pk): [glass], str(outside.pk): None}
    query = "since=2020-01-01T00:00:00Z&until=2099-01-01T00:00:00Z&resource=person"
    told = Wire(auditor).call("get", f"/audit/sights?{query}").json()["items"]
    assert [one["is_under_glass"] for one in told] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_of_many_that_break_it_at_once_one_does(opener, managers):
    role, scope = role_with(VIEW), company_scope()
    given = {"role": role, "scope": scope, "reason": WHY, "hours": 1, "at": timezone.now()}

    raised = all_at_once([lambda: services.break_glass(opener, **given)] * 12)

    assert {type(one).__name__ for one in raised} == {"AlreadyGranted"}
    assert len(raised) == 11
    assert Grant.objects.filter(user=opener, kind="break_glass").count() == 1
    assert changes().filter(kind="access.glass_broken").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_fifty_reviews_at_once_one_counts(opener, managers):
    grant = Grant.objects.create(
        user=opener, role=role_with(VIEW), scope=company_scope(), kind="break_glass", reason=WHY,
        is_to_review=True, valid_to=timezone.now() - timedelta(hours=1),
    )  # fmt: skip
    given = {"grant": grant, "at": timezone.now()}

    raised = all_at_once(
        [
            lambda who=managers[n % 2], n=n: services.review_glass(who, finding=f"{n}", **given)
            for n in range(50)
        ]
    )

    assert {type(one).__name__ for one in raised} == {"ReviewedAlready"}
    assert len(raised) == 49
    assert changes().filter(kind="access.glass_reviewed").count() == 1


def test_past_glass_keeps_nobody_from_resetting_a_password(opener, managers):
    glass = open_to(opener).json()["id"]
    clerk = user_with("access.manage_accounts", BREAK)
    path = f"/accounts/{opener.pk}/password"

    early = Wire(clerk).call("post", path, version=opener.version)
    over(glass)
    late = Wire(clerk).call("post", path, version=opener.version)

    assert (early.status_code, late.status_code) == (403, 200), late.content
