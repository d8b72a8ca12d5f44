"""Access over HTTP: each route reads its input, makes one call, and answers."""

from ninja import Router

from zhongshu.access.api import (
    audit,
    authorities,
    bodies,
    delegations,
    glass,
    history,
    lowerings,
    notices,
    policy,
    privacy,
    rights,
    security,
    sessions,
    tokens,
    views,
)

router = Router()
for one in (
    sessions,
    security,
    tokens,
    rights,
    policy,
    authorities,
    bodies,
    delegations,
    glass,
    lowerings,
    views,
    audit,
    history,
    privacy,
    notices,
):
    router.add_router("", one.router)
