"""The measured files as a page of the reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from benchmarks.accuracy.measuring import CAUSES, UNEXPLAINED, Different, Measured
from zhongshu.integrations.planfiles.moments import iso_minute

_SHOWN = 3
_HEAD = """# Schedule accuracy

The start and the finish of every leaf task of real plan files, against what Zhongshu computes
from the files' own rules: the file is imported, its dates are dropped, the plan is scheduled
from scratch, and a task counts as equal only when both dates agree to the minute (to the day in
files that know days only, marked ¹). This page is written by

```sh
python -m benchmarks.accuracy
```

*Consistent* are tasks whose stored dates follow from the file's own calendars, links,
constraints and progress. Where they do not, the cause is named below the table; files named
`.mspdi.xml`, `.pmxml.xml` and `.xer` were converted from the others by another tool, which
writes dates that its own links no longer explain.
"""


def page(measured: Iterable[Measured]) -> str:
    """The page of the reference as Markdown."""
    files = list(measured)
    dated = [each for each in files if each.n_tasks]
    n_tasks, n_equal = sum(f.n_tasks for f in dated), sum(f.n_equal for f in dated)
    n_consistent = sum(f.n_consistent for f in dated)
    lines = [
        _HEAD,
        f"**{n_equal:,} of {n_tasks:,} leaf tasks are equal ({_share(n_equal, n_tasks)}); of the "
        f"{n_consistent:,} with consistent dates {_share(n_equal, n_consistent)}.**",
        "",
        "| File | Format | Leaf tasks | Equal | Share | Of consistent | Causes of differences |",
        "|---|---|---:|---:|---:|---:|---|",
        *(_row(each) for each in dated),
        "",
        "## Causes",
        "",
        *(_cause(name, dated) for name in CAUSES if _count(dated)[name]),
        "",
        *_details(dated),
        *_others(files),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _share(part: int, whole: int) -> str:
    """A percentage rounded down, so that 100 % means all."""
    return "–" if not whole else f"{int(1000 * part / whole) / 10:g} %"


def _row(one: Measured) -> str:
    causes = ", ".join(f"{name} {n}" for name, n in sorted(one.causes().items()))
    mark = " ¹" if one.knows_days_only else ""
    return (
        f"| `{one.path.name}`{mark} | {one.format} | {one.n_tasks} | {one.n_equal} "
        f"| {_share(one.n_equal, one.n_tasks)} | {_share(one.n_equal, one.n_consistent)} "
        f"| {causes or '–'} |"
    )


def _count(files: list[Measured]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in files:
        total += each.causes()
    return total


def _cause(name: str, files: list[Measured]) -> str:
    return f"- **{name}** ({_count(files)[name]}): {CAUSES[name]}."


def _details(files: list[Measured]) -> list[str]:
    lines = ["## Differences", ""]
    for one in files:
        for name in CAUSES:
            found = [each for each in one.different if each.cause == name]
            shown = found if name == UNEXPLAINED else found[:_SHOWN]
            lines += [f"- `{one.path.name}`, {name}: {_difference(each)}" for each in shown]
            if len(found) > len(shown):
                lines.append(f"- `{one.path.name}`, {name}: {len(found) - len(shown)} more")
    return [*lines, ""]


def _difference(one: Different) -> str:
    task = one.task
    stored = f"{iso_minute(task.start or 0)} – {iso_minute(task.finish or 0)}"
    computed = f"{iso_minute(one.start)} – {iso_minute(one.finish)}"
    return f"*{task.name or task.uid}* stored {stored}, computed {computed}"


def _others(files: list[Measured]) -> list[str]:
    refused = [f"- `{each.path.name}`: refused, `{each.refusal}`" for each in files if each.refusal]
    empty = [
        f"- `{each.path.name}`: no leaf task with dates"
        for each in files
        if not each.n_tasks and not each.refusal
    ]
    return ["## Files without a measurement", "", *refused, *empty] if refused or empty else []
