"""Whose turn it is to be taken back: the edits of one person, read from the history."""

from collections.abc import Iterable
from typing import NamedTuple

from zhongshu.access.guard import is_allowed
from zhongshu.access.models import Actor
from zhongshu.kit.models import Event
from zhongshu.planning.changes import EDITED, REDONE, REPORTED, UNDONE
from zhongshu.projects.models import Project


class Turns(NamedTuple):
    """The numbers of the events that an undo and a redo would reverse."""

    to_undo: int | None
    to_redo: int | None


def turns(actor: Actor, project: Project) -> Turns:
    """What the actor could take back, and make again; nothing without the right to edit."""
    found = Turns(_seq_to_undo(actor, project), _seq_to_redo(actor, project))
    has_any = found.to_undo is not None or found.to_redo is not None
    if has_any and not is_allowed(actor, "planning.edit_plan", project):
        return Turns(None, None)
    return found


def edit_to_undo(actor: Actor, project: Project) -> Event | None:
    """The edit that an undo would take back."""
    seq = _seq_to_undo(actor, project)
    return None if seq is None else Event.objects.get(seq=seq)


def edit_to_redo(actor: Actor, project: Project) -> Event | None:
    """The undo that a redo would reverse."""
    seq = _seq_to_redo(actor, project)
    return None if seq is None else Event.objects.get(seq=seq)


def _seq_to_undo(actor: Actor, project: Project) -> int | None:
    n_undone = 0
    for seq, kind in _own_events(actor, project):
        if kind == UNDONE:
            n_undone += 1
        elif n_undone:
            n_undone -= 1
        else:
            return seq
    return None


def _seq_to_redo(actor: Actor, project: Project) -> int | None:
    n_redone = 0
    for seq, kind in _own_events(actor, project):
        if kind in (EDITED, REPORTED):
            return None
        if kind == REDONE:
            n_redone += 1
        elif n_redone:
            n_redone -= 1
        else:
            return seq
    return None


def _own_events(actor: Actor, project: Project) -> Iterable[tuple[int, str]]:
    """Number and kind alone: what an event tells can be as large as the plan."""
    own = Event.objects.filter(
        subject_id=project.pk, actor_id=actor.pk, kind__in=(EDITED, REPORTED, UNDONE, REDONE)
    ).order_by("-seq")
    return own.values_list("seq", "kind").iterator(100)
