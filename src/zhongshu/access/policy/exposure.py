"""Who sees what under a policy: what another one would newly show and hide, and the readers.

Everything is computed from the grants in force, their scopes and the rows as they are now.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from zhongshu.access.authorities.acting import NEVER_DELEGATED
from zhongshu.access.authorities.models import Delegation
from zhongshu.access.guard import company as company_scope
from zhongshu.access.models import Grant, RolePermission, Scope, User
from zhongshu.access.policy.channels import SETTABLE, passage
from zhongshu.access.policy.document import Document, Effect, Subject
from zhongshu.access.policy.hats import Hat
from zhongshu.access.policy.seeing import Decision, Facts, Rule, Several, Sight, rules_of
from zhongshu.access.resources import RESOURCES, Resource
from zhongshu.access.roles import VIEW_AS
from zhongshu.kit.declarations import Classification

# Over one scope: the roles that each account holds there.
Holders = dict[UUID, dict[UUID, frozenset[UUID]]]
MOST_NAMED = 20


@dataclass
class Reach:
    """How many rows, and to whom."""

    n_rows: int = 0
    people: set[UUID] = field(default_factory=set)


@dataclass
class Company:
    """Who holds which role where today, and what the roles carry."""

    holders: Holders
    permissions: Mapping[UUID, frozenset[str]]

    def hats(self, user: UUID, scope: UUID) -> frozenset[Hat]:
        """Every role and permission of an account over a scope."""
        roles = self.holders.get(scope, {}).get(user, frozenset())
        carried = {one for role in roles for one in self.permissions.get(role, ())}
        return frozenset(
            [(Subject.ROLE, str(role)) for role in roles]
            + [(Subject.PERMISSION, one) for one in carried]
        )


def company_now(scopes: Iterable[UUID] | None = None, **only: Any) -> Company:
    """The grants in force, over some scopes or all, and ``only`` these of them."""
    grants = Grant.objects.in_force().filter(**only)
    if scopes is not None:
        grants = grants.filter(scope__reach__descendant__in=list(scopes))
    held: dict[UUID, dict[UUID, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    rows = grants.values_list("user", "role", "scope__reach__descendant")
    for user, role, scope in rows.distinct().iterator(2000):
        held[scope][user].add(role)
    carried: dict[UUID, set[str]] = defaultdict(set)
    for role, permission in RolePermission.objects.values_list("role", "permission"):
        carried[role].add(permission)
    return Company(
        {
            scope: {user: frozenset(roles) for user, roles in users.items()}
            for scope, users in held.items()
        },
        {role: frozenset(names) for role, names in carried.items()},
    )


def effect_of(before: Document, after: Document) -> list[dict[str, Any]]:
    """What another policy would newly show, hide, and let be written, field by field."""
    told: list[dict[str, Any]] = []
    company: Company | None = None
    for resource in RESOURCES.values():
        names = [one.name for one in resource.fields if one.is_closable or one.inputs]
        was, will = rules_of(before, resource, names), rules_of(after, resource, names)
        changed = [name for name in names if was.get(name) != will.get(name)]
        if changed:
            company = company or company_now()
            told += _changes(company, resource, changed, was, will)
    return told


def _changes(
    company: Company,
    resource: Resource,
    names: list[str],
    was: Mapping[str, Rule],
    will: Mapping[str, Rule],
) -> list[dict[str, Any]]:
    reaches: dict[str, dict[str, Reach]] = {name: defaultdict(Reach) for name in names}
    both = {f"{side} {name}": rules[name] for side, rules in (("was", was), ("will", will))
            for name in names if name in rules}  # fmt: skip
    judging = Sight(resource, both, {}, None)
    for *values, n in _kinds_of_rows(resource, judging):
        users = company.holders.get(values[0], {})
        met: dict[tuple[str, str], set[UUID]] = defaultdict(set)
        for user, roles in users.items():
            if not _sees(company, roles, resource.permission):
                continue
            judging.viewer = user
            facts = judging.facts(values)
            for name, what in _differences(company.hats(user, values[0]), facts, names, was, will):
                met[name, what].add(user)
        for (name, what), people in met.items():
            reaches[name][what].n_rows += n
            reaches[name][what].people |= people
    return [
        {"resource": resource.name, "field": name}
        | {what: _told(reaches[name][what]) for what in _WHATS}
        for name in names
        if reaches[name]
    ]


def _kinds_of_rows(resource: Resource, judging: Sight) -> Iterable[tuple[Any, ...]]:
    """What the rules ask of rows, each answer once, and how many rows give it."""
    rows = resource.model._default_manager.order_by()
    if not resource.scope:
        return [(company_scope().pk, rows.count())]
    if _several(resource, judging):
        return [(*values, n) for values, n in Counter(_told_of(rows, resource, judging)).items()]
    found: Iterable[tuple[Any, ...]] = rows.values_list(*judging.columns).annotate(n=Count("pk"))
    return found


def _several(resource: Resource, judging: Sight) -> set[str]:
    """Those of the columns asked for by which a row may be related to several accounts."""
    paths = {one.path for one in resource.relations.values() if isinstance(one, Several)}
    return paths & set(judging.columns)


def _told_of(rows: QuerySet[Any], resource: Resource, judging: Sight) -> Iterator[tuple[Any, ...]]:
    """What the rules ask of each row; of accounts to which it is related, all at once."""
    several = _several(resource, judging)
    places = [n for n, path in enumerate(judging.columns) if path in several]
    told: dict[Any, list[Any]] = {}
    for key, *values in rows.order_by().values_list("pk", *judging.columns).iterator(2000):
        known = told.setdefault(key, values)
        for n in places:
            before = known[n] if isinstance(known[n], frozenset) else frozenset()
            known[n] = before | {values[n]}
    yield from map(tuple, told.values())


def channel_effect(before: Document, after: Document) -> list[dict[str, Any]]:
    """The channels whose rule another policy changes, and how many records that opens and shuts.

    A record above the highest class of a channel does not go through it at all.
    """
    told = []
    for channel in SETTABLE:
        was, will = passage(before.channels, channel), passage(after.channels, channel)
        if was != will:
            opened, shut = (_between(*two) for two in (
                (was.highest, will.highest), (will.highest, was.highest)))  # fmt: skip
            told.append(
                {"channel": channel.value, "before": was.wire(), "after": will.wire(),
                 "n_opened": opened, "n_shut": shut}
            )  # fmt: skip
    return told


def _between(floor: int, ceiling: int) -> int:
    """How many records have a class of their own above one and up to another."""
    return sum(
        resource.model._default_manager.filter(
            **{f"{one}__gt": floor, f"{one}__lte": ceiling}
        ).count()
        for resource in RESOURCES.values()
        if (one := resource.own_class or resource.record_class) and "__" not in str(one)
    )


_WHATS = ("exposed", "hidden", "opened", "closed")


def _sees(company: Company, roles: Iterable[UUID], permission: str) -> bool:
    return any(permission in company.permissions.get(role, ()) for role in roles)


def _differences(
    worn: frozenset[Hat],
    facts: Facts,
    names: Iterable[str],
    was: Mapping[str, Rule],
    will: Mapping[str, Rule],
) -> Iterable[tuple[str, str]]:
    """What one viewer gains or loses of one kind of row: sight first, then writing."""
    for name in names:
        old, new = _effect(was.get(name), worn, facts), _effect(will.get(name), worn, facts)
        if min(old, Effect.READ) != min(new, Effect.READ):
            yield name, "exposed" if new > old else "hidden"
        if (old > Effect.READ) != (new > Effect.READ):
            yield name, "opened" if new > old else "closed"


def _effect(rule: Rule | None, worn: frozenset[Hat], facts: Facts) -> Effect:
    return Effect.WRITE if rule is None else rule.decide(worn, facts).effect


def _told(reach: Reach) -> dict[str, Any]:
    names = User.objects.filter(pk__in=reach.people).order_by("sort_key", "pk")
    return {
        "n_rows": reach.n_rows,
        "n_people": len(reach.people),
        "people": list(names.values_list("name", flat=True)[:MOST_NAMED]) if reach.people else [],
    }


@dataclass(frozen=True)
class Reader:
    """One account that sees a row, what it may do with a field of it, and its hats there.

    ``through`` is in whose place a deputy sees it by a ``delegation``, or as whom somebody sees
    it who may see as anybody of the company.
    """

    user: UUID
    decision: Decision
    hats: frozenset[Hat]
    through: UUID | None = None
    delegation: Delegation | None = None


def readers(
    document: Document, resource: Resource, name: str, row_id: UUID
) -> tuple[UUID, list[Reader]] | None:
    """Everybody who sees a row, with what they may do with a field; None without such a row.

    Those who see it by themselves come first, then deputies and who may see as anybody.
    """
    rules = rules_of(document, resource, [name])
    judging = Sight(resource, rules, {}, None)
    rows = resource.model._default_manager.filter(pk=row_id)
    values = next(_told_of(rows, resource, judging), None)
    if values is None:
        return None
    company = company_now([values[0]])

    def judged(user: UUID, hats: frozenset[Hat]) -> Decision:
        judging.viewer = user
        return decide(rules.get(name), hats, judging.facts(values))

    found = []
    for user, roles in company.holders.get(values[0], {}).items():
        if _sees(company, roles, resource.permission):
            hats = company.hats(user, values[0])
            found.append(Reader(user, judged(user, hats), hats))
    found += _deputies(resource.permission, values[0], judged)
    seen = _let_through(document, resource, row_id, found)
    own = [one for one in seen if one.through is None]
    return values[0], [*seen, *_lookers(own)]


def _let_through(
    document: Document, resource: Resource, row_id: UUID, found: list[Reader]
) -> list[Reader]:
    """Those of the readers whom what the row stands behind does not keep from it."""
    if resource.behind is None:
        return found
    name, path, field_name = resource.behind
    row = resource.model._default_manager.values_list(f"{path}_id", flat=True).get(pk=row_id)
    _, there = readers(document, RESOURCES[name], field_name, row) or (None, [])
    shut = {(one.user, one.through) for one in there if not one.decision.is_readable}
    return [one for one in found if (one.user, one.through) not in shut]


def _deputies(
    needed: str, scope: UUID, judged: Callable[[UUID, frozenset[Hat]], Decision]
) -> Iterable[Reader]:
    """Those to whom the sight of the row was passed on, by somebody who has it today."""
    rows = Delegation.objects.in_force().filter(
        revoked_at=None, deputy__is_active=True, scope__reach__descendant=scope
    )
    passed_on = list(rows.order_by("created_at", "pk"))
    if not passed_on:
        return
    # What the giver opened in an emergency serves no deputy.
    given = company_now([scope], kind=Grant.Kind.ORDINARY)
    for one in passed_on:
        passed = {(Subject.PERMISSION, name) for name in {*one.permissions} - NEVER_DELEGATED}
        behind = given.hats(one.giver_id, scope)
        worn = behind & passed
        if (Subject.PERMISSION, needed) in worn:
            both = [judged(one.deputy_id, hats) for hats in (worn, behind)]
            least = min(both, key=lambda made: made.effect)
            yield Reader(one.deputy_id, least, worn, one.giver_id, one)


def _lookers(found: Sequence[Reader]) -> Iterable[Reader]:
    """Those who see more as another, as they may see as anybody: as the one who sees most."""
    company = Scope.objects.filter(kind=Scope.Kind.COMPANY)
    rows = Grant.objects.in_force().filter(scope__in=company, role__permissions__permission=VIEW_AS)
    own = {one.user: one.decision.effect for one in found}
    seen = max(found, key=lambda one: (one.decision.effect, one.user), default=None)
    if seen is None:
        return
    effect = _LOOKED_AT.get(seen.decision.effect, seen.decision.effect)
    for user in sorted(set(rows.values_list("user", flat=True))):
        if user not in own or own[user] < effect:
            yield Reader(user, seen.decision._replace(effect=effect), seen.hats, seen.user)


# Who sees as another writes nothing, and asks for nothing to be shown.
_LOOKED_AT = {
    Effect.ON_REQUEST: Effect.MASKED,
    Effect.WRITE_ONCE: Effect.READ,
    Effect.WRITE: Effect.READ,
}


def decide(rule: Rule | None, hats: frozenset[Hat], facts: Facts) -> Decision:
    """What a rule says; where there is none, whoever sees the row may."""
    if rule is None:
        return Decision(Effect.WRITE, Classification.INTERNAL, None)
    return rule.decide(hats, facts)
