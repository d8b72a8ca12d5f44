"""The class of what is said and shown: raised by whose it is, lowered by those alone who may."""

from zhongshu.access.danger import prove
from zhongshu.access.guard import check
from zhongshu.access.keeping import closed_rows
from zhongshu.access.models import SYSTEM, User
from zhongshu.access.opening import opening_nothing
from zhongshu.access.resources import Resource, present
from zhongshu.access.writing import check_writes
from zhongshu.collaboration.fields import LOWER_CLASS
from zhongshu.collaboration.models import Attachment, Comment
from zhongshu.kit import events
from zhongshu.kit.declarations import Classification
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.models import Event

Paper = Comment | Attachment


class ClosedToAuthor(DomainError):
    """Nobody puts what they say, show or raise out of their own sight."""

    code = "collaboration.closed_to_author"
    status = 403


def label_of(resource: Resource, row: Paper) -> int:
    """The class that counts for a row: its own, or that of what it hangs on where it is higher."""
    rows = resource.model._default_manager.filter(pk=row.pk)
    label: int = present(SYSTEM, resource, rows, ["label"])[0]["label"]
    return label


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


def change_class(
    actor: User, resource: Resource, row: Paper, classification: int
) -> tuple[int, int] | None:
    """Give a row that is held another class; the one before and the one after, None if the same.

    Raises
    ------
    Forbidden
        If the class would be lowered, and the actor may not do that.
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
    if classification < before:
        check(actor, LOWER_CLASS, row)
        prove(actor)
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
