"""What each domain does with its rows when somebody is erased: told by the domain that knows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet

from zhongshu.access.models import Actor
from zhongshu.access.privacy.subjects import Somebody
from zhongshu.access.resources import Resource, readable
from zhongshu.kit.declarations import declarations, is_somebody

# What is kept for the account alone goes with it; what else there is stays, without the name.
_GOES = {"account", "operation", "one day", "seven days"}

Put = Callable[[Somebody, models.Model, date], Any]
Found = Iterable[Mapping[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """How the rows of one table are erased and told.

    ``tells`` says how a value is told that is no answer as it stands;
    ``puts`` says what stands in the place of each value; ``contribution`` removes what somebody
    wrote or uploaded, which is kept unless it is asked for; ``files`` gives the bytes that
    belong to a row, and ``lets_go`` removes them once the erasure is committed. ``in_sight`` are
    those of the rows that whoever takes them out may see, where a class can close them whole.
    """

    puts: Mapping[str, Put] = field(default_factory=dict)
    tells: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    contribution: Callable[[QuerySet[Any], Somebody], None] | None = None
    files: Callable[[Any], tuple[str, bytes] | None] | None = None
    lets_go: Callable[[Any], None] | None = None
    in_sight: Callable[[Actor, QuerySet[Any]], QuerySet[Any]] | None = None


@dataclass(frozen=True)
class Blocker:
    """What must be settled before somebody can be erased.

    ``find`` names what stands there to who would erase, and gives None for what they may not read.
    """

    code: str
    find: Callable[[Actor, Somebody, date], Found]


PARTS: dict[type[models.Model], Part] = {}
BLOCKERS: list[Blocker] = []
# Called after the rows were changed: what no column declares, as names inside of texts.
AFTERWARDS: list[Callable[[Somebody], None]] = []


def part(model: type[models.Model], **how: Any) -> None:
    """Tell how the rows of a table are erased."""
    PARTS[model] = Part(**how)


def blocker(code: str) -> Callable[[Callable[[Actor, Somebody, date], Found]], Any]:
    """Register what must be settled before an erasure."""

    def register(find: Callable[[Actor, Somebody, date], Found]) -> Any:
        BLOCKERS.append(Blocker(code, find))
        return find

    return register


def named(actor: Actor, resource: Resource, field: str, rows: QuerySet[Any]) -> Found:
    """The rows by id and name; None for each of which the actor may not read the field."""
    shown = set(rows.filter(readable(actor, resource, [field], rows)[field]).values_list("pk"))
    return [
        {"id": str(key), "name": name} if (key,) in shown else None
        for key, name in rows.values_list("pk", "name")
    ]


def afterwards(act: Callable[[Somebody], None]) -> Callable[[Somebody], None]:
    """Register what else is done when somebody was erased."""
    AFTERWARDS.append(act)
    return act


def effect_on(model: type[models.Model], *, with_contributions: bool) -> str:
    """What an erasure does to the rows of a table: ``deleted``, ``blanked`` or ``kept``."""
    known = PARTS.get(model, Part())
    if is_somebody(model) or known.puts:
        return "blanked"
    if retention_of(model) in _GOES:
        return "deleted"
    if with_contributions and known.contribution:
        return "emptied"
    return "kept"


def retention_of(model: type[models.Model]) -> str:
    """The retention class of a table."""
    return next((one.retention for one in declarations(model).values()), "")


def basis_of(model: type[models.Model]) -> str:
    """On which ground the personal fields of a table are held."""
    return next((one.basis for one in declarations(model).values() if one.personal), "")
