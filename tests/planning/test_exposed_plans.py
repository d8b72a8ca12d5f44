"""Before a policy opens or closes plans, all that stands behind them is counted, and for whom."""

import pytest
from django.utils import timezone

from tests.access.test_policy import published
from tests.factories.access import UserFactory, delegation_to, user_with
from tests.planning.closed import EVERYONE, Planned
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.policy.exposure import effect_of
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.readers import readers
from zhongshu.collaboration.fields import COMMENT
from zhongshu.collaboration.models import Comment
from zhongshu.planning.models import Task

pytestmark = pytest.mark.django_db

OPEN = Document()
SHUT = Cell(EVERYONE, Effect.NONE, resource="project", field="start")
CLOSED = Document(cells=(SHUT,))


@pytest.fixture
def plan():
    """Three tasks, each with a comment, and one comment beside the plan; a baseline."""
    plan = Planned()
    tasks = Task.objects.filter(project=plan.project).values_list("pk", flat=True)
    about = [("project", plan.project.pk), *(("task", one) for one in tasks)]
    author = UserFactory.create()
    for kind, key in about:
        Comment.objects.create(
            scope=plan.project.scope, subject_kind=kind, subject_id=key, author=author,
            text="Said", posted_at=timezone.now(),
        )  # fmt: skip
    return plan


@pytest.fixture
def people(plan):
    """Two who see the project, the deputy of one of them, and one who sees as anybody: four."""
    first, _ = (user_with("projects.view", over=plan.project.scope) for _ in range(2))
    deputy = UserFactory.create()
    passed = {"over": plan.project.scope, "authorities": [], "permissions": ["projects.view"]}
    delegation_to(deputy, first, **passed)
    return {"deputy": deputy, "looker": user_with("access.view_as")}


def counted(before, after, what):
    return {
        (one["resource"], one["field"]): (one[what]["n_rows"], one[what]["n_people"])
        for one in effect_of(before, after)
        if one[what]["n_rows"]
    }


BEHIND = {
    ("project", "start"): (1, 4),
    ("task", ""): (3, 4),
    ("baseline", ""): (1, 4),
    ("comment", ""): (3, 4),
}


def test_opening_a_plan_counts_all_that_stands_behind_it(people):
    assert BEHIND.items() <= counted(CLOSED, OPEN, "exposed").items()
    assert counted(CLOSED, OPEN, "hidden") == {}


def test_closing_a_plan_counts_all_that_stands_behind_it(people):
    assert BEHIND.items() <= counted(OPEN, CLOSED, "hidden").items()
    assert counted(OPEN, CLOSED, "exposed") == {}


def test_who_is_let_in_already_is_not_counted(plan, people):
    """Whoever is let in saw the plan before; so did who sees as anybody, as that one."""
    user_with("projects.view", "access.read_audit", over=plan.project.scope)
    let_in = Cell(Subject.PERMISSION, Effect.WRITE, "access.read_audit", "project", "start")

    found = counted(Document(cells=(SHUT, let_in)), OPEN, "exposed")

    assert found[("task", "")] == (3, 3)


def test_a_field_that_is_opened_behind_a_closed_plan_exposes_nothing(plan, people):
    notes = Cell(EVERYONE, Effect.NONE, resource="task", field="notes")

    behind = counted(Document(cells=(SHUT, notes)), CLOSED, "exposed")
    beside = counted(Document(cells=(notes,)), OPEN, "exposed")

    assert behind == {}
    assert beside == {("task", "notes"): (3, 4)}


def test_nobody_reads_what_is_said_of_a_task_whose_plan_is_closed(plan, people):
    published(SHUT)

    def read(kind):
        row = Comment.objects.filter(subject_kind=kind).first()
        return len(readers(policy_in_force(), COMMENT, "text", row.pk)[1])

    assert (read("task"), read("project")) == (0, 4)
