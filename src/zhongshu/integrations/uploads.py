"""Uploaded files in the installation's own folder, by the id of their row alone."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings


def store(key: UUID, content: bytes) -> None:
    """Keep a file; only the account that serves the platform may read it."""
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)


def load(key: UUID) -> bytes:
    """The content of a file; ``FileNotFoundError`` once it was cleared away."""
    return _path(key).read_bytes()


def remove(key: UUID) -> None:
    """Delete a file, if it is still there."""
    _path(key).unlink(missing_ok=True)


def _path(key: UUID) -> Path:
    return Path(settings.HOME) / "uploads" / key.hex[-2:] / key.hex
