"""What the audit trail keeps beside the changes: refusals, failures, exports, and high reads.

Nothing here needs a permission: it is what the platform notes about whoever acts.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.crypto import salted_hmac

from zhongshu.access.glass import broken_over
from zhongshu.access.models import SYSTEM, Actor, User
from zhongshu.access.view_as import ViewingOnly, is_viewing
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event
from zhongshu.kit.origin import Origin, Sight, told

SIGN_IN_FAILED = "access.sign_in_failed"
PROOF_FAILED = "access.proof_failed"
REFUSED = "access.refused"
FAILED = "access.operation_failed"
READ = "access.fields_read"
EXPORTED = "access.exported"
SHOWN = "access.value_shown"
PERSONAL_EXPORTED = "access.personal_data_exported"
# Kinds that tell of no change.
NOT_CHANGES = (
    SIGN_IN_FAILED,
    PROOF_FAILED,
    REFUSED,
    FAILED,
    READ,
    EXPORTED,
    SHOWN,
    PERSONAL_EXPORTED,
)

# What an event keeps that nobody could tell from the act: what for.
PURPOSE = "purpose"


def stated(purpose: str) -> str:
    """What somebody says they do something for, without the space around it.

    Raises
    ------
    BadInput
        If it says nothing, or cannot be stored.
    """
    if not purpose.strip() or "\0" in purpose:
        raise BadInput("say what for", field=PURPOSE)
    return purpose.strip()


def note_failed_sign_in(username: str) -> None:
    """Note that somebody failed to sign in under a name.

    Only a keyed digest of the name is kept: what was typed there may be a password.
    """
    events.record(
        SIGN_IN_FAILED,
        actor=SYSTEM,
        subject=None,
        outcome=Event.Outcome.REFUSED,
        name_digest=name_digest(username),
    )


def note_failed_proof(user: User, *, by: str) -> None:
    """Note that a further proof of somebody's identity was wrong."""
    events.record(PROOF_FAILED, actor=user, subject=user, outcome=Event.Outcome.REFUSED, by=[by])


def name_digest(username: str) -> str:
    """By what failures under one name can be told from those under another."""
    keyed = salted_hmac("zhongshu.sign_in", username.casefold(), algorithm="sha256")
    return keyed.hexdigest()[:32]


def note_refusal(actor: Actor, origin: Origin, *, place: dict[str, Any]) -> None:
    """Note that somebody asked for what they may not do."""
    events.record(
        REFUSED,
        actor=actor,
        subject=None,
        outcome=Event.Outcome.REFUSED,
        place=place,
        permission=origin.refused,
    )


def note_failure(actor: Actor, *, place: dict[str, Any]) -> None:
    """Note that what somebody asked for failed by our own fault."""
    events.record(FAILED, actor=actor, subject=None, outcome=Event.Outcome.FAILED, place=place)


def note_reads(actor: Actor, origin: Origin, *, place: dict[str, Any]) -> None:
    """Note which sensitive fields of which rows somebody was shown, never the values."""
    events.record(
        READ, actor=actor, subject=None, place=place, reads=told(origin.sights),
        **_under_glass(actor, _scopes_in(origin.sights.values())),
    )  # fmt: skip


def note_shown(actor: Actor, row: models.Model, sight: Sight, *, purpose: str) -> None:
    """Note that somebody asked for one value of a row, what for, and was shown it: no value."""
    # An event is nobody's subject: the sight names it by its id.
    subject = None if isinstance(row, Event) else row
    events.record(
        SHOWN, actor=actor, subject=subject, reads=told({sight.resource: sight}),
        typed={PURPOSE}, purpose=purpose, **_under_glass(actor, _scopes_in([sight])),
    )  # fmt: skip


def note_export(
    actor: Actor,
    subject: models.Model | None,
    *,
    format: str,
    reads: list[dict[str, Any]],
    purpose: str | None = None,
) -> None:
    """Note that somebody took data out as a file, which sensitive fields were in it, and what for.

    ``reads`` are in the form of `zhongshu.kit.origin.told`.

    Raises
    ------
    BadInput
        If a purpose is given that says nothing.
    ViewingOnly
        If somebody who sees as another account would take it out.
    """
    if is_viewing():
        raise ViewingOnly(format)
    scope_id = getattr(subject, "scope_id", None)
    events.record(
        EXPORTED, actor=actor, subject=subject, format=format, reads=reads,
        **if_stated(purpose), **_under_glass(actor, scope_id and {str(scope_id)}),
    )  # fmt: skip


def if_stated(purpose: str | None) -> dict[str, Any]:
    """The purpose as an event keeps it, where one was given."""
    return {} if purpose is None else {"typed": {PURPOSE}, PURPOSE: stated(purpose)}


def _under_glass(actor: Actor, scopes: set[str] | None) -> dict[str, Any]:
    """By which grants the actor has broken the glass over any of some scopes; None: of all."""
    found = broken_over(actor, scopes) if isinstance(actor, User) else []
    return {"break_glass": found} if found else {}


def _scopes_in(sights: Iterable[Sight]) -> set[str]:
    return {scope for one in sights for scope in one.scopes}
