"""Notifications as their user may have them now: rights and texts are asked for each time."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access.event_fields import decision
from zhongshu.access.models import SYSTEM, User
from zhongshu.access.policy.channels import Channel, passage, through
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.seeing import Decision
from zhongshu.access.resources import present
from zhongshu.collaboration.fields import COMMENT, NOTIFICATION
from zhongshu.collaboration.models import Comment, Notification
from zhongshu.collaboration.preferences import DEFAULTS, channels
from zhongshu.collaboration.queries import closed_comments, note_high
from zhongshu.collaboration.subjects import (
    Subject,
    in_view,
    notices_closed_to,
    told_facts,
    told_in_view,
)
from zhongshu.collaboration.writing import excerpt

_Kind = Notification.Kind
# Who did it is told as by the trail; of what was said, asked of bodies and signed in by, by these.
_DONE = (
    _Kind.ASSIGNED, _Kind.DATES_MOVED, _Kind.BASELINE_WAITING, _Kind.BASELINE_DECIDED,
    _Kind.CONFIRM_WAITING, _Kind.CONFIRMED, _Kind.DECLINED, _Kind.GLASS_BROKEN,
)  # fmt: skip

# What a user may do with the field that tells who did it, by the ids of what notices are about.
Doers = Callable[[User, Collection[UUID]], Mapping[UUID, Decision]]
_DOERS: dict[str, Doers] = {}


def register_doers(kind: str, find: Doers) -> None:
    """Let notices of a kind tell who did it no further than a field of a record does."""
    _DOERS[kind] = find


def notifications(user: User) -> QuerySet[Notification]:
    """What a user was told in the application, of what they may still read."""
    return in_sight(user).filter(is_in_app=True)


def in_sight(user: User) -> QuerySet[Notification]:
    """Everything a user was told by any channel, of what they may still read."""
    told = Notification.objects.filter(in_view(user), user=user).exclude(notices_closed_to(user))
    said = Comment.objects.filter(pk__in=told.filter(comment__isnull=False).values("comment"))
    closed = closed_comments(user, said)
    return told.exclude(comment__in=closed).exclude(comment__reply_to__in=closed)


def get_notification(user: User, notification_id: UUID) -> Notification:
    """Return a notification of the user's own, or raise `Http404`."""
    return get_object_or_404(notifications(user), pk=notification_id)


def n_unread(user: User) -> int:
    """How much of what a user was told was not read yet."""
    return notifications(user).filter(read_at=None).count()


def cards(
    user: User, rows: QuerySet[Notification], channel: Channel = Channel.NOTIFICATION
) -> list[dict[str, Any]]:
    """Notifications as their resource shows them, complete."""
    return complete(user, present(user, NOTIFICATION, rows), channel)


def complete(
    user: User, items: list[dict[str, Any]], channel: Channel = Channel.NOTIFICATION
) -> list[dict[str, Any]]:
    """Notifications with what they are about, and the beginning of what was said.

    Where the subject is gone, nothing of it is told but that it is gone; where its class is
    above what the channel lets through, or it is kept from this user, nothing but where to look.
    """
    highest = passage(policy_in_force().channels, channel).highest
    places = [(item["subject_kind"], UUID(item["subject_id"])) for item in items]
    found = told_in_view(user, places)
    with through(channel):
        known, unnamed, doers = told_facts(user, found), _unnamed(user), _doers(user, items)
    said = _said(user, items, channel)
    for item, place in zip(items, places, strict=True):
        subject = found.get(place)
        comment = said.get(item["comment"] or "")
        label = max(subject.classification if subject else 0, comment["label"] if comment else 0)
        is_kept = subject is not None and (subject.is_kept or label > highest)
        item["subject"] = subject and _told(subject, is_kept=is_kept)
        item["excerpt"] = None
        if comment is not None and subject is not None:
            _tell_said(item, comment, is_kept=is_kept)
        is_told = subject is not None and not is_kept
        facts = known.get(place, {})
        if is_told:
            _tell_facts(item, facts)
        else:
            item["data"] = {}
            # Where it is kept who did it, that is not told of what is kept whole either.
            item["by"] = None if "by" in facts.get("_locked", ()) else item["by"]
        if item["kind"] in _DONE and "by" not in item.get("_locked", ()):
            decided = doers.get(item["kind"], {}).get(place[1])
            _tell_facts(item, _lock_of(decided) or unnamed)
    return items


def _unnamed(user: User) -> dict[str, Any]:
    """The lock of who did something, where the policy keeps that from a user."""
    return _lock_of(decision(user, "actor_name"))


def _doers(user: User, items: list[dict[str, Any]]) -> dict[str, Mapping[UUID, Decision]]:
    """By kind and subject, what a user may do with the field that tells who did it."""
    subjects: dict[str, set[UUID]] = {}
    for item in items:
        if item["kind"] in _DOERS:
            subjects.setdefault(item["kind"], set()).add(UUID(item["subject_id"]))
    return {kind: _DOERS[kind](user, ids) for kind, ids in subjects.items()}


def _lock_of(decided: Decision | None) -> dict[str, Any]:
    """The lock of who did something; none where that is read, or no rule is about it."""
    if decided is None or decided.is_readable:
        return {}
    return {"_locked": ["by"], "_classes": {"by": int(decided.classification)}}


def _tell_facts(item: dict[str, Any], facts: Mapping[str, Any]) -> None:
    """What is to be known of what was told; what of it may not is locked with its class."""
    veil = {"_locked", "_classes"}
    item["data"] = item["data"] | {name: facts[name] for name in facts.keys() - veil}
    if locked := facts.get("_locked"):
        item["by"] = None if "by" in locked else item["by"]
        item["_locked"] = [*item.get("_locked", ()), *locked]
        item["_classes"] = item.get("_classes", {}) | facts["_classes"]


def _told(subject: Subject, *, is_kept: bool) -> dict[str, Any]:
    return {
        "kind": subject.kind,
        "id": str(subject.id),
        "key": "" if is_kept else subject.key,
        "name": "" if is_kept else subject.name,
        "address": dict(subject.address),
        "is_kept": is_kept,
    }


def _said(user: User, items: list[dict[str, Any]], channel: Channel) -> dict[str, dict[str, Any]]:
    """The comments that notifications are about, as far as their user may read them there."""
    rows = Comment.objects.filter(pk__in=[one["comment"] for one in items if one["comment"]])
    known = {
        one["id"]: one for one in present(SYSTEM, COMMENT, rows, ["id", "deleted_at", "label"])
    }
    with through(channel):
        cards = present(user, COMMENT, rows.order_by("pk"), ["text", "author"])
    ids = map(str, rows.order_by("pk").values_list("pk", flat=True))
    cards = [card | known[key] for key, card in zip(ids, cards, strict=True)]
    note_high(COMMENT, cards, "text")
    return {card["id"]: card for card in cards}


def _tell_said(item: dict[str, Any], comment: dict[str, Any], *, is_kept: bool) -> None:
    """Who said what, as far as it may be told; what may not is locked with its class."""
    locked = {"by": "author", "excerpt": "text"}
    closed = [name for name, field in locked.items() if field in comment.get("_locked", ())]
    if comment["deleted_at"] is None and not is_kept and comment["text"] is not None:
        item["excerpt"] = excerpt(comment["text"])
    if "by" in closed:
        item["by"] = None
    if closed:
        item["_locked"] = [*item.get("_locked", ()), *closed]
        classes = {name: comment["_classes"][locked[name]] for name in closed}
        item["_classes"] = item.get("_classes", {}) | classes


def preferences(user: User) -> list[dict[str, Any]]:
    """How a user wants to be told of each kind of thing."""
    chosen = channels([user.pk])
    return [{"kind": kind.value, **chosen[user.pk, kind.value]._asdict()} for kind in DEFAULTS]
