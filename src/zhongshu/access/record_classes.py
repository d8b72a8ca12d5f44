"""The class to which a record is raised, and fields by a policy: the events of it are of it too."""

from functools import cache
from typing import Any

from django.db import models

from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.resources import RESOURCES
from zhongshu.kit.declarations import RaisedFields


def class_of_record(row: models.Model) -> int:
    """The class that counts for a row: its own, or that of what it belongs to where it is higher.

    It is 0 of what has none.
    """
    return max((_value(row, path) or 0 for path in _paths(row._meta.model)), default=0)


@cache
def _paths(model: type[models.Model]) -> frozenset[str]:
    found = (one.class_paths for one in RESOURCES.values() if one.model is model)
    return frozenset(path for paths in found for path in paths)


def _value(row: Any, path: str) -> Any:
    for step in path.split("__"):
        row = getattr(row, step)
    return row


def fields_raised() -> RaisedFields:
    """The classes that the policy in force gives to fields, by the table and the column."""
    found: dict[type[models.Model], dict[str, int]] = {}
    for place, label in policy_in_force().classes.items():
        resource, _, name = place.partition(".")
        if resource not in RESOURCES or name not in RESOURCES[resource].by_name:
            continue
        one = RESOURCES[resource].by_name[name]
        of_table = found.setdefault(RESOURCES[resource].model, {})
        for each in {one.name, (one.source or one.name).removesuffix("_id")}:
            for called in (each, f"{each}_id"):
                of_table[called] = max(label, of_table.get(called, label))
    return found
