"""Access over HTTP: each route reads its input, makes one call, and answers."""

from ninja import Router

from zhongshu.access.api import audit, history, privacy, rights, sessions, views

router = Router()
for one in (sessions, rights, views, audit, history, privacy):
    router.add_router("", one.router)
