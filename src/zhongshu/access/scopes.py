"""The one place where scopes are made, hung and moved, and their closure is kept."""

from collections.abc import Iterable
from datetime import datetime
from itertools import product
from uuid import UUID

from django.db import connection
from django.db.models import Q

from zhongshu.access.authorities.models import Body, Question
from zhongshu.access.models import Scope, ScopeClosure, ScopeEdge
from zhongshu.kit.errors import DomainError
from zhongshu.kit.sort_keys import sort_key

# Names the lock on the graph among PostgreSQL's advisory locks.
_GRAPH = 7_467_001


class ScopeLoop(DomainError):
    """A scope cannot lie below itself."""

    code = "access.scope_loop"


class ScopeGone(DomainError):
    """What owned the scope was deleted: nothing is given there any more."""

    code = "access.scope_gone"


def make_scope(kind: Scope.Kind, label: str, *, parents: Iterable[Scope]) -> Scope:
    """Make a scope below its parents."""
    return make_scopes([(Scope(kind=kind, label=label), list(parents))])[0]


def make_scopes(nodes: list[tuple[Scope, list[Scope]]]) -> list[Scope]:
    """Make many scopes at once; a parent stands in the database or earlier in the list."""
    _hold_graph(is_moving=False)
    Scope.objects.bulk_create([scope for scope, _ in nodes])
    ScopeEdge.objects.bulk_create(
        ScopeEdge(parent=parent, child=scope) for scope, parents in nodes for parent in parents
    )
    known = {parent.pk for _, parents in nodes for parent in parents}
    above: dict[UUID, set[UUID]] = {pk: set() for pk in known}
    rows = ScopeClosure.objects.filter(descendant__in=known).values_list("descendant", "ancestor")
    for descendant, ancestor in rows:
        above[descendant].add(ancestor)
    closure: list[ScopeClosure] = []
    for scope, parents in nodes:
        above[scope.pk] = {scope.pk}.union(*(above[parent.pk] for parent in parents))
        closure += [
            ScopeClosure(ancestor_id=pk, descendant_id=scope.pk) for pk in sorted(above[scope.pk])
        ]
    ScopeClosure.objects.bulk_create(closure, batch_size=2000)
    return [scope for scope, _ in nodes]


def hang(scope: Scope, *, parents: Iterable[Scope]) -> None:
    """Move a scope, with all that lies below it, under other parents.

    Raises
    ------
    ScopeLoop
        If a parent lies below the scope itself.
    """
    _hold_graph(is_moving=True)
    wanted = {parent.pk for parent in parents}
    below = set(_pairs(ancestor=scope.pk))
    if wanted & below:
        raise ScopeLoop(str(scope))
    ScopeEdge.objects.filter(child=scope).delete()
    ScopeEdge.objects.bulk_create(ScopeEdge(parent_id=pk, child=scope) for pk in sorted(wanted))
    _rebuild(below)


def rename(scope_id: UUID, label: str) -> None:
    """Call a scope as its owner is called."""
    Scope.objects.filter(pk=scope_id).update(label=label, sort_key=sort_key(label))


def retire(scope_id: UUID, *, at: datetime) -> None:
    """Mark a scope whose owner is deleted: it stays for the history, and for legal holds.

    Nothing that was given there counts any more; its bodies end, and what they or others were
    asked about it is withdrawn.
    """
    Scope.objects.filter(pk=scope_id).update(is_gone=True)
    Body.objects.filter(scope=scope_id, dissolved_at=None).update(dissolved_at=at)
    about = Q(scope=scope_id) | Q(body__scope=scope_id)
    asked = Question.objects.filter(about, state=Question.State.OPEN)
    asked.update(state=Question.State.WITHDRAWN, decided_at=at)


def refuse_gone(scope: Scope) -> None:
    """Raise `ScopeGone` if what owned the scope was deleted."""
    if scope.is_gone:
        raise ScopeGone(scope.label, field="scope_id")


def _hold_graph(*, is_moving: bool) -> None:
    """Until the transaction ends, nobody moves a scope, and while moving nobody makes one.

    Else a scope made below one that is being moved would keep the old ancestors. An
    embedded database has one writer anyway.
    """
    if connection.vendor == "postgresql":
        lock = "pg_advisory_xact_lock" if is_moving else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s)", [_GRAPH])


def _pairs(*, ancestor: UUID) -> Iterable[UUID]:
    return ScopeClosure.objects.filter(ancestor=ancestor).values_list("descendant", flat=True)


def _rebuild(moved: set[UUID]) -> None:
    """Compute the ancestors of the moved scopes again from the edges."""
    parents: dict[UUID, list[UUID]] = {}
    for child, parent in ScopeEdge.objects.values_list("child", "parent"):
        parents.setdefault(child, []).append(parent)
    ScopeClosure.objects.filter(descendant__in=moved).delete()
    ScopeClosure.objects.bulk_create(
        ScopeClosure(ancestor_id=ancestor, descendant_id=pk)
        for pk in sorted(moved)
        for ancestor in sorted(_ancestors(pk, parents))
    )


def _ancestors(start: UUID, parents: dict[UUID, list[UUID]]) -> set[UUID]:
    found, waiting = {start}, [start]
    while waiting:
        for parent in parents.get(waiting.pop(), []):
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def all_pairs() -> set[tuple[UUID, UUID]]:
    """Every (ancestor, descendant) that the edges imply: what the closure must hold."""
    parents: dict[UUID, list[UUID]] = {}
    for child, parent in ScopeEdge.objects.values_list("child", "parent"):
        parents.setdefault(child, []).append(parent)
    scopes = Scope.objects.values_list("pk", flat=True)
    return {pair for pk in scopes for pair in product(_ancestors(pk, parents), [pk])}
