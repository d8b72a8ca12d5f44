"""Leaks in the course of events: each step is right by itself, and what is left of it tells."""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest

from tests.secrecy.stories.telling import Step
from tests.secrecy.zoo.leaks import Leak, Planting, put
from zhongshu.access import http, services, view_as, viewing, writing
from zhongshu.access.models import SYSTEM, Grant, Role, SavedView, Scope, User
from zhongshu.access.policy import seeing
from zhongshu.access.policy.document import Effect, Subject
from zhongshu.collaboration import news, notifying
from zhongshu.planning.models import Task
from zhongshu.planning.services import undo
from zhongshu.projects import services as project_services


@dataclass(frozen=True)
class Course(Leak):
    """A planted leak that shows after these steps; the product itself tells nothing by them."""

    steps: tuple[Step, ...] = ()


COURSES: list[Course] = []


def course(name: str, seen_in: str, *steps: Step) -> Any:
    """Register a planted leak and the steps after which it shows."""

    def register(plant: Planting) -> Planting:
        COURSES.append(Course(name, seen_in, "watcher", (), plant, steps))
        return plant

    return register


@course("a role made anew has the holders of the old one", "Directus CVE-2025-64746",
        ("grant", "costs"), ("remake_role", "costs"))  # fmt: skip
def _inherited_holders(stack: ExitStack) -> None:
    held: dict[str, set[tuple[UUID, UUID]]] = {}
    revoke, create = services.revoke_grant, services.create_role

    def revoked(actor: Any, *, grant: Grant) -> None:
        held.setdefault(grant.role.code, set()).add((grant.user_id, grant.scope_id))
        revoke(actor, grant=grant)

    def created(actor: Any, **fields: Any) -> Role:
        role = create(actor, **fields)
        for user, scope in held.get(role.code, ()):
            Grant.objects.create(user_id=user, role=role, scope_id=scope)
        return role

    put(stack, services, "revoke_grant", revoked)
    put(stack, services, "create_role", created)


@course("a cell that outlives its role", "Directus CVE-2025-64746",
        ("close", "notes"), ("fill",), ("let_readers_read",), ("remake_role", "reader"),
        ("grant", "reader"))  # fmt: skip
def _cell_by_code(stack: ExitStack) -> None:
    hats = seeing.hats_of

    def by_code(actor: Any, named: Any) -> Any:
        worn = hats(actor, named)
        for kind, name in named:
            if kind is Subject.ROLE and not Role.objects.filter(pk=name).exists():
                grants = Grant.objects.filter(user=actor, role__code="reader")
                worn[kind, name] = frozenset(
                    grants.values_list("scope__reach__descendant", flat=True)
                )
        return worn

    put(stack, seeing, "hats_of", by_code)


@course("a right that a cache remembers", "GitLab #219496",
        ("grant", "costs"), ("rename_seen",), ("revoke", "costs"))  # fmt: skip
def _remembered(stack: ExitStack) -> None:
    hats, known = seeing.hats_of, {}

    def remembered(actor: Any, rules: Any) -> Any:
        rules = list(rules)
        found = hats(actor, rules)
        for hat, scopes in found.items():
            known[actor.pk, hat] = known.get((actor.pk, hat), frozenset()) | scopes
        return {hat: known[actor.pk, hat] for hat in found}

    put(stack, seeing, "hats_of", remembered)


@course("what was moved keeps its readers", "GitLab #37045", ("move_project",))
def _keeps_readers(stack: ExitStack) -> None:
    put(stack, project_services, "_hang_below", lambda *given, **more: None)


@course("an undo tells what may no longer be read", "an undo as an oracle",
        ("edit",), ("close", "notes"), ("fill",), ("undo",))  # fmt: skip
def _undo_tells(stack: ExitStack) -> None:
    refuse = undo._refuse_changed_texts

    def quoting(changes: Any) -> None:
        changes = list(changes)
        try:
            refuse(changes)
        except undo.ChangedSince:
            key = changes[0][0]
            raise undo.ChangedSince(field=Task.objects.get(pk=key).notes, id=key) from None

    # Behind the first refusal, which knows no text, stands the one that does.
    put(stack, undo, "refuse_unread_changes", lambda *_: None)
    put(stack, undo, "_refuse_changed_texts", quoting)


@course("who sees as another writes as themselves", "impersonation", ("view_as",))
def _view_as_writes(stack: ExitStack) -> None:
    safe = {"GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
    put(stack, view_as, "_SAFE", safe)
    seen = view_as.seen_as

    def as_oneself(request: HttpRequest) -> User:
        own = request.user
        found = seen(request)
        return own if request.method == "PATCH" else found  # type: ignore[return-value]

    put(stack, http, "seen_as", as_oneself)


@course("who sees as another sees with their own rights", "impersonation", ("view_as",))
def _view_as_sees(stack: ExitStack) -> None:
    put(stack, http, "seen_as", lambda request: request.user)


@course("what is written once is written again", "mass assignment",
        ("write_once",), ("set_position",), ("set_position",))  # fmt: skip
def _written_again(stack: ExitStack) -> None:
    judge = writing._judge

    def lenient(name: str, decided: Any, *, is_empty: bool) -> None:
        judge(name, decided, is_empty=True)

    put(stack, writing, "_judge", lenient)


@course("a refusal tells whether something was written", "GitLab CVE-2021-22249",
        ("close", "position"), ("fill",), ("set_position",))  # fmt: skip
def _refusal_tells(stack: ExitStack) -> None:
    judge = writing._judge

    def telling(name: str, decided: Any, *, is_empty: bool) -> None:
        if decided is not None and decided.effect is Effect.NONE and not is_empty:
            raise writing.FieldIsReadOnly(name, field=name)
        judge(name, decided, is_empty=is_empty)

    put(stack, writing, "_judge", telling)


@course("a view that stays shared", "Jira CVE-2021-41305", ("share",), ("unshare",))
def _stays_shared(stack: ExitStack) -> None:
    def in_view(actor: Any) -> Any:
        return SavedView.objects.filter(page="projects")

    put(stack, viewing, "views_in_view", in_view)


@course("news of what is out of sight by now", "Jira CVE-2021-39119",
        ("watch",), ("move_project",), ("comment",))  # fmt: skip
def _news(stack: ExitStack) -> None:
    seen = news.told_in_view
    put(stack, notifying, "told_among", lambda subject, users: set(users))
    put(stack, news, "in_view", lambda actor: Q())
    put(stack, news, "told_in_view", lambda actor, places: seen(SYSTEM, places))


@course("a copy is shown to the readers of what it was made from", "Wekan CVE-2026-53445",
        ("copy_project",))  # fmt: skip
def _copied_readers(stack: ExitStack) -> None:
    make = project_services.make_scope

    def widened(kind: Any, label: str, *, parents: Any) -> Any:
        seen = Scope.objects.filter(label="Visible unit")
        return make(kind, label, parents=[*parents, *seen])

    put(stack, project_services, "make_scope", widened)
