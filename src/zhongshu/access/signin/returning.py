"""Back from an identity provider: who came, and what they wanted there.

An identity is a provider and the subject by which it knows somebody. It lets in the account it
is linked to and no other, whatever e-mail address or name comes with it.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from zhongshu.access import services
from zhongshu.access.models import SYSTEM, User
from zhongshu.access.signin import entering, factors, idps, providers
from zhongshu.kit.errors import DomainError

_SECURITY = "/security"
_SKEW_SECONDS = 60
_STRONG = {"mfa", "hwk", "swk", "otp", "fpt", "face"}


class Refused(Exception):
    """The way back leads nowhere; ``code`` says why, in a word the pages explain."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def finish(request: HttpRequest, login: SocialLogin) -> HttpResponse:
    """Do what the browser was sent out for, and show the page that it came from."""
    asked = login.state.get("data") or {}
    purpose = asked.get("purpose")
    try:
        if purpose == "link":
            _link(request, login, asked)
        elif purpose == "prove":
            _prove(request, login, asked)
        elif purpose == "sign_in":
            return _sign_in(request, login, asked)
        else:
            raise Refused("sso_failed")
    except Refused as error:
        return refusal(error.code, purpose)
    except DomainError as error:
        return refusal(error.code.rpartition(".")[2], purpose)
    return HttpResponseRedirect(providers.own_path(asked.get("to", "")))


def refusal(code: str, purpose: str | None = None) -> HttpResponse:
    """The page that explains why nothing came of it."""
    query = urlencode({"refused": code})
    if purpose in {"link", "prove"}:
        return HttpResponseRedirect(f"{_SECURITY}?{query}")
    return HttpResponseRedirect(f"/sign-in?{query}")


def _sign_in(request: HttpRequest, login: SocialLogin, asked: dict[str, Any]) -> HttpResponse:
    provider = _provider(login)
    now = timezone.now()
    user = _owner(login) or _provisioned(login, provider)
    # Somebody unknown and somebody whose account is closed are told the same.
    if user is None or not user.is_active:
        raise Refused("sso_unknown")
    by = [f"sso:{provider.id}"]
    if _answers_for_second_factor(login, provider):
        by.append("sso_second_factor")
    to = providers.own_path(asked.get("to", ""))
    if entering.needs_more(user, by):
        entering.hold(request, user, by, at=now)
    else:
        seen_at = min(_seen_at(login) or now.timestamp(), now.timestamp())
        entering.let_in(request, user, by, at=now, proved=seen_at)
        services.note_sign_in(user, at=now, by=by)
        if not request.sign_in.step:  # type: ignore[attr-defined]
            return HttpResponseRedirect(to)
    return HttpResponseRedirect(f"/sign-in?{urlencode({'to': to})}")


def _link(request: HttpRequest, login: SocialLogin, asked: dict[str, Any]) -> None:
    user = _same_user(request, asked)
    owner = _owner(login)
    if owner is not None:
        raise Refused("identity_taken" if owner.pk != user.pk else "identity_there")
    services.link_identity(user, provider=_provider(login).id, subject=login.account.uid)


def _prove(request: HttpRequest, login: SocialLogin, asked: dict[str, Any]) -> None:
    user = _same_user(request, asked)
    owner = _owner(login)
    if owner is None or owner.pk != user.pk:
        raise Refused("sso_somebody_else")
    provider = _provider(login)
    if (_seen_at(login) or 0) < asked["at"] - _SKEW_SECONDS:
        # It did not ask again who it is: the session there lives on, and anybody may sit at it.
        raise Refused("sso_failed")
    if factors.has_any(user) and not _answers_for_second_factor(login, provider):
        raise Refused("sso_weak")
    by = f"sso:{provider.id}"
    entering.renew(request, by, at=timezone.now())
    services.note_proof(user, by=by)


def _same_user(request: HttpRequest, asked: dict[str, Any]) -> User:
    """Who is signed in, if they are the one who went out."""
    if not isinstance(request.user, User) or str(request.user.pk) != asked.get("user"):
        raise Refused("sso_failed")
    return request.user


def _provider(login: SocialLogin) -> idps.IdentityProvider:
    found = providers.known(login.account.provider)
    if found is None:
        raise Refused("sso_failed")
    return found


def _owner(login: SocialLogin) -> User | None:
    """The account that the identity is linked to."""
    row = SocialAccount.objects.filter(provider=login.account.provider, uid=login.account.uid)
    found = row.select_related("user").first()
    if found is None:
        return None
    found.save(update_fields=["last_login"])
    user: User = found.user
    return user


def _provisioned(login: SocialLogin, provider: idps.IdentityProvider) -> User | None:
    """A new account for somebody whom the provider brings, where it may bring any."""
    if not provider.provision:
        return None
    told: User = login.user
    username = told.username or login.account.uid
    is_taken = User.objects.filter(username__iexact=username).exists()
    if told.email:
        is_taken = is_taken or User.objects.filter(email__iexact=told.email).exists()
    if is_taken:
        raise Refused("sso_account_exists")
    user = services.create_account(
        SYSTEM, username=username, name=told.name or username, email=told.email
    )
    services.link_identity_of(SYSTEM, user=user, provider=provider.id, subject=login.account.uid)
    return user


def _seen_at(login: SocialLogin) -> float | None:
    """When the provider saw who it is, in seconds since 1970; None where it does not tell."""
    told = login.account.extra_data.get("auth_time")
    return float(told) if isinstance(told, int | float) else None


def _answers_for_second_factor(login: SocialLogin, provider: idps.IdentityProvider) -> bool:
    """Whether the provider says that it asked for a second factor, and is believed."""
    if not provider.trusts_second_factor:
        return False
    told = login.account.extra_data
    methods = told.get("amr")
    has_method = isinstance(methods, list) and bool(_STRONG & {str(one) for one in methods})
    return has_method or told.get("acr") in provider.second_factor_acr
