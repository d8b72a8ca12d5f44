"""Leaks of rows: somebody sees, counts or names what is out of sight."""

from contextlib import ExitStack
from typing import Any

from django.http import Http404

from tests.secrecy.zoo.leaks import leak, put
from zhongshu.access import queries, viewing
from zhongshu.access.authorities import reading
from zhongshu.access.authorities.models import Delegation, Holding, Question
from zhongshu.access.fields import TOKEN
from zhongshu.access.guard import Forbidden
from zhongshu.access.models import ApiToken, Grant, Role, SavedView, User
from zhongshu.integrations import queries as import_queries
from zhongshu.integrations.models import PlanImport
from zhongshu.kit.errors import BadInput
from zhongshu.organisation import in_sight
from zhongshu.organisation import queries as organisation_queries
from zhongshu.organisation.models import Calendar, Person, Unit
from zhongshu.planning.models import Task
from zhongshu.planning.queries import tasks as task_queries
from zhongshu.projects import queries as project_queries
from zhongshu.projects.models import Project


@leak("every project in the list", "Taiga #246", "projects.list_projects")
def _all_projects(stack: ExitStack) -> None:
    from zhongshu.projects import api

    put(stack, api.queries, "projects_in_view", lambda actor: Project.objects.all())


@leak("an object by its id, without its scope", "Plane CVE-2026-104966", "projects.get_project",
      "planning.get_overview")  # fmt: skip
def _by_id(stack: ExitStack) -> None:
    def got(actor: Any, project_id: Any) -> Project:
        found = Project.objects.filter(pk=project_id).select_related("scope", "unit").first()
        if found is None:
            raise Http404
        return found

    put(stack, project_queries, "get_project", got)


@leak("a nested id is not checked", "Kanboard CVE-2026-58660", "planning.get_task")
def _nested(stack: ExitStack) -> None:
    def got(actor: Any, project: Project, task_id: Any) -> Task:
        found = Task.objects.filter(pk=task_id).first()
        if found is None:
            raise Http404
        return found

    put(stack, task_queries, "get_task", got)


@leak("tasks of all projects", "GitLab CVE-2026-85529", "planning.list_tasks")
def _all_tasks(stack: ExitStack) -> None:
    put(stack, task_queries, "tasks_in_view", lambda actor: Task.objects.all())


@leak("forbidden instead of absent", "Jira CVE-2020-14181", "projects.get_project")
def _exists(stack: ExitStack) -> None:
    in_view = project_queries.projects_in_view

    def got(actor: Any, project_id: Any) -> Project:
        found = in_view(actor).filter(pk=project_id).select_related("scope", "unit").first()
        if found is None:
            hidden = Project.objects.filter(pk=project_id).first()
            raise Forbidden(hidden.key if hidden else "")
        return found

    put(stack, project_queries, "get_project", got)


@leak("an error that quotes what is stored", "GitLab CVE-2021-22249", "organisation.create_person",
      "organisation.update_person", "organisation.create_unit", "projects.create_project",
      viewer="staff")  # fmt: skip
def _quoting(stack: ExitStack) -> None:
    class Quoting(BadInput):
        code = "organisation.unknown_reference"

    def referred(rows: Any, pk: Any, field: str) -> Any:
        if pk is None:
            return None
        found = rows.filter(pk=pk).first()
        if found is None:
            hidden = rows.model.objects.filter(pk=pk).first()
            raise Quoting(f"{getattr(hidden, 'name', 'nothing')} is out of sight", field=field)
        return found

    put(stack, organisation_queries, "_referred", referred)
    got = organisation_queries.get_unit

    def unit(actor: Any, unit_id: Any) -> Unit:
        try:
            return got(actor, unit_id)
        except Http404:
            hidden = Unit.objects.filter(pk=unit_id).first()
            raise Quoting(hidden.name if hidden else "absent", field="unit_id") from None

    put(stack, organisation_queries, "get_unit", unit)


@leak("people of the whole company", "Jira CVE-2019-8449", "organisation.list_people")
def _all_people(stack: ExitStack) -> None:
    put(stack, organisation_queries, "people_in_view", lambda actor: Person.objects.all())


@leak("units of the whole company", "OpenProject CVE-2023-33960", "organisation.list_units",
      "organisation.get_unit_tree")  # fmt: skip
def _all_units(stack: ExitStack) -> None:
    put(stack, organisation_queries, "units_in_view", lambda actor: Unit.objects.all())


@leak("the unit of a project, wherever it is", "OpenProject CVE-2026-30236",
      "projects.list_projects", "projects.get_project")  # fmt: skip
def _units_named(stack: ExitStack) -> None:
    put(stack, in_sight, "units_in_sight", lambda actor, *more: Unit.objects.all())


@leak("the superior of a person, whoever it is", "Jira CVE-2019-8449", "organisation.list_people",
      "organisation.get_person")  # fmt: skip
def _superiors_named(stack: ExitStack) -> None:
    put(stack, in_sight, "people_in_sight", lambda actor: Person.objects.all())


@leak("calendars of hidden units", "helper endpoints", "organisation.list_calendars")
def _all_calendars(stack: ExitStack) -> None:
    put(stack, organisation_queries, "calendars_in_view", lambda actor: Calendar.objects.all())


@leak("the roster of accounts", "OpenProject CVE-2026-23721", "access.list_accounts")
def _roster(stack: ExitStack) -> None:
    put(stack, queries, "accounts", lambda actor: User.objects.all())


@leak("who holds what elsewhere", "Directus CVE-2025-27089", "access.list_grants")
def _all_grants(stack: ExitStack) -> None:
    put(stack, queries, "grants", lambda actor: Grant.objects.all())


@leak("who decides what elsewhere", "Directus CVE-2025-27089", "access.list_holdings")
def _all_holdings(stack: ExitStack) -> None:
    put(stack, reading, "holdings", lambda actor: Holding.objects.all())


@leak("what other bodies decide", "GitLab CVE-2026-85529", "access.list_questions")
def _all_questions(stack: ExitStack) -> None:
    put(stack, reading, "questions", lambda actor: Question.objects.all())


@leak("who stands in for whom, and why", "OpenProject CVE-2026-23721", "access.list_delegations")
def _all_delegations(stack: ExitStack) -> None:
    put(stack, reading, "delegations", lambda actor: Delegation.objects.all())


@leak("names of all roles", "Jira CVE-2020-14179", "access.list_roles")
def _all_roles(stack: ExitStack) -> None:
    put(stack, queries, "roles", lambda actor: Role.objects.all())


@leak("tokens of others", "Vikunja CVE-2026-123504", "access.list_tokens")
def _all_tokens(stack: ExitStack) -> None:
    assert TOKEN.model is ApiToken
    put(stack, queries, "tokens", lambda actor: ApiToken.objects.all())


@leak("private views of others", "Jira CVE-2021-41305", "access.list_views")
def _all_views(stack: ExitStack) -> None:
    put(stack, viewing, "views_in_view", lambda actor: SavedView.objects.all())


@leak("values in the filters of a shared view", "saved filters", "access.list_views")
def _filters_shown(stack: ExitStack) -> None:
    put(stack, viewing, "without_hidden", lambda actor, page, definition: (definition, []))


@leak("an upload of somebody else", "Plane CVE-2026-105631", "integrations.get_import")
def _others_upload(stack: ExitStack) -> None:
    def got(actor: Any, import_id: Any) -> PlanImport:
        found = PlanImport.objects.filter(pk=import_id).first()
        if found is None:
            raise Http404
        return found

    put(stack, import_queries, "get_plan_import", got)
