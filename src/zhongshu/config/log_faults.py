"""What a line of the log tells of an exception: its type, its places and its codes, no text.

The text of an exception quotes values: PostgreSQL names the row that was there before, a parser
what it could not read. Types, source lines and codes are ours and those of libraries.
"""

import linecache
import logging
import re
import sys
from collections.abc import Iterator
from traceback import walk_tb
from types import TracebackType
from typing import Any

from structlog.typing import EventDict

from zhongshu.kit.errors import DomainError

_MOST_FRAMES = 60
_WITHHELD = "withheld"
# Shorter texts stand by chance in a line.
_SHORTEST = 3
# What SQLite says of a constraint names tables and columns, and nothing of a row.
_CONSTRAINT = re.compile(r"[A-Z ]+ constraint failed: [\w., ]+")
_NAMED_BY_POSTGRES = ("constraint_name", "table_name", "column_name")


def without_texts(_logger: Any, _name: str, line: EventDict) -> EventDict:
    """Tell the exception of a line by type, place and code, as text for people."""
    errors = _taken_from(line)
    if errors:
        line["exception"] = "\n".join(text for error in errors for text in _lines_of(error))
    return line


def as_rows(_logger: Any, _name: str, line: EventDict) -> EventDict:
    """The same for machines."""
    errors = _taken_from(line)
    if errors:
        line["exception"] = [
            {"type": _name_of(error), "codes": _codes_of(error), "frames": list(_frames_of(error))}
            for error in errors
        ]
    return line


def without_arguments(record: logging.LogRecord) -> logging.LogRecord:
    """A copy of a library's record in whose sentence an exception stands by its type alone."""
    copy = logging.makeLogRecord(record.__dict__)
    if isinstance(copy.args, tuple):
        copy.args = tuple(_argument(one) for one in copy.args)
    elif isinstance(copy.args, dict):
        copy.args = {name: _argument(one) for name, one in copy.args.items()}
    return copy


def _argument(value: object) -> object:
    return _name_of(value) if isinstance(value, BaseException) else value


def _taken_from(line: EventDict) -> list[BaseException]:
    """The exception of a line and those behind it, which its sentence quotes no more either."""
    given = line.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if not isinstance(error, BaseException):
        return []
    errors = list(_behind(error, set()))
    if isinstance(line.get("event"), str):
        for text in _texts_of(errors):
            line["event"] = line["event"].replace(text, _WITHHELD)
    return errors


def _behind(error: BaseException, seen: set[int]) -> Iterator[BaseException]:
    """The exception, what it groups, and what it was raised from or while."""
    if id(error) in seen:
        return
    seen.add(id(error))
    yield error
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _behind(one, seen)
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if behind is not None:
        yield from _behind(behind, seen)


def _texts_of(errors: list[BaseException]) -> list[str]:
    """What a sentence could quote, the longest first."""
    found = {text for error in errors for text in (str(error), repr(error), *map(str, error.args))}
    return sorted((one for one in found if len(one) >= _SHORTEST), key=len, reverse=True)


def _name_of(error: object) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _codes_of(error: BaseException) -> dict[str, Any]:
    """What of an exception helps and can hold no value of a row."""
    found: dict[str, Any] = {}
    if isinstance(error, DomainError):
        found["code"] = error.code
    if isinstance(error, OSError) and error.errno is not None:
        found["errno"] = error.errno
    for name in ("sqlstate", "sqlite_errorname"):
        found[name] = getattr(error, name, None)
    for name in _NAMED_BY_POSTGRES:
        found[name] = getattr(getattr(error, "diag", None), name, None)
    if _CONSTRAINT.fullmatch(str(error)):
        found["constraint"] = str(error)
    return {name: value for name, value in found.items() if value is not None}


def _frames_of(error: BaseException) -> Iterator[dict[str, Any]]:
    """The places an exception came through, those in the middle of a long way left out."""
    frames = list(_walked(error.__traceback__))
    half = _MOST_FRAMES // 2
    yield from frames if len(frames) <= _MOST_FRAMES else [*frames[:half], *frames[-half:]]


def _walked(traceback: TracebackType | None) -> Iterator[dict[str, Any]]:
    for frame, number in walk_tb(traceback):
        code = frame.f_code
        yield {"filename": code.co_filename, "lineno": number, "name": code.co_name}


def _lines_of(error: BaseException) -> Iterator[str]:
    codes = ", ".join(f"{name}={value}" for name, value in _codes_of(error).items())
    yield f"{_name_of(error)}{f' ({codes})' if codes else ''}"
    for one in _frames_of(error):
        yield f"  {one['filename']}:{one['lineno']} in {one['name']}"
        source = linecache.getline(one["filename"], one["lineno"]).strip()
        if source:
            yield f"    {source}"
