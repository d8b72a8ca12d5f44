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
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.resources import sight
from zhongshu.integrations import uploads
from zhongshu.integrations.bringing_in import changes_of
from zhongshu.integrations.models import PlanImport
from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.row_plans import plan_of
from zhongshu.kit.declarations import Classification
from zhongshu.organisation.fields import PERSON
from zhongshu.planning.fields import TASK
from zhongshu.planning.open_plan import OpenPlan, open_plan
from zhongshu.planning.reading import reading_of
from zhongshu.planning.sighting import high_fields
from zhongshu.planning.task_sight import TaskSight, locked_name
from zhongshu.projects.closed_plans import SCHEDULE
from zhongshu.projects.fields import PROJECT, VIEW_COSTS
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

    Costs are in so many places that whoever may not read one of them gets none; addresses go
    where the actor may not read those of people, whatever the person.

    Raises
    ------
    ClassKept
        If the policy keeps files of the project's class in the house.
    """
    let_out(actor, Classification(project.classification), at=at)
    plan = plan_of(project)
    with through(Channel.EXPORT):
        _leave_out(actor, project, plan)
        label = exported_class(actor, project)
    plan.mark = let_out(actor, label, at=at)
    return plan


def revision_of(actor: Actor, project: Project) -> int:
    """A number that rises with each edit of the plan which its reader is told of, in 31 bits."""
    version = reading_of(actor, open_plan(project)).version()
    return max(0, (version - _REVISIONS_SINCE) // 1000)


def exported_class(actor: Actor, project: Project) -> Classification:
    """The class of a plan as a file: of the project, or of the highest field that is in it.

    Its dates cannot be left out, so a class to which the policy raises the schedule counts too.
    """
    classes = policy_in_force().classes
    rows = open_plan(project)
    seeing = TaskSight(actor, project, rows)
    shown = [one for one in ("name", *_COST_FIELDS, "notes", "custom")
             if one not in seeing.everywhere]  # fmt: skip
    if _hides_costs(seeing, rows):
        shown = [one for one in shown if one not in _COST_FIELDS]
    raised = [row.classification for row in rows.tasks.values()
              if row.classification and "name" not in seeing.hidden(row)]  # fmt: skip
    return max(
        [
            Classification(project.classification),
            classes.get(f"{PROJECT.name}.{SCHEDULE}", Classification.PUBLIC),
            *(TASK.classification(one, classes) for one in shown),
            *map(Classification, raised),
        ]
    )


def _leave_out(actor: Actor, project: Project, plan: Plan) -> None:
    rows = open_plan(project)
    seeing = TaskSight(actor, project, rows)
    if _hides_costs(seeing, rows):
        _hide_costs(plan)
    for key, task in zip(rows.outline.order, plan.tasks, strict=True):
        hidden = seeing.hidden(rows.tasks[key])
        task.notes = "" if "notes" in hidden else task.notes
        task.fields = {} if "custom" in hidden else task.fields
        if "name" in hidden:
            task.name = locked_name(rows.tasks[key])
            task.hyperlink = task.hyperlink_address = task.contact = ""
    addresses = sight(actor, PERSON, ["email"])
    if addresses.rules and addresses.least("email", project.scope_id) < Effect.READ:
        for resource in plan.resources:
            resource.email = ""


def exported_fields(actor: Actor, project: Project, plan: Plan) -> list[dict[str, Any]]:
    """The sensitive fields of an exported plan, as the audit trail keeps what was shown."""
    rows = open_plan(project)
    with through(Channel.EXPORT):
        seeing = TaskSight(actor, project, rows)
        fields = set() if _hides_costs(seeing, rows) else set(_COST_FIELDS)
        for label, hidden in {
            (row.classification, seeing.hidden(row)) for row in rows.tasks.values()
        }:
            told = {"name", "notes", "custom"} - hidden
            fields |= high_fields(told, max(label, project.classification))
    if not fields:
        return []
    sight = {"resource": TASK.name, "model": TASK.model._meta.label_lower, "fields": sorted(fields)}
    return [sight | {"n_rows": len(plan.tasks), "scopes": [str(project.scope_id)]}]


def _hides_costs(seeing: TaskSight, rows: OpenPlan) -> bool:
    """Whether the viewer may not read some cost of some task."""
    hidden = (seeing.hidden(row) for row in rows.tasks.values())
    return bool(seeing.everywhere & _COST_FIELDS) or any(one & _COST_FIELDS for one in hidden)


_COST_FIELDS = frozenset(one.name for one in TASK.fields if one.needs == VIEW_COSTS)
_COSTS = (
    "cost", "actual_cost", "remaining_cost", "fixed_cost", "standard_rate", "overtime_rate",
    "cost_per_use",
)  # fmt: skip


def _hide_costs(plan: Plan) -> None:
    costs = {(each.entity, each.name) for each in plan.custom_fields if each.kind == "cost"}
    root = [plan.root] if plan.root else []
    holders: tuple[tuple[str, list[Any]], ...] = (
        ("task", [*plan.tasks, *root]),
        ("resource", plan.resources),
        ("assignment", plan.assignments),
    )
    for entity, rows in holders:
        for row in rows:
            _hide_costs_of(row)
            row.fields = {n: v for n, v in row.fields.items() if (entity, n) not in costs}
    for resource in plan.resources:
        resource.rates = []


def _hide_costs_of(row: Any) -> None:
    for one in (row, *row.baselines):
        for name in _COSTS:
            if hasattr(one, name):
                setattr(one, name, None)
