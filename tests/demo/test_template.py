"""Templates: how an outline becomes rows and links."""

import networkx
import pytest

from zhongshu.demo.chance import Chance
from zhongshu.demo.portfolio import KINDS, ideas
from zhongshu.demo.template import Entry, Subsystem, critical_days, entries_of
from zhongshu.demo.units import UNITS

PARTS = (Subsystem("甲", "A", "hw"), Subsystem("乙", "B", "fw"))


def links(entries: list[Entry]) -> list[tuple[str, str, str, int]]:
    return [
        (entries[link.before].en, entry.en, link.type, link.lag_days)
        for entry in entries
        for link in entry.links
    ]


def test_a_row_follows_the_group_before_it_and_a_milestone_ends_the_phase():
    entries = entries_of(
        """
阶段 | Phase
  一 | one | 5 | sys
  二 | two | 3 | sys
  &三 | three | 8 | sys
  *门 | gate | !
后 | Next
  四 | four | 2 | sys | ^
""",
        PARTS,
    )

    assert links(entries) == [
        ("one", "two", "fs", 0),
        ("one", "three", "fs", 0),
        ("two", "gate", "fs", 0),
        ("three", "gate", "fs", 0),
        ("gate", "four", "fs", 0),
    ]
    assert [entry.kind for entry in entries] == [
        "summary", "task", "task", "task", "milestone", "summary", "task",
    ]  # fmt: skip
    assert [entry.parent for entry in entries] == [None, 0, 0, 0, 0, None, 5]
    assert (entries[4].has_deadline, entries[6].waits_for_day) == (True, True)
    assert critical_days(entries) == 15.0


def test_a_branch_is_repeated_side_by_side_for_each_subsystem():
    entries = entries_of(
        """
设计 | Design
  始 | begin | 1 | sys
  %{}设计 | {} design
    {}草图 | {} sketch | 4 | {role}
    {}图纸 | {} drawing | 6 | cert
  终 | end | 1 | sys
""",
        PARTS,
    )

    assert links(entries) == [
        ("begin", "A sketch", "fs", 0),
        ("A sketch", "A drawing", "fs", 0),
        ("begin", "B sketch", "fs", 0),
        ("B sketch", "B drawing", "fs", 0),
        ("A drawing", "end", "fs", 0),
        ("B drawing", "end", "fs", 0),
    ]
    assert [entry.role for entry in entries if entry.en.endswith("sketch")] == ["hw", "fw"]


def test_a_link_of_another_kind_has_its_lag():
    entries = entries_of("一 | one | 5 | sys\n&二 | two | 3 | sys | ~ss+2\n", PARTS)

    assert links(entries) == [("one", "two", "ss", 2)]
    assert critical_days(entries) == 5.0


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_template_is_sound(kind):
    entries = entries_of(kind.template, kind.parts)

    graph = networkx.DiGraph((link.before, n) for n, e in enumerate(entries) for link in e.links)
    assert networkx.is_directed_acyclic_graph(graph)
    work = [entry for entry in entries if entry.kind == "task"]
    assert [entry.en for entry in work if entry.days <= 0] == []
    played = {spec.role for spec in UNITS}
    assert {entry.role for entry in work} <= played
    leaves = [n for n, entry in enumerate(entries) if entry.kind != "summary"]
    open_starts = [n for n in leaves if not entries[n].links]
    assert len(open_starts) <= 3
    assert all(not entries[n].links for n in range(len(entries)) if entries[n].kind == "summary")


@pytest.mark.parametrize("n_projects", [1, 60, 520])
def test_a_portfolio_of_any_size_has_no_name_twice(n_projects):
    found = ideas(Chance(1), n_projects)

    assert len(found) == n_projects
    assert len({idea.name for idea in found}) == n_projects
