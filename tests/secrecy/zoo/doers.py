"""Leaks of who did something, where a policy leaves them unnamed."""

from contextlib import ExitStack
from typing import Any

from tests.secrecy.zoo.leaks import leak, put
from zhongshu.access import listing, recalling, resources
from zhongshu.access.event_fields import AUDIT_EVENT
from zhongshu.access.models import SYSTEM
from zhongshu.planning.queries import history


def _named(actor: Any) -> Any:
    return lambda name: {"by": name}


@leak("who did it, in the trail", "Redmine CVE-2021-30163", "access.list_audit_events",
      viewer="ruled")  # fmt: skip
def _trail_names(stack: ExitStack) -> None:
    shown = resources.sight

    def open_trail(actor: Any, resource: Any, names: Any = ()) -> Any:
        return shown(SYSTEM if resource is AUDIT_EVENT else actor, resource, names)

    put(stack, resources, "sight", open_trail)


@leak("the trail filtered by who is unnamed", "Strapi CVE-2023-22894",
      "access.list_audit_events", viewer="ruled")  # fmt: skip
def _asked_by_who(stack: ExitStack) -> None:
    asked = listing.queryable

    def any_of_trail(resource: Any, name: str, rows: Any, actor: Any) -> Any:
        return asked(resource, name, rows, SYSTEM if resource is AUDIT_EVENT else actor)

    put(stack, listing, "queryable", any_of_trail)


@leak("who did it, in the history of a record", "Redmine CVE-2021-30163",
      "access.list_record_history", "planning.list_history", viewer="ruled")  # fmt: skip
def _history_names(stack: ExitStack) -> None:
    put(stack, recalling, "doing", _named)
    put(stack, history, "doing", _named)
