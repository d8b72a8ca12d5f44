"""Following a subject, and no longer."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from zhongshu.access.guard import own
from zhongshu.access.models import User
from zhongshu.collaboration.models import Watch
from zhongshu.collaboration.subjects import Subject
from zhongshu.kit import events


@own
@transaction.atomic
def set_watch(actor: User, *, subject: Subject, is_on: bool) -> Watch:
    """Follow a subject, or be told no more of what happens at it but of being mentioned."""
    watch, _ = Watch.objects.update_or_create(
        user=actor,
        subject_kind=subject.kind,
        subject_id=subject.id,
        defaults={"is_on": is_on, "scope_id": subject.scope_id},
    )
    events.record(
        "collaboration.watch_set",
        actor=actor,
        subject=watch,
        after={"is_on": is_on},
        about_kind=subject.kind,
        about=str(subject.id),
    )
    return watch


def follow(subject: Subject, user_ids: Iterable[UUID]) -> None:
    """Let users follow what they take part in, but for those who chose not to."""
    Watch.objects.bulk_create(
        (
            Watch(
                user_id=user_id,
                subject_kind=subject.kind,
                subject_id=subject.id,
                scope_id=subject.scope_id,
            )
            for user_id in sorted(set(user_ids))
        ),
        ignore_conflicts=True,
    )
