"""Everybody who sees a row, with what each may do with a field of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from zhongshu.access.authorities.models import Delegation
from zhongshu.access.policy.behind import gate_of
from zhongshu.access.policy.document import Document, Effect
from zhongshu.access.policy.hats import Hat
from zhongshu.access.policy.kinds_of_rows import told_of
from zhongshu.access.policy.seeing import Decision, Facts, Rule, Sight, rules_of
from zhongshu.access.policy.ways import Company, Way, looked_at
from zhongshu.access.resources import Resource
from zhongshu.kit.declarations import Classification


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
    values = next(told_of(rows, judging), None)
    if values is None:
        return None
    company = Company([values[0]])

    def judged(way: Way) -> Decision:
        judging.viewer = way.user
        facts = judging.facts(values)
        return min((decide(rules.get(name), hats, facts) for hats in way.hats), key=_effect)

    found = [
        Reader(way.user, judged(way), way.hats[0], way.through, way.delegation)
        for way in company.ways(values[0], resource.permission)
    ]
    seen = _let_through(document, resource, row_id, values[0], found)
    own = [one for one in seen if one.through is None]
    return values[0], [*seen, *_lookers(company, own)]


def _let_through(
    document: Document, resource: Resource, row_id: UUID, scope: UUID, found: list[Reader]
) -> list[Reader]:
    """Those of the readers whom what the row stands behind does not keep from it."""
    gate = gate_of(resource)
    if gate is None:
        return found
    if gate.rows and not resource.model._default_manager.filter(gate.rows, pk=row_id).exists():
        return found
    owners = gate.resource.model._default_manager.filter(**{gate.resource.scope: scope})
    owner = owners.values_list("pk", flat=True).first()
    _, there = (owner and readers(document, gate.resource, gate.field, owner)) or (None, [])
    shut = {(one.user, one.through) for one in there if not one.decision.is_readable}
    return [one for one in found if (one.user, one.through) not in shut]


def _lookers(company: Company, found: Sequence[Reader]) -> Iterable[Reader]:
    """Those who see more as another, as they may see as anybody: as the one who sees most."""
    own = {one.user: one.decision.effect for one in found}
    seen = max(found, key=lambda one: (one.decision.effect, one.user), default=None)
    if seen is None:
        return
    effect = looked_at(seen.decision.effect)
    for user in company.lookers:
        if user not in own or own[user] < effect:
            yield Reader(user, seen.decision._replace(effect=effect), seen.hats, seen.user)


def _effect(made: Decision) -> Effect:
    return made.effect


def decide(rule: Rule | None, hats: frozenset[Hat], facts: Facts) -> Decision:
    """What a rule says; where there is none, whoever sees the row may."""
    if rule is None:
        return Decision(Effect.WRITE, Classification.INTERNAL, None)
    return rule.decide(hats, facts)
