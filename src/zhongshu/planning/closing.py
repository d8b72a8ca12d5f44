"""What a closed plan takes with it beside its rows: what the trail and bodies tell of it."""

from typing import Any
from uuid import UUID

from zhongshu.access.auditing import register_closing
from zhongshu.access.authorities.reading import register_closed
from zhongshu.access.models import Actor
from zhongshu.planning.subjects import TASK_KIND
from zhongshu.projects.closed_plans import closed_over, closed_plans

# How the kinds of events about plans begin, and of questions about them.
_OF_PLANS = ("planning.", "integrations.")


def _closed_events(actor: Actor, items: list[dict[str, Any]]) -> set[str]:
    """The events about plans, and about what was said of tasks, that are closed to a reader."""
    about = {item["id"]: UUID(item["scope_id"]) for item in items if _is_of_a_plan(item)}
    closed = closed_over(actor, set(about.values()))
    return {key for key, scope in about.items() if scope in closed}


def _is_of_a_plan(item: dict[str, Any]) -> bool:
    return bool(item["scope_id"]) and (
        item["kind"].startswith(_OF_PLANS) or item["data"].get("about_kind") == TASK_KIND
    )


register_closing(_closed_events)
register_closed("planning.", closed_plans)
