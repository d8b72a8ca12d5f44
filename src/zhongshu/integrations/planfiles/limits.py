"""How big, deep and expanded an uploaded plan file may be (SEC-51, SEC-52)."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from typing import IO, Any, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from zhongshu.integrations.planfiles.errors import PlanFileError

MAX_BYTES = 100 * 1024 * 1024
MAX_DEPTH = 40
MAX_ENTRIES = 10_000
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
MAX_RATIO = 100
SMALL_ENTRY_BYTES = 1024 * 1024  # below this a high ratio is harmless repetition
_CHUNK = 1024 * 1024


def check_size(content: bytes) -> None:
    """Refuse an empty file and one of more than 100 MB."""
    if not content.strip(b"\0 \t\r\n"):
        raise PlanFileError("empty")
    if len(content) > MAX_BYTES:
        raise PlanFileError("too_big", bytes=len(content), limit_bytes=MAX_BYTES)


def xml_records(content: bytes, depth: int = 3) -> Iterator[tuple[int, Element]]:
    """Each finished element down to ``depth`` with its depth, the deepest ones emptied after use.

    Entities, document types and external references are refused before anything is expanded.
    """
    level, root = 0, None
    try:
        for event, element in iterparse(
            io.BytesIO(content), events=("start", "end"), forbid_dtd=True
        ):
            if event == "start":
                level += 1
                root = element if root is None else root
                if level > MAX_DEPTH:
                    raise PlanFileError("too_deep", limit=MAX_DEPTH)
                continue
            if level <= depth:
                yield level, element
                element.clear()
            level -= 1
    except DefusedXmlException as refused:
        raise PlanFileError("forbidden_xml", reason=type(refused).__name__) from refused
    except ParseError as broken:
        raise _broken_xml(broken) from broken
    except (ValueError, LookupError) as broken:  # an unknown or wrong encoding
        raise PlanFileError("broken_xml", reason=str(broken)) from broken


def xml_root(content: bytes) -> Element:
    """The root element with its attributes; nothing after its start tag is parsed."""
    try:
        for _event, element in iterparse(io.BytesIO(content), events=("start",), forbid_dtd=True):
            return cast("Element", element)
    except DefusedXmlException as refused:
        raise PlanFileError("forbidden_xml", reason=type(refused).__name__) from refused
    except ParseError as broken:
        raise _broken_xml(broken) from broken
    except (ValueError, LookupError) as broken:
        raise PlanFileError("broken_xml", reason=str(broken)) from broken
    raise PlanFileError("broken_xml")


def _broken_xml(broken: ParseError) -> PlanFileError:
    line, column = broken.position
    where = f"line {line}, column {column + 1}"
    return PlanFileError("broken_xml", where=where, line=line, column=column + 1)


def check_xml(content: bytes) -> None:
    """Read the whole document once, so that a hostile one never reaches another parser."""
    for _record in xml_records(content):
        pass


def check_archive(content: bytes) -> None:
    """Refuse an archive by its directory first, then by what really comes out of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_directory(entries, len(content))
            unpacked = 0
            for entry in entries:
                with archive.open(entry) as stream:
                    unpacked = _count(stream, entry, unpacked)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as broken:
        raise PlanFileError("broken_archive", reason=str(broken)) from broken


def _check_directory(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise PlanFileError("too_many_entries", n=len(entries), limit=MAX_ENTRIES)
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNPACKED_BYTES or total > packed * MAX_RATIO:
        raise PlanFileError("archive_bomb", bytes=total, limit_bytes=MAX_UNPACKED_BYTES)
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        is_link = stat.S_ISLNK(entry.external_attr >> 16)
        if entry.filename.startswith(("/", "\\")) or ".." in parts or is_link or ":" in parts[0]:
            raise PlanFileError("unsafe_entry", where=entry.filename)
        if entry.flag_bits & 1:
            raise PlanFileError("password_protected")


def _count(stream: IO[Any], entry: zipfile.ZipInfo, unpacked: int) -> int:
    """Bytes unpacked so far; the directory may lie, so the limits count what was read."""
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        is_bomb = size > SMALL_ENTRY_BYTES and size > max(entry.compress_size, 1) * MAX_RATIO
        if is_bomb or unpacked + size > MAX_UNPACKED_BYTES:
            raise PlanFileError("archive_bomb", where=entry.filename, bytes=unpacked + size)
    return unpacked + size
