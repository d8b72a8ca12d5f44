"""What can be done with sessions, by those who hold them and by those who manage access."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from zhongshu.access.guard import own, requires
from zhongshu.access.models import Actor, User
from zhongshu.access.signin import sessions
from zhongshu.access.signin.fields import about_signing_in
from zhongshu.kit import events


@own
@transaction.atomic
def note_sign_in(actor: User, *, at: datetime, by: list[str]) -> None:
    """Note that the actor signed in, and by which proofs."""
    User.objects.filter(pk=actor.pk).update(last_login=at)
    events.record("access.signed_in", actor=actor, subject=actor, by=by)


@own
@transaction.atomic
def note_sign_out(actor: User) -> None:
    """Note that the actor signed out."""
    events.record("access.signed_out", actor=actor, subject=actor)


@own
@transaction.atomic
def note_proof(actor: User, *, by: str) -> None:
    """Note that the actor proved again who they are, while signed in."""
    events.record("access.proved", actor=actor, subject=actor, by=[by])


@own
@transaction.atomic
def end_session(actor: User, *, session: UserSession) -> None:
    """End one of the actor's own sessions."""
    told = {"ip": session.ip, "user_agent": session.user_agent[:120]}
    sessions.end(session)
    events.record(
        "access.session_ended",
        actor=actor,
        subject=actor,
        before=told,
        marking=about_signing_in(actor),
    )


@own
@transaction.atomic
def end_other_sessions(actor: User, *, current: str | None) -> int:
    """End every session of the actor but the present one."""
    n_ended = sessions.end_all(actor, but=current)
    events.record("access.sessions_ended", actor=actor, subject=actor, n_sessions=n_ended)
    return n_ended


@requires("access.manage_accounts", on=None)
@transaction.atomic
def end_sessions_of(actor: Actor, *, user: User) -> int:
    """End every session of an account."""
    n_ended = sessions.end_all(user)
    events.record("access.sessions_ended", actor=actor, subject=user, n_sessions=n_ended)
    return n_ended
