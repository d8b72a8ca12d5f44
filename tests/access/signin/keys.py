"""A passkey in software, as a browser's virtual authenticator has it, and codes of an app.

Written from the specifications (WebAuthn Level 3; RFC 6238), not from the code under test.
"""

import base64
import hashlib
import hmac
import json
import secrets
import struct
import time
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

ORIGIN = "https://testserver"
HOST = "testserver"
_UP, _UV, _AT = 0x01, 0x04, 0x40


def code_of(secret: str, at: float | None = None) -> str:
    """The six digits of RFC 6238 for a moment."""
    counter = int((time.time() if at is None else at) // 30)
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def web(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Passkey:
    """One key pair; ``origin`` is where its browser stands."""

    origin: str = ORIGIN
    is_verifying: bool = True
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    owner: str = ""
    count: int = 0

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to the question for a new passkey."""
        asked = options["publicKey"]
        self.owner = asked["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = {
            1: 2, 3: -7, -1: 1,
            -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big"),
        }  # fmt: skip
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + cbor.encode(public)
        data = self._data(asked["rp"]["id"], _AT) + attested
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        return self._credential({
            "clientDataJSON": web(self._client_data("webauthn.create", asked["challenge"])),
            "attestationObject": web(cbor.encode(statement)),
        })  # fmt: skip

    def answer(self, options: dict[str, Any], *, host: str = HOST) -> dict[str, Any]:
        """The answer to the question of a sign-in."""
        asked = options["publicKey"]
        data = self._data(asked.get("rpId", host), 0)
        client = self._client_data("webauthn.get", asked["challenge"])
        signed = data + hashlib.sha256(client).digest()
        return self._credential({
            "clientDataJSON": web(client),
            "authenticatorData": web(data),
            "signature": web(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": self.owner,
        })  # fmt: skip

    def _data(self, host: str, flags: int) -> bytes:
        self.count += 1
        flags |= _UP | (_UV if self.is_verifying else 0)
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        return {
            "id": web(self.id),
            "rawId": web(self.id),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {"credProps": {"rk": True}},
        }
