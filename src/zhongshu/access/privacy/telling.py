"""Everything that is held of somebody, as one archive: driven by the declarations of the fields."""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from django.db import models

from zhongshu.access.models import Actor
from zhongshu.access.policy.channels import Channel, through
from zhongshu.access.privacy.notices import told_to
from zhongshu.access.privacy.parts import PARTS, Part, basis_of, retention_of
from zhongshu.access.privacy.subjects import (
    Somebody,
    events_by_or_about,
    identifying_texts,
    naming,
    owned,
    personal_models,
    references,
)
from zhongshu.access.resources import RESOURCES, sight
from zhongshu.access.versions import Hidden, hidden_in, told_by
from zhongshu.kit.declarations import declarations, is_somebody, personal_values
from zhongshu.kit.models import Event, IdempotentAnswer, SubjectKey

Mentions = Callable[[Actor, Somebody], Iterable[dict[str, str]]]
# What they keep is told otherwise, or is of no use to anybody.
_APART = {Event, IdempotentAnswer, SubjectKey}
# A secret, or the digest of one, is no answer to the question what is known of somebody.
_UNTOLD = {"password", "digest", "wrapped", "session_key", "token", "token_secret"}
_FILE_NAME_LENGTH = 120
# Columns that hold tables about many people.
_TABLES = {"rows"}
MENTIONS: list[Mentions] = []


def register_mentions(find: Mentions) -> Mentions:
    """Register what finds the places in texts of others where somebody is named."""
    MENTIONS.append(find)
    return find


def archive(actor: Actor, somebody: Somebody, *, at: datetime) -> bytes:
    """A zip of ``data.json`` and the files that somebody uploaded, for whoever takes it out."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        text = json.dumps(
            everything(actor, somebody, at=at), ensure_ascii=False, indent=1, default=str
        )
        out.writestr("data.json", text)
        for name, content in files_of(actor, somebody):
            out.writestr(name, content)
    return packed.getvalue()


def everything(actor: Actor, somebody: Somebody, *, at: datetime) -> dict[str, Any]:
    """What is held of somebody, table by table, and nothing of anybody else.

    What a class closes whole to the actor, or to files, is not in it. A field closed to them is
    left out where it is not personal: what is known of somebody is theirs, whatever a policy says.
    """
    tables = {}
    for model in personal_models():
        if model in _APART:
            continue
        mine = in_sight(actor, model, owned(model, somebody))
        closed = _closed(actor, model, mine)
        rows = [
            _row(model, one, somebody, closed.get(one.pk, frozenset()))
            for one in mine.order_by("pk")
        ]
        named = [
            {"id": str(key), "as": name}
            for name in references(model)
            for key in in_sight(actor, model, naming(model, name, somebody))
            .order_by("pk")
            .values_list("pk", flat=True)
        ]
        if rows or named:
            tables[model._meta.label_lower] = {
                "basis": basis_of(model),
                "retention": retention_of(model),
                "rows": rows,
                "named_in": named,
            }
    return {
        "made_at": at.isoformat(),
        "about": [{"table": one._meta.label_lower, "id": str(one.pk)} for one in somebody.rows],
        "tables": tables,
        "notices": told_to(somebody),
        "mentions": [one for find in MENTIONS for one in find(actor, somebody)],
        "events": [_event(one, somebody) for one in _events(somebody)],
    }


def _closed(
    actor: Actor, model: type[models.Model], rows: models.QuerySet[Any]
) -> dict[Any, Hidden]:
    """By row, the columns that a policy closes to the actor, or to files."""
    resource = next((one for one in RESOURCES.values() if one.model is model), None)
    if resource is None:
        return {}
    by_name = told_by(resource)
    with through(Channel.EXPORT):
        seeing = sight(actor, resource)
        if not seeing.rules:
            return {}
        found = rows.order_by().values_list("pk", *seeing.columns)
        hidden = {key: hidden_in(seeing.decisions(values)) for key, *values in found}
    return {
        key: frozenset(name for name, field in by_name.items() if field.name in names)
        for key, names in hidden.items()
    }


def _row(
    model: type[models.Model], row: models.Model, somebody: Somebody, closed: Hidden
) -> dict[str, Any]:
    """A row without what names or describes somebody else, or is closed and nobody's own."""
    told: dict[str, Any] = {}
    tells = PARTS.get(model, Part()).tells
    for name, said in declarations(model).items():
        column = model._meta.get_field(name)
        if name in _UNTOLD or (name in closed and not said.personal):
            continue
        tell = tells.get(name)
        value = tell(row) if tell else getattr(row, getattr(column, "attname", name))
        related = column.related_model
        if isinstance(related, type) and is_somebody(related) and value not in somebody.ids:
            continue
        if said.personal or not isinstance(column, models.JSONField):
            told[name] = _plain(value, somebody, is_table=name in _TABLES)
    return told


def _plain(value: Any, somebody: Somebody, *, is_table: bool) -> Any:
    """A value as JSON has it; of an uploaded table only the rows that name somebody."""
    if is_table and isinstance(value, list):
        mine = set(identifying_texts(somebody))
        return [
            one for one in value if isinstance(one, dict) and mine & set(map(str, one.values()))
        ]
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def _events(somebody: Somebody) -> Iterator[Event]:
    return events_by_or_about(somebody).order_by("seq").iterator(500)


def _event(event: Event, somebody: Somebody) -> dict[str, Any]:
    """What the trail tells of somebody: what they did, and what was changed of them."""
    told: dict[str, Any] = {
        "id": str(event.id),
        "at": event.recorded_at.isoformat(),
        "kind": event.kind,
        "outcome": event.outcome,
    }
    if event.actor_id in somebody.ids:
        told |= {"actor_name": event.actor_name, "ip": event.ip, "user_agent": event.user_agent}
        told |= {"subject_type": event.subject_type, "subject_id": str(event.subject_id)}
    if event.subject_id in somebody.ids:
        row = next(one for one in somebody.rows if one.pk == event.subject_id)
        names = personal_values(row._meta.model)
        for state in ("before", "after"):
            values = event.data.get(state)
            if isinstance(values, dict):
                told[state] = {name: one for name, one in values.items() if name in names}
    return told


def in_sight(
    actor: Actor, model: type[models.Model], rows: models.QuerySet[Any]
) -> models.QuerySet[Any]:
    """Those of the rows that no class closes to the actor, nor to files."""
    chosen = PARTS.get(model, Part()).in_sight
    if chosen is None:
        return rows
    with through(Channel.EXPORT):
        return chosen(actor, rows)


def files_of(actor: Actor, somebody: Somebody) -> Iterator[tuple[str, bytes]]:
    """The files that somebody uploaded, by a name of their own."""
    for model in personal_models():
        read = PARTS.get(model, Part()).files
        if read is None:
            continue
        for row in in_sight(actor, model, owned(model, somebody)).order_by("pk"):
            found = read(row)
            if found is not None:
                name, content = found
                yield f"files/{row.pk}-{_safe(name)}", content


def _safe(name: str) -> str:
    """A name that leads nowhere when the archive is unpacked."""
    plain = "".join(one if one.isalnum() or one in "-_. " else "_" for one in name)
    return plain.strip(". ")[-_FILE_NAME_LENGTH:] or "file"
