"""What a plan file says and its importer may not set: left out, and told."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from zhongshu.access.models import Actor
from zhongshu.access.writing import EMPTY, Verdict, is_kept, verdict_of
from zhongshu.planning.changes import Draft, LeftOut
from zhongshu.planning.models import Task
from zhongshu.planning.outline import Key
from zhongshu.planning.task_sight import TaskSight, locked_name
from zhongshu.planning.withheld_resources import leave_out_of_resources

_EXAMPLES = 5


def leave_out(actor: Actor, draft: Draft) -> list[LeftOut]:
    """Take out of a draft what its importer may not set, so that what is stored stays.

    Whether a field that may not be read says the same as before is not told. Where the file
    gives nothing for such a field, nothing is taken away.
    """
    seeing = TaskSight(actor, draft.base.settings, draft.base)
    called = {key: row.name for key, row in draft.tasks.items()}
    left: dict[tuple[str, Verdict], list[Key]] = defaultdict(list)
    verdicts = {key: _verdicts(seeing, draft, key) for key in draft.texts if key in draft.tasks}
    compared = {
        n for one in verdicts.values() for n, verdict in one.items() if verdict in _COMPARED
    }
    stored = _stored(draft, sorted(compared - {"name", "checklist"}))
    for key, found in verdicts.items():
        for name in sorted(found):
            if _take_out(draft, key, name, found[name], stored.get(key, {})):
                left[name, found[name]].append(key)
        if key in draft.base.tasks and draft.tasks[key].name == locked_name(draft.tasks[key]):
            draft.set_task(key, name=draft.base.tasks[key].name)
    of_tasks = [
        LeftOut(name, verdict.value, len(keys), tuple(called[key] for key in keys[:_EXAMPLES]))
        for (name, verdict), keys in sorted(left.items(), key=lambda one: one[0][0])
    ]
    return of_tasks + leave_out_of_resources(actor, draft)


def _verdicts(seeing: TaskSight, draft: Draft, key: Key) -> dict[str, Verdict]:
    row = draft.base.tasks.get(key)
    said = seeing.said(draft.tasks[key] if row is None else row)
    found = ((name, verdict_of(decided)) for name, decided in said.items())
    # A new task has a name, whoever may read it later.
    return {
        name: verdict for name, verdict in found
        if verdict is not None and not (row is None and name == "name")
    }  # fmt: skip


def _take_out(
    draft: Draft, key: Key, name: str, verdict: Verdict, stored: Mapping[str, Any]
) -> bool:
    """Take one value out of the draft, unless it may stay; true if the file said something."""
    if name == "name":
        row, was = draft.tasks[key], draft.base.tasks[key]
        if row.name in (was.name, locked_name(row)) and verdict is not Verdict.HIDDEN:
            return False
        draft.set_task(key, name=was.name)
        return row.name != locked_name(row)
    texts = draft.texts[key]
    if name not in texts or is_kept(verdict, stored.get(name), texts[name]):
        return False
    return texts.pop(name) not in EMPTY and verdict is not Verdict.BLIND


_COMPARED = {Verdict.READ_ONLY, Verdict.ONCE}


def _stored(draft: Draft, names: list[str]) -> Mapping[Key, Mapping[str, Any]]:
    if not names:
        return {}
    rows = Task.objects.filter(project=draft.base.settings).values_list("pk", *names)
    return {str(key): dict(zip(names, values, strict=True)) for key, *values in rows}
