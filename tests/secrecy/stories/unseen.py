"""What happens out of a viewer's sight, and what happens in it, for all that is sent of either."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from tests.secrecy.operations import UNSAFE, Operation
from tests.secrecy.stories.lockstep import Side
from tests.secrecy.twins.clockwork import PRESENT
from tests.secrecy.twins.policy import COSTS, PERSONAL
from tests.secrecy.twins.probes import Probe
from tests.secrecy.twins.trace import send
from tests.secrecy.twins.working import WORKING
from zhongshu.access.models import SYSTEM, User
from zhongshu.collaboration.models import Watch
from zhongshu.collaboration.services import comments
from zhongshu.collaboration.subjects import get_subject
from zhongshu.kit.declarations import Classification
from zhongshu.organisation.models import Person
from zhongshu.organisation.services import update_person
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project
from zhongshu.projects.services import update_project

HIGH = Classification.HIGHLY_SENSITIVE


def write_out_of_sight(side: Side) -> set[str]:
    """Let the administrator do whatever can be done to what is hidden; what of it worked."""
    worked = set()
    for operation, probe in sorted(_writes(side), key=lambda one: one[0].method == "delete"):
        if send(side.clients["admin"], probe).status_code < 300:
            worked.add(operation.name)
    return worked


def _writes(side: Side) -> Iterator[tuple[Operation, Probe]]:
    twin = side.world.twin
    ids = {**twin.visible, **twin.hidden}
    for operation in UNSAFE:
        named = {one[1:-1] for one in operation.path.split("/") if one.startswith("{")}
        case = WORKING.get(operation.name)
        if not named & twin.hidden.keys() or (case and case.ids):
            continue
        body = None
        if operation.media_type == "application/json":
            body = case.body(ids) if case and case.body else operation.full_body(ids)
        yield operation, Probe(operation, ids, (), body, file=case.file if case else None)


def tell_secrets(side: Side) -> None:
    """As much as the world says of what is hidden: said, edited, and followed by the viewer.

    They follow what they saw once, and are put to what is closed to them now.
    """
    viewer, secrets = side.world.viewer, side.world.secrets
    ids, hidden, account = side.world.twin.visible, side.world.twin.hidden, side.world.twin.viewer
    first, away = _task(ids["task_id"]), _task(hidden["task_id"])
    for task in (first, away):
        _follow(account, task)
    for n in range(secrets.n_hidden):
        words = secrets.word(f"sent {n}")
        _say(away, f"{words} @[x](user:{side.admin.pk})")
        _edit(away, name=words)
        if COSTS in viewer.hidden:
            _edit(first, fixed_cost_minor=secrets.amount(f"sent {n}"))
        if PERSONAL in viewer.hidden:
            person = Person.objects.get(pk=ids["person_id"])
            email = secrets.email(f"sent {n}")
            update_person(SYSTEM, person=person, expected_version=None, email=email)
        if viewer.is_ruled:
            _edit(first, notes=words)
            _say(first, words, classification=int(HIGH))
            third = Project.objects.get(pk=ids["third_project_id"])
            update_project(SYSTEM, project=third, expected_version=None, description=words)
        if viewer.is_shut_out:
            _edit(first, name=words, duration_minutes=960 * (n + 1))
            _say(first, words)


def tell_openly(side: Side) -> None:
    """What the viewer sees: somebody names them and speaks on, and edits and moves are planned."""
    ids = side.world.twin.visible
    task = Task.objects.filter(project=ids["second_project_id"]).order_by("number")[0]
    _say(task, f"Seen @[x](user:{side.world.twin.viewer.pk})")
    _say(task, "Seen as well")
    _edit(task, name="Seen")
    unit = {"parent_id": None, "from_date": "2026-03-10"}
    person = {"unit_id": str(ids["team_id"]), "from_date": "2026-03-10"}
    for path, body in (("/units/{team_id}/move", unit), ("/people/{mover_id}/move", person)):
        assert side.send("admin", "post", path, body).status_code < 300


def _task(key: Any) -> Task:
    return Task.objects.select_related("project__scope").get(pk=key)


def _follow(account: User, task: Task) -> None:
    Watch.objects.update_or_create(
        user=account, subject_kind="task", subject_id=task.pk,
        defaults={"scope": task.project.scope, "is_on": True},
    )  # fmt: skip


def _say(task: Task, text: str, **more: int) -> None:
    subject = get_subject(SYSTEM, "task", task.pk)
    # Whom the class is open to said it; in this company that is nobody.
    with patch.object(comments, "refuse_unreadable"):
        author = User.objects.get(username="publisher")
        comments.add_comment(author, subject=subject, text=text, at=PRESENT, **more)


def _edit(task: Task, **fields: Any) -> None:
    step = {"op": "update_task", "id": str(task.pk), "fields": fields}
    edit_plan(SYSTEM, project=Project.objects.get(pk=task.project_id), operations=[step])
