"""How allauth's single sign-on and second factors meet our accounts, keys and pages."""

from typing import Any

from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest

from zhongshu.access.models import User
from zhongshu.access.signin import egress, factors, idps, returning
from zhongshu.kit import sealed


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals what the database must not tell, and names the product to authenticators."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return sealed.seal(text, purpose=factors.PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return sealed.opened(encrypted_text, purpose=factors.PURPOSE)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host under which people come, by the name of the product."""
        return {"id": context.request.get_host().partition(":")[0], "name": "Zhongshu"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """The account, by what its owner calls it."""
        return {"id": user.pk.hex.encode(), "display_name": user.name, "name": user.username}


class SingleSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Providers come from the installation's file alone, and we decide whom they let in."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The configured providers, as allauth has them."""
        return [
            _app(one)
            for one in settings.SSO_PROVIDERS
            if (provider is None or provider in {one.id, one.kind})
            and (client_id is None or client_id == one.client_id)
        ]

    def get_requests_session(self) -> egress.ProviderSession:
        """A session that reaches the hosts of the providers and nothing else."""
        hosts = [one.hosts for one in settings.SSO_PROVIDERS if one.kind == idps.OIDC]
        return egress.ProviderSession(frozenset().union(*hosts))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        """What the provider tells of somebody, should an account be made of it."""
        user: User = sociallogin.user
        user.username = str(data.get("username") or "")[:150]
        user.name = str(data.get("name") or "")[:200]
        user.email = str(data.get("email") or "")[:254]
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Take over as soon as the provider has told who came."""
        raise ImmediateHttpResponse(returning.finish(request, sociallogin))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Explain on our own page that it did not work."""
        raise ImmediateHttpResponse(returning.refusal("sso_failed"))


def _app(provider: idps.IdentityProvider) -> SocialApp:
    return SocialApp(
        provider=provider.kind,
        provider_id=provider.id,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.secret,
        settings={**provider.settings, "issuer": provider.issuer, "provision": provider.provision},
    )
