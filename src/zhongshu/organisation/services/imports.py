"""Import people and units from a table: first shown, then made."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from zhongshu.access.guard import company, requires
from zhongshu.access.models import Actor
from zhongshu.access.opening import opening_nothing
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.organisation.import_classes import class_told
from zhongshu.organisation.import_columns import COLUMNS, KEYS, match_headers
from zhongshu.organisation.import_plan import ImportPlan, Line
from zhongshu.organisation.importing import IMPORTERS, import_plan
from zhongshu.organisation.models import OrganisationImport
from zhongshu.organisation.tables import Table, UnreadableTable, read_table

MANAGE = "organisation.manage"
KEPT = timedelta(days=1)


class ImportApplied(DomainError):
    """An import is applied once."""

    code = "organisation.import_applied"


class ImportExpired(DomainError):
    """The preview is too old; the file must be uploaded again."""

    code = "organisation.import_expired"


class ImportOutdated(DomainError):
    """The organisation changed since the preview: what was shown is not what would be done."""

    code = "organisation.import_outdated"


@requires(MANAGE, on=None)
@transaction.atomic
def preview_import(
    actor: Actor, /, *, kind: str, content: bytes, file_name: str, now: datetime, today: date
) -> tuple[OrganisationImport, ImportPlan]:
    """Read a table and tell what it would change; nothing of the organisation changes.

    Rows that lack a column leave that field alone. Units that get another parent move today.
    """
    if kind not in COLUMNS:
        raise BadInput("people or units", field="kind", known=sorted(COLUMNS))
    table = read_table(content, file_name)
    columns, unknown = match_headers(kind, table.header)
    if KEYS[kind] not in columns.values():
        raise UnreadableTable(
            "the table has no column for the key", field="file", missing=KEYS[kind]
        )
    OrganisationImport.objects.filter(expires_at__lte=now).delete()
    uploaded = OrganisationImport(
        scope=company(),
        kind=kind,
        file_name=file_name[:255],
        on=today,
        columns=list(columns.values()),
        unknown_columns=unknown,
        rows=_rows(table, columns),
        uploaded_by_id=actor.pk,
        expires_at=now + KEPT,
    )
    plan = import_plan(actor, uploaded)
    uploaded.counts, uploaded.plan_digest = plan.counts, plan.digest
    uploaded.save(force_insert=True)
    after = {"kind": kind, "file_name": uploaded.file_name, "counts": plan.counts}
    events.record("organisation.import_previewed", actor=actor, subject=uploaded, after=after)
    return uploaded, plan


@requires(MANAGE, on=None)
@transaction.atomic
def apply_import(
    actor: Actor, /, *, uploaded: OrganisationImport, now: datetime
) -> tuple[OrganisationImport, ImportPlan]:
    """Make the changes of a preview, all or none; rejected rows stay out.

    Raises
    ------
    ImportOutdated
        If the organisation changed meanwhile, so that something else would happen than was
        shown.
    OpensToAuthor
        If by a change of managers or units the importer would read more of somebody.
    """
    uploaded = OrganisationImport.objects.select_for_update().get(pk=uploaded.pk)
    if uploaded.state == OrganisationImport.State.APPLIED:
        raise ImportApplied(str(uploaded.pk))
    if uploaded.expires_at <= now:
        raise ImportExpired(str(uploaded.pk))
    plan = import_plan(actor, uploaded)
    if plan.digest != uploaded.plan_digest:
        raise ImportOutdated(str(uploaded.pk), counts=plan.counts)
    with opening_nothing(actor, company(), field="file"):
        IMPORTERS[uploaded.kind](plan.to_do(), on=uploaded.on)
    uploaded.state = OrganisationImport.State.APPLIED
    uploaded.version += 1
    uploaded.save(update_fields=["state", "version", "updated_at"])
    events.record(
        f"organisation.{uploaded.kind}_imported",
        actor=actor,
        subject=uploaded,
        before={line.key or "": _side(line, 0) for line in plan.to_do()},
        after={line.key or "": _side(line, 1) for line in plan.to_do()},
        counts=plan.counts,
        at_least=class_told(uploaded.kind, plan.to_do()),
    )
    return uploaded, plan


def _side(line: Line, side: int) -> dict[str, Any]:
    return {name: values[side] for name, values in line.changes.items() if values[0] != values[1]}


def _rows(table: Table, columns: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "row": row.number,
            "cells": {
                field: row.cells[position] if position < len(row.cells) else ""
                for position, field in columns.items()
            },
        }
        for row in table.rows
    ]
