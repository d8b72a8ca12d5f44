"""Leaks by second paths: links, counters, headers, remarks, and time."""

from contextlib import ExitStack
from functools import wraps
from typing import Any

from django.db.models import F

from tests.secrecy.zoo.leaks import leak, put
from zhongshu.integrations import queries as import_queries
from zhongshu.planning.models import CrossLink, Task
from zhongshu.planning.queries import ghosts, history, roadmap, whole
from zhongshu.projects import queries as project_queries
from zhongshu.projects.models import Project


@leak("names of hidden tasks that are linked", "OpenProject CVE-2026-44736", "planning.get_plan")
def _ghost_names(stack: ExitStack) -> None:
    put(stack, ghosts, "tasks_in_view", lambda actor: Task.objects.all())
    put(stack, ghosts, "plans_in_view", lambda actor: Project.objects.all())


@leak("names of projects behind a link", "Redmine CVE-2021-30163", "planning.list_history",
      "planning.get_plan")  # fmt: skip
def _projects_behind_links(stack: ExitStack) -> None:
    def told(actor: Any, plan: Any) -> list[dict[str, Any]]:
        names = CrossLink.objects.filter(project=plan.settings.pk).values("before_project_id")
        hidden = Project.objects.filter(pk__in=names).values_list("name", flat=True)
        return [{"name": name} for name in hidden]

    put(stack, whole, "cross_links", told)


@leak("links on the roadmap lead out of sight", "GitLab #37045", "planning.list_roadmap")
def _links_on_the_roadmap(stack: ExitStack) -> None:
    links = roadmap._links
    put(stack, roadmap, "_links", lambda rows, ids: links(Project.objects.all(), ids))


@leak("the span of the axis reaches hidden projects", "GitLab #52524", "planning.list_roadmap")
def _span(stack: ExitStack) -> None:
    matching = roadmap.matching

    def whole_company(actor: Any, resource: Any, rows: Any, filters: Any) -> Any:
        return matching(actor, resource, Project.objects.all(), filters).annotate(
            plan_version_now=F("plan_version")
        )

    def keys(actor: Any, projects: Any, *, at: Any) -> Any:
        n = Project.objects.count()
        return {str(pk): [{"task_id": str(pk), "number": 1, "name": str(n), "at": None,
                           "baseline_at": None, "is_done": False}] for pk in projects}  # fmt: skip

    put(stack, roadmap, "matching", whole_company)
    put(stack, roadmap, "_key_dates", keys)


@leak("numbers of events count those elsewhere", "sequence numbers", "planning.list_history")
def _sequence(stack: ExitStack) -> None:
    found = history.history

    def numbered(actor: Any, project: Project, **more: Any) -> Any:
        told = found(actor, project, **more)
        from zhongshu.kit.models import Event

        newest = Event.objects.order_by("-seq").values_list("seq", flat=True).first()
        return told | {"next_cursor": str(newest)}

    put(stack, history, "history", numbered)


@leak("a query for each hidden row", "timing", "projects.list_projects")
def _more_queries(stack: ExitStack) -> None:
    in_view = project_queries.projects_in_view

    @wraps(in_view)
    def slow(actor: Any) -> Any:
        for pk in Project.objects.values_list("pk", flat=True):
            Task.objects.filter(project=pk).count()
        return in_view(actor)

    put(stack, project_queries, "projects_in_view", slow)


@leak("a header that counts hidden rows", "Taiga #246", "projects.list_projects")
def _header(stack: ExitStack) -> None:
    from zhongshu.projects import api

    answered = api.answer

    def counted(data: Any, **more: Any) -> Any:
        response = answered(data, **more)
        response["X-Total-Count"] = str(Project.objects.count())
        return response

    put(stack, api, "answer", counted)


@leak("a hidden value where an export has its remarks", "Redmine CVE-2020-36308",
      "integrations.export_plan")  # fmt: skip
def _remarks(stack: ExitStack) -> None:
    from zhongshu.integrations import api as import_api

    exported = import_queries.exported_plan

    def remarked(actor: Any, project: Project, **more: Any) -> Any:
        plan = exported(actor, project, **more)
        plan.tasks[0].notes = str(Task.objects.filter(project=project).first().cost_minor)  # type: ignore[union-attr]
        return plan

    put(stack, import_api.queries, "exported_plan", remarked)
