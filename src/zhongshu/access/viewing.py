"""Saved views as each viewer may have them: what cannot be asked by is left out, and named."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from zhongshu.access.event_fields import named
from zhongshu.access.fields import SAVED_VIEW, SHARE_VIEWS
from zhongshu.access.guard import check
from zhongshu.access.listing import check_query
from zhongshu.access.models import (
    Actor,
    DefaultView,
    Grant,
    SavedView,
    Scope,
    ScopeClosure,
    System,
    User,
    scopes_allowed,
)
from zhongshu.access.resources import Resource, present
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.http import refuse_stale
from zhongshu.kit.models import Event


class UnknownPage(BadInput):
    """No page of this name has views."""

    code = "access.unknown_page"


class ViewNameTaken(DomainError):
    """The owner has another view of the page under this name."""

    code = "access.view_name_taken"


class ViewPartlyHidden(DomainError):
    """Who cannot see all of a view would lose the rest by saving over it."""

    code = "access.view_partly_hidden"


@dataclass(frozen=True, slots=True)
class ViewedPage:
    """A page that has views: the entity it lists, and the rows of it in view."""

    resource: Resource
    rows: Callable[[Actor], QuerySet[Any]]


PAGES: dict[str, ViewedPage] = {}


def register_page(code: str, resource: Resource, rows: Callable[[Actor], QuerySet[Any]]) -> None:
    """Let a page have views; called by the domain of the page when the application starts."""
    PAGES[code] = ViewedPage(resource, rows)


def views_in_view(actor: Actor) -> QuerySet[SavedView]:
    """The actor's own views, and those shared with a scope that the actor's authority touches.

    A scope is touched by a grant over it, over something below it, or over something above it,
    if the role of the grant opens the page.
    """
    if isinstance(actor, System):
        return SavedView.objects.all()
    seen = Q(owner=actor)
    for code, page in PAGES.items():
        if actor.limited_to is not None and page.resource.permission not in actor.limited_to:
            continue
        granted = (
            Grant.objects.used_by(actor.pk)
            .filter(role__permissions__permission=page.resource.permission)
            .values("scope")
        )
        above = ScopeClosure.objects.filter(descendant__in=granted).values("ancestor")
        below = ScopeClosure.objects.filter(ancestor__in=granted).values("descendant")
        seen |= Q(page=code) & (Q(shared_with__in=above) | Q(shared_with__in=below))
    return SavedView.objects.filter(seen)


def view_in_view(actor: Actor, view_id: UUID) -> SavedView:
    """Return a view in view, or raise `Http404`."""
    view: SavedView = get_object_or_404(views_in_view(actor), pk=view_id)
    return view


def since_shared(actor: Actor, view: SavedView, events: QuerySet[Event]) -> QuerySet[Event]:
    """What happened to a view since it was shared last; to its owner, all that did."""
    if isinstance(actor, System) or view.owner_id == actor.pk:
        return events
    shared = events.filter(kind="access.view_shared").order_by("-seq").first()
    return events.filter(seq__gte=shared.seq) if shared else events.none()


def audiences(actor: Actor) -> QuerySet[Scope]:
    """The company and the units with which the actor may share a view."""
    scopes = Scope.objects.standing().filter(kind__in=[Scope.Kind.COMPANY, Scope.Kind.UNIT])
    if isinstance(actor, System):
        return scopes
    return scopes.filter(pk__in=scopes_allowed(actor, SHARE_VIEWS))


def check_definition(actor: Actor, page: str, definition: dict[str, Any]) -> None:
    """Raise `BadInput` unless the actor can look at the page in this way.

    Raises
    ------
    UnknownPage
        If no such page has views.
    """
    if page not in PAGES:
        raise UnknownPage(page, field="page")
    for asked in _asked(definition):
        check_query(actor, PAGES[page].resource, PAGES[page].rows(actor), **asked)


def without_hidden(
    actor: Actor, page: str, definition: dict[str, Any]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The part of a definition that the actor can apply, and the names of what is left out.

    A filter carries a value; over a field that the actor may not read it must not reach them.
    """
    if page not in PAGES:
        return {}, [{"part": "page", "field": page}]
    shown = dict(definition)
    withheld = []
    for asked in _asked(definition):
        try:
            check_query(actor, PAGES[page].resource, PAGES[page].rows(actor), **asked)
        except BadInput as refusal:
            [(part, value)] = asked.items()
            withheld.append({"part": part, "field": refusal.field or ""})
            if part == "filter":
                shown["filters"] = [one for one in shown["filters"] if one != value]
            else:
                shown[part] = None
    return shown, withheld


def _asked(definition: dict[str, Any]) -> list[dict[str, str]]:
    """Everything in a definition that asks for a field, one by one."""
    asked = [{"filter": text} for text in definition.get("filters") or []]
    asked += [{part: definition[part]} for part in ("sort", "group") if definition.get(part)]
    return asked


def complete(actor: Actor, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Views as the API answers them: hidden parts left out, and what the actor may do."""
    ids = [item["id"] for item in items]
    opened_with = (
        set()
        if isinstance(actor, System)
        else set(
            DefaultView.objects.filter(user=actor, view__in=ids).values_list("view", flat=True)
        )
    )
    shared = set(audiences(actor).values_list("pk", flat=True))
    for item in items:
        definition, withheld = _shown_part(actor, item)
        item["definition"], item["withheld"] = definition, withheld
        item["is_default"] = UUID(item["id"]) in opened_with
        item["may_edit"] = (
            UUID(item["shared_with"]["id"]) in shared
            if item["shared_with"]
            else item["owner"]["id"] == str(actor.pk)
        )
        item["version"] = _version(item)
    return items


def _version(item: dict[str, Any]) -> int:
    """A number that stands for what the viewer has of a view, and for nothing that they have not.

    How often it was changed is not in it: of a definition parts may be hidden.
    """
    shown = [item[name] for name in ("page", "name", "shared_with", "definition", "withheld")]
    return int.from_bytes(sha256(json.dumps(shown, sort_keys=True).encode()).digest()[:6])


def _shown_part(actor: Actor, item: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What of a view's definition its viewer has, and what is left out."""
    if item["definition"] is None:
        return {}, [{"part": "page", "field": "definition"}]
    return without_hidden(actor, item["page"], item["definition"])


def view_card(actor: Actor, view: SavedView) -> dict[str, Any]:
    """One view as the actor may have it."""
    [card] = complete(actor, present(actor, SAVED_VIEW, SavedView.objects.filter(pk=view.pk)))
    return card


def locked_view(actor: User, view: SavedView, expected: int | None) -> SavedView:
    """The view, held until the transaction ends, unless somebody changed it meanwhile."""
    row = SavedView.objects.select_for_update().get(pk=view.pk)
    if expected is not None:
        card = view_card(actor, row)
        refuse_stale(
            card["version"],
            expected=expected,
            current=lambda: card,
            subject=row,
            is_told=_tells,
            named=named(actor),
        )
    return row


def _tells(event: Event) -> bool:
    """Whether an event tells of more than the definition, of which parts may be hidden."""
    return bool(event.data.get("before") != event.data.get("after"))


def check_may_edit(actor: User, view: SavedView) -> None:
    """What is shared is changed by those who may share it, the rest by its owner alone."""
    if view.shared_with is not None:
        check(actor, SHARE_VIEWS, view.shared_with)


def refuse_partly_hidden(actor: User, view: SavedView) -> None:
    """Refuse to write over a definition of which the actor does not see everything."""
    _, withheld = without_hidden(actor, view.page, view.definition)
    if withheld and view.owner_id != actor.pk:
        raise ViewPartlyHidden(view.name, fields=[one["field"] for one in withheld])


def store(view: SavedView) -> None:
    """Write a view.

    Raises
    ------
    ViewNameTaken
        If its owner has another one of this name on the page.
    """
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ViewNameTaken(view.name, field="name") from error


def state(view: SavedView) -> dict[str, Any]:
    """What an event tells of a view: never its definition, which may hold hidden values."""
    shared_with = view.shared_with_id and str(view.shared_with_id)
    return {"page": view.page, "name": view.name, "shared_with": shared_with}
