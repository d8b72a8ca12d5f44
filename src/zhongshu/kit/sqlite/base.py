"""Django's SQLite back-end, with a fair queue of writers inside the process.

SQLite's busy handler polls with growing pauses, so under load a writer can starve; a lock
taken before ``BEGIN IMMEDIATE`` serves them in turn.
"""

import threading
from pathlib import Path
from typing import Any
from weakref import WeakSet

from django.db import OperationalError
from django.db.backends.sqlite3 import base

_writing = threading.Lock()
_LONGEST_WAIT_SECONDS = 30


class NoTurn(OperationalError):
    """Another transaction of this process kept the database to itself for too long."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn before it opens a transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._holds_turn = False
        self._cursors: WeakSet[Any] = WeakSet()

    def create_cursor(self, name: str | None = None) -> Any:
        """Open a cursor, and remember it as long as somebody holds it."""
        cursor = super().create_cursor(name)
        self._cursors.add(cursor)
        return cursor

    def close_if_unusable_or_obsolete(self) -> None:
        """End what was left half read, too: its snapshot would be that of the next request."""
        if not self.in_atomic_block:
            for cursor in tuple(self._cursors):
                cursor.close()
        super().close_if_unusable_or_obsolete()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file, in a folder that is made when it is missing."""
        if not self.is_in_memory_db():
            Path(conn_params["database"]).parent.mkdir(parents=True, exist_ok=True)
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._pass_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._pass_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_turn()

    def _close(self) -> None:
        self._cursors.clear()
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._pass_turn()

    def _take_turn(self) -> None:
        if not self._holds_turn and not self.is_in_memory_db():
            if not _writing.acquire(timeout=_LONGEST_WAIT_SECONDS):
                raise NoTurn("another transaction keeps the database to itself")
            self._holds_turn = True

    def _pass_turn(self) -> None:
        if self._holds_turn:
            self._holds_turn = False
            _writing.release()
