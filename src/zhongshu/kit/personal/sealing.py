"""Texts and payloads in which what is personal can be read only with the keys of whom it is about.

A sealed value is a text, ``enc1:<subject>:<content>``: the subject's id as 32 hexadecimal digits,
and the base64 of nonce and ciphertext. What somebody types that looks so is kept as ``enc0:…``.
Free texts are put aside, sealed or not: see `zhongshu.kit.personal.texts`.
"""

import base64
import binascii
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zhongshu.kit.personal import keys, ring, texts

_MARK, _PLAIN = "enc1:", "enc0:"
_MARKS = (_MARK, _PLAIN, texts.MARK)

Held = Mapping[UUID, bytes | None]


@dataclass(frozen=True, slots=True)
class Personal:
    """A value of a payload that is about these subjects, wherever in the payload it stands."""

    value: Any
    subjects: tuple[UUID, ...]


def seal_text(text: str, subjects: Iterable[UUID], held: Held) -> str:
    """The text, sealed for each of the subjects: it opens as long as all their keys are there.

    What is about somebody who was erased is not kept at all.
    """
    sealed = text
    for subject in subjects:
        key = held[subject]
        if key is None:
            return f"{_MARK}{subject.hex}:"
        content = ring.encrypted(key, sealed.encode(), subject.bytes)
        sealed = f"{_MARK}{subject.hex}:{base64.b64encode(content).decode()}"
    return sealed


def guarded(text: str) -> str:
    """A text that is not sealed, so written that it cannot pass for one that is."""
    return f"{_PLAIN}{text}" if text.startswith(_MARKS) else text


def open_text(stored: str) -> str:
    """The text that was sealed; if the key was destroyed, what is said instead."""
    if stored.startswith(_PLAIN):
        return stored.removeprefix(_PLAIN)
    while True:
        subject, content = _parts(stored)
        if subject is None:
            break
        key, label = keys.opening_key(subject)
        if key is None:
            return label
        opened = _opened(key, content, subject)
        if opened is None:
            break
        stored = opened
    return stored


def marked(
    payload: dict[str, Any], names: Collection[str], subjects: tuple[UUID, ...]
) -> dict[str, Any]:
    """The payload with the named values marked, in ``before``, ``after`` and beside them."""
    found = dict(payload)
    for name, value in payload.items():
        if name in names:
            found[name] = Personal(value, subjects)
        elif name in {"before", "after"} and isinstance(value, dict):
            found[name] = {
                inner: Personal(one, subjects) if inner in names else one
                for inner, one in value.items()
            }
    return found


def subjects_in(value: Any) -> Iterator[UUID]:
    """Everybody whom a marked payload is about."""
    if isinstance(value, Personal):
        yield from value.subjects
    elif isinstance(value, dict):
        for inner in value.values():
            yield from subjects_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from subjects_in(inner)


def seal_payload(value: Any, held: Held, kept: texts.Kept, *, is_free: bool = False) -> Any:
    """The marked payload as the row keeps it.

    Marked values are sealed, every other text is guarded, and free texts are put aside.
    """
    if isinstance(value, dict):
        return {
            name: seal_payload(inner, held, kept, is_free=is_free or name in kept.names)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [seal_payload(inner, held, kept, is_free=is_free) for inner in value]
    if isinstance(value, Personal):
        # What is empty says nothing about anybody.
        if value.value in (None, "", [], {}):
            return value.value
        stored = seal_text(json.dumps(value.value, ensure_ascii=False), value.subjects, held)
    elif isinstance(value, str):
        stored = guarded(value)
    else:
        return value
    return kept.put_aside(stored) if is_free else stored


def looks_sealed(text: str) -> bool:
    """Whether some JSON may hold a text that is sealed, guarded or put aside."""
    return any(f'"{mark}' in text for mark in _MARKS)


def open_payload(value: Any, entries: texts.Entries) -> Any:
    """The payload with everything in it opened, and the free texts back in their places."""
    if isinstance(value, dict):
        return {name: open_payload(inner, entries) for name, inner in value.items()}
    if isinstance(value, list):
        return [open_payload(inner, entries) for inner in value]
    if not isinstance(value, str) or not value.startswith(_MARKS):
        return value
    if value.startswith(texts.MARK):
        found = texts.text_of(value, entries)
        return texts.ERASED if found is None else open_value(found)
    return open_value(value)


def open_value(stored: str) -> Any:
    """What was sealed or guarded; any other text as it is."""
    if not stored.startswith(_MARK):
        return stored.removeprefix(_PLAIN)
    text = open_text(stored)
    try:
        return json.loads(text)
    except ValueError:
        return text


def _opened(key: bytes, content: bytes, subject: UUID) -> str | None:
    found = ring.decrypted(key, content, subject.bytes)
    return None if found is None else found.decode()


def _parts(stored: str) -> tuple[UUID | None, bytes]:
    """Whom a sealed text is about, and its content; None if it is not sealed."""
    if not stored.startswith(_MARK):
        return None, b""
    name, _, content = stored.removeprefix(_MARK).partition(":")
    try:
        return UUID(hex=name), base64.b64decode(content, validate=True)
    except (ValueError, binascii.Error):
        return None, b""
