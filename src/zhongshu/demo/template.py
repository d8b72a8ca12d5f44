"""Read a template into the rows of a plan and the links between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

_LINK = re.compile(r"~(fs|ss|ff|sf)([+-]\d+)?")


class Subsystem(NamedTuple):
    """One of the things for which a branch is repeated, and who works on it."""

    zh: str
    en: str
    role: str


class EntryLink(NamedTuple):
    """A link from an earlier entry, by its position; the lag is in days."""

    before: int
    type: str
    lag_days: int


@dataclass(slots=True)
class Entry:
    """One row of the plan that a template gives."""

    level: int
    parent: int | None
    zh: str
    en: str
    days: float
    role: str
    kind: str
    links: list[EntryLink] = field(default_factory=list)
    has_deadline: bool = False
    waits_for_day: bool = False


@dataclass
class _Node:
    zh: str
    en: str
    days: float = 0.0
    role: str = ""
    is_beside: bool = False
    is_milestone: bool = False
    is_repeated: bool = False
    link: tuple[str, int] | None = None
    marks: str = ""
    children: list["_Node"] = field(default_factory=list)


def entries_of(template: str, subsystems: Sequence[Subsystem]) -> list[Entry]:
    """The rows of a template in outline order, its repeated branches laid out.

    Links join rows that are no summaries, each to rows before it, so there are no loops.
    """
    reader = _Reader()
    reader.place(list(_repeated(_parse(template), subsystems)), [], 0, None)
    return reader.entries


def critical_days(entries: Sequence[Entry]) -> float:
    """Working days along the longest chain of links."""
    finish = [0.0] * len(entries)
    for n, entry in enumerate(entries):
        start = 0.0
        for link in entry.links:
            before = entries[link.before]
            base = {"fs": finish[link.before], "ss": finish[link.before] - before.days}
            start = max(
                start, base.get(link.type, finish[link.before] - entry.days) + link.lag_days
            )
        finish[n] = start + entry.days
    return max(finish, default=0.0)


class _Reader:
    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def place(
        self, nodes: Sequence[_Node], entry_ends: list[int], level: int, parent: int | None
    ) -> list[int]:
        """Lay out siblings; return the rows that nothing in the group follows."""
        group_entry, group_ends = entry_ends, list[int]()
        last_rows: list[int] = []
        for node in nodes:
            if not node.is_beside and group_ends:
                group_entry, group_ends = group_ends, []
            ends = self._place_one(node, group_entry, last_rows, level, parent)
            group_ends = group_ends + ends
            last_rows = ends
        return group_ends or entry_ends

    def _place_one(
        self,
        node: _Node,
        before: list[int],
        last_rows: list[int],
        level: int,
        parent: int | None,
    ) -> list[int]:
        position = len(self.entries)
        kind = "summary" if node.children else "milestone" if node.is_milestone else "task"
        entry = Entry(level, parent, node.zh, node.en, node.days, node.role, kind)
        entry.has_deadline, entry.waits_for_day = "!" in node.marks, "^" in node.marks
        self.entries.append(entry)
        if node.children:
            return self.place(node.children, before, level + 1, position)
        if node.link and last_rows:
            link_type, lag = node.link
            entry.links = [EntryLink(row, link_type, lag) for row in last_rows]
        else:
            entry.links = [EntryLink(row, "fs", 0) for row in before]
        return [position]


def _parse(template: str) -> list[_Node]:
    top: list[_Node] = []
    above: list[list[_Node]] = [top]
    for line in template.strip("\n").splitlines():
        text = line.lstrip(" ")
        depth = (len(line) - len(text)) // 2
        node = _node(text)
        del above[depth + 1 :]
        above[depth].append(node)
        above.append(node.children)
    return top


def _node(text: str) -> _Node:
    marks = re.match(r"[&*%]*", text)
    prefix = marks[0] if marks else ""
    zh, en, *rest = (part.strip() for part in text[len(prefix) :].split("|"))
    found = _Node(zh, en, is_beside="&" in prefix, is_milestone="*" in prefix)
    found.is_repeated = "%" in prefix
    numbers = [part for part in rest if re.fullmatch(r"[\d.]+", part)]
    roles = [part for part in rest if re.fullmatch(r"[a-z]+|{role}", part)]
    found.days = float(numbers[0]) if numbers else 0.0
    found.role = roles[0] if roles else ""
    tail = " ".join(part for part in rest if part not in {*numbers, *roles})
    found.marks = tail
    found.is_beside = found.is_beside or "&" in tail
    if link := _LINK.search(tail):
        found.link = (link[1], int(link[2] or 0))
    return found


def _repeated(nodes: Sequence[_Node], subsystems: Sequence[Subsystem]) -> Iterator[_Node]:
    for node in nodes:
        if not node.is_repeated:
            children = list(_repeated(node.children, subsystems))
            role = subsystems[0].role if node.role == "{role}" and subsystems else node.role
            yield replace(node, role=role, children=children)
            continue
        for n, one in enumerate(subsystems):
            yield replace(_named(node, one), is_beside=node.is_beside or n > 0, is_repeated=False)


def _named(node: _Node, one: Subsystem) -> _Node:
    return replace(
        node,
        zh=node.zh.replace("{}", one.zh),
        en=node.en.replace("{}", one.en),
        role=one.role if node.role == "{role}" else node.role,
        children=[_named(child, one) for child in node.children],
    )
