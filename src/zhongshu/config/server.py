"""The server: Django in long-lived threads, live events and the process's own work beside it.

Django's own ASGI handler runs each request in a fresh thread, which costs more than the
request and leaks database connections.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.db import connection

from zhongshu.config import live
from zhongshu.config.runtime import Runtime
from zhongshu.config.startup import refuse_unsafe_start

STREAM = "/api/v1/events/stream"


class Server:
    """An ASGI application around Django's WSGI handler.

    Raises
    ------
    UnsafeStart
        If the installation is not fit to serve.
    """

    def __init__(self, pages: Any) -> None:
        # One process of several makes its application inside its event loop, where Django does
        # not let the database be asked.
        with ThreadPoolExecutor(max_workers=1) as aside:
            aside.submit(_check).result()
        self._pages: Any = WSGIMiddleware(pages, workers=settings.REQUEST_THREADS)
        self._runtime = Runtime()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one connection, or begin and end the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and (scope["method"], scope["path"]) == ("GET", STREAM):
            await live.stream(scope, receive, send)
        elif scope["type"] == "http":
            await self._pages(scope, receive, send)

    async def _live(self, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._runtime.start(job_threads=settings.JOB_THREADS, serves_pages=True)
                await send({"type": "lifespan.startup.complete"})
            else:
                self._runtime.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _check() -> None:
    try:
        refuse_unsafe_start()
    finally:
        connection.close()
