"""What the last looks at the trail found, kept outside of the database for those who audit.

The log tells it to whoever runs the machine; the room of the auditors reads it from here. What is
kept is not signed: it is a message, and no proof.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from zhongshu.kit.audit.verifying import Fault

# The trail is watched every five minutes, and verified every day.
_LATE = {"watch": timedelta(minutes=20), "verification": timedelta(days=2)}
Alarm = dict[str, str]


@dataclass(frozen=True, slots=True)
class Looks:
    """When the trail was watched and verified last, and what is wrong with it."""

    watched_at: datetime | None = None
    verified_at: datetime | None = None
    alarms: list[Alarm] = field(default_factory=list)


def keep_watch(alarms: Iterable[str], *, at: datetime) -> None:
    """Keep what `zhongshu.kit.audit.watching.alarms` found."""
    parted = [one.partition(":") for one in alarms]
    _keep("watch", [{"code": code, "about": about} for code, _, about in parted], at)


def keep_verification(faults: Iterable[Fault], *, at: datetime) -> None:
    """Keep what a verification of the whole chain found."""
    told = [{"code": one.code, "about": str(one).partition(": ")[2]} for one in faults]
    _keep("verification", told, at)


def last_looks(*, now: datetime) -> Looks:
    """What was found last; a look that is overdue is an alarm itself."""
    found = {name: _read(name) for name in _LATE}
    times = {name: datetime.fromisoformat(one["at"]) for name, one in found.items() if one}
    late = [
        {"code": f"{name}_late", "about": ""}
        for name, at in times.items()
        if at < now - _LATE[name]
    ]
    alarms = [alarm for one in found.values() if one for alarm in one["alarms"]]
    return Looks(times.get("watch"), times.get("verification"), [*alarms, *late])


def _file(name: str) -> Path:
    return Path(settings.AUDIT_HOME) / f"last_{name}.json"


def _keep(name: str, alarms: list[Alarm], at: datetime) -> None:
    file = _file(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps({"at": at.isoformat(), "alarms": alarms}), encoding="utf-8")
    fresh.replace(file)


def _read(name: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(_file(name).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return found
