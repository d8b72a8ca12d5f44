"""Whether bytes are wholly one raster image: each part is walked, nothing follows the end."""

import struct
import zlib

MAX_PIXELS = 50_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNK_FRAME = 12
# JPEG: markers without a length, and those that begin a frame with its size.
_BARE = {0x01, *range(0xD0, 0xD8)}
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_type(content: bytes) -> str | None:
    """The media type of an image that a browser may show; None if it is not wholly one."""
    for walk, media_type in _WALKS:
        try:
            size = walk(content)
        except (struct.error, IndexError):
            continue
        if size is not None:
            width, height = size
            return media_type if 0 < width * height <= MAX_PIXELS else None
    return None


def _png(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(_PNG):
        return None
    size, at = None, len(_PNG)
    while at < len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + _CHUNK_FRAME + length
        [check] = struct.unpack_from(">I", content, end - 4)
        if zlib.crc32(content[at + 4 : end - 4]) != check:
            return None
        if size is None:
            if name != b"IHDR":
                return None
            size = struct.unpack_from(">II", content, at + 8)
        if name == b"IEND":
            return size if end == len(content) else None
        at = end
    return None


def _jpeg(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(b"\xff\xd8\xff") or not content.endswith(b"\xff\xd9"):
        return None
    size, at = None, 2
    while at < len(content):
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xD9:
            return size if at + 2 == len(content) else None
        at += 2
        if marker in _BARE:
            continue
        [length] = struct.unpack_from(">H", content, at)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 3)
            size = (width, height)
        at += length
        if marker == 0xDA:
            at = _after_scan(content, at)
    return None


def _after_scan(content: bytes, at: int) -> int:
    """Where the next marker stands after compressed data."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        if content[at + 1] == 0 or content[at + 1] in _BARE:
            at += 2
        else:
            return at


def _gif(content: bytes) -> tuple[int, int] | None:
    if content[:6] not in {b"GIF87a", b"GIF89a"}:
        return None
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    at = 13 + _table(flags)
    while True:
        mark = content[at]
        if mark == 0x3B:
            return (width, height) if at + 1 == len(content) else None
        if mark == 0x21:
            at = _after_blocks(content, at + 2)
        elif mark == 0x2C:
            at = _after_blocks(content, at + 11 + _table(content[at + 9]))
        else:
            return None


def _table(flags: int) -> int:
    """How many bytes a table of colours takes."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


def _webp(content: bytes) -> tuple[int, int] | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    [length] = struct.unpack_from("<I", content, 4)
    if length + 8 != len(content):
        return None
    name = content[12:16]
    if name == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    if name == b"VP8L":
        [bits] = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        return width, int.from_bytes(content[27:30], "little") + 1
    return None


_WALKS = (
    (_png, "image/png"),
    (_jpeg, "image/jpeg"),
    (_gif, "image/gif"),
    (_webp, "image/webp"),
)
