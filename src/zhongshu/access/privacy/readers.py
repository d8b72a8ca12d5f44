"""Who reads each personal field: by the permission that opens it, or told by who keeps it.

Fields of a resource tell it by themselves. Of others the domain that keeps them does, also why no
permission opens them, so that none can be forgotten.
"""

from enum import StrEnum

from django.db import models

from zhongshu.access.resources import RESOURCES


class Reader(StrEnum):
    """Who reads a field that no permission opens: whose it is, whoever sees the record, or nobody.

    Nobody is shown what the platform checks, sorts or finds by.
    """

    OWN = "own"
    RECORD = "record"
    NOBODY = "nobody"


# By what the register tells that a permission opens a field.
PERMISSION = "permission"
_TOLD: dict[type[models.Model], dict[str, str]] = {}


def read_by(model: type[models.Model], who: str, names: str) -> None:
    """Tell by which permission, or as which `Reader`, some fields of a table are read."""
    _TOLD.setdefault(model, {}).update(dict.fromkeys(names.split(), who))


def readers_of(model: type[models.Model], name: str) -> tuple[list[str], str]:
    """The permissions that open a field, and how it is read: empty where nobody has told."""
    fields = [
        field.needs or resource.permission
        for resource in RESOURCES.values()
        if resource.model is model
        for field in resource.fields
        if name in {field.name, (field.source or field.name).removesuffix("_id")}
    ]
    told = _TOLD.get(model, {}).get(name, "")
    if told and told not in set(Reader):
        fields.append(told)
    if permissions := sorted(set(fields) - {""}):
        return permissions, PERMISSION
    # The rows of a resource without a permission are seen by rights over other records.
    return [], told or (Reader.RECORD if fields else "")
