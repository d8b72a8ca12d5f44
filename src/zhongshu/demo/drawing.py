"""A small picture for the demo company, drawn without any library."""

import math
import struct
import zlib

_WIDTH, _HEIGHT, _MARGIN = 480, 270, 24
_PAPER, _GRID, _LINE = (255, 255, 255), (226, 230, 238), (47, 91, 208)


def load_curve() -> bytes:
    """A measured curve on graph paper, as PNG."""
    rows = [[_PAPER] * _WIDTH for _ in range(_HEIGHT)]
    for y in range(_MARGIN, _HEIGHT - _MARGIN + 1):
        for x in range(_MARGIN, _WIDTH - _MARGIN + 1):
            if (x - _MARGIN) % 54 == 0 or (y - _MARGIN) % 37 == 0:
                rows[y][x] = _GRID
    for x in range(_MARGIN, _WIDTH - _MARGIN):
        share = (x - _MARGIN) / (_WIDTH - 2 * _MARGIN)
        level = 1 - math.exp(-6 * share) * math.cos(22 * share)
        y = round(_HEIGHT - _MARGIN - level * 0.62 * (_HEIGHT - 2 * _MARGIN))
        for line in (y - 1, y, y + 1):
            rows[line][x] = _LINE
    return _png(rows)


def _png(rows: list[list[tuple[int, int, int]]]) -> bytes:
    packed = b"".join(b"\0" + bytes(part for colour in row for part in colour) for row in rows)
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(packed, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
