"""Projects whose class is asked to be lowered."""

from functools import partial

from zhongshu.access.lowering.kinds import Lowerable, shown_by_name
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.queries import get_project, projects_in_view
from zhongshu.projects.services import LOWER_CLASS, lower_project

PROJECTS = Lowerable(
    PROJECT, LOWER_CLASS, get_project, projects_in_view, lower_project,
    partial(shown_by_name, PROJECT),
)  # fmt: skip
