"""From where an act comes: the request or the job that runs now, as events keep it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

USER_AGENT_LENGTH = 120
# Beyond so many rows a sight names the scopes that were read instead of each row.
MOST_ROWS_NAMED = 500


@dataclass(slots=True)
class Sight:
    """Fields of a high class that were shown: of which entity, and of which rows."""

    resource: str
    model: str
    fields: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody acts in the place of another, with what was delegated and nothing else."""

    delegation_id: UUID
    deputy_id: UUID
    giver_id: UUID
    scope_id: UUID
    permissions: frozenset[str]


@dataclass(slots=True)
class Origin:
    """Where the acts of one request or one job come from, and what was shown in it.

    ``refused`` is the permission that was missing, where one was; ``proved_at`` when the owner
    of the session last proved who they are, in seconds since 1970; ``is_handing_on`` while it is
    judged what somebody may hand on; ``memo`` is what was looked up once and holds for the rest
    of it.
    """

    request_id: str = ""
    ip: str = ""
    user_agent: str = ""
    proved_at: float | None = None
    token_id: UUID | None = None
    on_behalf_of_id: UUID | None = None
    acting: Acting | None = None
    automation: str = ""
    is_handing_on: bool = False
    refused: str = ""
    sights: dict[str, Sight] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)


_HERE: ContextVar[Origin | None] = ContextVar("zhongshu_origin", default=None)


@contextmanager
def acting_from(origin: Origin) -> Iterator[Origin]:
    """Let every event recorded inside tell this origin."""
    token = _HERE.set(origin)
    try:
        yield origin
    finally:
        _HERE.reset(token)


def here() -> Origin:
    """The origin of what runs now; an empty one outside of requests and jobs."""
    return _HERE.get() or Origin()


@contextmanager
def on_behalf_of(user_id: UUID | None) -> Iterator[None]:
    """Let the events recorded inside tell in whose place the actor acts; None changes nothing."""
    if user_id is None:
        yield
        return
    with acting_from(replace(here(), on_behalf_of_id=user_id)):
        yield


@contextmanager
def handing_on() -> Iterator[None]:
    """Let what is asked inside be what somebody may hand on: it outlasts what lets them do it."""
    with acting_from(replace(here(), is_handing_on=True)):
        yield


def note_sight(
    resource: str, model: str, fields: set[str], rows: list[Any], scopes: list[Any]
) -> None:
    """Note that fields of rows are shown; outside of a request nobody looks."""
    origin = _HERE.get()
    if origin is None or not fields or not rows:
        return
    sight = origin.sights.setdefault(resource, Sight(resource, model))
    sight.fields |= fields
    sight.rows.update(map(str, rows))
    sight.scopes.update(str(scope) for scope in scopes if scope is not None)


def told(sights: dict[str, Sight]) -> list[dict[str, Any]]:
    """Sights as an event keeps them: names and numbers, never a value."""
    return [
        {
            "resource": one.resource,
            "model": one.model,
            "fields": sorted(one.fields),
            "n_rows": len(one.rows),
            **(
                {"rows": sorted(one.rows)}
                if len(one.rows) <= MOST_ROWS_NAMED
                else {"scopes": sorted(one.scopes)}
            ),
        }
        for _, one in sorted(sights.items())
    ]
