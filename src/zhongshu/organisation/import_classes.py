"""What a table is told of people and units counts by their classes, as anywhere else."""

from collections.abc import Collection

from zhongshu.access.resources import Resource
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
