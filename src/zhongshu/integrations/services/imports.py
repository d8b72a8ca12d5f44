"""Plan files: shown first, then taken over in one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhongshu.access.guard import own, requires
from zhongshu.access.models import SYSTEM, Actor, User
from zhongshu.integrations import uploads
from zhongshu.integrations.bringing_in import bring_in
from zhongshu.integrations.models import PlanImport
from zhongshu.integrations.opening import identity, settings_of
from zhongshu.integrations.planfiles.errors import PlanFileError
from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.planfiles.readers import read
from zhongshu.integrations.previewing import assessed, findings_of, summary_of
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.moments import date_of
from zhongshu.organisation.models import Calendar, Unit
from zhongshu.organisation.queries import calendar_for
from zhongshu.planning.changes import LeftOut
from zhongshu.projects.models import Project
from zhongshu.projects.services import create_project

KEPT = timedelta(days=7)
_NAME_LENGTH = 200


class UnreadablePlanFile(DomainError):
    """The file is broken, hostile, protected or of no known format; nothing was kept of it."""

    status = 422

    def __init__(self, error: PlanFileError) -> None:
        super().__init__(str(error), field="file", where=error.where, **error.params)
        self.code = error.code


class AlreadyApplied(DomainError):
    """An import is applied once; upload the file again to take over a newer state."""

    code = "planfiles.already_applied"


class Expired(DomainError):
    """The preview is too old; the file must be uploaded again."""

    code = "planfiles.expired"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    project: Project
    is_new: bool
    counts: dict[str, int]
    left_out: tuple[LeftOut, ...] = ()


@own
def preview_plan_file(
    actor: Actor, /, *, content: bytes, file_name: str, now: datetime
) -> tuple[PlanImport, Plan]:
    """Read a plan file and say what is in it and what looks wrong; no project changes.

    Raises
    ------
    UnreadablePlanFile
        With the place in the file. Nothing is stored then.
    """
    plan = _read(content, file_name)
    checks, further = assessed(plan)
    plan.findings.extend(further)
    row = PlanImport(
        file_name=file_name[:255],
        format=plan.format,
        n_bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        source_id=identity(plan),
        summary=summary_of(plan),
        findings=findings_of(plan),
        quality=checks,
        uploaded_by=actor if isinstance(actor, User) else None,
        expires_at=now + KEPT,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        events.record(
            "integrations.plan_previewed",
            actor=actor,
            subject=row,
            after={"format": row.format, "digest": row.digest, "n_tasks": len(plan.tasks)},
        )
        # Last, so that a refused row leaves no file behind.
        uploads.store(row.pk, content)
    return row, plan


@requires("projects.create", on="unit")
def import_as_project(
    actor: Actor,
    /,
    *,
    unit: Unit,
    uploaded: PlanImport,
    now: datetime,
    name: str = "",
    calendar: Calendar | None = None,
) -> Imported:
    """Open a project below a unit with the plan of a file."""
    plan = _uploaded_plan(uploaded, now)
    settings = settings_of(plan)
    start = settings["start"]
    with transaction.atomic():
        project = create_project(
            actor,
            unit=unit,
            name=_project_name(name, plan),
            starts_on=date_of(start),
            opened_on=timezone.localdate(now),
            calendar=calendar or calendar_for(actor, unit, None),
            **settings,
        )
        return _apply(actor, uploaded, project, plan, now, is_new=True)


@requires("planning.import_plan", on="project")
def import_into_project(
    actor: Actor, /, *, project: Project, uploaded: PlanImport, now: datetime
) -> Imported:
    """Make the plan of a project that of the file; what the file knew before is updated."""
    plan = _uploaded_plan(uploaded, now)
    with transaction.atomic():
        return _apply(actor, uploaded, project, plan, now, is_new=False)


@own
def clear_uploads(actor: Actor, /, *, now: datetime) -> int:
    """Delete the imports, with their files, that are kept long enough; say how many."""
    expired = list(PlanImport.objects.filter(expires_at__lte=now).values_list("pk", flat=True))
    for key in expired:
        uploads.remove(key)
    PlanImport.objects.filter(pk__in=expired).delete()
    return len(expired)


@own
def import_file(path: Path, *, unit_code: str, is_preview: bool = False) -> str:
    """Import a file of this machine for the operator, and tell about it in one line each.

    Raises
    ------
    DomainError
        If there is no such unit, or the file cannot be read.
    """
    now = timezone.now()
    unit = Unit.objects.select_related("scope").filter(code=unit_code).first()
    if unit is None:
        raise BadInput(f"there is no unit {unit_code}", field="unit")
    row, plan = preview_plan_file(SYSTEM, content=path.read_bytes(), file_name=path.name, now=now)
    lines = [f"{key}: {value}" for key, value in row.summary.items()]
    lines += [f"{each.severity} {each.code} ({each.n}) {each.where}" for each in plan.findings]
    if is_preview:
        return "\n".join(lines)
    known = Project.objects.filter(source_id=row.source_id).select_related("scope").first()
    if known is None:
        done = import_as_project(SYSTEM, unit=unit, uploaded=row, now=now)
    else:
        done = import_into_project(SYSTEM, project=known, uploaded=row, now=now)
    lines.append(f"{'created' if done.is_new else 'updated'} {done.project.key}")
    return "\n".join(lines)


def _read(content: bytes, file_name: str) -> Plan:
    try:
        return read(content, file_name)
    except PlanFileError as error:
        raise UnreadablePlanFile(error) from error


def _uploaded_plan(uploaded: PlanImport, now: datetime) -> Plan:
    """The plan of an import, read before any transaction begins: large files take a while."""
    if uploaded.state == PlanImport.State.APPLIED:
        raise AlreadyApplied(str(uploaded.pk))
    try:
        content = uploads.load(uploaded.pk) if uploaded.expires_at > now else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise Expired(str(uploaded.pk))
    return _read(content, uploaded.file_name)


def _apply(
    actor: Actor, uploaded: PlanImport, project: Project, plan: Plan, now: datetime, *, is_new: bool
) -> Imported:
    row = PlanImport.objects.select_for_update().get(pk=uploaded.pk)
    if row.state == PlanImport.State.APPLIED:
        raise AlreadyApplied(str(row.pk))
    edit = bring_in(actor, project, plan, at=now)
    row.state = PlanImport.State.APPLIED
    row.project = project
    row.version += 1
    row.save(update_fields=["state", "project", "version", "updated_at"])
    counts: dict[str, Any] = {
        "n_tasks": len(edit.after.tasks),
        "n_links": len(edit.after.links),
        "n_resources": len(edit.after.resources),
        "n_assignments": sum(map(len, edit.after.assignments.values())),
        "n_added": len(set(edit.after.tasks) - set(edit.before.tasks)),
        "n_removed": len(set(edit.before.tasks) - set(edit.after.tasks)),
    }
    project.refresh_from_db()
    return Imported(project, is_new, counts, edit.left_out)


def _project_name(name: str, plan: Plan) -> str:
    stem = plan.file_name.rpartition(".")[0] or plan.file_name
    return (name.strip() or plan.title or plan.name or stem)[:_NAME_LENGTH]
