"""The register of processing: each personal field with its purpose, ground, period and readers.

It is made from the declarations of the fields, so it cannot be behind the code.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.db import models

from zhongshu.access.models import NoticeVersion
from zhongshu.access.privacy.consents import versions_in_force
from zhongshu.access.privacy.parts import PARTS, Part, retention_of
from zhongshu.access.privacy.purposes import purpose_of
from zhongshu.access.privacy.readers import readers_of
from zhongshu.access.privacy.retention import RULES, Rule, days_of
from zhongshu.access.privacy.subjects import personal_models
from zhongshu.kit import clock
from zhongshu.kit.declarations import declarations, personal_values
from zhongshu.kit.formulas import guarded

COLUMNS = (
    "table", "field", "class", "basis", "purpose", "retention", "days", "readers", "read_by",
    "where", "notices",
)  # fmt: skip


def register() -> list[dict[str, Any]]:
    """Every personal field, by table, and which notices in force tell of it."""
    in_force = versions_in_force(clock.today()).select_related("notice")
    told = list(in_force.order_by("-notice__kind", "notice__created_at", "notice__pk"))
    return [
        _entry(model, name, told)
        for model in sorted(personal_models(), key=lambda one: one._meta.label_lower)
        for name, said in sorted(declarations(model).items())
        if said.personal
    ]


def as_csv() -> bytes:
    """The register as a table; with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(COLUMNS)
    for one in register():
        titles = [f"{each['title']} v{each['number']}" for each in one["notices"]]
        cells = one | {"notices": "; ".join(titles)}
        out.writerow([_cell(cells[name]) for name in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _entry(model: type[models.Model], name: str, told: Sequence[NoticeVersion]) -> dict[str, Any]:
    said = declarations(model)[name]
    basis, _, purpose = said.basis.partition(": ")
    asked = [one for one in told if one.notice.purpose and one.notice.purpose == purpose_of(model)]
    informing = [one for one in told if not one.notice.purpose]
    retention = retention_of(model)
    readers, read_by = readers_of(model, name)
    return {
        "table": model._meta.label_lower,
        "field": name,
        "class": int(said.classification),
        # A company that asks for consent does not rest on anything else.
        "basis": "consent" if asked else basis,
        "purpose": purpose,
        "retention": retention,
        "days": days_of(RULES.get(retention, Rule(retention))),
        "readers": readers,
        "read_by": read_by,
        "where": _where(model, name),
        "notices": [
            {"title": one.title, "title_en": one.title_en, "number": one.number}
            for one in [*informing, *asked]
        ],
    }


def _where(model: type[models.Model], name: str) -> list[str]:
    places = ["database"]
    if name in personal_values(model):
        places.append("audit_trail")
    if PARTS.get(model, Part()).files:
        places.append("files")
    return places


def _cell(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return guarded(text)
