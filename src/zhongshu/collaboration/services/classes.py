"""The class of what is said and shown: raised by whose it is, lowered by those alone who may."""

from typing import Any

from django.db import transaction

from zhongshu.access.danger import dangerous
from zhongshu.access.guard import requires
from zhongshu.access.keeping import closed_rows
from zhongshu.access.lowering.checking import check_lowering
from zhongshu.access.lowering.kinds import Asked
from zhongshu.access.models import User
from zhongshu.access.opening import opening_nothing
from zhongshu.access.resources import Resource
from zhongshu.access.writing import check_writes
from zhongshu.collaboration.fields import ATTACHMENT, COMMENT, LOWER_CLASS
from zhongshu.collaboration.models import Attachment, Comment
from zhongshu.collaboration.queries import label_of
from zhongshu.kit import events
from zhongshu.kit.declarations import Classification
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.models import Event

Paper = Comment | Attachment
_CLASSIFIED: dict[type[Any], tuple[str, Resource]] = {
    Comment: ("collaboration.comment_classified", COMMENT),
    Attachment: ("collaboration.file_classified", ATTACHMENT),
}


class ClosedToAuthor(DomainError):
    """Nobody puts what they say, show or raise out of their own sight."""

    code = "collaboration.closed_to_author"
    status = 403


def checked_class(classification: int) -> int:
    """A class that there is.

    Raises
    ------
    BadInput
        If there is none of this number.
    """
    if not 0 <= classification <= max(Classification):
        raise BadInput("there is no such class", field="classification", most=max(Classification))
    return classification


def refuse_unreadable(actor: User, resource: Resource, row: Paper, field: str) -> None:
    """Raise unless the actor may read and write what they made just now.

    Raises
    ------
    ClosedToAuthor
        If its class is closed to them.
    """
    _refuse_closed(actor, resource, row)
    check_writes(actor, resource, row, [field], is_new=True)


def _refuse_closed(actor: User, resource: Resource, row: Paper) -> None:
    if closed_rows(actor, resource, resource.model._default_manager.filter(pk=row.pk)):
        raise ClosedToAuthor(str(row.pk), field="classification")


@requires(LOWER_CLASS, on="row")
@dangerous
@transaction.atomic
def lower_paper(actor: User, row: Paper, classification: int, asked: Asked) -> Paper:
    """Give a comment or a file a lower class, as another person asked."""
    held: Paper = type(row)._default_manager.select_for_update().get(pk=row.pk)
    kind, resource = _CLASSIFIED[type(held)]
    change = change_class(actor, resource, held, classification, is_confirmed=True)
    if change is not None:
        before, after = ({"classification": one} for one in change)
        told = {"before": before, "after": after, "lowering": asked}
        record(kind, actor, resource, held, **told)
    return held


def change_class(
    actor: User, resource: Resource, row: Paper, classification: int, *, is_confirmed: bool = False
) -> tuple[int, int] | None:
    """Give a row that is held another class; the one before and the one after, None if the same.

    Lowering it takes another person, by whom it ``is_confirmed``.

    Raises
    ------
    Forbidden
        If the class would be lowered, and the actor may not do that.
    LoweredByTwo
        If it takes another person to lower it.
    ProofNeeded
        If it would be lowered, and the actor did not prove who they are of late.
    OpensToAuthor
        If the actor would read more by it.
    ClosedToAuthor
        If the actor would see nothing of it any more.
    """
    before, row.classification = row.classification, checked_class(classification)
    if classification == before:
        return None
    if classification < before and not is_confirmed:
        check_lowering(actor, LOWER_CLASS, row)
    with opening_nothing(actor, row, field="classification"):
        row.version += 1
        row.save(update_fields=["classification", "version", "updated_at"])
    _refuse_closed(actor, resource, row)
    return before, classification


def record(kind: str, actor: User, resource: Resource, row: Paper, **told: object) -> Event:
    """Append an event of what was said or shown; its class is that of its subject at least."""
    place = {"about_kind": row.subject_kind, "about": str(row.subject_id)}
    label = label_of(resource, row)
    return events.record(kind, actor=actor, subject=row, at_least=label, **place, **told)  # type: ignore[arg-type]
