"""Whether permissions or a role open fields of a sensitive class, by the policy in force."""

from collections.abc import Collection, Iterator

from zhongshu.access.models import Role
from zhongshu.access.policy.document import Document, Effect, Subject
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.hats import Hat
from zhongshu.access.policy.seeing import Cells, Facts, Rule, cases, rules_of, said
from zhongshu.access.resources import RESOURCES, Resource
from zhongshu.access.roles import BREAK_GLASS
from zhongshu.kit.declarations import Classification

_NOBODY: frozenset[Hat] = frozenset()


def opens_sensitive(permissions: Collection[str], role: Role | None = None) -> bool:
    """Whether somebody reads a field of a sensitive class by these that others do not read.

    By the permission that shows the rows of its resource, where everybody who sees them reads
    the field; or by a cell of the field or of its class, built in or of the policy, that names
    the role or one of the permissions. What another gate would still close is not looked at:
    another role may open it. Whoever may break the glass opens to themselves what others are given.
    """
    if BREAK_GLASS in permissions:
        return True
    document = policy_in_force()
    hats: frozenset[Hat] = frozenset((Subject.PERMISSION, one) for one in permissions)
    if role is not None:
        hats |= {(Subject.ROLE, str(role.pk))}
    return any(
        _shows_rows(document, resource, permissions) or _opens(document, resource, hats)
        for resource in RESOURCES.values()
    )


def _shows_rows(document: Document, resource: Resource, permissions: Collection[str]) -> bool:
    """Whether one of the permissions shows rows of which everybody reads a sensitive field."""
    if resource.permission not in permissions:
        return False
    sensitive = [
        one.name
        for one in resource.fields
        if resource.classification(one.name, document.classes) >= Classification.SENSITIVE
    ]
    rules = rules_of(document, resource, sensitive)
    return any(
        name not in rules
        or any(
            rules[name].decide(_NOBODY, facts).effect >= Effect.ON_REQUEST
            for facts in cases(resource, rules[name], None)
        )
        for name in sensitive
    )


def _opens(document: Document, resource: Resource, hats: frozenset[Hat]) -> bool:
    rules = rules_of(document, resource, resource.by_name)
    return any(
        _adds(gate, hats, facts)
        for rule in rules.values()
        if any((cell.subject, cell.name) in hats for cell in rule.cells())
        for facts in cases(resource, rule, None)
        for gate in _gates(rule, facts)
    )


def _gates(rule: Rule, facts: Facts) -> Iterator[Cells]:
    """The gate of a field of a sensitive class, and of such a class, be it the record's own."""
    if rule.classification >= Classification.SENSITIVE:
        yield rule.field_cells
    label = Classification(max(rule.classification, facts.record_class))
    if label >= Classification.SENSITIVE:
        yield rule.class_cells.get(label, {})


def _adds(gate: Cells, hats: frozenset[Hat], facts: Facts) -> bool:
    """Whether the hats pass a gate that is shut to everybody else."""
    own, bare = said(gate, hats, facts), said(gate, _NOBODY, facts)
    if own is None or own.effect < Effect.ON_REQUEST:
        return False
    return bare is not None and own.effect > bare.effect
