"""Live shipping: every settled event goes to a syslog server, in order, over TCP or TLS.

Each event is the canonical text that is hashed, in a frame of RFC 6587 (its length, a space, the
message). A batch is one connection: it is sent, our side is closed, and only when the server has
closed its own, having read everything, does the place move on. So after a kill the copy is
complete to the last acknowledged batch, and an event may come twice but is never left out. Of
an event above the class that may be shipped comes the hash in the place of its payload.
"""

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from zhongshu.kit.audit.canonical import COLUMNS, event_bytes, rows_between
from zhongshu.kit.audit.merkle import leaf_hash
from zhongshu.kit.horizon import Horizon
from zhongshu.kit.models import OutboxCursor

CONSUMER = "kit.audit_shipping"
_BATCH = 500
_TIMEOUT_SECONDS = 20
# Facility 13 (log audit), severity 6 (informational).
_PRIORITY = 13 * 8 + 6
_CLASS, _DATA = COLUMNS.index("classification"), COLUMNS.index("data")
_EVERYTHING = 2**15


_LIMIT: list[Callable[[], int]] = []


def ship_at_most(highest: Callable[[], int]) -> None:
    """Ask this for the highest class of an event whose payload may be shipped."""
    _LIMIT[:] = [highest]


class NotShipped(OSError):
    """The server could not be reached, or did not take everything."""


@dataclass(slots=True)
class Shipper:
    """Sends what is settled and was not sent; one of a process is enough, more send twice."""

    address: str = ""
    horizon: Horizon = field(default_factory=Horizon)

    def ship(self) -> int:
        """Send everything that waits; return how many events the server took.

        Raises
        ------
        NotShipped
            If the server does not take a batch; it is sent again the next time.
        """
        address = self.address or settings.AUDIT_SHIPPING
        if not address:
            return 0
        settled, n_shipped = self.horizon.advance(), 0
        highest = _LIMIT[0]() if _LIMIT else _EVERYTHING
        place, _ = OutboxCursor.objects.get_or_create(consumer=CONSUMER)
        while rows := list(rows_between(place.seq, settled)[:_BATCH]):
            _send(address, b"".join(_frame(row, highest) for row in rows))
            place.seq = rows[-1][0]
            # Another process may have sent further already.
            OutboxCursor.objects.filter(consumer=CONSUMER, seq__lt=place.seq).update(seq=place.seq)
            n_shipped += len(rows)
        return n_shipped


def n_waiting() -> int:
    """How many events have not been shipped."""
    place = OutboxCursor.objects.filter(consumer=CONSUMER).first()
    return rows_between(place.seq if place else 0, 2**63 - 1).count()


def _frame(row: tuple[Any, ...], highest: int) -> bytes:
    at: datetime = row[2]
    name = socket.gethostname()[:255] or "-"
    head = f"<{_PRIORITY}>1 {at.isoformat()} {name} zhongshu - event - ".encode("ascii", "replace")
    whole = event_bytes(row)
    if row[_CLASS] > highest:
        kept = list(row)
        kept[_DATA] = {"withheld": True, "leaf": leaf_hash(whole).hex()}
        whole = event_bytes(tuple(kept))
    message = head + whole
    return b"%d %b" % (len(message), message)


def _send(address: str, content: bytes) -> None:
    parts = urlsplit(address)
    try:
        with socket.create_connection(
            (parts.hostname, parts.port), timeout=_TIMEOUT_SECONDS
        ) as plain:
            if parts.scheme == "syslog+tls":
                _over_tls(plain, parts.hostname or "", content)
            else:
                plain.sendall(content)
                plain.shutdown(socket.SHUT_WR)
                _await_end(plain)
    except (OSError, ValueError) as error:
        raise NotShipped(f"{address}: {error}") from error


def _over_tls(plain: socket.socket, host: str, content: bytes) -> None:
    context = ssl.create_default_context(cafile=settings.AUDIT_SHIPPING_CA or None)
    with context.wrap_socket(plain, server_hostname=host) as secure:
        secure.sendall(content)
        # Says that this is all, and waits until the other side says the same.
        _await_end(secure.unwrap())


def _await_end(connection: socket.socket) -> None:
    """Wait until the server closes: it has read everything by then."""
    connection.settimeout(_TIMEOUT_SECONDS)
    while connection.recv(4096):
        pass
