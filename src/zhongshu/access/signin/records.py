"""What a session knows about itself: when it began, who was seen, by which proofs, what it owes.

A session without such a record counts for nothing, however it came about.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q
from django.utils import timezone

from zhongshu.access.authorities.models import Delegation
from zhongshu.access.models import Grant, User
from zhongshu.access.signin import factors, passwords

_KEY = "sign_in"
# How often activity is written down, and what a session owes is asked again.
TOUCHED_EVERY = timedelta(minutes=1)
# Proofs that stand for something else than a password.
SECOND = frozenset({"totp", "passkey", "recovery_code", "sso_second_factor"})

NEW_PASSWORD = "new_password"  # noqa: S105 - the name of a step
SECOND_FACTOR = "second_factor"
SET_UP = "set_up_second_factor"


@dataclass(slots=True)
class Record:
    """Moments are seconds since 1970, as sessions are stored in JSON."""

    began: float
    seen: float
    proved: float
    by: list[str] = field(default_factory=list)
    owes: list[str] = field(default_factory=list)

    @property
    def step(self) -> str | None:
        """What its owner has to do before anything else."""
        return self.owes[0] if self.owes else None


def begin(session: SessionBase, *, at: datetime) -> None:
    """Write the record of a session that begins now."""
    now = at.timestamp()
    write(session, Record(now, now, now))


def write(session: SessionBase, record: Record) -> None:
    """Keep a record with its session."""
    session[_KEY] = asdict(record)


def record_of(session: SessionBase) -> Record | None:
    """The record of a session; None if it has none that can be read."""
    kept: Any = session.get(_KEY)
    try:
        return Record(**kept)
    except TypeError:
        return None


def is_over(record: Record, *, at: datetime) -> bool:
    """Whether nobody was seen for too long, or the session is too old."""
    now = at.timestamp()
    idle, absolute = settings.SESSION_IDLE, settings.SESSION_ABSOLUTE
    return now - record.seen > idle.total_seconds() or now - record.began > absolute.total_seconds()


def is_due(record: Record, *, at: datetime) -> bool:
    """Whether the record is old enough to be brought up to date."""
    return at.timestamp() - record.seen >= TOUCHED_EVERY.total_seconds()


def is_fresh(proved: float | None, *, at: datetime | None = None) -> bool:
    """Whether a proof is recent enough for what is dangerous."""
    now = (at or timezone.now()).timestamp()
    return proved is not None and now - proved <= settings.STEP_UP_AFTER.total_seconds()


def owed(user: User, by: list[str], *, at: datetime) -> list[str]:
    """What somebody who signed in by these proofs must do before anything else, in order."""
    owes = []
    if not SECOND & set(by) and needs_second_factor(user):
        owes.append(SECOND_FACTOR if factors.has_any(user) else SET_UP)
    if user.has_usable_password() and passwords.must_change(user, at=at):
        owes.append(NEW_PASSWORD)
    return owes


def needs_second_factor(user: User) -> bool:
    """Whether a role demands a second factor, of the user or of somebody they stand in for."""
    people = {user.pk, *_stands_in_for(user)}
    return (
        Grant.objects.in_force().filter(Q(user__in=people), role__needs_second_factor=True).exists()
    )


def _stands_in_for(user: User) -> set[UUID]:
    """Everybody who passed something on to the user that counts today, whoever came between."""
    found: set[UUID] = set()
    deputies = {user.pk}
    while deputies:
        rows = Delegation.objects.in_force().filter(deputy__in=deputies, revoked_at=None)
        deputies = set(rows.values_list("giver", flat=True)) - found
        found |= deputies
    return found


def owes_setting_up(user: User) -> bool:
    """Whether a role demands a second factor of an account that has none."""
    return needs_second_factor(user) and not factors.has_any(user)
