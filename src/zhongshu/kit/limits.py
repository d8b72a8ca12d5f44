"""How much one account may ask of the server, so that no script slows down everybody else."""

import threading
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

WINDOW_SECONDS = 60


class Meter:
    """Units of work per account in the present minute, counted in each process for itself."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._spent: dict[Any, int] = {}

    def spend(self, who: Any, units: int) -> int:
        """Add units to what ``who`` has spent in this minute, and return the sum."""
        with self._lock:
            minute = int(time.monotonic() // WINDOW_SECONDS)
            if minute != self._minute:
                self._minute, self._spent = minute, {}
            self._spent[who] = self._spent.get(who, 0) + units
            return self._spent[who]


METER = Meter()


class Price(BaseThrottle):
    """What a request costs of its account's allowance, ``REQUESTS_PER_MINUTE``.

    Who is not signed in is counted by address. A request that is refused costs as well.
    """

    def __init__(self, units: int) -> None:
        self.units = units

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether the allowance still pays for the request."""
        if hasattr(request, "has_paid"):  # an idempotent POST is checked twice
            return True
        request.has_paid = True  # type: ignore[attr-defined]
        who = request.user.pk or request.META.get("REMOTE_ADDR", "")
        return METER.spend(who, self.units) <= settings.REQUESTS_PER_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return WINDOW_SECONDS - time.monotonic() % WINDOW_SECONDS


ONE = Price(1)
# What keeps the server busy for longer: files of whole plans, read or made.
COSTLY = Price(25)
