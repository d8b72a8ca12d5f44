"""What a plan file says of its resources and its importer may not set: left out, and told."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from zhongshu.access.models import Actor
from zhongshu.access.writing import EMPTY, Verdict, is_kept, verdict_of
from zhongshu.planning.changes import RESOURCE, Draft, LeftOut
from zhongshu.planning.models import PlanResource
from zhongshu.planning.outline import Key
from zhongshu.planning.resource_sight import PARTS, ResourceSight, parts_of

_EXAMPLES = 5
_RATES = "rates"


def leave_out_of_resources(actor: Actor, draft: Draft) -> list[LeftOut]:
    """Take out of a draft what its importer may not set of resources, so that it stays."""
    seeing = ResourceSight(actor, draft.base.settings)
    given = [key for key in draft.texts if key in draft.resources]
    verdicts = {key: _verdicts(seeing, key) for key in given}
    ruled = [UUID(key) for key, found in verdicts.items() if found and key in draft.base.resources]
    stored = {str(key): one for key, one in PlanResource.objects.in_bulk(ruled).items()}
    left: dict[tuple[str, Verdict], list[Key]] = defaultdict(list)
    for key, found in verdicts.items():
        for name in _taken_out(draft.texts[key], found, stored.get(key)):
            left[name, found[name]].append(key)
    return [
        LeftOut(name, verdict.value, len(keys), _names(draft, keys[:_EXAMPLES]), RESOURCE)
        for (name, verdict), keys in sorted(left.items(), key=lambda one: one[0][0])
    ]


def _names(draft: Draft, keys: list[Key]) -> tuple[str, ...]:
    return tuple(draft.resources[key].name for key in keys)


def _verdicts(seeing: ResourceSight, key: Key) -> dict[str, Verdict]:
    found = ((name, verdict_of(decided)) for name, decided in seeing.said(key).items())
    verdicts = {name: verdict for name, verdict in found if verdict is not None}
    if verdicts.keys() & PARTS.keys():
        # Each rate decides over what is said of it to the last digit.
        verdicts.pop(_RATES, None)
    return verdicts


def _taken_out(
    texts: dict[str, Any], verdicts: Mapping[str, Verdict], row: PlanResource | None
) -> list[str]:
    """Take out of one resource what may not be set; those fields of which the file said more."""
    taken, told = set(), []
    for name, verdict in verdicts.items():
        if name not in texts or is_kept(verdict, getattr(row, name, None), texts[name]):
            continue
        taken.add(name)
        if texts.pop(name) not in EMPTY and verdict is not Verdict.BLIND:
            told.append(name)
    if _RATES in texts and (parts := parts_of(taken & PARTS.keys())):
        # What is said of a rate to the last digit stays with the rate.
        stored = {} if row is None else row.rates
        given = {name: value for name, value in texts[_RATES].items() if name not in parts}
        texts[_RATES] = given | {n: value for n, value in stored.items() if n in parts}
    return told
