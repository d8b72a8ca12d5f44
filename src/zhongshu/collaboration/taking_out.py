"""A file of a subject as it leaves the server: with which rights, and under what name."""

from datetime import datetime
from pathlib import PurePath

from django.http import Http404

from zhongshu.access.leaving import let_out
from zhongshu.access.models import User
from zhongshu.access.policy.channels import Channel, through
from zhongshu.access.trail import note_export
from zhongshu.collaboration import queries, storage
from zhongshu.collaboration.models import Attachment
from zhongshu.kit.declarations import Classification
from zhongshu.kit.errors import DomainError
from zhongshu.kit.origin import here, told

# What the bytes of a file tell by themselves.
_TOLD_BY_CONTENT = ("name", "media_type", "is_picture", "n_bytes")


class FileLocked(DomainError):
    """Who may not read of which kind and size a file is cannot have the file."""

    code = "collaboration.file_locked"
    status = 403


def taken_out(
    actor: User, file: Attachment, *, at: datetime, purpose: str | None = None
) -> tuple[str, bytes]:
    """The name and the bytes of a file for whoever sees it.

    From the class on from which the policy marks files the name carries who took it out, and when;
    what is sensitive or above is recorded, and what for.

    Raises
    ------
    ClassKept
        If the policy lets no file of the class out.
    ProofNeeded
        If a file of the class asks for a fresh proof.
    FileLocked
        If a field is closed that the content would tell.
    Http404
        If the bytes are gone.
    """
    label = Classification(queries.file_card(actor, file)["label"])
    mark = let_out(actor, label, at=at)
    with through(Channel.EXPORT):
        card = queries.file_card(actor, file)
    if any(queries.is_veiled(card, name) for name in _TOLD_BY_CONTENT):
        raise FileLocked(str(file.pk))
    try:
        content = storage.load(file.key)
    except FileNotFoundError as gone:
        raise Http404 from gone
    if label >= Classification.SENSITIVE:
        reads = told(here().sights)
        # Told by the event of the export, and by no other.
        here().sights.clear()
        note_export(actor, file, format="file", reads=reads, purpose=purpose)
    return _marked(file.name, mark), content


def _marked(name: str, mark: str) -> str:
    path = PurePath(name)
    return f"{path.stem} ({mark.replace(':', '-')}){path.suffix}" if mark else name
