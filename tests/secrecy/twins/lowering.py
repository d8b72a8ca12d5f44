"""What is asked to be lowered in the twin companies: in sight of the viewer, and elsewhere."""

from typing import Any
from uuid import UUID

from tests.secrecy.twins.clockwork import PRESENT
from tests.secrecy.twins.secrets import Secrets
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.models import Grant, Role, RolePermission, Scope, User
from zhongshu.collaboration.models import Comment
from zhongshu.planning.models import Task

KEEPER = "keeper"


def asked_to_lower(task: Task, boss: User, viewer: User) -> dict[str, Any]:
    """A comment that somebody asks to lower, one that the viewer does, and one to be asked for."""
    _keeper(task.project.scope)
    about = {"scope": task.project.scope, "subject_kind": "task", "subject_id": task.pk}
    said = [
        Comment.objects.create(
            **about, author=boss, text=f"Kept {n}", classification=1, posted_at=PRESENT
        )
        for n in range(3)
    ]
    waiting, own = (
        asked(task.project.scope, said[n].pk, by, "Seen") for n, by in enumerate((boss, viewer))
    )
    return {
        "lowering_id": waiting.pk,
        "own_lowering_id": own.pk,
        "kept_comment_id": said[2].pk,
    }


def _keeper(scope: Scope) -> None:
    """Somebody who could confirm what the viewer asks for."""
    keeper = User.objects.create(username=KEEPER, name="Keeper", email="")
    role = Role.objects.create(code=KEEPER, name="保密", name_en="Keeper")
    for permission in ("projects.view", "collaboration.lower_class"):
        RolePermission.objects.create(role=role, permission=permission)
    Grant.objects.create(user=keeper, role=role, scope=scope)


def asked(scope: Scope, comment_id: UUID, by: User, reason: str) -> Lowering:
    """A request that waits for another person."""
    return Lowering.objects.create(
        scope=scope, record_kind="comment", record_id=comment_id, was=1, classification=0, label=1,
        reason=reason, asked_by=by, asked_at=PRESENT,
    )  # fmt: skip


def keep_requests(viewer: User, secrets: Secrets) -> None:
    """Let the reasons of others be what this world keeps to itself; one's own one is told."""
    others = Lowering.objects.exclude(asked_by=viewer)
    others.update(reason=secrets.word("lowering reason"))
