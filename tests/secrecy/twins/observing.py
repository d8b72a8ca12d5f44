"""What a viewer observes of an answer, unpacked, without what differs by chance alone."""

import base64
import html
import io
import json
import re
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.http import HttpResponse

_BY_CHANCE = {"x-request-id", "set-cookie"}
# A token, or the second at which a file was made.
_TOKENS = re.compile(
    rb'("csrf_token":")[^"]*|("secret":")[^"]*|("request_id":")[^"]*|(<dcterms:\w+ [^>]*>)[^<]*'
    rb'|("prefix":"zs_)[\w-]+|("challenge":")[^"]*|([?]secret=)\w+|("recovery_codes":\[)[^]]*|(nonce=")[\w-]+'
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NONCE = re.compile(r"'nonce-[\w-]+'")


@dataclass(frozen=True)
class Observation:
    """An answer as far as a viewer can tell it from another one."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    n_queries: int

    def without(self, ids: list[str], asked: str) -> "Observation":
        """The answer without those ids that the request itself brought."""
        body = self.body
        for one in ids:
            if one in asked:
                body = body.replace(one.encode(), b"<asked>")
        return replace(self, body=body)

    def differences(self, other: "Observation") -> list[str]:
        """In which respects two answers can be told apart."""
        found = [
            f"{name}: {mine} | {theirs}"
            for name in ("status", "n_queries")
            if (mine := getattr(self, name)) != (theirs := getattr(other, name))
        ]
        found += [f"header {one}" for one in {*self.headers} ^ {*other.headers}]
        if self.body != other.body:
            at = next(
                (n for n, (a, b) in enumerate(zip(self.body, other.body, strict=False)) if a != b),
                min(len(self.body), len(other.body)),
            )
            around = slice(max(0, at - 60), at + 60)
            found.append(f"body at {at}: {self.body[around]!r} | {other.body[around]!r}")
        return found


def observe(send: Any) -> tuple[Observation, HttpResponse]:
    """Send a request and note everything about its answer."""
    n_queries = 0

    def count(execute: Any, *rest: Any) -> Any:
        nonlocal n_queries
        n_queries += 1
        return execute(*rest)

    with connection.execute_wrapper(count):
        response = send()
    headers = tuple(
        sorted(
            (name, _NONCE.sub("'nonce'", value))
            for name, value in response.items()
            if name.lower() not in _BY_CHANCE
        )
    )
    body = b"\n".join(unpacked(response.content))
    body = _TOKENS.sub(lambda match: b"".join(part or b"" for part in match.groups()), body)
    return Observation(response.status_code, headers, body, n_queries), response


def unpacked(content: bytes) -> list[bytes]:
    """The bytes, or those of each file of an archive."""
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [name.encode() + b"\n" + archive.read(name) for name in archive.namelist()]


def forms(text: str) -> set[bytes]:
    """A secret text in every encoding in which it could travel."""
    found = set()
    for one in {text, *_numbers(text), *_dates(text)}:
        raw = one.encode()
        found |= {raw, one.encode("utf-16-le"), quote(one).encode(), raw.hex().encode()}
        found |= {html.escape(one).encode(), *map(str.encode, _references(one))}
        escaped = json.dumps(one)[1:-1]
        found |= {escaped.encode(), re.sub(r"(?<=\\u)\w{4}", _upper, escaped).encode()}
        for shift in range(3):
            # Whatever stands before and after it, these characters of its base64 form stay.
            encoded = base64.b64encode(b"\0" * shift + raw)
            found.add(encoded[4 if shift else 0 : len(raw) * 4 // 3 - 2])
    return {form for form in found if len(form) >= 8}


def _upper(found: re.Match[str]) -> str:
    return found[0].upper()


def _references(text: str) -> list[str]:
    """A text as markup names its characters, by number and by hexadecimal number."""
    return ["".join(f"&#{name(ord(one))};" for one in text) for name in (str, "x{:x}".format)]


def _numbers(text: str) -> list[str]:
    """An amount in minor units as people read it: grouped, in major units, in ten thousands."""
    if not text.isdigit():
        return []
    n = int(text)
    return [f"{n:,}", f"{n / 100:.2f}", f"{n / 100:,.2f}", f"{n / 1e6:.2f}万", f"{n / 1e6:.4f}万"]


def _dates(text: str) -> list[str]:
    """A day as people read it."""
    if not _DAY.fullmatch(text):
        return []
    day = date.fromisoformat(text)
    return [f"{day.year}年{day.month}月{day.day}日", f"{day:%Y/%m/%d}", f"{day:%Y%m%d}"]


def canaries(texts: list[str]) -> re.Pattern[bytes]:
    """One pattern of all secret texts in all forms."""
    return any_of({form for text in texts for form in forms(text)})


def any_of(found: set[bytes]) -> re.Pattern[bytes]:
    """A pattern of many words that costs little more than that of one, however many they are."""
    tree: dict[int, Any] = {}
    # What begins with another one is found by that.
    for word in sorted(found):
        at = tree
        for byte in word[:-1]:
            if (at := at.setdefault(byte, {})) == _END:
                break
        else:
            at[word[-1]] = _END
    return re.compile(_branches(tree))


_END: dict[int, Any] = {-1: {}}


def _branches(tree: dict[int, Any]) -> bytes:
    if tree == _END:
        return b""
    ways = [re.escape(bytes([byte])) + _branches(below) for byte, below in tree.items()]
    return ways[0] if len(ways) == 1 else b"(?:" + b"|".join(ways) + b")"
