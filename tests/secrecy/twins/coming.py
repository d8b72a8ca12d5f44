"""How a viewer comes in: signed in, by a token, in the place of another, or seen as by another."""

from datetime import timedelta
from enum import Enum
from typing import Any

from django.test import Client

from tests.factories.access import delegation_to, role_with
from tests.secrecy.twins.clockwork import PRESENT
from zhongshu.access import view_as
from zhongshu.access.models import ApiToken, Grant, Scope, User
from zhongshu.access.tokens import digest

SECRET = "zs_of_the_trace"


class Way(Enum):
    """By which way the requests of a viewer come."""

    SESSION = "session"
    TOKEN = "token"
    DELEGATION = "delegation"
    VIEW_AS = "view as"


def prepare(way: Way, account: User, limits: tuple[str, ...], unit: Scope, company: Scope) -> Any:
    """Make what the way needs, and give what `come` takes.

    A token is limited to these permissions, a delegation passes on these of a giver who holds
    more; who sees as the viewer may see everything.
    """
    if way is Way.TOKEN:
        return ApiToken.objects.create(
            user=account, name="Trace", prefix="zs_trace", digest=digest(SECRET),
            permissions=list(limits), expires_at=PRESENT + timedelta(days=3650),
        )  # fmt: skip
    if way is Way.DELEGATION:
        giver = User.objects.create(username="giver", name="Giver", email="giver@example.com")
        _grant(giver, "giver", unit, *limits, "finance.view_costs", "organisation.view_personal")
        period = {"valid_from": PRESENT - timedelta(days=1), "valid_to": PRESENT + timedelta(90)}
        return delegation_to(account, giver, over=unit, permissions=list(limits), **period)
    if way is Way.VIEW_AS:
        owner = User.objects.create(username="owner", name="Owner", email="owner@example.com")
        seen = ("access.view_as", "projects.view", "organisation.view", "access.view_authorities")
        more = ("finance.view_costs", "organisation.view_personal", "access.manage")
        _grant(owner, "owner", company, *seen, *more)
        return owner
    return account


def come(way: Way, account: User, prepared: Any) -> Client:
    """A client whose requests come by this way."""
    if way is Way.TOKEN:
        headers = {"Authorization": f"Bearer {SECRET}"}
        return Client(raise_request_exception=False, headers=headers)
    headers = {"X-Acting-Under": str(prepared.pk)} if way is Way.DELEGATION else {}
    client = Client(raise_request_exception=False, headers=headers)
    client.force_login(prepared if way is Way.VIEW_AS else account)
    if way is Way.VIEW_AS:
        session = client.session
        view_as.begin(_Request(session), account, at=PRESENT)
        session.save()
    return client


class _Request:
    """As much of a request as a session is begun with."""

    def __init__(self, session: Any) -> None:
        self.session = session


def _grant(user: User, code: str, over: Scope, *permissions: str) -> None:
    role = role_with(*permissions)
    type(role).objects.filter(pk=role.pk).update(code=code, name=code, name_en=code)
    Grant.objects.create(user=user, role=role, scope=over)
