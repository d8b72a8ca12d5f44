"""Whom and which units records name to a viewer: more than those whose own records are open."""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from zhongshu.access.models import Actor, System, scopes_allowed
from zhongshu.organisation.models import Person, Unit

VIEW = "organisation.view"

Circle = Callable[[Actor], QuerySet[Person]]
_CIRCLES: list[Circle] = []


def register_circle(people_of: Circle) -> None:
    """Let people be named to whoever sees what they take part in; called as a domain starts."""
    _CIRCLES.append(people_of)


def units_in_sight(actor: Actor, *permissions: str) -> QuerySet[Unit]:
    """The units that the actor may see, and those over which one of these permissions is held."""
    if isinstance(actor, System):
        return Unit.objects.all()
    seen = Q(scope__in=scopes_allowed(actor, VIEW))
    for one in permissions:
        seen |= Q(scope__in=scopes_allowed(actor, one))
    return Unit.objects.filter(seen)


def people_in_sight(actor: Actor) -> QuerySet[Person]:
    """The people that the actor may see or works with.

    These are oneself and one's superior, who leads a unit in view, and whoever takes part in
    what the domains above let the actor see.
    """
    if isinstance(actor, System):
        return Person.objects.all()
    seen = Q(scope__in=scopes_allowed(actor, VIEW)) | Q(user=actor)
    seen |= Q(pk__in=Person.objects.filter(user=actor).values("manager"))
    seen |= Q(pk__in=units_in_sight(actor).values("head"))
    for people_of in _CIRCLES:
        seen |= Q(pk__in=people_of(actor).values("pk"))
    return Person.objects.filter(seen)
