"""Requests to identity providers: to their own hosts only, short, small, led nowhere else."""

from typing import Any
from urllib.parse import urlsplit

import requests

_SECONDS = 10
_MOST_BYTES = 1_000_000


class ForeignHost(requests.RequestException):
    """The address is not one of the provider's."""


class TooMuch(requests.RequestException):
    """The answer is larger than anything a provider has to say."""


class ProviderSession(requests.Session):
    """A session of `requests` that talks to known hosts and follows nobody's redirects."""

    def __init__(self, hosts: frozenset[str]) -> None:
        super().__init__()
        self.hosts = hosts
        # No proxy, no `.netrc`, no certificates from the environment of the process.
        self.trust_env = False

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Send one request.

        Raises
        ------
        ForeignHost
            If it would go anywhere else, or the provider answers with a redirect.
        TooMuch
            If the answer is too large.
        """
        host = urlsplit(str(url)).hostname
        if host not in self.hosts:
            raise ForeignHost(f"{host} is not a host of the provider")
        kwargs |= {"timeout": _SECONDS, "allow_redirects": False, "stream": True}
        response = super().request(method, url, *args, **kwargs)
        if response.is_redirect:
            raise ForeignHost("the provider answered with a redirect")
        body = response.raw.read(_MOST_BYTES + 1, decode_content=True)
        if len(body) > _MOST_BYTES:
            raise TooMuch("the answer is too large")
        response._content = body
        return response
