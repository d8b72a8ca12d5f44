"""A project whose plan is closed: what is in it, and the policy that closes it."""

from django.utils import timezone

from tests.access.test_policy import published
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.planning.services.edits import edit_plan

SECRET = "Sell the plant"
LET_IN = "access.read_audit"
EVERYONE = Subject.EVERYONE
EDITOR = (
    "projects.view", "projects.edit", "planning.edit_plan", "planning.import_plan",
    "planning.set_baseline", "planning.report_progress", "organisation.view",
    "finance.view_costs", "collaboration.comment", "collaboration.attach",
)  # fmt: skip


class Planned:
    def __init__(self, name="Works", classification=0, **more):
        self.project = ProjectFactory.create(name=name, classification=classification, **more)
        rows = {SECRET: {"duration_minutes": 960}, "Then": 1, "Done": {"kind": "milestone"}}
        self.ids = plan_with(self.project, rows, [])
        self.at = f"/projects/{self.project.pk}"
        set_baseline(
            SYSTEM, project=self.project, name="Agreed in May", reason="", at=timezone.now()
        )
        self.project.refresh_from_db()

    @property
    def secret(self):
        return self.ids[SECRET]

    def edit(self, *operations, by=SYSTEM):
        return edit_plan(by, project=self.project, operations=list(operations))


def close(*more):
    published(
        Cell(EVERYONE, Effect.NONE, resource="project", field="start"),
        Cell(Subject.PERMISSION, Effect.WRITE, LET_IN, "project", "start"),
        *more,
    )
