"""What taking in a plan would do, before it is done."""

from dataclasses import dataclass

from zhongshu.access.models import Actor
from zhongshu.planning.changes import (
    COMPUTED_KINDS,
    ROLLED_UP,
    TASK,
    Change,
    Draft,
    LeftOut,
    given_changes,
)
from zhongshu.planning.content import PlanContent, draft_with
from zhongshu.planning.open_plan import open_plan
from zhongshu.planning.withheld import leave_out
from zhongshu.projects.models import Project


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tasks an import adds, changes and removes, and what it may not set."""

    n_added: int
    n_updated: int
    n_removed: int
    left_out: tuple[LeftOut, ...] = ()


def tally(actor: Actor, project: Project, content: PlanContent) -> Tally:
    """Count what an import would do to the tasks of a project that the actor may change."""
    visible = Project.objects.visible_to(actor, "planning.import_plan").get(pk=project.pk)
    draft, _ = draft_with(open_plan(visible), content)
    changes = [each for each in given_changes(draft.base, draft) if each.entity == TASK]
    return Tally(
        n_added=sum(change.before is None for change in changes),
        n_updated=sum(_says_something_new(change, draft) for change in changes),
        n_removed=sum(change.after is None for change in changes),
        left_out=tuple(leave_out(actor, draft)),
    )


def _says_something_new(change: Change, draft: Draft) -> bool:
    if change.before is None or change.after is None:
        return False
    # What a file says of the length of a summary or a hammock is computed anew.
    is_computed = draft.tasks[change.id].kind in COMPUTED_KINDS
    return bool(set(change.after) - set(ROLLED_UP if is_computed else ()))
