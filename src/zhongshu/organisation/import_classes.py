"""What a table is told of people and units counts by their classes, as anywhere else."""

from collections.abc import Collection

from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.resources import Resource
from zhongshu.access.sighting import is_high_class
from zhongshu.kit.origin import note_sight
from zhongshu.organisation.fields import PERSON, UNIT
from zhongshu.organisation.import_columns import KEYS
from zhongshu.organisation.import_plan import Line


def resource_of(kind: str) -> Resource:
    """What the rows of a table of a kind are."""
    return PERSON if kind == "people" else UNIT


def class_told(kind: str, lines: Collection[Line]) -> int:
    """The highest class of any person or unit that lines of a table add to or change."""
    keys = {line.key for line in lines}
    rows = resource_of(kind).model._default_manager.filter(classification__gt=0)
    found = rows.values_list(KEYS[kind], "classification")
    return max((label for key, label in found if key in keys), default=0)


def note_stored(kind: str, lines: Collection[Line]) -> None:
    """Note which sensitive values that are stored stand beside those of the table."""
    read = {line.key: _stored(line) for line in lines if _stored(line)}
    if not read:
        return
    resource, classes = resource_of(kind), policy_in_force().classes
    rows = resource.model._default_manager.filter(**{f"{KEYS[kind]}__in": list(read)})
    for pk, key, scope, label in rows.values_list("pk", KEYS[kind], "scope", "classification"):
        high = {
            name
            for name in read[key]
            if resource.is_high(name, classes)
            or (is_high_class(label) and resource.by_name[name].is_raised_with_record)
        }
        note_sight(resource.name, resource.model._meta.label_lower, high, [pk], [scope])


def _stored(line: Line) -> set[str]:
    return {name for name, (old, _) in line.changes.items() if old and name not in line.locked}
