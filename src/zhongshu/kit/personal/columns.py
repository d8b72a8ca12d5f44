"""Columns of tables that are only added to, whose values are sealed as they are written."""

from typing import Any
from uuid import UUID

from django.db import models

from zhongshu.kit.personal import keys, texts
from zhongshu.kit.personal.sealing import (
    Held,
    guarded,
    looks_sealed,
    open_payload,
    open_text,
    seal_text,
)

_BETWEEN = "\x1e"


def held_by(row: Any, subject: UUID) -> Held:
    """The keys that a new row is sealed with; asked for once."""
    held: dict[UUID, bytes | None] = row.__dict__.setdefault("sealing_keys", {})
    if subject not in held:
        held |= keys.sealing_keys([subject])
    return held


def subject_of_texts(row: Any, of: str) -> UUID | None:
    """Whom the texts of a row are about: who is set in ``about``, else whom the column names."""
    found: UUID | None = row.__dict__.get("about") or getattr(row, of)
    return found


class SealedTextField(models.CharField):  # type: ignore[type-arg]
    """A text about whoever another column names; in the row it is sealed with their key."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """What a migration needs to make the field again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The text as the row keeps it; the object keeps what can be read."""
        text: str = getattr(model_instance, self.attname)
        subject: UUID | None = subject_of_texts(model_instance, self.of)
        if not text or subject is None:
            stored = guarded(text)
        else:
            stored = seal_text(text, [subject], held_by(model_instance, subject))
        # No two sealings give the same: what is hashed of a new row is this one.
        model_instance.__dict__.setdefault("as_stored", {})[self.attname] = stored
        return stored

    def from_db_value(self, value: str | None, *args: Any) -> str | None:
        """The text as it was given."""
        return value if value is None else open_text(value)


class SealedJSONField(models.JSONField):
    """A payload of which some values are sealed: those of ``sealed_data``, where it is set.

    Whoever makes the object sets ``sealed_data`` to the payload as the row shall keep it. Free
    texts are in the column ``texts`` beside it, and read together with it wherever it is read.
    """

    def select_format(self, compiler: Any, sql: str, params: Any) -> Any:
        """The payload and the texts beside it as one value."""
        name = compiler.quote_name_unless_alias(self.column)
        # A migration from before there were texts reads the payload alone.
        has_texts = any(one.column == "texts" for one in self.model._meta.concrete_fields)
        if not has_texts or not sql.endswith(name):
            return sql, params
        beside = sql.removesuffix(name) + compiler.quote_name_unless_alias("texts")
        is_postgresql = compiler.connection.vendor == "postgresql"
        between = "chr(30)" if is_postgresql else "char(30)"
        text = f"{sql}::text" if is_postgresql else sql
        return f"{text} || {between} || coalesce({beside}, '')", params

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """The payload as the row keeps it; the object keeps what can be read."""
        sealed = getattr(model_instance, "sealed_data", None)
        stored = getattr(model_instance, self.attname) if sealed is None else sealed
        model_instance.__dict__.setdefault("as_stored", {})[self.attname] = stored
        return stored

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The payload as it was given."""
        beside = ""
        if isinstance(value, str):
            # A text of JSON has this character escaped.
            value, _, beside = value.partition(_BETWEEN)
        is_sealed = isinstance(value, str) and looks_sealed(value)
        found = super().from_db_value(value, expression, connection)
        return open_payload(found, texts.unpacked(beside)) if is_sealed else found
