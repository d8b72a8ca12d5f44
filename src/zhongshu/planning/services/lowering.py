"""Giving a task a lower class."""

from uuid import UUID

from django.db import transaction

from zhongshu.access.danger import dangerous
from zhongshu.access.guard import requires
from zhongshu.access.lowering.kinds import Asked
from zhongshu.access.models import Actor
from zhongshu.kit.errors import DomainError
from zhongshu.planning.changes import EDITED, Draft
from zhongshu.planning.services.edits import commit, plan_to_edit
from zhongshu.projects.models import Project
from zhongshu.projects.services import LOWER_CLASS


class PartOfHigher(DomainError):
    """What a task is part of is of a higher class: that is lowered first."""

    code = "planning.part_of_higher"


@requires(LOWER_CLASS, on="project")
@dangerous
@transaction.atomic
def lower_task(
    actor: Actor, *, project: Project, task_id: UUID, classification: int, asked: Asked
) -> None:
    """Give a task a lower class, as another person asked.

    Raises
    ------
    PartOfHigher
        If it is part of one of a higher class.
    """
    draft, key = Draft(plan_to_edit(project)), str(task_id)
    draft.set_task(key, classification=classification)
    edit = commit(actor, EDITED, draft, operations=["update_task"], lowered={key}, lowering=asked)
    if edit.after.tasks[key].classification != classification:
        raise PartOfHigher(key, field="classification")
