"""What people are told of their own account: each change of how one signs in to it."""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from zhongshu.access.models import Scope, User
from zhongshu.access.signin import places, providers
from zhongshu.collaboration.models import Notification
from zhongshu.collaboration.notifying import Notice
from zhongshu.collaboration.subjects import Subject, ToldKind
from zhongshu.kit.models import NOTHING, Event

ACCOUNT_KIND = "account"

Facts = dict[str, Any]


def find_accounts(ids: Collection[UUID]) -> Iterable[Subject]:
    """The accounts of these ids that exist, each under the scope of the company."""
    company = Scope.objects.filter(kind=Scope.Kind.COMPANY).first()
    if company is None:
        return
    for pk, username, name in User.objects.filter(pk__in=ids).values_list("pk", "username", "name"):
        yield Subject(ACCOUNT_KIND, pk, company.pk, username, name, {})


def _own(user: User) -> QuerySet[User]:
    """One's own account; a token that is limited to some permissions is not told of it."""
    rows = User.objects.filter(pk=user.pk)
    return rows if user.limited_to is None else rows.none()


ACCOUNTS = ToldKind(ACCOUNT_KIND, find_accounts, _own)


def of_sign_in(event: Event) -> list[Notice]:
    """What the owner of an account is told of a change of how one signs in to it."""
    change = _CHANGES[event.kind](event)
    owner = event.actor_id if event.kind in _OF_ACTOR else event.subject_id
    user = User.objects.filter(pk=owner or NOTHING, is_active=True).first()
    subject = next(iter(find_accounts([user.pk])), None) if user else None
    if change is None or user is None or subject is None:
        return []
    facts = {**change, "when": event.recorded_at.isoformat(timespec="seconds")}
    if event.actor_id == user.pk:
        # Where an administrator sits is nothing to tell the owner of an account.
        facts |= {"device": places.device_of(event.user_agent), "ip": event.ip}
    kind = Notification.Kind.SIGN_IN_CHANGED
    return [Notice(user.pk, kind, subject, data=facts, is_own=True)]


def _factor(event: Event, told: str, done: str) -> Facts:
    factor = event.data[told]
    what = "app" if factor["factor"] == "totp" else "passkey"
    return {"what": f"{what}_{done}", "name": factor.get("name", "")}


def _identity(event: Event, told: str, what: str) -> Facts:
    name = providers.name_of(event.data[told]["provider"])
    return {"what": what, "name": name["name"], "name_en": name["name_en"]}


def _token(event: Event) -> Facts:
    token = event.data["after"]
    return {
        "what": "token_issued",
        "name": token["name"],
        "expires": token["expires_at"],
        "is_read_only": token["is_read_only"],
        "n_permissions": None if token["permissions"] is None else len(token["permissions"]),
    }


def _signed_in(event: Event) -> Facts | None:
    if "recovery_code" in event.data["by"]:
        return {"what": "recovery_code_used"}
    return {"what": "new_place"} if places.is_new_place(event) else None


def _proved(event: Event) -> Facts | None:
    return {"what": "recovery_code_used"} if "recovery_code" in event.data["by"] else None


def _only(what: str) -> Callable[[Event], Facts]:
    return lambda event: {"what": what}


_CHANGES: dict[str, Callable[[Event], Facts | None]] = {
    "access.factor_added": lambda event: _factor(event, "after", "added"),
    "access.factor_removed": lambda event: _factor(event, "before", "removed"),
    "access.factors_reset": _only("factors_reset"),
    "access.recovery_codes_replaced": _only("recovery_codes_replaced"),
    "access.password_changed": _only("password_changed"),
    "access.password_reset": _only("password_reset"),
    "access.identity_linked": lambda event: _identity(event, "after", "identity_linked"),
    "access.identity_unlinked": lambda event: _identity(event, "before", "identity_unlinked"),
    "access.token_issued": _token,
    "access.proved": _proved,
    places.SIGNED_IN: _signed_in,
}
# The row that the event names is not the account itself.
_OF_ACTOR = {"access.token_issued"}
SIGN_IN_EVENTS = tuple(_CHANGES)
