"""A project in sight whose plan is not: its schedule is closed, and all of its plan is a secret."""

from typing import Any

from tests.secrecy.twins.clockwork import PRESENT, STREAM
from tests.secrecy.twins.secrets import Secrets
from zhongshu.access.models import SYSTEM, PolicyVersion, User
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.services import draft_policy, publish_policy
from zhongshu.collaboration.models import Comment, Notification
from zhongshu.kit.declarations import Classification
from zhongshu.organisation.models import Person
from zhongshu.planning.models import Baseline, Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

HIGH = Classification.HIGHLY_SENSITIVE


def close_plan(project: Project, account: User, secrets: Secrets) -> PolicyVersion:
    """Publish a policy that closes the schedule of a project, and fill its plan with secrets.

    How many tasks there are, how long they take, how they stand and what was said of them differs;
    the viewer is put to one of them.
    """
    Project.objects.filter(pk=project.pk).update(classification=HIGH)
    first = Task.objects.filter(project=project).order_by("number")[0]
    worker = Person.objects.filter(user=account).first() or Person.objects.create(
        scope=project.unit.scope, unit=project.unit, name="Worker", employee_number="worker",
        user=account,
    )  # fmt: skip
    assign = {"op": "assign", "task_id": str(first.pk), "person_id": str(worker.pk)}
    edit_plan(SYSTEM, project=project, operations=[assign])
    cell = Cell(Subject.EVERYONE, Effect.NONE, resource="project", field="start", at_least=HIGH)
    draft_policy(SYSTEM, document=Document((cell,)), note="Closed", expected_version=None)
    version = publish_policy(SYSTEM, expected_version=None)
    STREAM.start(f"closed {secrets.salt}")
    _fill(project, first, account, secrets)
    STREAM.start("closed end")
    return version


def closed_texts(secrets: Secrets) -> list[str]:
    """The texts that are part of the closed plan."""
    return [secrets.word(f"closed {n}") for n in range(secrets.n_hidden)] + [
        secrets.word("closed baseline")
    ]


def _fill(project: Project, first: Task, account: User, secrets: Secrets) -> None:
    told: dict[str, Any] = {"name": secrets.word("closed 0"), "duration_minutes": 480}
    told["duration_minutes"] *= 20 if secrets.is_high else 2
    operations = [{"op": "update_task", "id": str(first.pk), "fields": told}]
    for n in range(secrets.n_hidden):
        fields = {"duration_minutes": 960 + 480 * n}
        name = secrets.word(f"closed {n}")
        operations.append({"op": "add_task", "name": name, "fields": fields})
    edit_plan(SYSTEM, project=project, operations=operations)
    health = Project.Health.RED if secrets.is_high else Project.Health.GREEN
    wanted_by = project.start + (1000 if secrets.is_high else 90_000)
    Project.objects.filter(pk=project.pk).update(health=health, required_finish=wanted_by)
    wanted = Baseline.objects.filter(project=project, state=Baseline.State.PROPOSED)
    wanted.update(name=secrets.word("closed baseline"))
    about = {"scope": project.scope, "subject_kind": "task", "subject_id": first.pk}
    for n in range(secrets.n_hidden):
        said = Comment.objects.create(
            **about, author=account, text=secrets.word(f"closed {n}"), posted_at=PRESENT
        )
        Notification.objects.create(
            **about, user=account, kind="assigned", event_id=said.pk, at=PRESENT
        )
        Notification.objects.create(
            scope=project.scope, subject_kind="project", subject_id=project.pk, user=account,
            kind="baseline_decided", event_id=said.pk, at=PRESENT,
            data={"baseline": secrets.word("closed baseline"), "decision": "approved"},
        )  # fmt: skip
