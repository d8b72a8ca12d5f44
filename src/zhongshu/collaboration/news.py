"""Notifications as their user may have them now: rights and texts are asked for each time."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access.models import User
from zhongshu.access.policy.channels import Channel, passage
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.resources import present
from zhongshu.collaboration.fields import NOTIFICATION
from zhongshu.collaboration.models import Comment, Notification
from zhongshu.collaboration.preferences import DEFAULTS, channels
from zhongshu.collaboration.subjects import Subject, in_view, told_facts, told_in_view
from zhongshu.collaboration.writing import excerpt
from zhongshu.kit.declarations import declarations


def notifications(user: User) -> QuerySet[Notification]:
    """What a user was told in the application, of what they may still read."""
    return in_sight(user).filter(is_in_app=True)


def in_sight(user: User) -> QuerySet[Notification]:
    """Everything a user was told by any channel, of what they may still read."""
    return Notification.objects.filter(in_view(user), user=user)


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
    known = told_facts(user, found)
    said = {
        str(pk): text
        for pk, text in Comment.objects.filter(
            pk__in=[item["comment"] for item in items if item["comment"]], deleted_at=None
        ).values_list("pk", "text")
    }
    for item, place in zip(items, places, strict=True):
        subject = found.get(place)
        is_kept = subject is not None and (subject.is_kept or subject.classification > highest)
        item["subject"] = subject and _told(subject, is_kept=is_kept)
        text = said.get(item["comment"] or "") if subject and highest >= _SAID else None
        item["excerpt"] = None if text is None or is_kept else excerpt(text)
        is_told = subject is not None and not is_kept
        item["data"] = item["data"] | known.get(place, {}) if is_told else {}
    return items


def _told(subject: Subject, *, is_kept: bool) -> dict[str, Any]:
    return {
        "kind": subject.kind,
        "id": str(subject.id),
        "key": "" if is_kept else subject.key,
        "name": "" if is_kept else subject.name,
        "address": dict(subject.address),
        "is_kept": is_kept,
    }


# The class of what people say.
_SAID = declarations(Comment)["text"].classification


def preferences(user: User) -> list[dict[str, Any]]:
    """How a user wants to be told of each kind of thing."""
    chosen = channels([user.pk])
    return [{"kind": kind.value, **chosen[user.pk, kind.value]._asdict()} for kind in DEFAULTS]
