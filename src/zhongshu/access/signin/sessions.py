"""The sessions of an account: on which devices somebody is signed in."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from zhongshu.access.models import User


def living(user: User) -> list[UserSession]:
    """The living sessions of an account, the one last seen first."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda one: one.last_seen_at, reverse=True)


def end_all(user: User, *, but: str | None = None) -> int:
    """End the sessions of an account, all or all but one; how many that were."""
    rows = UserSession.objects.filter(user_id=user.pk).exclude(session_key=but or "")
    return sum(end(row) for row in rows)


def end(row: UserSession) -> int:
    """End one session."""
    SessionStore().delete(row.session_key)
    row.delete()
    return 1
