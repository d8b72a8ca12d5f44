"""Leaks by the way in which somebody comes: a token, in the place of another, seen as another."""

from contextlib import ExitStack
from typing import Any

from tests.secrecy.zoo.leaks import leak, put
from zhongshu.access import http, models
from zhongshu.access.models import Grant, ScopeClosure, User
from zhongshu.kit.origin import Acting


@leak("a token opens all that its owner may", "scope of a token", "organisation.list_people",
      "planning.list_tasks", viewer="by token")  # fmt: skip
def _whole_token(stack: ExitStack) -> None:
    unlimited = property(lambda user: None, lambda user, limits: None)
    put(stack, User, "limited_to", unlimited)


@leak("a deputy has all that the giver holds", "scope of a delegation", "organisation.list_people",
      "planning.list_tasks", viewer="deputy")  # fmt: skip
def _whole_giver(stack: ExitStack) -> None:
    def received(acting: Acting, permission: str) -> Any:
        held = Grant.objects.in_force().filter(
            user=acting.giver_id, role__permissions__permission=permission
        )
        return ScopeClosure.objects.filter(ancestor__in=held.values("scope")).values("descendant")

    put(stack, models, "_scopes_received", received)


@leak("who sees as another sees what they see themselves", "impersonation",
      "projects.list_projects", "organisation.list_people", viewer="seen as")  # fmt: skip
def _own_sight(stack: ExitStack) -> None:
    put(stack, http, "seen_as", lambda request: request.user)
