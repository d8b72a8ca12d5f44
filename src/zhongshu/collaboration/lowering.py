"""Comments and files whose class is asked to be lowered."""

from collections.abc import Collection
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhongshu.access.keeping import closed_rows
from zhongshu.access.lowering.kinds import Lowerable, Shown
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.models import Actor
from zhongshu.access.resources import Resource, present
from zhongshu.collaboration import subjects
from zhongshu.collaboration.fields import ATTACHMENT, COMMENT, LOWER_CLASS
from zhongshu.collaboration.models import Attachment, Comment
from zhongshu.collaboration.queries import closed_comments, commented, get_present_file, label_of
from zhongshu.collaboration.services.classes import lower_paper


def _asked(resource: Resource, actor: Actor) -> QuerySet[Any]:
    """Those in view for which somebody asked; of all that was ever said few are."""
    asked = Lowering.objects.filter(record_kind=resource.name).values("record_id")
    rows = resource.model._default_manager.filter(pk__in=asked)
    return rows.filter(subjects.discussed_in_view(actor))


def _comments(actor: Actor) -> QuerySet[Comment]:
    rows = _asked(COMMENT, actor)
    closed = closed_comments(actor, rows)
    return rows.filter(deleted_at=None).exclude(pk__in=closed).exclude(reply_to__in=closed)


def _files(actor: Actor) -> QuerySet[Attachment]:
    rows = _asked(ATTACHMENT, actor).filter(deleted_at=None)
    return rows.exclude(pk__in=closed_rows(actor, ATTACHMENT, rows))


def _show(resource: Resource, actor: Actor, ids: Collection[UUID]) -> Shown:
    """What files are called, and what a comment was said about; in view of the actor alone."""
    rows = resource.model._default_manager.filter(pk__in=ids)
    about = {
        pk: (kind, subject_id)
        for pk, kind, subject_id in rows.values_list("pk", "subject_kind", "subject_id")
    }
    found = subjects.subjects_in_view(actor, about.values())
    files = present(actor, ATTACHMENT, rows, ("id", "name")) if resource is ATTACHMENT else []
    names = {UUID(one["id"]): one["name"] for one in files}
    return {
        pk: {
            "name": names.get(pk) if files else found[place].label,
            "subject_kind": place[0],
            "address": dict(found[place].address),
        }
        for pk, place in about.items()
        if place in found
    }


COMMENTS = Lowerable(
    COMMENT, LOWER_CLASS, commented, _comments, lower_paper, partial(_show, COMMENT),
    partial(label_of, COMMENT),
)  # fmt: skip
FILES = Lowerable(
    ATTACHMENT, LOWER_CLASS, get_present_file, _files, lower_paper, partial(_show, ATTACHMENT),
    partial(label_of, ATTACHMENT),
)  # fmt: skip
