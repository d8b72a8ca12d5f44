"""The platform's key ring: AES keys that wrap the keys of people, the newest of which is used."""

import base64
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
_NONCE_BYTES = 12
_ID_LENGTH = 16


class MissingKey(ValueError):
    """What wrapped the keys of people cannot be read, so nothing personal can be."""


def encrypted(key: bytes, content: bytes, about: bytes) -> bytes:
    """The content under AES-GCM, a new nonce before it; it opens only with the same ``about``."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about)


def decrypted(key: bytes, content: bytes, about: bytes) -> bytes | None:
    """What `encrypted` was given; None if it was not encrypted so."""
    try:
        return AESGCM(key).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], about)
    except (InvalidTag, ValueError):
        return None


def wrap(key: bytes, about: bytes) -> str:
    """A key of somebody, as the table keeps it: the id of the wrapping key, and the content."""
    ring = _keys()
    newest = ring[-1] if ring else _new_key()
    content = base64.b64encode(encrypted(newest, key, about)).decode()
    return f"{_id_of(newest)}:{content}"


def unwrap(wrapped: str, about: bytes) -> bytes:
    """The key that was wrapped.

    Raises
    ------
    MissingKey
        If the ring has not the key that wrapped it.
    """
    name, _, content = wrapped.partition(":")
    wrapping = _called(name)
    key = wrapping and decrypted(wrapping, base64.b64decode(content), about)
    if not key:
        raise MissingKey(f"the key {name} that wraps the keys of people is not in {_folder()}")
    return key


def is_wrapped_by_newest(wrapped: str) -> bool:
    """Whether a wrapped key needs no wrapping anew."""
    ring = _keys()
    return bool(ring) and wrapped.partition(":")[0] == _id_of(ring[-1])


def can_unwrap(wrapped: str) -> bool:
    """Whether the ring has the key that wrapped another."""
    return _called(wrapped.partition(":")[0]) is not None


def rotate() -> str:
    """Wrap with a new key from now on; return its id."""
    return _id_of(_new_key())


def _called(name: str) -> bytes | None:
    return next((key for key in _keys() if _id_of(key) == name), None)


def _id_of(key: bytes) -> str:
    return sha256(b"zhongshu.privacy" + key).hexdigest()[:_ID_LENGTH]


def _folder() -> Path:
    return Path(settings.PRIVACY_HOME) / "keys"


def _keys() -> tuple[bytes, ...]:
    """Every key, the newest last; those that the environment gives are newer than the files.

    The files are read again when their folder changes: a key that was made a moment ago by
    another process wraps from then on.
    """
    folder = _folder()
    try:
        changed_at = folder.stat().st_mtime_ns
    except FileNotFoundError:
        changed_at = 0
    return _ring(folder, settings.PRIVACY_KEYS, changed_at)


@lru_cache(maxsize=8)
def _ring(folder: Path, given: tuple[str, ...], changed_at: int) -> tuple[bytes, ...]:
    texts = [file.read_text(encoding="ascii") for file in sorted(folder.glob("*.key"))]
    try:
        keys = tuple(base64.b64decode(text.strip(), validate=True) for text in [*texts, *given])
    except ValueError as error:
        raise MissingKey("a key of the ring is not base64") from error
    if any(len(key) != KEY_BYTES for key in keys):
        raise MissingKey(f"a key of the ring has not {KEY_BYTES} bytes")
    return keys


def _new_key() -> bytes:
    """Make a key file; where another process was faster, its key counts."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{len(list(folder.glob('*.key'))) + 1:04}.key"
    # Written whole before it has its name: nobody reads half of a key.
    draft = folder / f".{os.getpid()}-{os.urandom(4).hex()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(base64.b64encode(os.urandom(KEY_BYTES)).decode())
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _ring.cache_clear()
    return _keys()[-1]
