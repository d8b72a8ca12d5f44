"""Limits on what is uploaded: archives and XML are refused before they unfold."""

import io
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from zhongshu.kit.errors import BadInput

_CHUNK = 1 << 20
_MARK = b"PK\x03\x04"


class UnsafeFile(BadInput):
    """The file would unfold beyond the limits, or reach outside itself; ``reason`` says how."""

    code = "unsafe_file"


class BrokenFile(BadInput):
    """The file is not what it says it is."""

    code = "broken_file"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a file may unfold.

    ``max_ratio`` counts only for entries larger than ``small_bytes``: below that, a high
    ratio is harmless repetition.
    """

    max_entries: int = 10_000
    max_unpacked_bytes: int = 500_000_000
    max_ratio: int = 100
    small_bytes: int = 1_000_000
    max_depth: int = 64


LIMITS = Limits()


def is_archive(content: bytes) -> bool:
    """Whether the bytes begin as a ZIP archive does; XLSX is one."""
    return content.startswith(_MARK)


def check_archive(content: bytes, limits: Limits = LIMITS) -> None:
    """Refuse an archive by its directory, then by what really comes out of it.

    Nothing is written anywhere and at most a megabyte is held.

    Raises
    ------
    UnsafeFile
        If it has too many entries, unfolds too far, names a place outside itself, holds a
        link, or is encrypted.
    BrokenFile
        If it is not an archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive.infolist(), limits)
            unpacked = 0
            for entry in archive.infolist():
                with archive.open(entry) as stream:
                    unpacked = _count(stream, entry, unpacked, limits)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise BrokenFile(f"not an archive: {error}", field="file") from error


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.max_entries:
        raise UnsafeFile("too many entries", field="file", reason="entries")
    if sum(entry.file_size for entry in entries) > limits.max_unpacked_bytes:
        raise UnsafeFile("unfolds too far", field="file", reason="size")
    for entry in entries:
        if _leads_out(entry):
            raise UnsafeFile("names a place outside", field="file", reason="path")
        if entry.flag_bits & 1:
            raise UnsafeFile("is encrypted", field="file", reason="encrypted")


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.replace("\\", "/")
    parts = name.split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return name.startswith("/") or ".." in parts or ":" in parts[0] or is_link


def _count(stream: IO[bytes], entry: zipfile.ZipInfo, before: int, limits: Limits) -> int:
    """Bytes unpacked so far: the directory may lie, so the limits hold for what was read."""
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        is_bomb = (
            size > limits.small_bytes and size > max(entry.compress_size, 1) * limits.max_ratio
        )
        if is_bomb or before + size > limits.max_unpacked_bytes:
            raise UnsafeFile("unfolds too far", field="file", reason="ratio" if is_bomb else "size")
    return before + size


def xml_elements(
    content: bytes, *, events: tuple[str, ...] = ("end",), limits: Limits = LIMITS
) -> Iterator[tuple[str, Element]]:
    """The elements of a document as they are read.

    Document types, entities and external references are refused before anything is expanded.

    Raises
    ------
    UnsafeFile
        If the document has any of these, or is nested too deeply.
    BrokenFile
        If it is not XML.
    """
    depth = 0
    try:
        parsed: Any = iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True)
        for event, element in parsed:
            depth += 1 if event == "start" else -1
            if depth > limits.max_depth:
                raise UnsafeFile("nested too deeply", field="file", reason="depth")
            if event in events:
                yield event, element
    except DefusedXmlException as error:
        reason = type(error).__name__
        raise UnsafeFile(f"XML with {reason}", field="file", reason="xml") from error
    except (ParseError, ValueError, LookupError) as error:
        raise BrokenFile(f"not XML: {error}", field="file") from error
