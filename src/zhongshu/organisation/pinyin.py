"""Finding Chinese names by what is typed on a Latin keyboard: whole pinyin, or its initials."""

from functools import lru_cache

from pypinyin import lazy_pinyin

_REMEMBERED = 50_000


def is_typed(text: str) -> bool:
    """Whether a text could be pinyin: Latin letters only, with or without spaces."""
    letters = text.replace(" ", "")
    return letters.isascii() and letters.isalpha()


def sounds_like(name: str, text: str) -> bool:
    """Whether a name's pinyin or initials contain a text: ``ZW``, ``zhangw`` find 张伟."""
    wanted = text.replace(" ", "").lower()
    return any(wanted in sound for sound in _sounds(name))


@lru_cache(maxsize=_REMEMBERED)
def _sounds(name: str) -> tuple[str, str]:
    syllables = [one.lower() for one in lazy_pinyin(name)]
    return "".join(syllables), "".join(one[:1] for one in syllables)
