"""What can be done with projects as a whole."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from zhongshu.access.authorities.deciding import is_decided
from zhongshu.access.authorities.kinds import ADMISSION
from zhongshu.access.danger import dangerous
from zhongshu.access.guard import check, requires
from zhongshu.access.lowering.checking import check_lowering
from zhongshu.access.lowering.kinds import Asked
from zhongshu.access.models import Actor, Scope, System
from zhongshu.access.opening import opening_nothing
from zhongshu.access.scopes import hang, make_scope, rename, retire
from zhongshu.access.versions import raise_version, refuse_stale_row
from zhongshu.access.writing import check_writes, check_writes_over, given
from zhongshu.kit import events
from zhongshu.kit.errors import BadInput, DomainError
from zhongshu.kit.moments import moment_of
from zhongshu.organisation.models import Calendar, Person, Unit
from zhongshu.projects.fields import EDITABLE, PROJECT
from zhongshu.projects.models import KeySequence, Project
from zhongshu.projects.queries import project_card
from zhongshu.projects.states import authority_for

_DAY_BEGINS = 8 * 60
# Whom a policy lets read what may rest on these.
_DECIDING_OVER_FIELDS = ("manager", "state", "unit", "classification")
LOWER_CLASS = "projects.lower_class"


class NeedsDecision(DomainError):
    """A change of state that is a decision of the company, and no edit."""

    code = "projects.needs_decision"
    status = 403


@requires("projects.create", on="unit")
@transaction.atomic
def create_project(
    actor: Actor,
    *,
    unit: Unit,
    name: str,
    starts_on: date,
    opened_on: date | None = None,
    calendar: Calendar,
    manager: Person | None = None,
    **settings: Any,
) -> Project:
    """Open a project below a unit.

    It gets the next key of the year in which it is opened, or else of its start. Where there
    is somebody who admits projects, it begins as proposed.
    """
    if not isinstance(actor, System) and is_decided(ADMISSION, unit):
        settings["state"] = Project.State.PROPOSED
    check_writes_over(actor, PROJECT, unit.scope_id, given(manager=manager))
    scope = make_scope(Scope.Kind.PROJECT, name, parents=[unit.scope])
    start = settings.pop("start", moment_of(starts_on) + _DAY_BEGINS)
    project = Project.objects.create(
        scope=scope,
        key=_next_key((opened_on or starts_on).year),
        name=name,
        unit=unit,
        calendar=calendar,
        manager=manager,
        start=start,
        finish=start,
        **settings,
    )
    events.record(
        "projects.project_created",
        actor=actor,
        subject=project,
        after={
            "key": project.key,
            "name": name,
            "unit": str(unit.pk),
            "state": str(project.state),
        },
    )
    return project


@requires("projects.edit", on="project")
@transaction.atomic
def update_project(
    actor: Actor, *, project: Project, expected_version: int | None, **fields: Any
) -> Project:
    """Change what a project is called, who leads it, where it belongs or how it stands.

    To bring it into another unit takes the authority to open a project there. Everybody who
    edits it may raise its class; lowering it is asked for, or takes a right and a fresh proof. What
    would let the editor read more of the project is refused. The dates and
    the scheduling settings belong to the plan and are edited there. To admit, halt or end a
    project is a decision: see `deciding`.
    """
    project = Project.objects.select_for_update().get(pk=project.pk)
    _refuse_stale(actor, project, expected_version)
    check_writes(actor, PROJECT, project, fields)
    _refuse_decisions(actor, project, fields)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    unit = project.unit
    for name, value in fields.items():
        if name not in EDITABLE:
            raise BadInput(f"{name} cannot be set here", field=name)
        was = getattr(project, name)
        if was != value:
            before[name], after[name] = _told(was), _told(value)
            setattr(project, name, value)
    if not after:
        return project
    if after.get("classification", 3) < before.get("classification", 0):
        check_lowering(actor, LOWER_CLASS, project)
    if "unit" in after:
        check(actor, "projects.create", project.unit)
    with _opening_nothing(actor, project, after):
        _hang_below(project, project.unit, instead_of=unit)
        counted = raise_version(PROJECT, project, after)
        project.save(update_fields=[*after, *counted])
    if "name" in after:
        rename(project.scope_id, project.name)
    events.record(
        "projects.project_updated", actor=actor, subject=project, before=before, after=after
    )
    return project


@requires(LOWER_CLASS, on="project")
@dangerous
@transaction.atomic
def lower_project(actor: Actor, project: Project, classification: int, asked: Asked) -> Project:
    """Give a project a lower class, as another person asked."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    before, project.classification = project.classification, classification
    after = {"classification": classification}
    with opening_nothing(actor, project, field="classification"):
        counted = raise_version(PROJECT, project, after)
        project.save(update_fields=[*after, *counted])
    events.record(
        "projects.project_updated",
        actor=actor,
        subject=project,
        before={"classification": before},
        after=after,
        lowering=asked,
    )
    return project


@requires("projects.delete", on="project")
@dangerous
@transaction.atomic
def delete_project(
    actor: Actor, *, project: Project, expected_version: int | None, at: datetime
) -> None:
    """Remove a project with its plan; its events stay, and nothing given over it counts."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    _refuse_stale(actor, project, expected_version)
    before = {"key": project.key, "name": project.name, "n_tasks": project.n_tasks}
    events.record("projects.project_deleted", actor=actor, subject=project, before=before)
    project.delete()
    retire(project.scope_id, at=at)


def _opening_nothing(
    actor: Actor, project: Project, changed: dict[str, Any]
) -> AbstractContextManager[None]:
    """Refuse changes of what a policy may rest on if their author reads more by them."""
    rests = next((one for one in _DECIDING_OVER_FIELDS if one in changed), None)
    return opening_nothing(actor, project, field=rests) if rests else nullcontext()


def _hang_below(project: Project, unit: Unit, *, instead_of: Unit) -> None:
    """Hang a project below another unit; what else it hangs below stays."""
    if unit == instead_of:
        return
    others = Scope.objects.filter(edges_down__child=project.scope).exclude(pk=instead_of.scope_id)
    hang(project.scope, parents=[unit.scope, *others])


def _next_key(year: int) -> str:
    """Draw the next project key of a year, as ``PRJ-2026-0042``."""
    prefix = f"PRJ-{year}"
    sequence, _ = KeySequence.objects.select_for_update().get_or_create(prefix=prefix)
    KeySequence.objects.filter(pk=prefix).update(last=F("last") + 1)
    return f"{prefix}-{sequence.last + 1:04}"


def _refuse_stale(actor: Actor, project: Project, expected: int | None) -> None:
    refuse_stale_row(
        actor, PROJECT, project, expected=expected, current=lambda: project_card(actor, project)
    )


def _refuse_decisions(actor: Actor, project: Project, fields: dict[str, Any]) -> None:
    """Refuse a state that an authority decides on, to everybody but the platform itself."""
    authority = authority_for(project.state, str(fields.get("state", project.state)))
    if authority is not None and not isinstance(actor, System):
        raise NeedsDecision(project.key, field="state", authority=authority)


def _told(value: Any) -> Any:
    """A value as an event tells it."""
    return str(value.pk) if hasattr(value, "pk") else value
