"""What may be read about imports, and a project's plan as a file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from zhongshu.access.leaving import let_out
from zhongshu.access.models import Actor, System
from zhongshu.access.policy.channels import Channel, through
from zhongshu.integrations import uploads
from zhongshu.integrations.bringing_in import changes_of
from zhongshu.integrations.models import PlanImport
from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.row_plans import plan_of
from zhongshu.integrations.taking_out import exported_class, leave_out
from zhongshu.kit.declarations import Classification
from zhongshu.planning.open_plan import open_plan
from zhongshu.planning.reading import reading_of
from zhongshu.projects.models import Project
from zhongshu.projects.plan_sight import without_closed_plans

IMPORT_PLAN = "planning.import_plan"
# Versions of plans are milliseconds; revisions of calendars are seconds from here, 2020.
_REVISIONS_SINCE = 1_577_836_800_000


def get_plan_import(actor: Actor, import_id: UUID) -> PlanImport:
    """Return an import of the actor's own, or raise `Http404`."""
    rows = PlanImport.objects.select_related("project")
    if not isinstance(actor, System):
        rows = rows.filter(uploaded_by=actor)
    return get_object_or_404(rows, pk=import_id)


def uploaded_content(row: PlanImport) -> bytes:
    """The uploaded file of an import, or `Http404` once it was cleared away."""
    try:
        return uploads.load(row.pk)
    except FileNotFoundError as gone:
        raise Http404 from gone


def known_project(actor: Actor, source_id: str) -> Project | None:
    """The project that a file with this identity became before, if the actor may change it."""
    may_change = Project.objects.visible_to(actor, IMPORT_PLAN)
    found = without_closed_plans(actor, may_change, "scope").filter(source_id=source_id)
    project: Project | None = found.select_related("scope").order_by("-created_at").first()
    return project


def plan_import_card(actor: Actor, row: PlanImport, plan: Plan | None = None) -> dict[str, Any]:
    """An import as JSON shows it; with the plan at hand, also what it would change."""
    known = known_project(actor, row.source_id)
    existing: dict[str, Any] | None = None
    if known is not None:
        existing = {"id": str(known.pk), "key": known.key, "name": known.name}
        existing["changes"] = None
        if plan is not None:
            found = changes_of(actor, known, plan, at=row.created_at)
            existing["changes"] = {
                "added": found.n_added,
                "updated": found.n_updated,
                "removed": found.n_removed,
                "left_out": [asdict(one) for one in found.left_out],
            }
    return {
        "id": str(row.pk),
        "state": row.state,
        "file_name": row.file_name,
        "format": row.format,
        "n_bytes": row.n_bytes,
        "summary": row.summary,
        "findings": row.findings,
        "quality": row.quality or None,
        "existing_project": existing,
        "project_id": str(row.project_id) if row.project_id else None,
        "project_key": row.project.key if row.project else None,
        "expires_at": row.expires_at.isoformat(),
    }


def exported_plan(actor: Actor, project: Project, *, at: datetime) -> Plan:
    """The present plan of a project, without what is not for the actor to take out as a file.

    Costs are in so many places that whoever may not read one of them gets none, nor any rate;
    addresses go where the actor may not read those of people, whatever the person. All other
    fields go one by one.

    Raises
    ------
    ClassKept
        If the policy keeps files of the project's class in the house.
    """
    let_out(actor, Classification(project.classification), at=at)
    plan = plan_of(project)
    with through(Channel.EXPORT):
        leave_out(actor, project, plan)
        label = exported_class(actor, project)
    plan.mark = let_out(actor, label, at=at)
    return plan


def revision_of(actor: Actor, project: Project) -> int:
    """A number that rises with each edit of the plan which its reader is told of, in 31 bits."""
    version = reading_of(actor, open_plan(project)).version()
    return max(0, (version - _REVISIONS_SINCE) // 1000)
