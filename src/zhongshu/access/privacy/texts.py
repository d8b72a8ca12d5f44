"""Where somebody is named inside of texts that others wrote: found, and replaced if asked.

Only what is declared as free text is looked at: keys, codes, rights and digests name nobody.
"""

from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from zhongshu.access.privacy.called import Called, Wording
from zhongshu.kit.declarations import declared_models, free_texts, is_somebody

_AT_ONCE = 200


def texts_naming(
    called: Called,
) -> Iterator[tuple[type[models.Model], str, list[models.Model]]]:
    """Each column of texts with the rows in which somebody is named."""
    for model in declared_models():
        # Of people and accounts each knows what they are called, and namesakes keep their name.
        for name in () if is_somebody(model) else free_texts(model):
            wording = _wording(called, model, name)
            found = [row for row in _likely(model, name, wording) if _names(row, name, wording)]
            if found:
                yield model, name, found


def replace_names(called: Called, label: str) -> int:
    """Put the label where a name stands; return in how many rows."""
    n_rows = 0
    for model, name, rows in list(texts_naming(called)):
        column = model._meta.get_field(name)
        wording = _wording(called, model, name)
        for row in rows:
            _put(row, name, _without(column, getattr(row, name), wording, label))
            n_rows += 1
    return n_rows


def _wording(called: Called, model: type[models.Model], name: str) -> Wording:
    is_json = isinstance(model._meta.get_field(name), models.JSONField)
    return called.among_codes if is_json else called.in_prose


def _likely(model: type[models.Model], name: str, wording: Wording) -> Iterator[models.Model]:
    rows = model._default_manager.all()
    if isinstance(model._meta.get_field(name), models.JSONField):
        rows = rows.annotate(_as_text=Cast(name, TextField()))
        rows = rows.filter(wording.likely("_as_text", is_json=True))
    else:
        rows = rows.filter(wording.likely(name))
    return rows.order_by("pk").iterator(_AT_ONCE)


def _names(row: models.Model, name: str, wording: Wording) -> bool:
    return wording.stands_in(getattr(row, name))


def _without(column: Any, value: Any, wording: Wording, label: str) -> Any:
    if isinstance(column, models.EmailField):
        # No label is an address.
        return ""
    replaced = wording.replaced(value, label)
    longest = column.max_length
    return replaced[:longest] if longest and isinstance(replaced, str) else replaced


def _put(row: models.Model, name: str, value: Any) -> None:
    """Keep the value; where another row has the same now and may not, with an end of its own."""
    setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(update_fields=[name])
    except IntegrityError:
        end = f" {row.pk.hex[-4:]}"
        longest = getattr(row._meta.get_field(name), "max_length", None) or len(value) + len(end)
        setattr(row, name, value[: longest - len(end)] + end)
        row.save(update_fields=[name])
