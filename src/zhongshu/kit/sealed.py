"""Secrets that the database must not tell: encrypted with a key ring that is kept beside it.

A sealed text begins with the id of its key, so a new key can be taken into use at any time: what
the older ones sealed is still opened, and `resealed` brings it under the newest.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_KEY_LENGTH = 32
_NONCE_LENGTH = 12
_FORM = "s1"


class BadSealingKey(ValueError):
    """A key cannot be read; the text says which."""


class CannotOpen(ValueError):
    """A text was sealed for another purpose, with a key that is not in the ring, or changed."""


@dataclass(frozen=True, slots=True)
class _Key:
    secret: bytes

    @property
    def id(self) -> str:
        return sha256(b"zhongshu sealing key" + self.secret).hexdigest()[:8]


def seal(text: str, *, purpose: str) -> str:
    """Encrypt a text (AES-256-GCM) with the newest key; it opens for the same purpose only."""
    ring = _ring()
    key = ring[-1] if ring else _new_key()
    nonce = secrets.token_bytes(_NONCE_LENGTH)
    box = AESGCM(key.secret).encrypt(nonce, text.encode(), purpose.encode())
    return f"{_FORM}.{key.id}.{base64.urlsafe_b64encode(nonce + box).decode()}"


def opened(sealed: str, *, purpose: str) -> str:
    """The text in a sealed one.

    Raises
    ------
    CannotOpen
        If it was not sealed for this purpose with a key of the ring.
    """
    form, _, rest = sealed.partition(".")
    key_id, _, body = rest.partition(".")
    key = next((one for one in _ring() if one.id == key_id), None)
    if form != _FORM or key is None:
        raise CannotOpen(f"no key {key_id!r} in the ring")
    try:
        raw = base64.urlsafe_b64decode(body)
        box = AESGCM(key.secret).decrypt(raw[:_NONCE_LENGTH], raw[_NONCE_LENGTH:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("the sealed text was changed, or sealed for another purpose") from error
    return box.decode()


def resealed(sealed: str, *, purpose: str) -> str:
    """The same secret under the newest key."""
    ring = _ring()
    if ring and sealed.startswith(f"{_FORM}.{ring[-1].id}."):
        return sealed
    return seal(opened(sealed, purpose=purpose), purpose=purpose)


def key_of(sealed: str) -> str:
    """The id of the key that a text was sealed with."""
    return sealed.split(".")[1] if sealed.count(".") == 2 else ""


def rotate() -> str:
    """Seal with a new key of the folder from now on; return its id.

    Raises
    ------
    BadSealingKey
        If the environment gives the keys: those are newer than any file.
    """
    if settings.SEALING_KEYS:
        raise BadSealingKey("ZHONGSHU_SEALING_KEYS gives the keys: add the new one at its end")
    newest = max((int(file.stem) for file in _folder().glob("[0-9]*.key")), default=0)
    return _new_key(newest + 1).id


def _new_key(number: int = 1) -> _Key:
    """Make a key; only the user of the server can read its file."""
    key = _Key(secrets.token_bytes(_KEY_LENGTH))
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f"{secrets.token_hex(8)}.draft"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(base64.b64encode(key.secret).decode())
    try:
        # Whole or not at all: another process may be making the same key too.
        (folder / f"{number:04}.key").hardlink_to(draft)
    except FileExistsError:
        return _ring()[-1]
    finally:
        draft.unlink()
    return key


def _ring() -> list[_Key]:
    """Every key, the newest last; those that the environment gives are newer than the files."""
    files = sorted(_folder().glob("*.key"))
    return [
        *(_read(file.read_text(encoding="ascii"), file.name) for file in files),
        *(_read(text, "ZHONGSHU_SEALING_KEYS") for text in settings.SEALING_KEYS),
    ]


def _folder() -> Path:
    return Path(settings.HOME) / "sealing"


def _read(text: str, name: str) -> _Key:
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise BadSealingKey(f"{name} is not base64") from error
    if len(secret) != _KEY_LENGTH:
        raise BadSealingKey(f"{name} is not the base64 of {_KEY_LENGTH} bytes")
    return _Key(secret)
