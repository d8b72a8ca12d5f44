"""The order in which names stand in China: by sound, then tone, then character, Latin among them.

The key of a name is one line of words, the lower sorting first: a Chinese character is its pinyin,
the tone and itself (``zhang1张``), so that all who are called 张 stand together, before 章; any
other word is itself, without case and accents.
"""

import unicodedata
from functools import lru_cache, partial
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from zhongshu.kit.derived import DerivedField
from zhongshu.kit.search_keys import spelled

_LONGEST_TEXT = 200
# Characters that sound otherwise where they begin the name of a person.
_SURNAMES = {
    "单于": "chan2 yu2",
    "曾": "zeng1", "单": "shan4", "仇": "qiu2", "解": "xie4", "查": "zha1",
    "任": "ren2", "朴": "piao2", "区": "ou1", "盖": "ge3", "华": "hua4", "纪": "ji3",
    "缪": "miao4", "覃": "qin2", "翟": "zhai2", "乐": "yue4", "种": "chong2",
    "黑": "he4", "员": "yun4", "折": "she2", "秘": "bi4", "召": "shao4", "祭": "zhai4",
    "繁": "po2", "那": "na1", "燕": "yan1", "葛": "ge3", "哈": "ha3", "令": "ling2",
    "洗": "xian3",
}  # fmt: skip


@lru_cache(maxsize=4096)
def sort_key(name: str, *, is_person: bool = False) -> str:
    """By what a name is sorted, as bytes; ``is_person``: it begins with a surname."""
    short = unicodedata.normalize("NFKC", name)[:_LONGEST_TEXT].strip()
    read = _surname(short) if is_person else ()
    words = []
    for place, (start, end, sound) in enumerate(spelled(short, with_tones=True)):
        written = short[start:end]
        said = read[place] if place < len(read) else sound
        words.append(_plain(written) if said == written.casefold() else f"{said}{written}")
    return " ".join(words) or _plain(short)


def _surname(name: str) -> tuple[str, ...]:
    """How the surname at the beginning of a name is read, if it is one that is read otherwise."""
    found = _SURNAMES.get(name[:2]) or _SURNAMES.get(name[:1])
    return tuple(found.split()) if found else ()


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


class SortKeyField(DerivedField):
    """The sort key of a name in the row; with it goes who may read the name."""

    def __init__(self, *args: Any, is_person: bool = False, **kwargs: Any) -> None:
        self.is_person = is_person
        super().__init__(*args, make=partial(sort_key, is_person=is_person), **kwargs)

    def deconstruct(self) -> Any:
        """What a migration needs to make the field again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"is_person": True} if self.is_person else {})

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """A column that is compared by its bytes, whatever the language of the database."""
        told = super().db_parameters(connection)
        return told | ({"collation": "C"} if connection.vendor == "postgresql" else {})
