"""Bodies and their members."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from zhongshu.access.authorities.fields import BODY, MEMBER
from zhongshu.access.authorities.models import Body, Member, Question
from zhongshu.access.authorities.separating import (
    CONFIRM_AUTHORITY,
    HOLD_AUTHORITY,
    PROPOSE_AUTHORITY,
    refuse_conflict,
)
from zhongshu.access.danger import dangerous
from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, Scope, System, User
from zhongshu.access.scopes import refuse_gone
from zhongshu.access.services.confirming import (
    NothingWaits,
    managers_but,
    refuse_if_nobody,
    told_id,
)
from zhongshu.access.services.holdings import AlreadyConfirmed, OwnAuthority
from zhongshu.access.waiting import register_confirmers
from zhongshu.access.writing import check_writes, check_writes_over, given, unread
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale


class BodyNameTaken(DomainError):
    """Another body of this scope has the name."""

    code = "access.body_name_taken"


class BodyDissolved(DomainError):
    """The body decides on nothing any more."""

    code = "access.body_dissolved"


class QuestionsOpen(DomainError):
    """The body has questions before it; ``n_questions`` are open."""

    code = "access.questions_open"


class ChairTaken(DomainError):
    """A body has one chair."""

    code = "access.chair_taken"


# How a body decides: what of it is changed by two people.
_WAYS = ("quorum", "rule", "does_chair_break_ties")


@requires("access.manage_authorities", on="scope")
@transaction.atomic
def create_body(actor: Actor, *, scope: Scope, **terms: Any) -> Body:
    """Found a body over a scope."""
    refuse_gone(scope)
    check_writes_over(actor, BODY, scope.pk, dict.fromkeys(terms, True))
    body = Body(scope=scope, **terms)
    _store(body)
    events.record("access.body_created", actor=actor, subject=body, after=_body_state(body))
    return body


@requires("access.manage_authorities", on="body")
@dangerous
@transaction.atomic
def update_body(actor: Actor, *, body: Body, expected_version: int | None, **terms: Any) -> Body:
    """Rename a body, or propose that it decides by another quorum or rule; another confirms that.

    Until then it decides as before. What the platform itself proposes needs nobody else.

    Raises
    ------
    QuestionsOpen
        If it would decide otherwise while a question is before it.
    NobodyConfirms
        If nobody could confirm that: all others who may sit in the body.
    """
    body = _locked_body(body, expected_version)
    check_writes(actor, BODY, body, terms)
    before = _body_state(body)
    now = {name: getattr(body, name) for name in _WAYS}
    ways = now | {name: terms.pop(name) for name in _WAYS if name in terms}
    if ways != now:
        _refuse_open(body)
    for name, value in (terms | (ways if isinstance(actor, System) else {})).items():
        setattr(body, name, value)
    if ways != now and isinstance(actor, User):
        body.waiting, body.proposed_by = ways, actor
        refuse_if_nobody(who_may_confirm_rule(body), body.name)
    body.version += 1
    _store(body)
    events.record(
        "access.body_updated", actor=actor, subject=body, before=before, after=_body_state(body)
    )
    return body


@requires("access.manage_authorities", on="body")
@dangerous
@transaction.atomic
def confirm_body_change(actor: Actor, *, body: Body, expected_version: int | None) -> Body:
    """Let a body decide from now on as another person proposed.

    Raises
    ------
    QuestionsOpen
        If a question is before it.
    DutiesConflict
        If the actor proposed it, or sits in the body.
    """
    body = _locked_waiting(body, expected_version)
    # Nobody lets count what they may not read.
    check_writes(actor, BODY, body, body.waiting or {})
    _refuse_open(body)
    proposers: set[Any] = {body.proposed_by_id} - {None}
    refuse_conflict(
        {actor.pk},
        CONFIRM_AUTHORITY,
        {
            PROPOSE_AUTHORITY: lambda: proposers,
            HOLD_AUTHORITY: lambda: set(body.members.values_list("user", flat=True)),
        },
    )
    before = _body_state(body)
    for name, value in (body.waiting or {}).items():
        setattr(body, name, value)
    asked_by = told_id(body.proposed_by_id)
    return _settled(actor, body, "access.body_change_confirmed", before, asked_by=asked_by)


def who_may_confirm_rule(body: Body) -> QuerySet[User]:
    """Who manages authorities there, but for who asked and who sits in the body."""
    sitting = body.members.values_list("user", flat=True)
    return managers_but({body.proposed_by_id, *sitting}, body.scope, "access.manage_authorities")


@requires("access.manage_authorities", on="body")
@dangerous
@transaction.atomic
def decline_body_change(actor: Actor, *, body: Body, expected_version: int | None) -> Body:
    """Turn down, or take back, how a body was to decide."""
    body = _locked_waiting(body, expected_version)
    asked_by = told_id(body.proposed_by_id)
    before = _body_state(body)
    return _settled(actor, body, "access.body_change_declined", before, asked_by=asked_by)


@requires("access.manage_authorities", on="body")
@dangerous
@transaction.atomic
def dissolve_body(actor: Actor, *, body: Body, expected_version: int | None, at: datetime) -> None:
    """End a body; its decisions stay in the register, its authorities count for nothing.

    Raises
    ------
    QuestionsOpen
        If a question before it is not decided yet.
    """
    body = _locked_body(body, expected_version)
    _refuse_open(body)
    body.dissolved_at = at
    body.version += 1
    body.save(update_fields=["dissolved_at", "version", "updated_at"])
    events.record("access.body_dissolved", actor=actor, subject=body, before=_body_state(body))


@requires("access.manage_authorities", on="body")
@dangerous
@transaction.atomic
def seat_member(
    actor: Actor,
    *,
    body: Body,
    user: User,
    role: str,
    at: datetime,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> Member:
    """Propose a seat in a body, or another part in it; another person confirms it.

    Until then it counts for nothing, also where a seat that counted is changed. What the
    platform itself proposes needs nobody else; nobody seats themselves.

    Raises
    ------
    ChairTaken
        If the body has another chair.
    """
    body = _locked_body(body, None)
    if user.pk == actor.pk:
        raise OwnAuthority(body.name, field="user_id")
    if valid_from and valid_to and valid_to <= valid_from:
        raise BadInput("the seat ends before it begins", field="valid_to")
    chair = body.members.filter(role=Member.Role.CHAIR).exclude(user=user)
    if role == Member.Role.CHAIR and chair.exists():
        raise ChairTaken(body.name, field="role")
    member = body.members.filter(user=user).first() or Member(body=body, user=user, version=0)
    before = _member_state(member) if member.version else None
    _set_period(actor, member, valid_from=valid_from, valid_to=valid_to)
    member.role = role
    member.proposed_by = actor if isinstance(actor, User) else None
    member.confirmed_by, member.confirmed_at = None, at if member.proposed_by is None else None
    member.version += 1
    member.save()
    events.record(
        "access.member_seated", actor=actor, subject=body, before=before,
        after=_member_state(member),
    )  # fmt: skip
    return member


def _set_period(actor: Actor, member: Member, **wanted: datetime | None) -> None:
    """Set from when until when a seat counts; what is not given stays where it may not be read."""
    if member.version:
        hidden = unread(actor, MEMBER, member, wanted)
        wanted = {name: value for name, value in wanted.items() if value or name not in hidden}
        others = [
            name for name in wanted if name in hidden or wanted[name] != getattr(member, name)
        ]
        check_writes(actor, MEMBER, member, others)
    else:
        check_writes_over(actor, MEMBER, member.body.scope_id, given(**wanted))
    for name, value in wanted.items():
        setattr(member, name, value)


@requires("access.manage_authorities", on="body")
@dangerous
@transaction.atomic
def confirm_seat(actor: Actor, *, body: Body, member: Member, at: datetime) -> Member:
    """Let a seat that another person proposed count from now on.

    Raises
    ------
    DutiesConflict
        If the actor proposed it, or would sit on it.
    """
    body = _locked_body(body, None)
    seat: Member = body.members.get(pk=member.pk)
    if seat.confirmed_at is not None:
        raise AlreadyConfirmed(body.name)
    proposers: set[Any] = {seat.proposed_by_id} - {None}
    refuse_conflict(
        {actor.pk},
        CONFIRM_AUTHORITY,
        {PROPOSE_AUTHORITY: lambda: proposers, HOLD_AUTHORITY: lambda: {seat.user_id}},
    )
    seat.confirmed_by, seat.confirmed_at = actor if isinstance(actor, User) else None, at
    seat.version += 1
    seat.save()
    events.record("access.seat_confirmed", actor=actor, subject=body, after=_member_state(seat))
    return seat


@requires("access.manage_authorities", on="body")
@dangerous
@transaction.atomic
def unseat_member(actor: Actor, *, body: Body, member: Member) -> None:
    """Take somebody's seat away: they vote on nothing any more; what they voted still counts."""
    before = _member_state(member)
    Member.objects.filter(pk=member.pk).delete()
    events.record("access.member_unseated", actor=actor, subject=body, before=before)


def _locked_body(body: Body, expected_version: int | None) -> Body:
    row = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    refuse_stale(row.version, expected=expected_version, current=lambda: _body_state(row))
    if row.dissolved_at is not None:
        raise BodyDissolved(row.name)
    return row


def _locked_waiting(body: Body, expected_version: int | None) -> Body:
    row = _locked_body(body, expected_version)
    if not row.waiting:
        raise NothingWaits(row.name)
    return row


def _refuse_open(body: Body) -> None:
    n_open = Question.objects.filter(body=body, state=Question.State.OPEN).count()
    if n_open:
        raise QuestionsOpen(body.name, n_questions=n_open)


def _settled(actor: Actor, body: Body, kind: str, before: dict[str, Any], **data: Any) -> Body:
    """Nothing of the body waits any more."""
    body.waiting, body.proposed_by = None, None
    body.version += 1
    body.save()
    after = _body_state(body)
    events.record(kind, actor=actor, subject=body, before=before, after=after, **data)
    return body


def _store(body: Body) -> None:
    for name in ("name", "name_en"):
        text = str(getattr(body, name)).strip()
        if not text:
            raise BadInput("a body needs a name", field=name)
        setattr(body, name, text)
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError as error:
        raise BodyNameTaken(body.name, field="name") from error


def _body_state(body: Body) -> dict[str, Any]:
    return {
        "name": body.name,
        "name_en": body.name_en,
        "kind": body.kind,
        "scope_id": str(body.scope_id),
        "quorum": body.quorum,
        "rule": body.rule,
        "does_chair_break_ties": body.does_chair_break_ties,
        "waiting": body.waiting,
    }


def _member_state(member: Member) -> dict[str, Any]:
    return {
        "user_id": str(member.user_id),
        "role": member.role,
        "valid_from": member.valid_from.isoformat() if member.valid_from else None,
        "valid_to": member.valid_to.isoformat() if member.valid_to else None,
    }


register_confirmers(Body, who_may_confirm_rule)
