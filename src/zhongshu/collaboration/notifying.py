"""Telling people: who is told of what, once, by the channels they chose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from zhongshu.access.models import SYSTEM
from zhongshu.collaboration.models import Attachment, Comment, Notification, Watch
from zhongshu.collaboration.preferences import Channels, channels
from zhongshu.collaboration.subjects import (
    Subject,
    concerned,
    is_told_only,
    let_through,
    told_among,
)
from zhongshu.kit import events, jobs
from zhongshu.kit.models import Event

NOTIFIED = "collaboration.notified"
MOVED = Notification.Kind.DATES_MOVED
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that one user should know of a subject; ``is_own``: though they did it."""

    user_id: UUID
    kind: str
    subject: Subject
    comment_id: UUID | None = None
    data: dict[str, Any] = field(default_factory=dict)
    is_own: bool = False


def notify(notices: Sequence[Notice], *, event: Event, at: datetime) -> list[Notification]:
    """Tell users of an event, in the caller's transaction; return what is new to them.

    Nobody is told of what they may not read, twice, or, as a rule, of their own doing. Where the
    dates of a subject move again before that was read, the first notification takes in the second.
    """
    told = _to_tell(notices, event)
    wanted = channels({one.user_id for one in told})
    rows = [_row(one, wanted[one.user_id, str(one.kind)], event, at) for one in told]
    rows = [row for row in rows if row.is_in_app or row.mail != Notification.Mail.NONE]
    fresh, changed = _collapsed(rows)
    known = Notification.objects.filter(event_id=event.id, user__in={row.user_id for row in fresh})
    twice = set(known.values_list("user_id", "subject_id"))
    fresh = [row for row in fresh if (row.user_id, row.subject_id) not in twice]
    Notification.objects.bulk_create(fresh, batch_size=_BATCH, ignore_conflicts=True)
    _ask_for_mail(fresh, at)
    if fresh or changed:
        _announce([*fresh, *changed])
    return fresh


def _to_tell(notices: Sequence[Notice], event: Event) -> list[Notice]:
    """The first notice for each user and subject, of those who may read it."""
    first: dict[tuple[UUID, UUID], Notice] = {}
    for one in notices:
        if one.is_own or one.user_id != event.actor_id:
            first.setdefault((one.user_id, one.subject.id), one)
    users = {one.user_id for one in first.values()}
    allowed: dict[tuple[str, str, UUID], set[UUID]] = {}
    for one in first.values():
        place = _place(one)
        if place not in allowed:
            told = told_among(one.subject, users)
            allowed[place] = let_through(str(one.kind), one.subject.scope_id, told)
    return [one for one in first.values() if one.user_id in allowed[_place(one)]]


def _place(one: Notice) -> tuple[str, str, UUID]:
    """Where the right to be told is asked for: as a rule in a scope, for all there alike."""
    subject = one.subject
    at = subject.id if is_told_only(subject.kind) else subject.scope_id
    return str(one.kind), subject.kind, at


def _row(one: Notice, wanted: Channels, event: Event, at: datetime) -> Notification:
    return Notification(
        user_id=one.user_id,
        kind=one.kind,
        event_id=event.id,
        scope_id=one.subject.scope_id,
        subject_kind=one.subject.kind,
        subject_id=one.subject.id,
        by_id=event.actor_id,
        comment_id=one.comment_id,
        data=one.data,
        at=at,
        is_in_app=wanted.is_in_app,
        mail=wanted.mail,
    )


def _collapsed(rows: list[Notification]) -> tuple[list[Notification], list[Notification]]:
    """The rows that are new, and the unread ones that took in the rest."""
    moves = [row for row in rows if row.kind == MOVED]
    unread = {
        (row.user_id, row.subject_id): row
        for row in Notification.objects.filter(
            kind=MOVED, read_at=None, user__in={row.user_id for row in moves}
        )
    } if moves else {}  # fmt: skip
    fresh: list[Notification] = []
    changed: list[Notification] = []
    settled: list[Notification] = []
    for row in rows:
        held = unread.get((row.user_id, row.subject_id)) if row.kind == MOVED else None
        if held is None:
            fresh.append(row)
        elif held.event_id != row.event_id:
            held.data = held.data | {name: row.data[name] for name in ("start", "finish")}
            held.event_id, held.by_id, held.at = row.event_id, row.by_id, row.at
            (settled if _is_where_it_was(held.data) else changed).append(held)
    Notification.objects.bulk_update(changed, ["data", "event_id", "by", "at"], batch_size=_BATCH)
    Notification.objects.filter(pk__in=[row.pk for row in settled]).delete()
    return fresh, [*changed, *settled]


def _is_where_it_was(data: dict[str, Any]) -> bool:
    before, after = (data["was_start"], data["was_finish"]), (data["start"], data["finish"])
    return before == after


def _ask_for_mail(rows: Iterable[Notification], at: datetime) -> None:
    for row in rows:
        if row.mail == Notification.Mail.AT_ONCE:
            jobs.enqueue(
                "collaboration.mail",
                at=at,
                unique_key=f"collaboration.mail:{row.pk}",
                notification_id=str(row.pk),
            )


def _announce(rows: Sequence[Notification]) -> None:
    """Let the open pages of the users who were told ask again."""
    users = sorted({str(row.user_id) for row in rows if row.is_in_app})
    if users:
        events.record(NOTIFIED, actor=SYSTEM, subject=rows[0], users=users)


def of_comment(comment: Comment, subject: Subject, mentioned: set[UUID]) -> list[Notice]:
    """Who is told of a comment: those it names, those it concerns, and those who follow."""
    audience = followers(subject) - mentioned
    return [
        *(
            Notice(user_id, Notification.Kind.MENTIONED, subject, comment.pk)
            for user_id in sorted(mentioned)
        ),
        *(
            Notice(user_id, Notification.Kind.COMMENTED, subject, comment.pk)
            for user_id in sorted(audience)
        ),
    ]


def followers(subject: Subject) -> set[UUID]:
    """Who follows a subject: by choice, or because it concerns them and they did not stop."""
    chosen = dict(
        Watch.objects.filter(subject_kind=subject.kind, subject_id=subject.id).values_list(
            "user_id", "is_on"
        )
    )
    concerns = {user_id for user_id in concerned(subject) if chosen.get(user_id, True)}
    return concerns | {user_id for user_id, is_on in chosen.items() if is_on}


def forget_scope(scope_id: UUID, *, at: datetime) -> None:
    """Let go of everything that was said of what a scope governed, which is no more.

    The bytes of its files are cleared away as those of deleted files are.
    """
    Notification.objects.filter(scope=scope_id).delete()
    Watch.objects.filter(scope=scope_id).delete()
    Comment.objects.filter(scope=scope_id).delete()
    Attachment.objects.filter(scope=scope_id, deleted_at=None).update(deleted_at=at)
