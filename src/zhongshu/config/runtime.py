"""What runs beside the requests in a server process: jobs, the outbox, live events."""

import os
import socket
import threading
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

import structlog
from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from zhongshu.config import live
from zhongshu.config.memory import collect_seldom
from zhongshu.kit import events, jobs
from zhongshu.kit.audit.shipping import Shipper
from zhongshu.kit.personal.keys import forget_destroyed

_log = structlog.get_logger(__name__)
_PERIOD_SECONDS = 60.0


class Runtime:
    """The threads of one process; `stop` lets each finish what it is doing."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._news = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, *, job_threads: int, serves_pages: bool) -> None:
        """Start the threads."""
        collect_seldom()
        events.listen(lambda event: self._news.set())
        for number in range(job_threads):
            worker = f"{socket.gethostname()[:40]}-{os.getpid()}-{number}"
            self._run(f"job-{number}", partial(jobs.work, worker=worker, stop=self._stop))
        self._run("outbox", self._deliver)
        self._run("periodic", self._ask_periodically)
        if settings.AUDIT_SHIPPING:
            self._run("shipping", self._ship)
        if settings.BROKER_URL:
            relay = import_string("zhongshu.config.celery.relay")
            self._run("relay", lambda: relay(stop=self._stop))
        if serves_pages:
            self._serve_pages()

    def _serve_pages(self) -> None:
        if connection.vendor == "sqlite":
            events.listen(live.HUB.publish)
        else:
            self._run("live", lambda: live.watch_table(stop=self._stop))
        self._run("rights", lambda: live.watch_rights(stop=self._stop))
        self._run("presence", lambda: live.watch_presence(stop=self._stop))
        if find_spec("zhongshu.engines") is not None:
            self._run("warm-up", _warm_up)

    def stop(self) -> None:
        """Ask the threads to end, and wait for them a little."""
        self.request_stop()
        self._news.set()
        live.HUB.close()
        for thread in self._threads:
            thread.join(timeout=5)

    def request_stop(self) -> None:
        """Ask the threads to end: what a signal handler may do."""
        self._stop.set()

    def wait(self) -> None:
        """Wait until the threads were asked to end."""
        self._stop.wait()

    def _run(self, name: str, work: Callable[[], None]) -> None:
        def closing() -> None:
            try:
                work()
            finally:
                connection.close()

        thread = threading.Thread(target=closing, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _deliver(self) -> None:
        outbox = events.Outbox()
        while not self._stop.is_set():
            n_handled = 0
            try:
                n_handled = outbox.deliver()
            except Exception:
                _log.exception("outbox_not_read")
            close_old_connections()
            if not n_handled:
                self._news.wait(1.0)
                self._news.clear()

    def _ship(self) -> None:
        """Send what happened to the syslog server, as soon as it is settled."""
        shipper, pause = Shipper(), 1.0
        while not self._stop.is_set():
            try:
                shipper.ship()
                pause = 1.0
            except Exception:
                _log.exception("audit_not_shipped")
                pause = min(_PERIOD_SECONDS, pause * 2)
            close_old_connections()
            self._stop.wait(pause)

    def _ask_periodically(self) -> None:
        while not self._stop.is_set():
            try:
                jobs.enqueue_periodic(now=timezone.now())
                forget_destroyed()
            except Exception:
                _log.exception("periodic_jobs_not_asked_for")
            close_old_connections()
            self._stop.wait(_PERIOD_SECONDS)


def _warm_up() -> None:
    """Load the compiled engines before somebody waits for them."""
    try:
        import_string("zhongshu.engines.warm_up.warm_up")()
    except ImportError:
        return
    except Exception:
        _log.exception("engines_not_warm")
