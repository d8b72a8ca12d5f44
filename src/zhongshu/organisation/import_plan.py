"""What a table would change: each row added, changed field by field, unchanged, or rejected.

Nothing here touches the database: the present organisation comes in as a `Snapshot`.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from zhongshu.access.writing import Verdict
from zhongshu.organisation.import_columns import (
    COLUMNS,
    KEYS,
    OWN_KIND,
    PARENTS,
    BadCell,
    Column,
)
from zhongshu.organisation.import_rights import Rights, Verdicts
from zhongshu.organisation.trees import looping

Values = dict[str, str | None]
_ALL = Rights()
_REFERS = {
    kind: {one.field: one.refers_to for one in columns if one.refers_to}
    for kind, columns in COLUMNS.items()
}
# The fields that point at people.
_PEOPLE = {"manager", "head"}
OUTCOMES = ("added", "changed", "unchanged", "rejected")


@dataclass(frozen=True)
class Snapshot:
    """The organisation as it is: rows by key, and what a cell's text may point at.

    ``aliases[kind]`` leads from a code or an unambiguous name to the key; ``ambiguous[kind]``
    holds the names that several things share.
    """

    rows: Mapping[str, Values]
    aliases: Mapping[str, Mapping[str, str]]
    ambiguous: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Line:
    """What becomes of one row of the table; ``changes`` holds old and new value by field.

    The old value of what is ``locked`` is not for the importer to see.
    """

    row: int
    key: str | None
    name: str | None
    outcome: str = ""
    changes: dict[str, list[str | None]] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)

    def refuse(self, column: str | None, code: str, **params: Any) -> None:
        """Reject the row, for a reason that names the column."""
        self.problems.append({"field": column, "code": code, **params})

    def shown(self, names: Mapping[str, str]) -> dict[str, Any]:
        """The line as the importer may see it; people go by name whose number may not be read."""
        changes = {
            name: [None if name in self.locked else _called(name, old, names),
                   _called(name, new, names)]
            for name, (old, new) in self.changes.items()
        }  # fmt: skip
        return asdict(self) | {"changes": changes}


@dataclass(frozen=True)
class ImportPlan:
    """The lines in the order of the table, and the people who are called by name in them."""

    lines: list[Line]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows come to each outcome."""
        found = Counter(line.outcome for line in self.lines)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def digest(self) -> str:
        """A fingerprint: equal if and only if the importer would be shown the same."""
        text = json.dumps([line.shown(self.names) for line in self.lines], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def to_do(self) -> list[Line]:
        """The lines that add or change something."""
        return [line for line in self.lines if line.outcome in {"added", "changed"}]


def make_plan(
    kind: str,
    rows: Iterable[Mapping[str, Any]],
    snapshot: Snapshot,
    rights: Rights = _ALL,
) -> ImportPlan:
    """Compare a table with the present organisation, as far as the importer may.

    A column that the table lacks leaves its field alone; an empty cell clears it. Rows may
    point at one another in any order; a row that points at a rejected one is rejected too.
    What may be set and not be read counts as changed, whatever it is now.
    """
    return _Comparison(kind, snapshot, rights, [dict(row) for row in rows]).plan()


def aliases_of(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, str], frozenset[str]]:
    """From (key, name): the key for each key and each unshared name, and the shared names."""
    found = list(pairs)
    counted = Counter(name for _, name in found)
    shared = frozenset(name for name, n in counted.items() if n > 1)
    by_name = {name: key for key, name in found if name not in shared}
    return by_name | {key: key for key, _ in found}, shared


class _Comparison:
    def __init__(
        self, kind: str, snapshot: Snapshot, rights: Rights, rows: list[dict[str, Any]]
    ) -> None:
        self.kind = kind
        self.key = KEYS[kind]
        self.above = PARENTS[kind]
        self.snapshot = snapshot
        self.rights = rights
        self.values: list[Values] = []
        self.lines = [self._read(row) for row in rows]

    def plan(self) -> ImportPlan:
        self._refuse_repeated()
        while self._refuse_unresolved() or self._refuse_loops() or self._refuse_unwritable():
            pass
        aliases, _ = self._aliases()
        for line, values in zip(self.lines, self.values, strict=True):
            self._judge(line, values, aliases)
        return ImportPlan(self.lines, self.rights.names)

    def _read(self, row: dict[str, Any]) -> Line:
        cells: dict[str, str] = row["cells"]
        line = Line(row["row"], cells.get(self.key) or None, cells.get("name") or None)
        values: Values = {}
        is_new = line.key not in self.snapshot.rows
        for column in COLUMNS[self.kind]:
            if column.field in cells or (is_new and column.is_required):
                values[column.field] = _value(column, cells.get(column.field, ""), line)
        self.values.append(values)
        self._refuse_fixed(line, values)
        return line

    def _refuse_fixed(self, line: Line, values: Values) -> None:
        before = self.snapshot.rows.get(line.key or "", {})
        begun = before.get("valid_from")
        if begun and values.get("valid_from", begun) != begun:
            line.refuse("valid_from", "cannot_change", present=begun)
        known = self._verdicts(line, values)
        joins, leaves = (
            values.get(name, None if name in known else before.get(name))
            for name in ("joins_on", "leaves_on")
        )
        if joins and leaves and leaves <= joins:
            line.refuse("leaves_on", "before_joining", joins_on=joins)

    def _refuse_repeated(self) -> None:
        first: dict[str, int] = {}
        for line in self.lines:
            if line.key in first:
                line.refuse(self.key, "repeated", first_row=first[line.key])
            elif line.key:
                first[line.key] = line.row

    def _refuse_unresolved(self) -> bool:
        """Reject the rows that point at nothing; True if there were any."""
        aliases, ambiguous = self._aliases()
        found = False
        for line, values in self._sound():
            for column in COLUMNS[self.kind]:
                text = values.get(column.field)
                if not column.refers_to or text is None:
                    continue
                if text in aliases[column.refers_to]:
                    continue
                is_shared = text in ambiguous.get(column.refers_to, ())
                line.refuse(column.field, "ambiguous" if is_shared else "unknown", value=text)
                found = True
        return found

    def _aliases(self) -> tuple[dict[str, Mapping[str, str]], dict[str, frozenset[str]]]:
        """What a text points at, and what it leaves open, with the rows of this table added."""
        own = OWN_KIND[self.kind]
        names = {key: row.get("name") or key for key, row in self.snapshot.rows.items()}
        for line, values in self._sound():
            key = line.key or ""
            names[key] = values.get("name") or names[key]
        pointers, shared = aliases_of(names.items())
        return (
            {**self.snapshot.aliases, own: pointers},
            {**self.snapshot.ambiguous, own: shared},
        )

    def _verdicts(self, line: Line, values: Values) -> Verdicts:
        """What is not open of a row; of one whose key may not be read, nothing is."""
        if line.key not in self.snapshot.rows:
            return self.rights.added(values.get("unit" if self.kind == "people" else "parent"))
        found = self.rights.present.get(line.key or "", {})
        if found.get(self.key) is not Verdict.BLIND:
            return found
        return {column.field: Verdict.BLIND for column in COLUMNS[self.kind]} | {**found}

    def _refuse_unwritable(self) -> bool:
        """Reject the rows that set what their importer may not set; True if there were any."""
        aliases, _ = self._aliases()
        n_sound = len(self._sound())
        for line, values in self._sound():
            before = self.snapshot.rows.get(line.key or "")
            for name, verdict in self._verdicts(line, values).items():
                if name in values and verdict is not Verdict.BLIND:
                    old = before.get(name) if before is not None else None
                    if _is_refused(verdict, old, self._new(name, values, aliases), before is None):
                        line.refuse(name, verdict.value)
        return len(self._sound()) < n_sound

    def _new(
        self, name: str, values: Values, aliases: Mapping[str, Mapping[str, str]]
    ) -> str | None:
        """The value that a field would have, with the key of what it points at."""
        kind, text = _REFERS[self.kind].get(name), values[name]
        return aliases[kind][text] if kind and text else text

    def _refuse_loops(self) -> bool:
        parents = {key: row.get(self.above) for key, row in self.snapshot.rows.items()}
        own = self._aliases()[0][OWN_KIND[self.kind]]
        sound = [(line, values) for line, values in self._sound() if self.above in values]
        for line, values in sound:
            text = values[self.above]
            parents[line.key or ""] = own[text] if text is not None else None
        guilty = looping([line.key or "" for line, _ in sound], parents)
        for line, _ in sound:
            if line.key in guilty:
                line.refuse(self.above, "loop")
        return bool(guilty)

    def _judge(self, line: Line, values: Values, aliases: Mapping[str, Mapping[str, str]]) -> None:
        if line.problems:
            line.outcome = "rejected"
            return
        before = self.snapshot.rows.get(line.key or "")
        known = self._verdicts(line, values) if before is not None else {}
        for column in COLUMNS[self.kind]:
            name = column.field
            if name not in values or (before is not None and name == self.key):
                continue
            new = self._new(name, values, aliases)
            old = before.get(name) if before is not None else None
            is_blind = known.get(name) is Verdict.BLIND
            if new != old or is_blind:
                line.changes[name] = [old, new]
            if is_blind:
                line.locked.append(name)
        line.outcome = "added" if before is None else "changed" if line.changes else "unchanged"

    def _sound(self) -> list[tuple[Line, Values]]:
        pairs = zip(self.lines, self.values, strict=True)
        return [(line, values) for line, values in pairs if not line.problems]


def _is_refused(verdict: Verdict, old: str | None, new: str | None, is_new: bool) -> bool:
    """Whether a field may not be set: what is hidden is refused whatever it is now."""
    if is_new:
        return new is not None and verdict is not Verdict.ONCE
    if verdict is Verdict.HIDDEN:
        return True
    return new != old and (verdict is Verdict.READ_ONLY or old is not None)


def _called(name: str, value: str | None, names: Mapping[str, str]) -> str | None:
    return names.get(value, value) if value and name in _PEOPLE else value


def _value(column: Column, cell: str, line: Line) -> str | None:
    if not cell:
        if column.is_required:
            line.refuse(column.field, "required")
        return None
    try:
        return column.read(cell)
    except BadCell as refused:
        line.refuse(column.field, str(refused), value=cell)
        return None
