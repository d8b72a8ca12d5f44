"""Breaking the glass: somebody opens a role to themselves in an emergency, for a few hours."""

from datetime import datetime, timedelta

from django.db import transaction

from zhongshu.access.authorities.acting import NEVER_DELEGATED, behind, refuse_acting
from zhongshu.access.authorities.separating import (
    REVIEW_GLASS,
    refuse_conflict,
    refuse_role_conflict,
)
from zhongshu.access.danger import dangerous
from zhongshu.access.fields import GRANT
from zhongshu.access.glass import most_hours
from zhongshu.access.guard import requires
from zhongshu.access.models import Actor, Grant, Role, Scope, User
from zhongshu.access.roles import BREAK_GLASS
from zhongshu.access.scopes import refuse_gone
from zhongshu.access.services.confirming import carried, managers_but, refuse_if_nobody
from zhongshu.access.services.ending_glass import glass_state, hold_glass, save_glass
from zhongshu.access.services.grants import AlreadyGranted
from zhongshu.access.services.remaining import refuse_outlasting
from zhongshu.access.writing import check_writes, check_writes_over
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError

_HOUR = timedelta(hours=1)


class NotInEmergency(DomainError):
    """The role carries what is never opened in an emergency: to administer, and to hand out."""

    code = "access.not_in_emergency"
    status = 403


class GlassIsBroken(DomainError):
    """It is reviewed once it is over."""

    code = "access.glass_is_broken"


class ReviewedAlready(DomainError):
    """Somebody else was faster."""

    code = "access.reviewed_already"


@requires(BREAK_GLASS, on="scope")
@dangerous
@transaction.atomic
def break_glass(
    actor: User, *, role: Role, scope: Scope, reason: str, hours: int, at: datetime
) -> Grant:
    """Open a role to oneself over a scope at once, for a reason and a few hours.

    Nobody confirms it; whoever manages access there is told, and another person reviews it. It
    lasts no longer than the right to do so.

    Raises
    ------
    NotInEmergency
        If the role carries what is done in one's own office only.
    NobodyConfirms
        If nobody else manages access there, who would be told and would review it.
    OutlastsAuthority
        If the actor may not do so for as long.
    AlreadyGranted
        If the actor has the role open there.
    """
    refuse_acting()
    refuse_gone(scope)
    if not reason.strip():
        raise BadInput("say why", field="reason")
    if not 1 <= hours <= most_hours():
        raise BadInput(f"at most {most_hours()} hours", field="hours", most_hours=most_hours())
    until = at + hours * _HOUR
    refuse_outlasting(actor, {BREAK_GLASS}, scope, until, field="hours")
    told = {"reason": True, "valid_from": True, "valid_to": True}
    check_writes_over(actor, GRANT, scope.pk, told)
    role = Role.objects.select_for_update().get(pk=role.pk)
    if kept := sorted(NEVER_DELEGATED & set(carried(role))):
        raise NotInEmergency(role.code, field="role_id", permissions=kept)
    # It holds the account: of two that are opened at once the second finds the first.
    refuse_role_conflict(actor, role)
    refuse_if_nobody(managers_but({actor.pk}, scope), role.code)
    open_now = Grant.objects.in_force().filter(user=actor, role=role, scope=scope)
    if open_now.exists():
        raise AlreadyGranted(f"{actor.username} {role.code}", field="role_id")
    grant = Grant.objects.create(
        user=actor, role=role, scope=scope, kind=Grant.Kind.BREAK_GLASS, reason=reason.strip(),
        valid_from=at, valid_to=until, is_to_review=True,
    )  # fmt: skip
    events.record("access.glass_broken", actor=actor, subject=grant, after=glass_state(grant))
    return grant


@requires("access.manage", on="grant")
@dangerous
@transaction.atomic
def review_glass(actor: Actor, *, grant: Grant, finding: str, at: datetime) -> Grant:
    """Write what one found on looking at what somebody else opened to themselves, once.

    Raises
    ------
    DutiesConflict
        If the actor opened it.
    GlassIsBroken
        If it has not ended.
    ReviewedAlready
        If another person has reviewed it.
    """
    row = hold_glass(grant)
    refuse_conflict(behind(actor), REVIEW_GLASS, {BREAK_GLASS: lambda: {row.user_id}})
    if not row.is_to_review:
        raise ReviewedAlready(row.role.code)
    if row.valid_to is None or row.valid_to > at:
        raise GlassIsBroken(row.role.code)
    if not finding.strip():
        raise BadInput("say what you found", field="finding")
    check_writes(actor, GRANT, row, ["finding"])
    row.is_to_review, row.finding, row.reviewed_at = False, finding.strip(), at
    row.reviewed_by = actor if isinstance(actor, User) else None
    save_glass(row)
    after = {"finding": row.finding, "is_to_review": False}
    events.record("access.glass_reviewed", actor=actor, subject=row, after=after)
    return row
