"""Whose plans are closed to whom: whoever may not read the schedule sees nothing of the plan."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from zhongshu.access import resources
from zhongshu.access.models import Actor, System
from zhongshu.access.policy.channels import Channel, through
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.readers import readers
from zhongshu.access.policy.seeing import Rule, Sight, rules_of
from zhongshu.kit.declarations import Classification
from zhongshu.kit.origin import here
from zhongshu.projects.models import Project

# Who may not read this of a project sees nothing of its plan.
SCHEDULE = "start"
_PROJECT = "project"
_MEMO = "projects.closed_plans"


def closed_plans(actor: Actor) -> frozenset[UUID]:
    """The scopes of the projects whose plans are closed to the actor: looked up once a request."""
    if isinstance(actor, System):
        return frozenset()
    origin = here()
    known = origin.memo.setdefault(_MEMO, {})
    key = (actor.pk, actor.limited_to, origin.acting)
    if key not in known:
        known[key] = closed_among(actor, Project.objects.all())
    found: frozenset[UUID] = known[key]
    return found


def closed_among(actor: Actor, projects: QuerySet[Project]) -> frozenset[UUID]:
    """The scopes of those of the projects whose plans are closed to the actor."""
    seeing = schedule_sight(actor)
    if not seeing.rules:
        return frozenset()
    raised = projects.filter(classification__in=_classes_closed_by(seeing.rules[SCHEDULE]))
    found = raised.order_by().values_list(*seeing.columns)
    return frozenset(one[0] for one in found if not seeing.decisions(one)[SCHEDULE].is_readable)


def _classes_closed_by(rule: Rule) -> list[int]:
    """The classes of projects whose schedules some cell may close: of no other one is asked."""
    by_field = [cell for cells in rule.field_cells.values() for cell in cells]
    least = [cell.at_least or 0 for cell in by_field if cell.effect < Effect.READ]
    gates = {
        label
        for label, by_hat in rule.class_cells.items()
        if any(cell.effect < Effect.READ for cells in by_hat.values() for cell in cells)
    }
    return [
        int(one)
        for one in Classification
        if max(one, rule.classification) in gates or any(one >= floor for floor in least)
    ]


def closed_over(actor: Actor, scopes: Collection[UUID]) -> set[UUID]:
    """Those of some scopes whose plans are closed to the actor, or were before they were deleted.

    Of what is gone nobody knows how it was: where a schedule can be closed, its is.
    """
    seeing = schedule_sight(actor)
    if not seeing.rules or not scopes:
        return set()
    projects = Project.objects.filter(scope__in=scopes)
    there = set(projects.values_list("scope", flat=True))
    gone = {one for one in set(scopes) - there if seeing.least(SCHEDULE, one) < Effect.READ}
    return gone | closed_among(actor, projects)


def schedule_sight(actor: Actor) -> Sight:
    """What the actor may do with schedules; what a channel keeps back closes no plan."""
    with through(Channel.SCREEN):
        return resources.sight(actor, resources.RESOURCES[_PROJECT], [SCHEDULE])


def readers_of_plan(scope_id: UUID, users: Collection[UUID]) -> set[UUID]:
    """Those of the users to whom the plan of the project with this scope is not closed.

    Of one that is gone nobody is told, where schedules can be closed at all.
    """
    document, resource = policy_in_force(), resources.RESOURCES[_PROJECT]
    with through(Channel.SCREEN):
        rule = rules_of(document, resource, [SCHEDULE]).get(SCHEDULE) if users else None
        if rule is None:
            return set(users)
        rows = Project.objects.filter(scope=scope_id)
        row, label = rows.values_list("pk", "classification").first() or (None, None)
        if row and label not in _classes_closed_by(rule):
            return set(users)
        found = row and readers(document, resource, SCHEDULE, row)
    if not found:
        return set()
    closed = {one.user for one in found[1] if one.through is None and not one.decision.is_readable}
    return set(users) - closed
