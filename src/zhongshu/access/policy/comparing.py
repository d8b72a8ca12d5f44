"""Whether to hold a role shows more than one sees without it, by the policy in force."""

from zhongshu.access.models import Actor, Role, Scope, ScopeClosure, System
from zhongshu.access.policy.document import Cell, Document, Subject
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.hats import Hat, Worn, hats_of
from zhongshu.access.policy.seeing import Rule, cases, named_by, rules_of
from zhongshu.access.resources import RESOURCES, Resource


def adds_sight(actor: Actor, role: Role, scope: Scope) -> bool:
    """Whether the actor would see or set more, over a scope or below, with a role of the policy.

    Permissions that the role carries are not looked at: they are compared one by one.
    """
    hat: Hat = (Subject.ROLE, str(role.pk))
    document = policy_in_force()
    named = [one for one in document.cells if (one.subject, one.name) == hat]
    if not named or isinstance(actor, System):
        return False
    ruled = [
        (rule, facts)
        for resource in RESOURCES.values()
        for rule in _rules(document, resource, named)
        for facts in cases(resource, rule, scope.pk)
    ]
    own = hats_of(actor, named_by({id(rule): rule for rule, _ in ruled}.values()))
    return any(
        rule.decide(worn | {hat}, facts).effect > rule.decide(worn, facts).effect
        for worn in _worn_below(own, scope)
        for rule, facts in ruled
    )


def _rules(document: Document, resource: Resource, named: list[Cell]) -> list[Rule]:
    """The rules of a resource over which one of the cells may decide."""
    if not any(one.resource in ("", resource.name) for one in named):
        return []
    rules = rules_of(document, resource, resource.by_name)
    return [rule for rule in rules.values() if not set(named).isdisjoint(rule.cells())]


def _worn_below(worn: Worn, scope: Scope) -> set[frozenset[Hat]]:
    """What somebody wears over a scope and each one below it."""
    below = ScopeClosure.objects.filter(ancestor=scope.pk).values_list("descendant", flat=True)
    return {frozenset(hat for hat, scopes in worn.items() if one in scopes) for one in below}
