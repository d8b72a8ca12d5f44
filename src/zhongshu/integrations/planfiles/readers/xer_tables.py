"""The tables of a Primavera XER file, read without assuming which columns a release has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.moments import moment

Record = dict[str, str]
_LINE = "__line__"
_GB2312 = range(0xA1, 0xFF)
_CHINESE_SHARE = 0.9


def decode(content: bytes) -> str:
    """Text of an export: UTF-8, else GB 18030 if it looks Chinese, else Windows-1252."""
    for encoding in ("utf-8-sig", "gb18030" if _looks_chinese(content) else "cp1252", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", "replace")


def _looks_chinese(content: bytes) -> bool:
    """Whether bytes above 127 come in the pairs of GB 2312; accented letters stand alone."""
    n_high = n_paired = i = 0
    while i < len(content):
        if content[i] < 0x80:
            i += 1
        elif content[i] in _GB2312 and i + 1 < len(content) and content[i + 1] in _GB2312:
            n_high, n_paired, i = n_high + 2, n_paired + 2, i + 2
        else:
            n_high, i = n_high + 1, i + 1
    return n_high > 0 and n_paired >= n_high * _CHINESE_SHARE


class Tables:
    """All records of a file by table name."""

    def __init__(self, content: bytes) -> None:
        self._records: dict[str, list[Record]] = defaultdict(list)
        lines = decode(content).splitlines()
        self.header = lines[0].split("\t")
        self._read(lines)

    def __getitem__(self, table: str) -> list[Record]:
        return self._records.get(table, [])

    def _read(self, lines: list[str]) -> None:
        table, columns, last = "", [""], None
        for number, line in enumerate(lines[1:], 2):
            mark, _, rest = line.partition("\t")
            if mark == "%T":
                table, columns, last = rest.strip(), [], None
            elif mark == "%F":
                columns = rest.split("\t")
            elif mark == "%R":
                if not columns:
                    raise PlanFileError("row_without_columns", where=f"line {number}", table=table)
                last = dict(zip(columns, rest.split("\t"), strict=False))
                last[_LINE] = str(number)
                self._records[table].append(last)
            elif mark == "%E":
                return
            elif last is not None:
                # A line break inside the last text of the row.
                column = columns[min(len(last) - 2, len(columns) - 1)]
                last[column] += "\n" + line
        raise PlanFileError("truncated", where=f"line {len(lines)}")


def place(record: Record, table: str) -> str:
    """Where a record stands, for people."""
    return f"line {record[_LINE]}, {table}"


def text(record: Record, column: str) -> str:
    """The text of a column, empty when the column or the value is missing."""
    return record.get(column, "").replace('""', '"').replace("\x7f\x7f", "\n").strip()


def flag(record: Record, column: str) -> bool:
    """Whether a column says ``Y``."""
    return text(record, column) == "Y"


def decimal(record: Record, column: str) -> Decimal | None:
    """A number, also with a decimal comma."""
    value = text(record, column)
    if not value:
        return None
    try:
        return Decimal(value.replace(",", "") if "." in value else value.replace(",", "."))
    except InvalidOperation as broken:
        raise PlanFileError("bad_value", where=place(record, column), value=value[:80]) from broken


def minutes(record: Record, column: str) -> int | None:
    """Whole minutes of a column in hours."""
    hours = decimal(record, column)
    return None if hours is None else round(hours * 60)


def whole(record: Record, column: str) -> int | None:
    """A whole number, rounded."""
    value = decimal(record, column)
    return None if value is None else round(value)


def at(record: Record, *columns: str) -> int | None:
    """The moment in the first of several columns that has one."""
    for column in columns:
        value = text(record, column)
        if value:
            try:
                return moment(value)
            except ValueError as broken:
                where = place(record, column)
                raise PlanFileError("bad_value", where=where, value=value[:80]) from broken
    return None


def identity(record: Record, column: str) -> int:
    """A key, which must be there."""
    value = text(record, column)
    if not value.isdecimal():
        raise PlanFileError("bad_value", where=place(record, column), value=value[:80])
    return int(value)


def by_key(records: list[Record], column: str) -> dict[str, list[Record]]:
    """Records grouped by the text of a column."""
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[text(record, column)].append(record)
    return groups


def first(records: Iterator[Record]) -> Record:
    """The first record, an empty one if there is none."""
    return next(records, {})
