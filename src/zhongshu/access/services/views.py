"""What can be done with saved views."""

from typing import Any

from django.db import transaction

from zhongshu.access import viewing
from zhongshu.access.guard import own, requires
from zhongshu.access.models import DefaultView, SavedView, Scope, User
from zhongshu.kit import events


@own
@transaction.atomic
def save_view(actor: User, *, page: str, name: str, definition: dict[str, Any]) -> SavedView:
    """Keep a way of looking at a page, for the actor alone."""
    viewing.check_definition(actor, page, definition)
    view = SavedView(owner=actor, page=page, name=name, definition=definition)
    viewing.store(view)
    events.record("access.view_saved", actor=actor, subject=view, after=viewing.state(view))
    return view


@own
@transaction.atomic
def update_view(
    actor: User,
    *,
    view: SavedView,
    expected_version: int | None,
    name: str | None = None,
    definition: dict[str, Any] | None = None,
) -> SavedView:
    """Rename a view or change what it holds, one's own or a shared one."""
    view = viewing.locked_view(actor, view, expected_version)
    viewing.check_may_edit(actor, view)
    before = viewing.state(view)
    view.name = name or view.name
    if definition is not None:
        viewing.refuse_partly_hidden(actor, view)
        viewing.check_definition(actor, view.page, definition)
        view.definition = definition
    return _record_view("access.view_updated", actor, view, before)


@requires("access.share_views", on="scope")
@transaction.atomic
def share_view(
    actor: User, *, view: SavedView, scope: Scope, expected_version: int | None
) -> SavedView:
    """Show a view to everyone whose authority touches a scope."""
    view = viewing.locked_view(actor, view, expected_version)
    viewing.check_may_edit(actor, view)
    before = viewing.state(view)
    view.shared_with = scope
    return _record_view("access.view_shared", actor, view, before)


@own
@transaction.atomic
def unshare_view(actor: User, *, view: SavedView, expected_version: int | None) -> SavedView:
    """Give a shared view back to its owner alone."""
    view = viewing.locked_view(actor, view, expected_version)
    if view.owner_id != actor.pk:
        viewing.check_may_edit(actor, view)
    before = viewing.state(view)
    view.shared_with = None
    return _record_view("access.view_unshared", actor, view, before)


def _record_view(kind: str, actor: User, view: SavedView, before: dict[str, Any]) -> SavedView:
    view.version += 1
    viewing.store(view)
    events.record(kind, actor=actor, subject=view, before=before, after=viewing.state(view))
    return view


@own
@transaction.atomic
def delete_view(actor: User, *, view: SavedView, expected_version: int | None) -> None:
    """Remove a view; whoever opened the page with it opens it plain again."""
    view = viewing.locked_view(actor, view, expected_version)
    if view.owner_id != actor.pk:
        viewing.check_may_edit(actor, view)
    events.record("access.view_deleted", actor=actor, subject=view, before=viewing.state(view))
    view.delete()


@own
@transaction.atomic
def set_default_view(actor: User, *, view: SavedView, is_default: bool) -> None:
    """Let the page of a view open with it for the actor, or plain again."""
    defaults = DefaultView.objects.filter(user=actor, page=view.page)
    if is_default:
        defaults.update_or_create(user=actor, page=view.page, defaults={"view": view})
    else:
        defaults.filter(view=view).delete()
    events.record(
        "access.default_view_set", actor=actor, subject=view, after={"is_default": is_default}
    )
