"""Access over HTTP: each route reads its input, makes one call, and answers."""

from ninja import Router

from zhongshu.access.api import audit, rights, sessions, views

router = Router()
for one in (sessions, rights, views, audit):
    router.add_router("", one.router)
