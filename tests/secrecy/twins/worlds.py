"""Worlds that stand: each is built once, in a database of its own, and asked many times."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.db import connections, transaction
from django.test import Client

from tests.secrecy.twins.clockwork import standing_still
from tests.secrecy.twins.coming import come
from tests.secrecy.twins.company import Twin, build
from tests.secrecy.twins.policy import Viewer
from tests.secrecy.twins.secrets import HIGH, LOW, Secrets
from zhongshu.kit.personal import keys
from zhongshu.planning.open_plan import shelf

COMMON = Secrets("common", is_high=False, n_hidden=0)
_FOLDERS = ("uploads", "files")


class _Undo(Exception):
    """Takes back what was written."""


class World:
    """The company of one viewer with the secrets of one world, and what a process knows of it."""

    def __init__(self, viewer: Viewer, secrets: Secrets, connection: Any) -> None:
        self.viewer, self.secrets = viewer, secrets
        self._connection = connection
        self._known = keys._Known()
        with standing_still(), self.entered(), transaction.atomic():
            shelf.clear()
            self.twin: Twin = build(viewer, secrets, COMMON)
            self.client = come(viewer.comes_by, self.twin.viewer, self.twin.way_in)
            # What is done once it is committed would reach beyond this world.
            connection.run_on_commit.clear()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Let whatever this thread does happen in this world."""
        outside = connections["default"]
        connections["default"] = self._connection
        try:
            with patch.object(keys, "_known", self._known):
                yield
        finally:
            connections["default"] = outside

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Let things happen in this world, and take them back."""
        try:
            with self.entered(), transaction.atomic():
                yield
                raise _Undo
        except _Undo:
            pass
        self.forget_files()

    def forget_files(self) -> None:
        """Remove what was uploaded; the same name is given to it in the other world."""
        for name in _FOLDERS:
            if (folder := settings.HOME / name).exists():
                shutil.rmtree(folder)

    def client_of(self, user: Any) -> Client:
        """Somebody who is signed in to this world."""
        client = Client(raise_request_exception=False)
        client.force_login(user)
        return client

    def leave(self) -> None:
        self._connection.close()


class Worlds:
    """The worlds of a process; each pair differs in nothing but its secrets."""

    def __init__(self, template: Any) -> None:
        self._template = template
        self._standing: dict[tuple[Viewer, Secrets], World] = {}
        self._suffixes: list[str] = []

    def of(self, viewer: Viewer, secrets: Secrets) -> World:
        """The world with these secrets, as it was built."""
        if (viewer, secrets) not in self._standing:
            self._standing[viewer, secrets] = World(viewer, secrets, self._another())
        return self._standing[viewer, secrets]

    def pair(self, viewer: Viewer) -> tuple[World, World]:
        """The two worlds between which this viewer should see no difference."""
        return self.of(viewer, LOW), self.of(viewer, HIGH)

    def remove(self) -> None:
        """Leave no database behind."""
        for world in self._standing.values():
            world.leave()
        for suffix in self._suffixes:
            self._template.creation.destroy_test_db(suffix=suffix, verbosity=0)

    def _another(self) -> Any:
        suffix = f"world{len(self._suffixes)}"
        self._template.creation.clone_test_db(suffix=suffix, verbosity=0)
        self._suffixes.append(suffix)
        return copied(self._template, suffix)


def copied(connection: Any, suffix: str) -> Any:
    """A connection to the copy of a database that has this suffix."""
    other = connection.copy()
    # Nobody else writes to this file, so there is no queue for it.
    other._take_turn = lambda: None
    other.settings_dict["NAME"] = connection.creation.get_test_db_clone_settings(suffix)["NAME"]
    return other
