"""Which changes of a project's state are decisions of the company, and by which authority."""

from zhongshu.access.authorities.kinds import ADMISSION, STOP
from zhongshu.projects.models import Project

State = Project.State
STOPPED = frozenset({State.ON_HOLD.value, State.CANCELLED.value})


def authority_for(before: str, after: str) -> str | None:
    """The authority that a change of state takes; None where whoever edits may make it.

    What is proposed is admitted or turned down; what runs is halted, ended early, or taken up
    again.
    """
    if before == after:
        return None
    if before == State.PROPOSED:
        return ADMISSION
    return STOP if STOPPED & {before, after} else None
