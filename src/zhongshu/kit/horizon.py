"""Which numbers of events are settled: every event up to there is committed, or never will be."""

from dataclasses import dataclass

from django.db import connection

from zhongshu.kit.models import Event


@dataclass(slots=True)
class Horizon:
    """How far the events are complete, as one process has seen it.

    Numbers are given out before the commit, so on a database with several writers a lower
    number can appear after a higher one. A number counts as settled once every transaction
    that was open when it had been given out is over.
    """

    settled: int = 0
    _given: int = 0
    _open: frozenset[str] = frozenset()

    def advance(self) -> int:
        """Look again, and return the highest settled number."""
        if connection.vendor != "postgresql":
            # One writer at a time: what is visible is complete.
            newest = Event.objects.order_by("-seq").values_list("seq", flat=True).first()
            self.settled = newest or 0
            return self.settled
        given, now_open = _given_and_open()
        if not self._open & now_open:
            self.settled = max(self.settled, self._given)
            self._given, self._open = given, now_open
        if not now_open:
            self.settled = max(self.settled, given)
        return self.settled


def take_transaction_id() -> None:
    """Make the open transaction visible to a `Horizon` before it takes a number."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")


def _given_and_open() -> tuple[int, frozenset[str]]:
    """The highest number given out, and the transactions that others have open.

    The number is read first: whoever took it had its transaction's id by then. Only clients of
    our own database count; neither its clean-up nor a long transaction elsewhere delays anything.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM kit_event_seq_seq")
        given = cursor.fetchone()[0]
        cursor.execute(
            "SELECT backend_xid::text FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND backend_xid IS NOT NULL"
            " AND pid <> pg_backend_pid()"
        )
        return given, frozenset(row[0] for row in cursor.fetchall())
