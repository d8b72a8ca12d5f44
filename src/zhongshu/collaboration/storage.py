"""Where the bytes of files are: behind Django's storage, by random keys alone."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages


class InstallationFiles(FileSystemStorage):
    """The folder ``files`` of the installation; only its own account may read it."""

    def __init__(self) -> None:
        super().__init__(
            location=Path(settings.HOME) / "files",
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )


def new_key() -> str:
    """A random place for a file; nothing of it comes from outside."""
    name = uuid4().hex
    return f"{name[:2]}/{name}"


def keep(key: str, content: "File[bytes]") -> None:
    """Store a file."""
    _storage().save(key, content)


def load(key: str) -> bytes:
    """The bytes of a file; ``FileNotFoundError`` if they are gone."""
    with _storage().open(key, "rb") as stream:
        content: bytes = stream.read()
    return content


def remove(key: str) -> None:
    """Delete the bytes of a file, if they are still there."""
    _storage().delete(key)


def keys_before(moment: datetime) -> Iterator[str]:
    """The keys of everything stored before a moment."""
    storage = _storage()
    try:
        folders, _ = storage.listdir("")
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        _, names = storage.listdir(folder)
        for name in sorted(names):
            key = f"{folder}/{name}"
            if storage.get_modified_time(key) < moment:
                yield key


def _storage() -> Storage:
    return storages["files"]
