"""Leaks of fields: the row is in sight, a value of it is not."""

from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from django.db.models import OuterRef, Q, Subquery, Sum

from tests.secrecy.zoo.leaks import leak, put, with_fields
from zhongshu.access import listing, recalling, resources, rows, showing, viewing
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.seeing import look
from zhongshu.access.resources import Field
from zhongshu.access.values import Kind
from zhongshu.integrations import queries as import_queries
from zhongshu.integrations import taking_out
from zhongshu.organisation import queries as organisation_queries
from zhongshu.organisation.fields import PERSON
from zhongshu.organisation.models import Person
from zhongshu.planning import reading
from zhongshu.planning.fields import PLAN_RESOURCE, TASK
from zhongshu.planning.models import PlanResource, Task
from zhongshu.planning.queries import overview
from zhongshu.planning.queries import tasks as task_queries
from zhongshu.projects import queries as project_queries
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project


def _all_open(actor: Any, resource: Any, names: Any = ()) -> Any:
    return look(SYSTEM, resource, ())


@leak("lock ignored when presenting", "Frappe #32045", "planning.list_tasks")
def _lock_ignored(stack: ExitStack) -> None:
    put(stack, resources, "sight", _all_open)


@leak("lock ignored on one object", "OpenProject GHSA-2qr3", "planning.get_task")
def _lock_ignored_on_card(stack: ExitStack) -> None:
    shown = resources.present

    def card(actor: Any, resource: Any, rows: Any, *rest: Any) -> Any:
        with patch.object(resources, "sight", _all_open):
            return shown(actor, resource, rows, *rest)

    put(stack, task_queries, "present", card)


def _anything_queryable(resource: Any, name: str, rows: Any, actor: Any) -> Field:
    one = resource.by_name.get(name)
    if one is None or one.kind is Kind.JSON:
        raise resources.UnknownField(name, field=name)
    return one


@leak("filter on a locked field", "Strapi CVE-2023-22894", "planning.list_tasks")
def _filter_on_locked(stack: ExitStack) -> None:
    condition = listing._condition

    def asked(*arguments: Any) -> Q:
        with patch.object(listing, "queryable", _anything_queryable):
            return condition(*arguments)

    put(stack, listing, "_condition", asked)


@leak("sort by a locked field", "Payload CVE-2026-105805", "planning.list_tasks")
def _sort_by_locked(stack: ExitStack) -> None:
    keys = listing._keys

    def asked(*arguments: Any) -> Any:
        with patch.object(listing, "queryable", _anything_queryable):
            return keys(*arguments)

    put(stack, listing, "_keys", asked)


@leak("sort by a locked date of people", "Apostrophe GHSA-rqgm", "organisation.list_people")
def _sort_people(stack: ExitStack) -> None:
    put(stack, listing, "queryable", _anything_queryable)


@leak("default order by a locked field", "Apostrophe GHSA-rqgm", "planning.list_project_tasks")
def _default_order(stack: ExitStack) -> None:
    original = TASK.default_sort
    object.__setattr__(TASK, "default_sort", ("priority", "number"))
    stack.callback(lambda: object.__setattr__(TASK, "default_sort", original))
    with_fields(stack, TASK, replace(TASK.by_name["priority"], source="cost_minor"))


@leak("filter through a relation", "Strapi CVE-2026-27886", "organisation.list_people")
def _through_a_relation(stack: ExitStack) -> None:
    def any_path(resource: Any, name: str, rows: Any, actor: Any) -> Field:
        known = resource.by_name.get(name)
        return known if known else Field(name, Kind.TEXT)

    with_fields(stack, PERSON, Field("manager__email", Kind.TEXT, source="email"))
    put(stack, listing, "queryable", any_path)


@leak("search looks into hidden columns", "Directus CVE-2025-30352", "organisation.list_people")
def _search_everywhere(stack: ExitStack) -> None:
    condition = listing._condition

    def searched(actor: Any, resource: Any, rows: Any, text: str) -> Q:
        found = condition(actor, resource, rows, text)
        value = text.rpartition(":")[2]
        if resource is PERSON and text.startswith(("name:", "position:")):
            found |= Q(employee_number__icontains=value[:6])
        return found

    put(stack, listing, "_condition", searched)


@leak("sum of a locked field in groups", "Directus CVE-2026-35442", "projects.list_projects")
def _summed_up(stack: ExitStack) -> None:
    spent = Task.objects.filter(project=OuterRef("pk")).order_by().values("project")
    total = Subquery(spent.annotate(total=Sum("cost_minor")).values("total"))
    measure = resources.Measure.SUM
    with_fields(
        stack, PROJECT, Field("n_tasks", Kind.INTEGER, expression=lambda _: total, measure=measure)
    )


@leak("derived value without the class of its inputs", "GitLab #52524", "projects.list_projects")
def _derived(stack: ExitStack) -> None:
    dear = Task.objects.filter(project=OuterRef("pk"), cost_minor__gt=500_000_000).order_by()
    amount = Subquery(dear.values("number")[:1])
    with_fields(stack, PROJECT, Field("health", Kind.INTEGER, expression=lambda _: amount))


@leak("a count of what is hidden", "ServiceNow CVE-2025-3648", "projects.list_projects")
def _count_before_rights(stack: ExitStack) -> None:
    found = listing.page

    def counted(actor: Any, resource: Any, rows: Any, *rest: Any, **more: Any) -> Any:
        return found(actor, resource, rows, *rest, **more) | {
            "total": resource.model.objects.count()
        }

    from zhongshu.projects import api

    put(stack, api, "page", counted)


@leak("cursor that carries a hidden value", "first rows of a list", "planning.list_tasks")
def _cursor(stack: ExitStack) -> None:
    encode = listing._encode

    def carrying(keys: Any, values: Any) -> str:
        costs = Task.objects.order_by("-cost_minor").values_list("cost_minor", flat=True)
        return encode(keys, values) + str(costs.first())

    put(stack, listing, "_encode", carrying)


@leak("version of an object counts hidden changes", "cache keys", "projects.get_project")
def _version(stack: ExitStack) -> None:
    from zhongshu.projects import api

    answered = api.answer

    def versioned(data: Any, **more: Any) -> Any:
        hidden = Task.objects.aggregate(total=Sum("cost_minor"))["total"]
        return answered(data, **more | ({"version": hidden} if "version" in more else {}))

    put(stack, api, "answer", versioned)


@leak("the true version of a record", "cache keys", "organisation.list_people",
      "organisation.get_person")  # fmt: skip
def _true_version(stack: ExitStack) -> None:
    put(stack, rows, "unseen_edits", lambda *of: 0)


@leak("a history that lists every edit", "Redmine CVE-2021-30163", "access.list_record_history")
def _every_edit(stack: ExitStack) -> None:
    put(stack, recalling, "tells", lambda *of: True)


@leak("closed terms in the history of a right", "Redmine CVE-2021-30163",
      "access.list_record_history", viewer="ruled")  # fmt: skip
def _closed_terms(stack: ExitStack) -> None:
    put(stack, recalling, "hidden_in", lambda said: frozenset())


@leak("the true version of a plan", "cache keys", "planning.get_plan",
      "planning.get_plan_version")  # fmt: skip
def _true_plan_version(stack: ExitStack) -> None:
    def newest(self: Any, project: Any = None) -> int:
        version: int = (project or self._project).plan_version
        return version

    put(stack, reading.Reading, "version", newest)


@leak("the true version of a plan in a list", "cache keys", "projects.list_projects")
def _true_plan_version_in_a_list(stack: ExitStack) -> None:
    put(stack, rows, "newest_told", lambda *of: None)


@leak("the true version of a saved view", "cache keys", "access.list_views", "access.get_view")
def _true_version_of_a_view(stack: ExitStack) -> None:
    put(stack, viewing, "_version", lambda item: item["version"])


@leak("a plan's history that lists every edit", "Redmine CVE-2021-30163",
      "planning.list_history")  # fmt: skip
def _every_edit_of_the_plan(stack: ExitStack) -> None:
    put(stack, reading.Reading, "is_told", lambda *of: True)


@leak("hidden value inside an encoded text", "double-escaped JSON", "planning.get_task")
def _encoded(stack: ExitStack) -> None:
    card = task_queries.task_card

    def encoded(actor: Any, task: Task) -> Any:
        return card(actor, task) | {"custom": {"state": hex(task.cost_minor)}}

    put(stack, task_queries, "task_card", encoded)


@leak("a lock that tells whether there is a value", "null and locked", "organisation.get_person")
def _threshold(stack: ExitStack) -> None:
    card = organisation_queries.card

    def told(actor: Any, resource: Any, row: Any) -> Any:
        shown = card(actor, resource, row)
        if isinstance(row, Person) and row.joins_on and row.joins_on.year > 1970:
            shown["_locked"] = [*shown.get("_locked", []), "joins_on"]
        return shown

    put(stack, organisation_queries, "card", told)


@leak("costs in an export", "Redmine CVE-2020-36308", "integrations.export_plan")
def _costs_exported(stack: ExitStack) -> None:
    put(stack, taking_out, "_hide_costs", lambda plan: None)


@leak("rates in an export", "costs beside the tasks", "integrations.export_plan")
def _rates_exported(stack: ExitStack) -> None:
    leave_out = taking_out.leave_out

    def with_rates(actor: Any, project: Project, plan: Any) -> None:
        leave_out(actor, project, plan)
        rows = PlanResource.objects.filter(project=project).order_by("created_at", "id")
        for row, one in zip(rows, plan.resources, strict=True):
            one.standard_rate = Decimal(row.rate_minor) / 100

    put(stack, import_queries, "leave_out", with_rates)


@leak("addresses in an export", "members beside the tasks", "integrations.export_plan")
def _addresses_exported(stack: ExitStack) -> None:
    put(stack, taking_out, "_leave_out_of", lambda resource, row, hidden: None)


@leak("a rate for whoever asks for it", "Strapi CVE-2023-22894", "access.show_value")
def _rate_shown(stack: ExitStack) -> None:
    opened = showing.open_value

    def told(actor: Any, resource: Any, rows: Any, name: str) -> Any:
        who = SYSTEM if resource is PLAN_RESOURCE else actor
        return opened(who, resource, rows, name)

    put(stack, showing, "open_value", told)


@leak("costs in the project's overview", "OpenProject CVE-2026-30236", "planning.get_overview")
def _costs_in_overview(stack: ExitStack) -> None:
    found = overview.overview

    def told(actor: Any, project: Project, **more: Any) -> Any:
        total = Task.objects.filter(project=project).aggregate(total=Sum("cost_minor"))["total"]
        return found(actor, project, **more) | {"n_tasks": total}

    put(stack, overview, "overview", told)


@leak("the answer to a write shows more", "Frappe #32045", "planning.edit_plan",
      "planning.undo_edit", "projects.update_project")  # fmt: skip
def _echo(stack: ExitStack) -> None:
    card = project_queries.project_card

    def echoed(actor: Any, project: Project) -> Any:
        total = Task.objects.filter(project=project).aggregate(total=Sum("cost_minor"))["total"]
        return card(actor, project) | {"n_tasks": total}

    put(stack, project_queries, "project_card", echoed)
