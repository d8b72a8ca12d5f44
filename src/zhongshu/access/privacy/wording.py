"""What a privacy notice says, in one form for all, and the digests by which it is known."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from zhongshu.access.privacy.models import NoticeVersion, PrivacyNotice

LANGUAGES = ("zh-CN", "en")
# The column of each text, by language.
TITLES = {"zh-CN": "title", "en": "title_en"}
TEXTS = {"zh-CN": "text", "en": "text_en"}
WORDS = (*TITLES.values(), *TEXTS.values())


def tidy(text: str) -> str:
    """A text as it is kept: one form of each character and of each line's end."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def text_digest(version: NoticeVersion, language: str) -> str:
    """The SHA-256 of what is shown of a version in one language."""
    return _digest(_shown(version, language))


def version_digest(notice: PrivacyNotice, version: NoticeVersion) -> str:
    """The SHA-256 of all that a version says: its ground, its purpose, and both languages."""
    return _digest(
        {
            "kind": notice.kind,
            "purpose": notice.purpose,
            "basis": notice.basis,
            "texts": [_shown(version, language) for language in LANGUAGES],
        }
    )


def texts_of(version: NoticeVersion) -> list[dict[str, str]]:
    """What a version says in each language, with the digest that an answer carries."""
    return [
        {**_shown(version, language), "digest": text_digest(version, language)}
        for language in LANGUAGES
    ]


def _shown(version: NoticeVersion, language: str) -> dict[str, str]:
    return {
        "language": language,
        "title": getattr(version, TITLES[language]),
        "text": getattr(version, TEXTS[language]),
    }


def _digest(told: Mapping[str, Any]) -> str:
    """Of the JSON with sorted names, no spaces, in UTF-8."""
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
