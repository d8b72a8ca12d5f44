"""Nobody opens a record to themselves: what a change lets its author read more of is refused.

Conditions of a policy rest on fields of rows (class, state, who manages or owns it) and on
where a row hangs. Whoever may change these could else write the condition that restrains them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet

from zhongshu.access.authorities.acting import behind
from zhongshu.access.models import Actor, Scope, System, User, scopes_allowed
from zhongshu.access.policy.document import Effect
from zhongshu.access.resources import RESOURCES, Resource, sight
from zhongshu.kit.errors import DomainError
from zhongshu.kit.origin import acting_from, here

# What somebody may read of one row: whether it is in view at all, and by field how much.
Reading = Mapping[str, int]
_IN_VIEW = ""


class OpensToAuthor(DomainError):
    """By this change its author would read more than before; ``fields`` are what would open.

    Somebody who may read it already can make the change.
    """

    code = "access.opens_to_author"
    status = 403


@contextmanager
def opening_nothing(actor: Actor, changed: models.Model, *, field: str) -> Iterator[None]:
    """Refuse the writes inside if the actor reads more by them than before.

    What counts are the rows for which a policy asks something of the row that is ``changed``;
    of a scope, all that it governs. ``field`` names the input in the refusal. The writes must
    be in a transaction, which the refusal rolls back.

    Raises
    ------
    OpensToAuthor
        If some field of some row would be told more of.
    """
    before = _readings(actor, changed)
    yield
    gained = _gained(before, _readings(actor, changed))
    if gained:
        raise OpensToAuthor(field, field=field, fields=gained)


@contextmanager
def rehearsing(actor: Actor, changed: models.Model, *, field: str) -> Iterator[None]:
    """The same for a change on a day to come: it is made, judged and taken back."""
    with transaction.atomic():
        with opening_nothing(actor, changed, field=field):
            yield
        transaction.set_rollback(True)


def _gained(
    before: Mapping[tuple[str, Any], Reading], after: Mapping[tuple[str, Any], Reading]
) -> list[str]:
    """What is told more of than before, as ``resource.field``; new rows do not count."""
    gained = set()
    for key, reading in after.items():
        for name, effect in reading.items() if key in before else ():
            if effect > before[key].get(name, Effect.NONE):
                gained.add(f"{key[0]}.{name}".rstrip("."))
    return sorted(gained)


def _readings(actor: Actor, changed: models.Model) -> dict[tuple[str, Any], Reading]:
    """What each author may read of each row that rests on the changed one, for longer than now."""
    readings: dict[tuple[str, Any], Reading] = {}
    with acting_from(replace(here(), acting=None, is_handing_on=True)):
        for author in _authors(actor):
            for resource in RESOURCES.values():
                rows = _resting_on(resource, changed) if resource.scope else None
                if rows is not None:
                    found = _readings_of(author, resource, rows)
                    readings |= {(resource.name, (author.pk, key)): one for key, one in found}
    return readings


def _authors(actor: Actor) -> list[User]:
    """Who makes a change, with all of their rights, and in whose place."""
    return [] if isinstance(actor, System) else [User(pk=pk) for pk in behind(actor)]


def _readings_of(
    author: User, resource: Resource, rows: QuerySet[Any]
) -> Iterator[tuple[Any, Reading]]:
    seeing = sight(author, resource)
    scope = f"{resource.scope}_id"
    allowed = scopes_allowed(author, resource.permission).rows
    visible = set(allowed.values_list("descendant", flat=True))
    columns = seeing.columns or (scope,)
    owner = resource.scope.rpartition("__")[0]
    # Rows of which all that counts stands in the row they hang on are asked for as one.
    key = owner if owner and all(str(one).startswith(f"{owner}__") for one in columns) else "pk"
    for pk, at, *values in rows.order_by().values_list(key, scope, *columns).distinct():
        if at in visible:
            said = seeing.decisions(values)
            yield pk, {_IN_VIEW: 1, **{name: _told(one.effect) for name, one in said.items()}}
        else:
            yield pk, {}


def _told(effect: Effect) -> int:
    """How much an effect tells; what it lets write is no matter here."""
    return min(effect, Effect.READ)


def _resting_on(resource: Resource, changed: models.Model) -> QuerySet[Any] | None:
    """The rows of a resource for which something of the changed row is asked; None for none."""
    rows = resource.model._default_manager.all()
    if isinstance(changed, Scope):
        return rows.filter(**{f"{resource.scope}__reached_from__ancestor": changed})
    paths = (resource.scope, resource.record_class, resource.state, *resource.relations.values())
    told = [path for path in paths if isinstance(path, str) and path]
    ways = {way for path in told for way in _ways(resource.model, path, type(changed))}
    resting = Q(pk=changed.pk) if resource.model is type(changed) else Q()
    resting |= resource.resting(changed) if resource.resting else Q()
    for way in ways:
        resting |= Q(**{way: changed.pk})
    return rows.filter(resting) if resting else None


def _ways(model: type[models.Model], path: str, wanted: type[models.Model]) -> Iterator[str]:
    """The beginnings of a path that lead to a model."""
    parts = path.split("__")
    for n, part in enumerate(parts, start=1):
        column = model._meta.get_field(part)
        if not column.is_relation or column.name != part:
            return
        model = column.related_model  # type: ignore[assignment]
        if model is wanted:
            yield "__".join(parts[:n])
