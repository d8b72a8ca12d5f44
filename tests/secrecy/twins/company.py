"""One company, built twice: alike in all that the viewer may see, different in all the rest."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.factories.access import holding_of, role_with
from tests.factories.organisation import OFFICE_WEEK
from tests.secrecy.twins.clockwork import PRESENT, STREAM
from tests.secrecy.twins.closing import close_plan
from tests.secrecy.twins.coming import prepare
from tests.secrecy.twins.deciders import decided_elsewhere, who_decides
from tests.secrecy.twins.doers import done_by_others
from tests.secrecy.twins.edited import edit_what_is_hidden, share_hidden_filters
from tests.secrecy.twins.lowering import asked_to_lower
from tests.secrecy.twins.notices import told_and_asked
from tests.secrecy.twins.policy import COSTS, OTHERS, PERSONAL, ROLES, Viewer
from tests.secrecy.twins.ruling import draft, rule
from tests.secrecy.twins.secrets import LONG_AFTER, LOW, Secrets
from tests.secrecy.twins.talk import own_words, raised_talk, talk
from tests.secrecy.twins.terms import agree, keep_secret, tell_how_they_came
from tests.secrecy.ways_in import ways_in
from zhongshu.access.models import SYSTEM, ApiToken, Grant, Role, SavedView, Scope, User
from zhongshu.access.scopes import make_scope
from zhongshu.access.services import place_hold
from zhongshu.integrations.models import PlanImport
from zhongshu.integrations.planfiles.plan import Plan
from zhongshu.integrations.previewing import summary_of
from zhongshu.organisation.models import Calendar, OrganisationImport, Person, Unit, UnitPlacement
from zhongshu.planning.models import Assignment, PlanResource, Task
from zhongshu.planning.services import baselines
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.progress import report_progress
from zhongshu.planning.services.undo import undo_edit
from zhongshu.projects.models import Project

MONDAY = 29460000
_SINCE = date(2020, 1, 1)
ABSENT = UUID("01890000-0000-7000-8000-00000000dead")

Ids = dict[str, Any]


@dataclass
class Twin:
    """A built world: the viewer's account, and the ids of what is in sight and what is not."""

    viewer: User
    way_in: Any = None
    visible: Ids = field(default_factory=dict)
    hidden: Ids = field(default_factory=dict)


def build(viewer: Viewer, secrets: Secrets, common: Secrets) -> Twin:
    """Build the company of one world.

    ``secrets`` fill what is hidden from the viewer, ``common`` what the viewer may see: a
    value of the first kind differs between the worlds, one of the second does not.
    """
    STREAM.start("visible")
    company = make_scope(Scope.Kind.COMPANY, "Company", parents=[])
    calendar = Calendar.objects.create(
        scope=company, name="Office", kind=Calendar.Kind.COMPANY, week=OFFICE_WEEK
    )
    costs = secrets if COSTS in viewer.hidden else common
    personal = secrets if PERSONAL in viewer.hidden else common
    boss = User.objects.create(username="boss", name="Boss", email="boss@example.com")
    role = role_with(code="chair", name="主席", name_en="Chair")
    chair = Grant.objects.create(user=boss, role=role, scope=company)
    others = secrets if OTHERS in viewer.hidden else replace(common, n_hidden=1)
    upper = _above(company, calendar, others)
    STREAM.start("visible rest")
    unit = _unit(company, "VIS", "Visible unit", calendar, upper)
    people = [_person(unit, n, personal, f"Person {n}") for n in range(3)]
    account = User.objects.create(username="viewer", name="Viewer", email="viewer@example.com")
    twin = Twin(account)
    twin.visible = {"unit_id": unit.pk, "parent_id": unit.pk, "calendar_id": calendar.pk}
    twin.visible["person_id"] = people[0].pk
    twin.visible |= {"record_kind": "person", "record_id": people[0].pk, "code": "audit"}
    project = _project(unit, calendar, people[0], "PRJ-VIS-0001", "Visible project")
    _plan(project, "Task")
    _spend(project, costs)
    PlanResource.objects.filter(project=project).update(email=personal.email("crew"))
    second = _project(unit, calendar, people[1], "PRJ-VIS-0002", "Second project")
    _plan(second, "Second")
    _spend(second, costs, start=10)
    third = _project(unit, calendar, people[1], "PRJ-VIS-0003", "Third project")
    _plan(third, "Third")
    _lead_out_of_sight(upper, people[1], third, others)
    twin.visible |= _of_project(project, unit)
    team = _unit(company, "TEAM", "Team", calendar, unit)
    twin.visible |= {"team_id": team.pk, "boss_grant_id": chair.pk}
    twin.visible |= {"second_project_id": second.pk, "third_project_id": third.pk}
    twin.visible["project_scope_id"] = project.scope_id
    over = company if viewer.is_over_company else unit.scope
    _grant(viewer, account, over)
    twin.way_in = prepare(viewer.comes_by, account, viewer.limits, unit.scope, company)
    for authority in viewer.authorities:
        holding_of(account, authority, over=over, confirmed_at=PRESENT)
    twin.visible |= who_decides(unit.scope, boss, account)
    _own(account, twin.visible)
    _do(account, viewer, project, second, third, twin.visible)
    first = Task.objects.get(pk=twin.visible["task_id"])
    twin.visible |= talk(first, boss, account, "Visible words")
    twin.visible |= own_words(first, account) | asked_to_lower(first, boss, account)
    twin.visible |= _spares(company, unit, personal)
    if viewer.is_ruled:
        twin.visible |= agree(unit.scope, boss, account)
        version = rule(unit, calendar, [project, second, third], account, secrets)
        done_by_others(people[0], project, secrets)
    elif viewer.is_shut_out:
        version = close_plan(project, account, secrets)
    else:
        version = draft()
    twin.visible["version_id"] = version.pk
    twin.visible |= {"resource": "person", "field": "email", "row_id": people[0].pk}
    twin.visible["boss_id"] = boss.pk
    twin.visible |= told_and_asked(account, boss, others)
    STREAM.start(f"hidden {others.salt}")
    roles = secrets if ROLES in viewer.hidden else common
    _hide(company, calendar, boss, others, roles, twin)
    twin.hidden.pop("subject_kind")
    if ROLES not in viewer.hidden:
        twin.visible["other_role_id"] = twin.hidden.pop("role_id")
    twin.hidden |= decided_elsewhere(
        Unit.objects.get(pk=twin.hidden["unit_id"]).scope, boss, others
    )
    if viewer.is_ruled:
        twin.hidden |= raised_talk(first, boss, account, secrets)
        keep_secret(twin.visible, unit.scope, account, secrets)
        tell_how_they_came(twin.visible, account, secrets)
    STREAM.start("between")
    _wait(project, twin.hidden["task_id"])
    share_hidden_filters(boss, unit.scope, costs)
    STREAM.start(f"hidden edits {secrets.salt}")
    if "access.read_audit" not in viewer.permissions:
        # Whoever audits is told of every event, and with it how many there are.
        edit_what_is_hidden(people[0], project, third if viewer.is_ruled else None, personal, costs)
    if OTHERS not in viewer.hidden:
        # Whoever sees all rows is asked in the place of hidden ones of some that are not there.
        twin.hidden = dict.fromkeys(twin.hidden, ABSENT)
    return twin


def _unit(
    company: Scope, code: str, name: str, calendar: Calendar, parent: Unit | None = None
) -> Unit:
    scope = make_scope(Scope.Kind.UNIT, name, parents=[parent.scope if parent else company])
    unit = Unit.objects.create(
        scope=scope, code=code, name=name, calendar=calendar, valid_from=_SINCE, parent=parent
    )
    UnitPlacement.objects.create(unit=unit, parent=parent, from_date=_SINCE)
    return unit


def _above(company: Scope, calendar: Calendar, secrets: Secrets) -> Unit:
    """The unit above the visible one, which is out of sight."""
    STREAM.start(f"above {secrets.salt}")
    return _unit(company, secrets.word("above"), secrets.han("above"), calendar)


def _lead_out_of_sight(upper: Unit, person: Person, project: Project, secrets: Secrets) -> None:
    """Somebody in sight has a superior who is not, and a project in sight such a unit."""
    STREAM.start(f"superior {secrets.salt}")
    person.manager = _person(upper, 0, secrets, secrets.han("superior"))
    person.save(update_fields=["manager"])
    Project.objects.filter(pk=project.pk).update(unit=upper)
    project.unit = upper
    STREAM.start("visible end")


def _do(
    account: User, viewer: Viewer, project: Project, second: Project, third: Project, ids: Ids
) -> None:
    """What the viewer did: an edit to take back, one taken back, a request for a baseline."""
    ids["own_baseline_id"] = ids["baseline_id"]
    ids["third_task_id"] = Task.objects.filter(project=third).order_by("number")[0].pk
    ids["report_event_id"] = ids["project_id"]
    if "planning.edit_plan" not in viewer.permissions:
        return
    for one in (project, second):
        task = Task.objects.filter(project=one).order_by("number").first()
        assert task is not None
        rename = {"op": "update_task", "id": str(task.pk), "fields": {"name": "Renamed"}}
        edit_plan(account, project=one, operations=[rename])
    undo_edit(account, project=second)
    baselines.set_baseline(SYSTEM, project=third, name="Agreed", at=PRESENT)
    request = baselines.set_baseline(
        account, project=third, name="Wanted", at=PRESENT, reason="Because"
    )
    ids["own_baseline_id"] = request.pk
    report = report_progress(
        account,
        project=third,
        task_id=str(ids["third_task_id"]),
        report={"percent_complete": 50},
        at=MONDAY,
    )
    assert report.event is not None
    ids["report_event_id"] = report.event.id


def _spares(company: Scope, unit: Unit, personal: Secrets) -> Ids:
    """What can be moved and removed."""
    role = role_with("projects.view", code="spare", name="备用", name_en="Spare")
    spare = Calendar.objects.create(
        scope=company, name="Spare", kind=Calendar.Kind.COMPANY, week=OFFICE_WEEK
    )
    mover = Person.objects.create(
        scope=unit.scope,
        unit=unit,
        name="Mover",
        employee_number="mover",
        email=personal.email("mover"),
        joins_on=personal.day("mover"),
    )
    hold = place_hold(SYSTEM, somebody_id=mover.pk, reason="Dispute", since=_SINCE, until=None)
    left = Person.objects.create(
        scope=unit.scope, unit=unit, name="Left", employee_number="left", leaves_on=_SINCE
    )
    return {
        "spare_role_id": role.pk, "spare_calendar_id": spare.pk, "mover_id": mover.pk,
        "hold_id": hold.pk, "somebody_id": left.pk,
    }  # fmt: skip


def _person(unit: Unit, n: int, secrets: Secrets, name: str) -> Person:
    what = f"{unit.code}{n}"
    return Person.objects.create(
        scope=unit.scope,
        unit=unit,
        name=name,
        position=f"Position {n}",
        employee_number=secrets.word(f"number {what}"),
        email=secrets.email(f"mail {what}"),
        joins_on=secrets.day(f"joins {what}"),
        leaves_on=secrets.day(f"leaves {what}") + LONG_AFTER,
    )


def _project(unit: Unit, calendar: Calendar, manager: Person, key: str, name: str) -> Project:
    scope = make_scope(Scope.Kind.PROJECT, name, parents=[unit.scope])
    return Project.objects.create(
        scope=scope, key=key, name=name, unit=unit, calendar=calendar, manager=manager,
        start=MONDAY, finish=MONDAY,
    )  # fmt: skip


def _plan(project: Project, name: str) -> None:
    operations = [
        {"op": "add_task", "name": f"{name} {n}", "fields": {"duration_minutes": 480 * n}}
        for n in (1, 2, 3)
    ]
    edit_plan(SYSTEM, project=project, operations=operations)
    first, second, _ = Task.objects.filter(project=project).order_by("number")
    link = {"op": "add_link", "before_id": str(first.pk), "after_id": str(second.pk)}
    edit_plan(SYSTEM, project=project, operations=[link])


def _spend(project: Project, secrets: Secrets, start: int = 0) -> None:
    """Money on tasks, resources and assignments; which task is the dearest is a secret too."""
    tasks = list(Task.objects.filter(project=project).order_by("number"))
    for n, task in enumerate(tasks if secrets.is_high else reversed(tasks), start):
        Task.objects.filter(pk=task.pk).update(
            fixed_cost_minor=secrets.amount(f"fixed {n}"),
            cost_minor=secrets.amount(f"cost {n}") + n * 10,
            actual_cost_minor=secrets.amount(f"actual {n}"),
        )
    told = [
        {"op": "update_task", "id": str(task.pk), "fields": {"actual_cost_minor": amount}}
        for n, task in enumerate(tasks, start)
        for amount in [secrets.amount(f"told {n}")]
    ]
    edit_plan(SYSTEM, project=project, operations=told)
    resource = PlanResource.objects.create(
        project=project, name="Crew", rate_minor=secrets.amount(f"rate {start}"),
        overtime_rate_minor=secrets.amount(f"overtime {start}"),
        cost_per_use_minor=secrets.amount(f"use {start}"),
    )  # fmt: skip
    Assignment.objects.create(
        task=tasks[0], resource=resource, work_minutes=480,
        cost_minor=secrets.amount(f"assigned {start}"),
        actual_cost_minor=secrets.amount(f"spent {start}"),
    )  # fmt: skip


def _of_project(project: Project, unit: Unit) -> Ids:
    """The ids of a project and of what belongs to it, by the names of path parameters."""
    frame: dict[str, Any] = {"project": project, "at": PRESENT}
    baselines.set_baseline(SYSTEM, name="Agreed", **frame)
    request = baselines.set_baseline(SYSTEM, name="Wanted", reason="Because", **frame)
    task = Task.objects.filter(project=project).order_by("number").first()
    assert task is not None
    return {
        "project_id": project.pk,
        "task_id": task.pk,
        "plan_resource_id": PlanResource.objects.get(project=project, name="Crew").pk,
        "baseline_id": request.pk,
        "scope_id": unit.scope_id,
    }


def _grant(viewer: Viewer, account: User, scope: Scope) -> None:
    named = {"code": f"role-{viewer.name}", "name": "角色", "name_en": "Role"}
    role = role_with(*viewer.permissions, **named)
    Grant.objects.create(user=account, role=role, scope=scope)


def _own(account: User, ids: Ids) -> None:
    """What belongs to the viewer."""
    grant = Grant.objects.get(user=account)
    token = ApiToken.objects.create(
        user=account, name="Mine", prefix="zs_mine", digest="1" * 64,
        expires_at=PRESENT + timedelta(days=3650),
    )  # fmt: skip
    view = SavedView.objects.create(owner=account, page="projects", name="Mine", definition={})
    ids |= {"grant_id": grant.pk, "role_id": grant.role_id, "token_id": token.pk}
    ids |= {"view_id": view.pk, "user_id": account.pk, "year": 2026} | ways_in(account)
    ids["import_id"] = _plan_import(account, "mine.xml", "mine").pk
    ids["organisation_import_id"] = OrganisationImport.objects.create(
        scope=grant.scope, kind="people", file_name="mine.csv", on=_SINCE,
        columns=["employee_number", "email"],
        rows=[{"row": 2, "cells": {"employee_number": "mover", "email": LOW.email("mover")}}],
        plan_digest="0" * 64, uploaded_by=account, expires_at=PRESENT + timedelta(days=1),
    ).pk  # fmt: skip


def _plan_import(owner: User, name: str, source: str) -> PlanImport:
    return PlanImport.objects.create(
        file_name=name, format="mspdi", n_bytes=1, digest="0" * 64, source_id=source,
        summary=summary_of(Plan(format="mspdi")), uploaded_by=owner,
        expires_at=PRESENT + timedelta(days=1),
    )  # fmt: skip


def _hide(
    company: Scope,
    calendar: Calendar,
    boss: User,
    secrets: Secrets,
    roles: Secrets,
    twin: Twin,
) -> None:
    """Everything out of sight: as many of each as the world says, with values of its own."""
    unit = _unit(company, secrets.word("unit"), secrets.han("unit"), calendar)
    own = Calendar.objects.create(
        scope=unit.scope, name=secrets.word("calendar"), kind=Calendar.Kind.PERSON,
        week=OFFICE_WEEK, parent=calendar,
    )  # fmt: skip
    for n in range(secrets.n_hidden):
        name = secrets.word(f"project {n}")
        person = _person(unit, n, secrets, secrets.han(f"person {n}"))
        project = _project(unit, own, person, secrets.word(f"key {n}").upper(), name)
        _plan(project, secrets.word(f"task {n}"))
        _spend(project, secrets)
        Task.objects.filter(project=project).update(notes=secrets.han(f"notes {n}"))
    ids = _of_project(project, unit)
    account = User.objects.create(
        username=secrets.word("user"), name=secrets.han("user"), email=secrets.email("user")
    )
    STREAM.start(f"roles {roles.salt}")
    role = role_with("projects.view")
    Role.objects.filter(pk=role.pk).update(
        code=roles.word("role"), name=roles.han("role"), name_en=roles.word("role en")
    )
    STREAM.start(f"hidden rest {secrets.salt}")
    grant = Grant.objects.create(user=account, role=role, scope=unit.scope)
    said = talk(Task.objects.get(pk=ids["task_id"]), boss, account, secrets.word("said"))
    token = ApiToken.objects.create(
        user=account, name=secrets.word("token"), prefix="zs_theirs", digest="2" * 64,
        expires_at=PRESENT + timedelta(days=3650),
    )  # fmt: skip
    view = SavedView.objects.create(
        owner=boss, page="plan", name=secrets.word("view"), definition={"columns": ["name"]}
    )
    OrganisationImport.objects.create(
        scope=unit.scope, kind="people", file_name=secrets.word("file"), on=_SINCE,
        rows=[{"name": secrets.word("row")}], plan_digest="0" * 64, uploaded_by=boss,
        expires_at=PRESENT + timedelta(days=1),
    )  # fmt: skip
    theirs = ways_in(account, secrets.word("ways"))
    del theirs["provider"]
    twin.hidden = {
        **ids, **said, **theirs, "unit_id": unit.pk, "parent_id": unit.pk, "person_id": person.pk,
        "calendar_id": own.pk, "user_id": account.pk, "role_id": role.pk, "grant_id": grant.pk,
        "token_id": token.pk, "view_id": view.pk,
        "row_id": person.pk, "record_id": person.pk, "somebody_id": person.pk,
        "import_id": _plan_import(boss, secrets.word("upload"), secrets.word("source")).pk,
    }  # fmt: skip


def _wait(seen: Project, hidden_task: UUID) -> None:
    """A visible task waits for a hidden one; how far that one has come is hidden."""
    task = Task.objects.filter(project=seen).order_by("-number").first()
    assert task is not None
    link = {"op": "add_cross_link", "before_id": str(hidden_task), "after_id": str(task.pk)}
    edit_plan(SYSTEM, project=seen, operations=[link])
