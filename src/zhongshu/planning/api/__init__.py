"""Planning over HTTP: each route reads its input, makes one call, and answers."""

from ninja import Router

from zhongshu.planning.api import baselines, plans, tasks

router = Router()
for one in (plans, tasks, baselines):
    router.add_router("", one.router)
