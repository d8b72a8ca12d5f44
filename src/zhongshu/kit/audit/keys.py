"""The key ring: Ed25519 keys that sign checkpoints, the newest of which is used."""

import base64
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

_ID_LENGTH = 16


class BadKey(ValueError):
    """A key cannot be read; the text says which."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, and the id by which checkpoints name it."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key, in base64."""
        return base64.b64encode(self.private.public_key().public_bytes_raw()).decode()

    @property
    def id(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of the public key."""
        return key_id(self.public)

    def sign(self, content: bytes) -> str:
        """The signature, in base64."""
        return base64.b64encode(self.private.sign(content)).decode()


def key_id(public: str) -> str:
    """The id of a public key."""
    return sha256(base64.b64decode(public)).hexdigest()[:_ID_LENGTH]


def is_signed(content: bytes, signature: str, public: str) -> bool:
    """Whether a signature is that of the key over the content."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public))
        key.verify(base64.b64decode(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def present_key() -> SigningKey:
    """The key that signs now: the newest of the ring, or a new one where there is none."""
    ring = _ring()
    return ring[-1] if ring else new_key()


def key_called(wanted: str) -> SigningKey | None:
    """The key of the ring that has this id."""
    return next((key for key in _ring() if key.id == wanted), None)


def new_key() -> SigningKey:
    """Make a key that signs from now on; only the user of the server can read its file."""
    key = SigningKey(Ed25519PrivateKey.generate())
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{len(_files()) + 1:04}-{key.id}.key"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(base64.b64encode(key.private.private_bytes_raw()).decode())
    return key


def _ring() -> list[SigningKey]:
    """Every key, the newest last; those that the environment gives are newer than the files."""
    return [
        *(_read(file.read_text(encoding="ascii"), file.name) for file in _files()),
        *(_read(text, "ZHONGSHU_AUDIT_KEYS") for text in settings.AUDIT_KEYS),
    ]


def _files() -> list[Path]:
    return sorted(_folder().glob("*.key"))


def _folder() -> Path:
    return Path(settings.AUDIT_HOME) / "keys"


def _read(text: str, name: str) -> SigningKey:
    try:
        seed = base64.b64decode(text.strip(), validate=True)
        return SigningKey(Ed25519PrivateKey.from_private_bytes(seed))
    except ValueError as error:
        raise BadKey(f"{name} is not the base64 of 32 bytes") from error
