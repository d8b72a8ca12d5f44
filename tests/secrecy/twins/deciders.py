"""Who decides in the twin companies: in sight of the viewer, and elsewhere."""

from datetime import timedelta
from typing import Any
from uuid import uuid5

from tests.factories.access import delegation_to, holding_of
from tests.secrecy.twins.clockwork import PRESENT
from tests.secrecy.twins.glass import broken, emergencies
from tests.secrecy.twins.lowering import asked
from tests.secrecy.twins.secrets import Secrets
from zhongshu.access.authorities.asking import put
from zhongshu.access.authorities.models import Body, Member, Question, Separation, Vote
from zhongshu.access.authorities.separating import DECIDE_BASELINE, LEAD_PROJECT
from zhongshu.access.models import Grant, Role, RolePermission, Scope, User

Ids = dict[str, Any]
_PERIOD = {"valid_from": PRESENT - timedelta(days=1), "valid_to": PRESENT + timedelta(days=90)}


def who_decides(scope: Scope, boss: User, viewer: User) -> Ids:
    """Bodies with the viewer in them, and all that can be done with what they decide on."""
    clerk = User.objects.create(username="clerk", name="Clerk", email="clerk@example.com")
    body = make_body(scope, "Board", quorum=2, chair=boss, others=[viewer])
    led = make_body(scope, "Led board", quorum=1, chair=viewer, others=[boss, clerk])
    newcomer = User.objects.create(username="newcomer-1", name="Newcomer", email="")
    Member.objects.create(body=body, user=newcomer, role="member", proposed_by=boss)
    idle = make_body(scope, "Idle board", quorum=1, chair=boss, others=[clerk])
    ways = {"quorum": 2, "rule": "unanimous", "does_chair_break_ties": False}
    Body.objects.filter(pk=idle.pk).update(waiting=ways, proposed_by=boss)
    _another_who_confirms(scope, newcomer)
    begun = make_question(led, scope, "Begun", boss)
    Vote.objects.create(question=begun, user=boss, choice="for", note="yes", cast_at=PRESENT)
    rule = Separation.objects.create(kind="acts", first=LEAD_PROJECT, second=DECIDE_BASELINE)
    own_rule = Separation.objects.create(kind="roles", first="spare", second="chair")
    holding = holding_of(boss, "budget_release", over=scope, confirmed_at=None)
    holding_of(body, "stop", over=scope, confirmed_at=PRESENT)
    return {
        "body_id": body.pk,
        "idle_body_id": idle.pk,
        "boss_id": boss.pk,
        "clerk_id": clerk.pk,
        "waiting_member_id": newcomer.pk,
        "deputy_id": boss.pk,
        "holding_id": holding.pk,
        "member_id": Member.objects.get(body=body, user=boss).pk,
        "question_id": make_question(body, scope, "Open", boss).pk,
        "begun_question_id": begun.pk,
        "own_question_id": make_question(body, scope, "Own", viewer).pk,
        "delegation_id": delegation_to(viewer, boss, over=scope, reason="Seen", **_PERIOD).pk,
        "separation_id": rule.pk,
        "own_separation_id": own_rule.pk,
        **_what_waits(scope, boss, newcomer),
        **emergencies(scope, clerk),
    }


def _another_who_confirms(scope: Scope, user: User) -> None:
    """Let somebody who does not sit in the idle board confirm how it is to decide, and be told."""
    role = Role.objects.create(code="warden", name="监察", name_en="Warden")
    for permission in ("access.manage_authorities", "access.manage"):
        RolePermission.objects.create(role=role, permission=permission)
    Grant.objects.create(user=user, role=role, scope=scope)


def _what_waits(scope: Scope, boss: User, newcomer: User) -> Ids:
    """A grant and an addition to a role that somebody else asked for."""
    role = Role.objects.create(code="asked", name="待增", name_en="Asked", proposed_by=boss)
    Role.objects.filter(pk=role.pk).update(waiting_permissions=["organisation.view"])
    grant = Grant.objects.create(
        user=newcomer, role=role, scope=scope, is_waiting=True, proposed_by=boss
    )
    return {"waiting_grant_id": grant.pk, "waiting_role_id": role.pk}


def decided_elsewhere(scope: Scope, boss: User, secrets: Secrets) -> Ids:
    """What is decided where the viewer may not look, as much of it as the world says."""
    clerk = User.objects.get(username="clerk")
    for n in range(secrets.n_hidden):
        body = make_body(scope, secrets.word(f"body {n}"), quorum=2, chair=boss, others=[clerk])
        question = make_question(body, scope, secrets.word("question"), boss)
        holding = holding_of(body, "stop", over=scope, confirmed_at=PRESENT)
        delegation = delegation_to(
            clerk, boss, over=scope, reason=secrets.word("reason"), **_PERIOD
        )
        lowering = asked(scope, uuid5(scope.pk, str(n)), clerk, secrets.word("why lower"))
        glass = broken(scope, clerk, Role.objects.get(code="rescue"), secrets.word("why"), ends=-1)
    return {
        "body_id": body.pk,
        "question_id": question.pk,
        "holding_id": holding.pk,
        "member_id": Member.objects.get(body=body, user=clerk).pk,
        "delegation_id": delegation.pk,
        "glass_id": glass.pk,
        "lowering_id": lowering.pk,
    }


def make_body(scope: Scope, name: str, *, quorum: int, chair: User, others: list[User]) -> Body:
    """A body over a scope, with its members confirmed."""
    body = Body.objects.create(
        scope=scope, name=name, name_en=name, kind="change_board", quorum=quorum,
        rule="simple_majority",
    )  # fmt: skip
    Member.objects.create(body=body, user=chair, role="chair", confirmed_at=PRESENT)
    for one in others:
        Member.objects.create(body=body, user=one, role="member", confirmed_at=PRESENT)
    return body


def make_question(body: Body, scope: Scope, title: str, asker: User) -> Question:
    """A question about a scope before a body."""
    return put(body, scope_id=scope.pk, at=PRESENT, authority="stop", title=title, asked_by=asker)
