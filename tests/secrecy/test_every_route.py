"""Addresses that are no operation of the API: each is asked here, in both worlds."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver

from tests.secrecy.operations import OPERATIONS
from tests.secrecy.twins.clockwork import STREAM, standing_still
from tests.secrecy.twins.observing import observe
from tests.secrecy.twins.policy import PLANNER
from tests.secrecy.twins.trace import Listener

pytestmark = [pytest.mark.django_db, pytest.mark.trace]

# Of each address that is no operation: one that fits it.
OTHERS = {
    "api/v1/": "/api/v1/",
    "api/v1/openapi.json": "/api/v1/openapi.json",
    "sso/oidc/<slug:provider_id>/callback": "/sso/oidc/corp/callback?code=x&state=x",
    "sso/saml/<slug:organization_slug>/acs": "/sso/saml/corp/acs",
    "sso/saml/<slug:organization_slug>/acs/finish": "/sso/saml/corp/acs/finish",
    "sso/saml/<slug:organization_slug>/metadata": "/sso/saml/corp/metadata",
    "sso/saml/<slug:organization_slug>/logout": "/sso/saml/corp/logout",
    "csp-report": "/csp-report",
    "healthz": "/healthz",
    "sw.js": "/sw.js",
    "^(?!api/|sso/|static/)(?P<address>.*)$": "/projects/{project_id}",
}


def addresses(resolver: Any, above: str = "") -> Iterator[str]:
    """Every pattern of an address that the server answers."""
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield above + str(one.pattern)
        else:
            yield from addresses(one, above + str(one.pattern))


def test_every_address_is_an_operation_or_asked_here():
    told = {one.path for one in OPERATIONS}
    every = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", one): one for one in addresses(get_resolver())}

    assert {one for path, one in every.items() if f"/{path}" not in told} == set(OTHERS)


@pytest.mark.parametrize("address", OTHERS.values())
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_other_address_tells_the_worlds_apart(worlds, address, method):
    seen = []
    for world in worlds.pair(PLANNER):
        listener = Listener(world)
        for key in (world.twin.visible["project_id"], world.twin.hidden["project_id"]):
            STREAM.start("answer")
            ask = partial(getattr(world.client, method), address.format(project_id=key))
            with standing_still(), world.undone():
                # Whoever comes first looks up what all others know.
                ask()
                observation, _ = observe(ask)
            assert observation.status != 500
            assert not listener.song.search(observation.body)
            seen.append(observation)

    assert [one.differences(seen[0]) for one in seen] == [[]] * 4
