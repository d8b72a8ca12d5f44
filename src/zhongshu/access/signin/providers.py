"""Single sign-on from our side: which providers there are, and the way to one of them."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from zhongshu.access.danger import refuse_without_proof
from zhongshu.access.models import User
from zhongshu.access.signin import factors, idps, limits, oidc
from zhongshu.kit.errors import BadInput, DomainError

HOME = "/"


class ProviderUnreachable(DomainError):
    """The identity provider did not answer as it should."""

    code = "access.provider_unreachable"
    status = 424


class UnknownProvider(BadInput):
    """No identity provider of this name is configured."""

    code = "access.unknown_provider"


def shown() -> list[dict[str, str]]:
    """The providers, as everybody sees them on the sign-in page."""
    return [_told(one) for one in settings.SSO_PROVIDERS]


def known(provider_id: str) -> idps.IdentityProvider | None:
    """The configured provider with this id."""
    return next((one for one in settings.SSO_PROVIDERS if one.id == provider_id), None)


def name_of(provider_id: str) -> dict[str, str]:
    """How a provider is called; one that is configured no more goes by its id."""
    found = known(provider_id)
    return (
        _told(found) if found else {"id": provider_id, "name": provider_id, "name_en": provider_id}
    )


def linked(user: User) -> list[dict[str, str]]:
    """The providers by which somebody who is signed in can prove again who they are.

    Where there is a second factor, one that does not answer for it is no proof.
    """
    is_strong = factors.has_any(user)
    ids = set(SocialAccount.objects.filter(user_id=user.pk).values_list("provider", flat=True))
    return [
        _told(one)
        for one in settings.SSO_PROVIDERS
        if one.id in ids and (one.trusts_second_factor or not is_strong)
    ]


def way_out(request: HttpRequest, provider_id: str, *, purpose: str, to: str) -> str:
    """The address of a provider that a browser goes to.

    Raises
    ------
    Http404
        If no such provider is configured, or it is asked to link or prove for nobody.
    ProviderUnreachable
        If the provider does not answer as it should.
    """
    limits.count(request, "", action="passkey")
    provider = known(provider_id)
    user = request.user if isinstance(request.user, User) else None
    if provider is None or (purpose != "sign_in" and user is None):
        raise Http404
    if purpose == "link":
        refuse_without_proof()
    now = timezone.now().timestamp()
    asked: dict[str, Any] = {"purpose": purpose, "to": own_path(to), "at": now}
    if user is not None and purpose != "sign_in":
        asked["user"] = str(user.pk)
    try:
        # Links carry nothing that the library would take for a choice of ours.
        found = get_adapter().get_provider(request, provider_id)
        response = found.redirect(request, AuthProcess.LOGIN, data=asked)
    except oidc.FAULTS as error:
        raise ProviderUnreachable(provider.name) from error
    address: str = response.get("Location", "")
    if not address.startswith(("https://", "http://")):
        raise ProviderUnreachable(provider.name)
    return address


def own_path(to: str) -> str:
    """An address of our own pages, or the first of them where it is none."""
    is_own = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return to if is_own and to.isprintable() else HOME


def _told(provider: idps.IdentityProvider) -> dict[str, str]:
    return {"id": provider.id, "name": provider.name, "name_en": provider.name_en}
