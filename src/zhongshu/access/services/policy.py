"""What can be done with the policy: write a draft, drop it, and bring it into force."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from zhongshu.access.danger import dangerous
from zhongshu.access.fields import MANAGE_POLICY, POLICY_VERSION, PUBLISH_POLICY
from zhongshu.access.guard import company, requires
from zhongshu.access.models import Actor, PolicyVersion, System
from zhongshu.access.policy.checking import check_document
from zhongshu.access.policy.document import Document, read_document
from zhongshu.access.policy.force import forget
from zhongshu.access.policy.reading import DRAFTED, drafters
from zhongshu.access.writing import check_writes_over
from zhongshu.kit import events
from zhongshu.kit.errors import DomainError
from zhongshu.kit.http import refuse_stale

State = PolicyVersion.State


class NoDraft(DomainError):
    """Nobody is writing another policy."""

    code = "access.no_policy_draft"


class OwnDraft(DomainError):
    """Whoever wrote on the draft does not bring it into force; another person does."""

    code = "access.own_policy_draft"
    status = 403


class NothingChanges(DomainError):
    """The draft says what the policy in force says."""

    code = "access.policy_unchanged"


@requires(MANAGE_POLICY, on=None)
@transaction.atomic
def draft_policy(
    actor: Actor, *, document: Document, note: str | None, expected_version: int | None
) -> PolicyVersion:
    """Write the one draft, which changes nothing until it is published.

    ``expected_version`` is that of the draft; None if there was none. A ``note`` of None stays
    as it is.
    """
    check_document(document)
    draft = PolicyVersion.objects.select_for_update().filter(state=State.DRAFT).first()
    is_new = draft is None
    draft = draft or PolicyVersion(version=0)
    _refuse_stale(draft, expected_version)
    draft.content, draft.digest = document.wire(), document.digest()
    if note is not None:
        _check_note(actor, draft)
        draft.note = note
    draft.drafted_by = None if isinstance(actor, System) else actor
    draft.version += 1
    try:
        with transaction.atomic():
            draft.save(force_insert=is_new)
    except IntegrityError:
        _refuse_stale(PolicyVersion.objects.get(state=State.DRAFT), expected_version)
        raise
    events.record(DRAFTED, actor=actor, subject=draft, after=_state(draft))
    return draft


@requires(MANAGE_POLICY, on=None)
@transaction.atomic
def discard_policy_draft(actor: Actor, *, expected_version: int | None) -> None:
    """Drop the draft."""
    draft = _draft(expected_version)
    events.record("access.policy_discarded", actor=actor, subject=draft, before=_state(draft))
    draft.delete()


@requires(PUBLISH_POLICY, on=None)
@dangerous
@transaction.atomic
def publish_policy(actor: Actor, *, expected_version: int | None) -> PolicyVersion:
    """Bring the draft into force for every request that begins from now on.

    It is checked again: a role that it names may have gone since it was written.

    Raises
    ------
    OwnDraft
        If the actor wrote on the draft.
    """
    draft = _draft(expected_version)
    _refuse_own(actor, draft)
    before = PolicyVersion.objects.select_for_update().filter(state=State.PUBLISHED).first()
    if draft.digest == (before.digest if before else Document().digest()):
        raise NothingChanges(draft.digest)
    check_document(document_of(draft))
    if before is not None:
        before.state = State.PAST
        before.save(update_fields=["state", "updated_at"])
    last = PolicyVersion.objects.aggregate(last=Max("number"))["last"] or 0
    draft.number, draft.state, draft.published_at = last + 1, State.PUBLISHED, timezone.now()
    draft.published_by = None if isinstance(actor, System) else actor
    draft.version += 1
    draft.save()
    forget()
    events.record(
        "access.policy_published",
        actor=actor,
        subject=draft,
        before=_state(before) if before else None,
        after=_state(draft),
    )
    return draft


def _refuse_own(actor: Actor, draft: PolicyVersion) -> None:
    if actor.pk in drafters(draft):
        raise OwnDraft(field="version")


def document_of(version: PolicyVersion) -> Document:
    """What a version says."""
    return read_document(version.content)


def _draft(expected_version: int | None) -> PolicyVersion:
    draft = PolicyVersion.objects.select_for_update().filter(state=State.DRAFT).first()
    if draft is None:
        raise NoDraft
    _refuse_stale(draft, expected_version)
    return draft


def _check_note(actor: Actor, draft: PolicyVersion) -> None:
    if not isinstance(actor, System):
        check_writes_over(actor, POLICY_VERSION, company().pk, {"note": not draft.note})


def _refuse_stale(draft: PolicyVersion, expected: int | None) -> None:
    refuse_stale(
        draft.version,
        expected=expected,
        current=lambda: {"version": draft.version, "content": draft.content},
    )


def _state(version: PolicyVersion) -> dict[str, Any]:
    """What an event tells of a version: the row itself holds what it says, for good."""
    return {"number": version.number, "digest": version.digest, "note": version.note}
