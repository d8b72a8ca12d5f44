"""Read an uploaded CSV or XLSX file into rows of text, within limits."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from zhongshu.kit.errors import BadInput
from zhongshu.kit.uploads import check_archive, is_archive

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 1000
_ENCODINGS = ("utf-8-sig", "gb18030")


class UnreadableTable(BadInput):
    """The file is not a table that can be read."""

    code = "organisation.unreadable_table"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row under the header; ``number`` counts as a spreadsheet does, the header included."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows of a table, every cell as trimmed text."""

    header: list[str]
    rows: list[TableRow]


def read_table(content: bytes, file_name: str) -> Table:
    """The first sheet of a workbook, or a CSV file in UTF-8, UTF-16 or GB 18030.

    Empty rows are left out; the first row that is not empty is the header.

    Raises
    ------
    UnreadableTable
        If it is neither, is empty, or goes beyond the limits of this module.
    UnsafeFile, BrokenFile
        If it is an archive that unfolds beyond reason, or none after all.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableTable("the file is too large", field="file", limit=MAX_BYTES)
    lines = _workbook(content) if is_archive(content) else _csv(content, file_name)
    filled = [row for row in _numbered(lines) if any(row.cells)]
    if len(filled) < 2:
        raise UnreadableTable("the table has no row under its header", field="file")
    return Table(filled[0].cells, filled[1:])


def _numbered(lines: Iterable[list[str]]) -> Iterator[TableRow]:
    for number, cells in enumerate(lines, start=1):
        if number > MAX_ROWS + 1:
            raise UnreadableTable("too many rows", field="file", limit=MAX_ROWS)
        if len(cells) > MAX_COLUMNS:
            raise UnreadableTable("too many columns", field="file", row=number, limit=MAX_COLUMNS)
        if any(len(cell) > MAX_CELL for cell in cells):
            raise UnreadableTable("a cell is too long", field="file", row=number, limit=MAX_CELL)
        yield TableRow(number, cells)


def _csv(content: bytes, file_name: str) -> Iterator[list[str]]:
    text = _decoded(content, file_name)
    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    try:
        for cells in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True):
            yield [cell.strip() for cell in cells]
    except csv.Error as error:
        raise UnreadableTable(f"not a CSV file: {error}", field="file") from error


def _decoded(content: bytes, file_name: str) -> str:
    has_wide_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content and not has_wide_mark:
        raise UnreadableTable(f"{file_name} is neither CSV nor XLSX", field="file")
    for encoding in ("utf-16",) if has_wide_mark else _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable("the text is neither UTF-8 nor GB 18030", field="file")


def _workbook(content: bytes) -> Iterator[list[str]]:
    check_archive(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + 2)
    except (CalamineError, OSError, IndexError) as error:
        raise UnreadableTable(f"not a workbook: {error}", field="file") from error
    for row in rows:
        yield _trimmed([_text(cell) for cell in row])


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end, which formatting alone puts there."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Any) -> str:
    """A cell as somebody would type it: whole numbers without a point, dates as ISO."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
