"""What breaking the glass opens, to whom it may be opened, and what was done meanwhile."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access import queries
from zhongshu.access.authorities.acting import NEVER_DELEGATED
from zhongshu.access.models import Actor, Grant, Role, Scope, ScopeClosure, User, scopes_allowed
from zhongshu.access.roles import BREAK_GLASS


def scopes_to_open(actor: User, text: str = "") -> QuerySet[Scope]:
    """The scopes over which somebody may break the glass, found by a text."""
    allowed = scopes_allowed(actor, BREAK_GLASS)
    rows = Scope.objects.standing().filter(pk__in=allowed, label__icontains=text.strip())
    return rows.order_by("kind", "sort_key", "pk")


def roles_to_open(actor: User) -> QuerySet[Role]:
    """The roles that somebody may open to themselves: those that administer nothing."""
    if not scopes_allowed(actor, BREAK_GLASS).rows.exists():
        return Role.objects.none()
    kept = Role.objects.filter(permissions__permission__in=NEVER_DELEGATED)
    return Role.objects.exclude(pk__in=kept.values("pk")).order_by("code")


def get_role_to_open(actor: User, role_id: UUID) -> Role:
    """Return a role by which somebody could break the glass, or raise `Http404`.

    That it administers is refused by the service, to whoever sees the role anyhow.
    """
    rows = Role.objects.filter(pk__in=queries.roles(actor).values("pk"))
    may = Role.objects.filter(pk__in=roles_to_open(actor).order_by().values("pk"))
    return get_object_or_404(rows | may, pk=role_id)


def get_glass(actor: Actor, grant_id: UUID) -> Grant:
    """Return what somebody opened by breaking the glass, or raise `Http404`."""
    rows = queries.grants(actor).filter(kind=Grant.Kind.BREAK_GLASS)
    return get_object_or_404(rows.select_related("role", "scope"), pk=grant_id)


def most_hours() -> int:
    """For how many hours the glass may be broken at most."""
    return int(settings.BREAK_GLASS_LASTS / timedelta(hours=1))


def ended_unnoted(*, at: datetime) -> QuerySet[Grant]:
    """What ended by itself, and of which the trail does not tell yet."""
    return Grant.objects.filter(kind=Grant.Kind.BREAK_GLASS, ended_at=None, valid_to__lte=at)


def broken_over(user: User, scopes: set[str] | None) -> list[str]:
    """By which grants somebody has broken the glass just now, over any of some scopes or at all."""
    own = Grant.objects.used_by(user.pk).filter(kind=Grant.Kind.BREAK_GLASS)
    by_scope: dict[UUID, list[str]] = {}
    for key, scope in own.values_list("pk", "scope"):
        by_scope.setdefault(scope, []).append(str(key))
    if not by_scope:
        return []
    below = ScopeClosure.objects.filter(ancestor__in=by_scope).order_by()
    reached = {
        ancestor
        for ancestor, descendant in below.values_list("ancestor", "descendant")
        if scopes is None or str(descendant) in scopes
    }
    return sorted(key for scope in reached for key in by_scope[scope])
