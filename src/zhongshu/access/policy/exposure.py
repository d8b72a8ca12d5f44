"""What another policy would newly show and hide, of how many rows and to how many people.

Everything is computed from the grants and delegations in force, their scopes and the rows as
they are now.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhongshu.access.models import User
from zhongshu.access.policy.behind import Gate, gate_of, rows_by_gate
from zhongshu.access.policy.channels import SETTABLE, passage
from zhongshu.access.policy.document import Document, Effect
from zhongshu.access.policy.kinds_of_rows import kinds_of_rows, told_of
from zhongshu.access.policy.readers import decide
from zhongshu.access.policy.seeing import Facts, Rule, Sight, rules_of
from zhongshu.access.policy.ways import Company, Way, looked_at
from zhongshu.access.resources import RESOURCES, Resource

MOST_NAMED = 20
# What stands for rows as a whole, where a field is named.
WHOLE = ""
# The rule over one field before and after.
Change = tuple[Rule | None, Rule | None]
# What somebody may do with each of some fields before and after.
Effects = tuple[tuple[Effect, Effect], ...]


@dataclass
class Reach:
    """How many rows, and to whom."""

    n_rows: int = 0
    people: set[UUID] = field(default_factory=set)


def effect_of(before: Document, after: Document) -> list[dict[str, Any]]:
    """What another policy would newly show, hide, and let be written, field by field.

    Under no field's name stand the rows that come into sight or leave it as a whole.
    """
    told: list[dict[str, Any]] = []
    company = Company(None)
    for resource in RESOURCES.values():
        names = [one.name for one in resource.fields if one.is_closable or one.inputs]
        changed = _changed(before, after, resource, names)
        gate = _gate(before, after, resource)
        if changed or gate[0] != gate[1]:
            told += _Comparison(company, resource, changed, gate).told()
    return told


def _changed(
    before: Document, after: Document, resource: Resource, names: Sequence[str]
) -> dict[str, Change]:
    """The fields whose rules differ, with both."""
    was, will = rules_of(before, resource, names), rules_of(after, resource, names)
    return {
        name: (was.get(name), will.get(name)) for name in names if was.get(name) != will.get(name)
    }


def _gate(before: Document, after: Document, resource: Resource) -> Change:
    """The rules over the field behind which rows of a resource stand, before and after."""
    gate = gate_of(resource)
    if gate is None:
        return None, None
    both = [rules_of(one, gate.resource, [gate.field]) for one in (before, after)]
    return both[0].get(gate.field), both[1].get(gate.field)


@dataclass
class _Comparison:
    """The rows of one resource, kind by kind, under the rules before and after."""

    company: Company
    resource: Resource
    changed: Mapping[str, Change]
    gate: Change
    _reaches: dict[str, dict[str, Reach]] = field(init=False)
    _made: dict[Any, Effects] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        names = (WHOLE, *self.changed)
        self._reaches = {name: defaultdict(Reach) for name in names}

    def told(self) -> list[dict[str, Any]]:
        """What differs, field by field."""
        for rows, gate in rows_by_gate(self.resource):
            if self.changed or gate:
                self._compare(rows, gate if any(self.gate) else None)
        return [
            {"resource": self.resource.name, "field": name}
            | {what: _told(reaches[what]) for what in _WHATS}
            for name, reaches in self._reaches.items()
            if reaches
        ]

    def _compare(self, rows: QuerySet[Any], gate: Gate | None) -> None:
        judging = _judging(self.resource, self.changed)
        above = _judging(gate.resource, {gate.field: self.gate}) if gate else None
        owners = _answers_by_scope(above) if above else {}
        for *values, n in kinds_of_rows(rows, judging):
            kind = _Kind(judging, values, above, owners.get(values[0]))
            met: dict[tuple[str, str], set[UUID]] = defaultdict(set)
            for effects, people in self._effects(kind).items():
                for name, what in _differences(self._reaches, effects):
                    met[name, what] |= people
            for (name, what), people in met.items():
                reach = self._reaches[name][what]
                reach.n_rows += n
                reach.people |= people

    def _effects(self, kind: "_Kind") -> dict[Effects, set[UUID]]:
        """What each may do with one kind of rows, by the way by which one may do most."""
        found: dict[UUID, Effects] = {}
        own: set[Effects] = set()
        for way in self.company.ways(kind.values[0], self.resource.permission):
            effects = self._by(way, kind)
            if way.through is None:
                own.add(effects)
            found[way.user] = _most(found.get(way.user), effects)
        if own:
            looked = tuple((looked_at(old), looked_at(new)) for old, new in reduce(_most, own))
            for user in self.company.lookers:
                found[user] = _most(found.get(user), looked)
        people: dict[Effects, set[UUID]] = defaultdict(set)
        for user, effects in found.items():
            people[effects].add(user)
        return people

    def _by(self, way: Way, kind: "_Kind") -> Effects:
        """What one way opens of one kind of rows; the same answer is worked out once."""
        facts, above = kind.facts(way.user)
        key = way.hats, facts[1:], above and above[1:]
        if key not in self._made:
            was, will = (
                above is None or _least(rule, way, above) >= Effect.READ for rule in self.gate
            )
            whole = (Effect.READ if was else Effect.NONE, Effect.READ if will else Effect.NONE)
            fields = (
                (
                    _least(old, way, facts) if was else Effect.NONE,
                    _least(new, way, facts) if will else Effect.NONE,
                )
                for old, new in self.changed.values()
            )
            self._made[key] = (whole, *fields)
        return self._made[key]


@dataclass(frozen=True)
class _Kind:
    """Rows of which the rules ask the same: their answers, and those of what they stand behind."""

    judging: Sight
    values: Sequence[Any]
    above: Sight | None
    values_above: Sequence[Any] | None

    def facts(self, viewer: UUID) -> tuple[Facts, Facts | None]:
        """What is so of them for a viewer."""
        self.judging.viewer = viewer
        if self.above is None or self.values_above is None:
            return self.judging.facts(self.values), None
        self.above.viewer = viewer
        return self.judging.facts(self.values), self.above.facts(self.values_above)


def _judging(resource: Resource, changes: Mapping[str, Change]) -> Sight:
    """What the rules before and after ask of rows, together."""
    rules = {
        f"{side} {name}": rule
        for name, both in changes.items()
        for side, rule in zip(("was", "will"), both, strict=True)
        if rule is not None
    }
    return Sight(resource, rules, {}, None)


def _answers_by_scope(judging: Sight) -> dict[UUID, tuple[Any, ...]]:
    """What each row that owns a scope answers to the rules, by the scope."""
    rows = judging.resource.model._default_manager.all()
    return {values[0]: values for values in told_of(rows, judging)}


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


def _differences(names: Iterable[str], effects: Effects) -> Iterable[tuple[str, str]]:
    """What somebody gains or loses of one kind of row: sight first, then writing."""
    for name, (old, new) in zip(names, effects, strict=True):
        if min(old, Effect.READ) != min(new, Effect.READ):
            yield name, "exposed" if new > old else "hidden"
        if (old > Effect.READ) != (new > Effect.READ):
            yield name, "opened" if new > old else "closed"


def _least(rule: Rule | None, way: Way, facts: Facts) -> Effect:
    return min(decide(rule, hats, facts).effect for hats in way.hats)


def _most(one: Effects | None, other: Effects) -> Effects:
    """What somebody may do who may do both."""
    if one is None or one == other:
        return other
    both = zip(one, other, strict=True)
    return tuple((max(a, c), max(b, d)) for (a, b), (c, d) in both)


def _told(reach: Reach) -> dict[str, Any]:
    names = User.objects.filter(pk__in=reach.people).order_by("sort_key", "pk")
    return {
        "n_rows": reach.n_rows,
        "n_people": len(reach.people),
        "people": list(names.values_list("name", flat=True)[:MOST_NAMED]) if reach.people else [],
    }
