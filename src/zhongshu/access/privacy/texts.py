"""Where somebody is named inside of texts that others wrote: found, and replaced if asked."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from zhongshu.kit.declarations import declared_models, is_somebody
from zhongshu.kit.models import AuditBlock, Event, IdempotentAnswer, Job, SubjectKey
from zhongshu.kit.search_keys import SearchKeyField

# Only added to, sealed, or emptied in another way.
_APART = {AuditBlock, Event, IdempotentAnswer, Job, SubjectKey}


def texts_naming(names: list[str]) -> Iterator[tuple[type[models.Model], str, Any]]:
    """Each column of texts with the rows in which one of the names stands."""
    for model in declared_models():
        if model in _APART or is_somebody(model):
            continue
        for column in model._meta.concrete_fields:
            if _is_text(column):
                found = _naming(model, column.name, names)
                if found.exists():
                    yield model, column.name, found


def replace_names(names: list[str], label: str) -> int:
    """Put the label where a name stands; return in how many rows."""
    n_rows = 0
    for model, name, rows in list(texts_naming(names)):
        for row in rows.iterator(200):
            value = _replaced(getattr(row, name), names, label)
            longest = getattr(model._meta.get_field(name), "max_length", None)
            setattr(row, name, value[:longest] if longest and isinstance(value, str) else value)
            row.save(update_fields=[name, *_follows(model)])
            n_rows += 1
    return n_rows


def _is_text(column: Any) -> bool:
    is_text = isinstance(column, models.CharField | models.TextField | models.JSONField)
    return is_text and not isinstance(column, SearchKeyField) and not column.choices


def _naming(model: type[models.Model], name: str, names: list[str]) -> Any:
    rows = model._default_manager.all()
    path = name
    if isinstance(model._meta.get_field(name), models.JSONField):
        # SQLite keeps JSON as it was written: what is not ASCII stands there escaped.
        rows = rows.annotate(_as_text=Cast(name, TextField()))
        path, names = "_as_text", [*names, *(_escaped(one) for one in names)]
    condition = Q()
    for one in names:
        condition |= Q(**{f"{path}__contains": one})
    return rows.filter(condition)


def _escaped(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()


def _follows(model: type[models.Model]) -> list[str]:
    return [one.name for one in model._meta.concrete_fields if isinstance(one, SearchKeyField)]


def _replaced(value: Any, names: list[str], label: str) -> Any:
    if isinstance(value, str):
        for name in names:
            value = value.replace(name, label)
        return value
    if isinstance(value, dict):
        return {key: _replaced(inner, names, label) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, names, label) for inner in value]
    return value
