"""The text of a comment: what it may hold, and whom it names."""

import re
from uuid import UUID

from zhongshu.access.keeping import open_to
from zhongshu.collaboration.fields import COMMENT
from zhongshu.collaboration.models import Comment
from zhongshu.collaboration.subjects import Subject, readers
from zhongshu.kit.errors import BadInput

MAX_LENGTH = 20_000
MAX_MENTIONS = 50
_MENTION = re.compile(
    r"@\[(?P<name>[^\[\]\n]{0,200})\]\(user:(?P<id>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\)"
)
# Marks of Markdown: around words, and at the beginning of a line.
_MARKS = re.compile(r"\*\*|__|~~|`+|^[ \t]*(?:#{1,6}|>|[-*+]|\d+[.)])[ \t]+", re.MULTILINE)
# What would turn the order of the letters around, or cannot be seen.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class CannotBeMentioned(BadInput):
    """A comment names only users who may read its subject."""

    code = "collaboration.cannot_be_mentioned"


def checked(subject: Subject, text: str) -> tuple[str, set[UUID]]:
    """The text as it is kept, and the ids of the users it mentions.

    Mentions carry the name that the user has, not what was typed in its place.

    Raises
    ------
    CannotBeMentioned
        If somebody is named who may not read the subject.
    BadInput
        If nothing is said, or too many are named.
    """
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n")).strip()
    if not text:
        raise BadInput("a comment says something", field="text")
    ids = {UUID(found["id"]) for found in _MENTION.finditer(text)}
    if len(ids) > MAX_MENTIONS:
        raise BadInput("too many people are mentioned", field="text", most=MAX_MENTIONS)
    names = dict(readers(subject).filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    if len(names) < len(ids):
        raise CannotBeMentioned("not everybody named may read this", field="text")
    return _MENTION.sub(lambda found: _mention(names, UUID(found["id"])), text), ids


def refuse_unread_mentions(comment: Comment, mentioned: set[UUID]) -> None:
    """Raise unless everybody whom a comment names may read it.

    Raises
    ------
    CannotBeMentioned
        If its class is closed to one of them.
    """
    if mentioned != open_to(COMMENT, comment.pk, mentioned):
        raise CannotBeMentioned("not everybody named may read this", field="text")


def _mention(names: dict[UUID, str], user_id: UUID) -> str:
    name = re.sub(r"[\[\]\n]", " ", names[user_id])
    return f"@[{name}](user:{user_id})"


def excerpt(text: str, *, length: int = 160) -> str:
    """The beginning of a text in one line, with mentions as names and without its marks."""
    plain = _MENTION.sub(lambda found: f"@{found['name']}", text)
    plain = " ".join(_MARKS.sub("", plain).split())
    return plain if len(plain) <= length else f"{plain[: length - 1].rstrip()}…"
