"""Which files may be kept: by the ending of the name and by what the bytes are, both."""

import re
import unicodedata
from dataclasses import dataclass

from zhongshu.collaboration.pictures import picture_type
from zhongshu.kit.errors import BadInput

OPAQUE = "application/octet-stream"
_LONGEST_NAME = 200
_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_PICTURES = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
}
_BINARY = {
    "pdf": (b"%PDF-",),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "vsdx", "zip"), _ZIP),
    **dict.fromkeys(("doc", "xls", "ppt", "mpp", "vsd"), _OLE),
    "dwg": (b"AC10",),
}
_TEXTS = ("txt", "md", "csv", "tsv", "log", "json", "xer", "xml")
ENDINGS = (*_PICTURES, *_BINARY, *_TEXTS)

# What ends a line, leads out of a folder, or turns the order of the letters around.
_HARMFUL = re.compile(
    r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


class FileRefused(BadInput):
    """A file of this ending is not accepted, or its bytes are something else; see ``reason``."""

    code = "collaboration.file_refused"


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is: its media type, and whether a browser may show it as a picture."""

    media_type: str
    is_picture: bool


def harmless_name(name: str) -> str:
    """The name of a file without what could do harm where it is shown, saved or sent.

    Raises
    ------
    FileRefused
        If nothing is left of it.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = " ".join(_HARMFUL.sub("", last).split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if not dot or not stem.strip(". "):
        raise FileRefused("the file has no name with an ending", field="file", reason="name")
    kept = stem[: _LONGEST_NAME - len(ending) - 1].rstrip(". ")
    return f"{kept}.{ending}"


def kind_of(name: str, content: bytes) -> FileKind:
    """What a file is, by its bytes; the ending of its name must agree.

    Raises
    ------
    FileRefused
        If such files are not accepted, or the bytes are not what the name says.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        raise FileRefused(f"no .{ending} files", field="file", reason="ending", ending=ending)
    if not content:
        raise FileRefused("the file is empty", field="file", reason="empty")
    if ending in _TEXTS:
        if not _is_text(content):
            raise _disagree(ending)
        return FileKind(OPAQUE, is_picture=False)
    marks = _PICTURES.get(ending) or _BINARY[ending]
    if not content.startswith(marks):
        raise _disagree(ending)
    shown = picture_type(content) if ending in _PICTURES else None
    return FileKind(shown or OPAQUE, is_picture=shown is not None)


def _disagree(ending: str) -> FileRefused:
    return FileRefused(
        f"the bytes are not those of a .{ending} file",
        field="file",
        reason="content",
        ending=ending,
    )


def _is_text(content: bytes) -> bool:
    """Whether bytes are text in an encoding that people of our companies use."""
    return any(_decodes(content, encoding) for encoding in ("utf-8", "gb18030", "utf-16"))


def _decodes(content: bytes, encoding: str) -> bool:
    if encoding == "utf-16" and content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return False
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text)


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
