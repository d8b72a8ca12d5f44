"""What names are found by: themselves, their pinyin in full, and the initials of it.

A search key is one line of lower-case parts between bars, each of them one way in which somebody
may type the name: ``|供应链平台|gongyinglianpingtai|gylpt|``.
"""

import re
from functools import lru_cache
from typing import Any

from zhongshu.kit.derived import DerivedField

LONGEST = 2000
_LONGEST_TEXT = 200
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_APART = re.compile(r"[^\w\u3400-\u9fff]+|_")


def spelled(text: str, *, with_tones: bool = False) -> list[tuple[int, int, str]]:
    """Each word of a text, a Chinese character being one: where it stands, and how it is typed."""
    words = [(found.start(), found.end(), found[0]) for found in _WORD.finditer(text)]
    sounds = iter(_sounds("".join(word for _, _, word in words if _HAN.match(word)), with_tones))
    return [
        (start, end, next(sounds) if _HAN.match(word) else word.casefold())
        for start, end, word in words
    ]


@lru_cache(maxsize=4096)
def _sounds(han: str, with_tones: bool) -> tuple[str, ...]:
    if not han:
        return ()
    # The dictionary takes a tenth of a second and 20 MB: nobody pays for it who writes no name.
    from pypinyin import Style, lazy_pinyin

    style = Style.TONE3 if with_tones else Style.NORMAL
    return tuple(
        lazy_pinyin(han, style, errors="default", v_to_u=False, neutral_tone_with_five=with_tones)
    )


def search_key(*texts: str) -> str:
    """Every way in which somebody may type one of the texts."""
    parts: dict[str, None] = {}
    for text in texts:
        short = text[:_LONGEST_TEXT]
        words = spelled(short)
        parts[short.casefold().replace("|", " ")] = None
        parts["".join(word for _, _, word in words)] = None
        parts["".join(word[:1] for _, _, word in words)] = None
        parts["".join(_brief(short[start:end], word) for start, end, word in words)] = None
    return f"|{'|'.join(part for part in parts if part)}|"[:LONGEST]


def _brief(written: str, word: str) -> str:
    """The initial of a Chinese character, any other word whole: ``ERP 升级`` is ``erpsj``."""
    return word[:1] if _HAN.match(written) else word


def wanted_parts(text: str) -> list[str]:
    """What a key must hold for what somebody typed: its words, lower-case."""
    return [part for part in _APART.split(text.casefold()) if part]


def loose_pattern(text: str) -> str:
    """A regular expression for keys that hold the typed letters in this order, with others between.

    It holds no part that could be matched in two ways, so its cost is linear in the key.
    """
    letters = "".join(wanted_parts(text))
    return r"\|" + "".join(f"[^{letter}|]*{letter}" for letter in letters)


def marks(name: str, text: str) -> list[tuple[int, int]]:
    """The stretches of a name that answer to what was typed: written so, or so pronounced."""
    words = spelled(name)
    found = []
    for part in wanted_parts(text):
        at = name.casefold().find(part)
        if at >= 0:
            found.append((at, at + len(part)))
        else:
            found += next(filter(None, (_spoken(words[n:], part) for n in range(len(words)))), [])
    return sorted(set(found))


def _spoken(words: list[tuple[int, int, str]], part: str) -> list[tuple[int, int]]:
    """The words one after another, of each of which some first letters make up the part."""
    reached: dict[int, list[tuple[int, int]]] = {0: []}
    for start, end, word in words[: len(part)]:
        further: dict[int, list[tuple[int, int]]] = {}
        for position, taken in reached.items():
            for n_letters in range(1, len(word) + 1):
                if not part.startswith(word[:n_letters], position):
                    break
                further[position + n_letters] = [*taken, (start, end)]
        if len(part) in further:
            return further[len(part)]
        reached = further
    return []


class SearchKeyField(DerivedField):
    """The search key of other fields of the row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, make=search_key, **kwargs)
