"""The list of erasures, kept outside of the database: a restored backup is made to forget again.

One JSON object a line: when, whose rows by id, and how far it went. No name is in it.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from zhongshu.access.privacy.erasing import Choice
from zhongshu.access.privacy.subjects import Somebody, somebody_models
from zhongshu.kit.models import SubjectKey

Line = dict[str, Any]


def erasure_file() -> Path:
    """Where this installation keeps its list."""
    return Path(settings.PRIVACY_HOME) / "erasures.jsonl"


def note(somebody: Somebody, *, at: datetime, choice: Choice) -> None:
    """Add an erasure to the list, unless it is there."""
    if any(set(somebody.ids) <= set(ids) for ids, _ in listed()):
        return
    line = {
        "at": at.isoformat(),
        "ids": sorted(str(one) for one in somebody.ids),
        "with_contributions": choice.with_contributions,
        "replaces_in_texts": choice.replaces_in_texts,
    }
    file = erasure_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(json.dumps(line) + "\n")
        opened.flush()
        os.fsync(opened.fileno())


def listed() -> Iterator[tuple[list[UUID], Choice]]:
    """Every erasure of the list."""
    file = erasure_file()
    if not file.is_file():
        return
    for text in file.read_text(encoding="ascii").splitlines():
        line = json.loads(text)
        choice = Choice(line["with_contributions"], line["replaces_in_texts"])
        yield [UUID(one) for one in line["ids"]], choice


def undone() -> list[tuple[UUID, Choice]]:
    """Whom the list names and the database still knows: what a restored backup brought back."""
    wanted = list(listed())
    ids = {one for group, _ in wanted for one in group}
    gone = SubjectKey.objects.filter(pk__in=ids, destroyed_at__isnull=False)
    destroyed = set(gone.values_list("pk", flat=True))
    present: set[UUID] = set()
    for model in somebody_models():
        rows = model._default_manager.filter(pk__in=ids - destroyed)
        present |= set(rows.values_list("pk", flat=True))
    return [(one, choice) for group, choice in wanted for one in group if one in present]
