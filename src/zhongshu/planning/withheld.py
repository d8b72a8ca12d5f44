"""What a plan file says of its tasks and its importer may not set: left out, and told."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from zhongshu.access.models import Actor
from zhongshu.access.resources import said_over
from zhongshu.access.writing import EMPTY, Verdict, verdict_of
from zhongshu.planning.changes import Draft, LeftOut
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import Task
from zhongshu.planning.outline import Key

_EXAMPLES = 5


def leave_out(actor: Actor, draft: Draft) -> list[LeftOut]:
    """Take out of a draft what its importer may not set, so that what is stored stays.

    Whether a field that may not be read says the same as before is not told. Where the file
    gives nothing for such a field, nothing is taken away.
    """
    said = said_over(actor, TASK, draft.base.settings.scope_id)
    found = ((name, verdict_of(decided)) for name, decided in said.items())
    verdicts = {name: verdict for name, verdict in found if verdict is not None}
    left: dict[str, list[Key]] = defaultdict(list)
    stored = _stored(draft, [name for name, one in verdicts.items() if one in _COMPARED])
    for key, texts in draft.texts.items():
        if key not in draft.tasks:
            continue
        was = stored.get(key, {})
        for name in verdicts.keys() & texts.keys():
            if _is_kept(verdicts[name], was.get(name), texts[name]):
                continue
            given = texts.pop(name)
            if given not in EMPTY and verdicts[name] is not Verdict.BLIND:
                left[name].append(key)
    return [
        LeftOut(name, verdicts[name].value, len(keys),
                tuple(draft.tasks[key].name for key in keys[:_EXAMPLES]))
        for name, keys in sorted(left.items())
    ]  # fmt: skip


_COMPARED = {Verdict.READ_ONLY, Verdict.ONCE}


def _stored(draft: Draft, names: list[str]) -> Mapping[Key, Mapping[str, Any]]:
    if not names:
        return {}
    rows = Task.objects.filter(project=draft.base.settings).values_list("pk", *names)
    return {str(key): dict(zip(names, values, strict=True)) for key, *values in rows}


def _is_kept(verdict: Verdict, old: Any, new: Any) -> bool:
    """Whether a value stays in the draft; an empty one says nothing of what is not seen."""
    if verdict is Verdict.BLIND:
        return new not in EMPTY
    if verdict is Verdict.HIDDEN:
        return False
    is_same = new == old or (new in EMPTY and old in EMPTY)
    return is_same or (verdict is Verdict.ONCE and old in EMPTY)
