"""OpenID Connect as the library has it, with what it leaves out: nonce, signature, issuer.

Every ID token is verified against the keys of the provider, although the specification lets
those through that came by the back channel; and nothing is read from anywhere else.
"""

import secrets
from typing import Any

import jwt
import requests
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

_ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"}
# RFC 9207, 2.4: whoever announces this and leaves the name out is not who answers.
_NAMES_ITSELF = "authorization_response_iss_parameter_supported"
# What is kept of the claims: how somebody proved who they are, never who they are.
_KEPT = ("amr", "acr", "auth_time")


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Talks to one provider."""

    state: dict[str, Any] | None = None

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider tells of itself, if it is the one that was configured."""
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != self.get_provider().app.settings["issuer"]:
            raise OAuth2Error("the provider calls itself by another name")
        return config

    def complete_login(
        self, request: HttpRequest, app: Any, token: Any, **kwargs: Any
    ) -> SocialLogin:
        """Who the ID token tells of, if it is genuine and answers this very request."""
        try:
            claims = self._verified(app, kwargs["response"]["id_token"])
            if app.settings["provision"] and "name" not in claims:
                claims = {**self._told(token.token, claims["sub"]), **claims}
        except (KeyError, TypeError, ValueError, jwt.PyJWTError) as error:
            raise OAuth2Error("no ID token that can be read") from error
        return self.get_provider().sociallogin_from_response(request, claims)

    def _told(self, access_token: str, subject: str) -> dict[str, Any]:
        """What else the provider tells of the one whom the ID token names."""
        told: dict[str, Any] = self._fetch_user_info(access_token)
        if told.get("sub") != subject:
            raise OAuth2Error("the provider tells of somebody else")
        return told

    def _verified(self, app: Any, id_token: str) -> dict[str, Any]:
        if jwt.get_unverified_header(id_token).get("alg") not in _ALGORITHMS:
            raise OAuth2Error("the ID token is signed by a method that is not accepted")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if "exp" not in claims or not claims.get("sub"):
            raise OAuth2Error("the ID token lacks what it must have")
        if isinstance(claims["aud"], list) and claims["aud"] != [app.client_id]:
            raise OAuth2Error("the ID token is for others as well")
        asked = (self.state or {}).get("data") or {}
        if not constant_time_compare(str(claims.get("nonce", "")), asked.get("nonce", "-")):
            raise OAuth2Error("the ID token does not answer this request")
        return claims


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """A provider, asked with a nonce and with PKCE."""

    pkce_enabled_default = True
    oauth2_adapter_class = Adapter

    def redirect(
        self,
        request: HttpRequest,
        process: Any,
        next_url: str | None = None,
        data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Send a browser to the provider, or raise what went wrong in asking it."""
        nonce = secrets.token_urlsafe(24)
        asked = {**(data or {}), "nonce": nonce}
        parameters = {"nonce": nonce}
        if asked.get("purpose") == "prove":
            parameters |= {"prompt": "login", "max_age": "0"}
        response: HttpResponse = super().redirect(
            request, process, next_url, asked, auth_params=parameters, **kwargs
        )
        return response

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The subject, which the provider never gives to anybody else."""
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """How the provider saw them."""
        return {name: data[name] for name in _KEPT if name in data}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """No address is believed to be anybody's."""
        return []


class CallbackView(OAuth2CallbackView):  # type: ignore[misc]
    """Takes up what a provider sent a browser back with."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        self.adapter.state = state
        return state, response


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take up what a provider sent a browser back with, if that provider sent it."""
    adapter = Adapter(request, provider_id)
    named = request.GET.get("iss")
    if named is None and adapter.openid_config.get(_NAMES_ITSELF) is True:
        raise OAuth2Error("the provider did not name itself, as it says that it does")
    if named is not None and named != adapter.get_provider().app.settings["issuer"]:
        raise OAuth2Error("another provider answered")
    response: HttpResponse = CallbackView.adapter_view(adapter)(request)
    return response


FAULTS = (OAuth2Error, requests.RequestException, jwt.PyJWTError)
