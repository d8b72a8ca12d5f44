"""What somebody is called, and where that stands in a text: as a word, not within another."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

# Shorter ones stand by chance in others: a sign-in name or number, a name in Latin letters, and
# one in any other script, where no space parts the words.
_SHORTEST_HANDLE, _SHORTEST_LATIN, _SHORTEST = 4, 3, 2
# Letters and digits of the scripts that part words by spaces.
_LETTER = "0-9A-Za-z_\u00c0-\u024f\u0370-\u052f"
_IS_LATIN = re.compile(f"[{_LETTER}]")


@dataclass(frozen=True)
class Called:
    """The names and addresses of somebody, and the handles: sign-in names and numbers.

    A handle may be a word of the trade as well, so it counts in prose only, and neither where
    codes stand beside texts nor where it is bare digits.
    """

    names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()

    @cached_property
    def in_prose(self) -> "Wording":
        """Everything that may stand in a text that somebody typed."""
        return Wording((*self.names, *self.handles))

    @cached_property
    def among_codes(self) -> "Wording":
        """What may stand in JSON, in which codes stand as well."""
        return Wording(self.names)


def called(names: Iterable[str], handles: Iterable[str]) -> Called:
    """What somebody is called, without what is too short or too common to tell them apart."""
    return Called(
        _longest_first(one for one in names if _tells_apart(one)),
        _longest_first(
            one for one in handles if len(one) >= _SHORTEST_HANDLE and not one.isdecimal()
        ),
    )


def _tells_apart(name: str) -> bool:
    is_latin = all(_IS_LATIN.match(one) or not one.isalnum() for one in name)
    return len(name) >= (_SHORTEST_LATIN if is_latin else _SHORTEST) and not name.isdecimal()


def _longest_first(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts), key=lambda text: (-len(text), text)))


@dataclass(frozen=True)
class Wording:
    """Texts that are looked for in others, whatever the case of their letters."""

    texts: tuple[str, ...]

    def stands_in(self, value: Any) -> bool:
        """Whether one of the texts stands in a value, or somewhere within it."""
        if isinstance(value, str):
            return bool(self.texts) and self._pattern.search(value) is not None
        if isinstance(value, dict):
            return any(self.stands_in(inner) for inner in value.values())
        return isinstance(value, list) and any(self.stands_in(inner) for inner in value)

    def replaced(self, value: Any, by: str) -> Any:
        """The value with another text wherever one of these stands; names of JSON stay."""
        if isinstance(value, str):
            return self._pattern.sub(lambda _: by, value) if self.texts else value
        if isinstance(value, dict):
            return {name: self.replaced(inner, by) for name, inner in value.items()}
        if isinstance(value, list):
            return [self.replaced(inner, by) for inner in value]
        return value

    def likely(self, column: str, *, is_json: bool = False) -> Q:
        """A condition on a column that holds wherever one of the texts may stand.

        SQLite folds the case of ASCII only, and keeps JSON escaped, so each way is asked for.
        """
        condition = Q(pk__in=[])
        for text in {way for one in self.texts for way in (one, one.upper(), one.lower())}:
            written = [text]
            if is_json:
                written = [json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]]
            for one in written:
                condition |= Q(**{f"{column}__icontains": one})
        return condition

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(_as_word(one) for one in self.texts), re.IGNORECASE)


def _as_word(text: str) -> str:
    before = f"(?<![{_LETTER}])" if _IS_LATIN.match(text[0]) else ""
    after = f"(?![{_LETTER}])" if _IS_LATIN.match(text[-1]) else ""
    if "@" in text:
        # An address that goes on is another.
        after = f"(?![-.]?[{_LETTER}])"
    return f"{before}{re.escape(text)}{after}"
