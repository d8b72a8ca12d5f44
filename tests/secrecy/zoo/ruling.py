"""Leaks of the policy: what it masks, closes or sums up gets out all the same."""

from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from django.db.models import F

from tests.secrecy.zoo.leaks import leak, put
from zhongshu.access import grouping, listing, resources, showing, sums, veiling
from zhongshu.access import rows as row_values
from zhongshu.access.models import SYSTEM, PolicyVersion
from zhongshu.access.policy import force, seeing
from zhongshu.access.policy.document import Effect
from zhongshu.access.policy.force import read_document
from zhongshu.access.resources import open_value
from zhongshu.collaboration import news
from zhongshu.collaboration import queries as talk
from zhongshu.organisation import import_plan, importing
from zhongshu.organisation import queries as organisation_queries
from zhongshu.organisation.import_rights import Rights
from zhongshu.planning.task_sight import TaskSight
from zhongshu.projects import plan_sight


@leak("mask ignored", "Frappe #32045", "organisation.list_people", "organisation.get_person",
      viewer="ruled")  # fmt: skip
def _mask_ignored(stack: ExitStack) -> None:
    put(stack, veiling, "masked", lambda value, mask: str(value))


@leak("the class of a record ignored", "ServiceNow CVE-2025-3648", "projects.list_projects",
      "projects.get_project", viewer="ruled")  # fmt: skip
def _record_class_ignored(stack: ExitStack) -> None:
    facts = seeing.Sight.facts
    put(stack, seeing.Sight, "facts", lambda *given: facts(*given)._replace(record_class=0))


@leak("what is raised counts", "SEC-31", "collaboration.get_discussed",
      "collaboration.list_comments", "collaboration.list_files", viewer="ruled")  # fmt: skip
def _raised_is_counted(stack: ExitStack) -> None:
    put(stack, talk, "closed_rows", lambda actor, resource, rows: [])


@leak("news of what was raised since", "SEC-31", "collaboration.list_notifications",
      "collaboration.count_unread", viewer="ruled")  # fmt: skip
def _old_news(stack: ExitStack) -> None:
    put(stack, news, "closed_comments", lambda user, rows: [])


@leak("what a raised task is called", "SEC-31", "planning.get_plan", "planning.get_overview",
      viewer="ruled")  # fmt: skip
def _raised_task_is_named(stack: ExitStack) -> None:
    put(stack, TaskSight, "seen", lambda self, plan: plan)


@leak("the plan behind a closed schedule", "SEC-31", "planning.get_plan", "planning.list_tasks",
      "planning.list_roadmap", "collaboration.list_comments", viewer="shut out")  # fmt: skip
def _closed_plan(stack: ExitStack) -> None:
    put(stack, plan_sight, "closed_plans", lambda actor: frozenset())


@leak("the order of closed schedules", "Payload CVE-2026-105805", "projects.list_projects",
      viewer="shut out")  # fmt: skip
def _order_of_schedules(stack: ExitStack) -> None:
    put(stack, row_values, "as_none", lambda one, hidden: {one.asked_path: F(one.path)})


@leak("policies united over rows", "Directus CVE-2025-27089", "planning.list_tasks",
      "planning.get_task", viewer="ruled")  # fmt: skip
def _united_over_rows(stack: ExitStack) -> None:
    hats = seeing.hats_of

    def everywhere(actor: Any, rules: Any) -> Any:
        worn = hats(actor, rules)
        scopes = frozenset().union(*worn.values())
        every = frozenset(resources.RESOURCES["project"].model.objects.values_list("scope"))
        every = scopes | {one for (one,) in every}
        return {hat: every if found else found for hat, found in worn.items()}

    put(stack, seeing, "hats_of", everywhere)


@leak("a sum over fewer than allowed", "SEC-30", "projects.list_projects", viewer="ruled")
def _below_k(stack: ExitStack) -> None:
    put(stack, sums, "make_coarse", lambda told, least: None)


@leak("a sum over a filter", "add one, remove one", "projects.list_projects", viewer="ruled")
def _differencing(stack: ExitStack) -> None:
    groups = listing.groups

    def unfiltered(*given: Any, is_filtered: bool) -> Any:
        return groups(*given, is_filtered=False)

    put(stack, listing, "groups", unfiltered)
    put(stack, sums, "make_coarse", lambda told, least: None)


@leak("a second way of summing up", "add one, remove one", "projects.list_projects",
      viewer="ruled")  # fmt: skip
def _second_partition(stack: ExitStack) -> None:
    put(stack, sums, "may_have_sums", lambda *given: True)


@leak("the greatest of what only sums are told of", "Directus CVE-2026-35442",
      "projects.list_projects", viewer="ruled")  # fmt: skip
def _greatest(stack: ExitStack) -> None:
    put(stack, grouping, "_AGGREGATES", dict.fromkeys(resources.Measure, grouping.Max))


@leak("a draft that counts already", "draft policy", "planning.list_tasks",
      "organisation.list_people", viewer="ruled")  # fmt: skip
def _draft_applied(stack: ExitStack) -> None:
    def drafted() -> Any:
        return read_document(PolicyVersion.objects.get(state="draft").content)

    put(stack, force, "_published", drafted)


@leak("an export past the policy", "Redmine CVE-2020-36308", "integrations.export_plan",
      viewer="ruled")  # fmt: skip
def _export(stack: ExitStack) -> None:
    put(stack, TaskSight, "hidden", lambda self, row: frozenset())


@leak("old values in the history", "Redmine CVE-2021-30163", "planning.list_task_history",
      viewer="ruled")  # fmt: skip
def _history(stack: ExitStack) -> None:
    put(stack, TaskSight, "hidden", lambda self, row: frozenset())


@leak("a masked field to sort by", "Apostrophe GHSA-rqgm", "organisation.list_people",
      viewer="ruled")  # fmt: skip
def _masked_sort(stack: ExitStack) -> None:
    readable = property(lambda self: self.effect >= Effect.MASKED)
    put(stack, seeing.Decision, "is_readable", readable)


@leak("what is shown on request shown at once", "ASVS 14.2.6", "organisation.list_people",
      viewer="ruled")  # fmt: skip
def _without_asking(stack: ExitStack) -> None:
    readable = property(lambda self: self.effect >= Effect.ON_REQUEST)
    put(stack, seeing.Decision, "is_readable", readable)


@leak("asking opens what is masked", "a second way to the value", "access.show_value",
      viewer="ruled")  # fmt: skip
def _asking_opens_all(stack: ExitStack) -> None:
    def opened(actor: Any, *given: Any) -> Any:
        return open_value(SYSTEM, *given)

    put(stack, showing, "open_value", opened)


@leak("a value where only its existence is told", "GitLab CVE-2021-22249",
      "organisation.list_people", viewer="ruled")  # fmt: skip
def _existence(stack: ExitStack) -> None:
    put(stack, row_values, "veil", _telling(row_values.veil))


def _telling(veil: Any) -> Any:
    def told(item: Any, said: Any, values: Any) -> Any:
        shown = {
            name: decided._replace(effect=Effect.READ)
            if decided.effect is Effect.EXISTS
            else decided
            for name, decided in said.items()
        }
        return veil(item, shown, values)

    return told


@leak("present values in the preview of an import", "Frappe #32045",
      "organisation.preview_import", "organisation.get_import", viewer="importer")  # fmt: skip
def _import_preview(stack: ExitStack) -> None:
    put(stack, importing, "rights_of", lambda *given: Rights())


@leak("an import that tells what is equal", "oracle of a write", "organisation.preview_import",
      "organisation.get_import", viewer="importer")  # fmt: skip
def _import_oracle(stack: ExitStack) -> None:
    shown = import_plan.Line.shown

    def unequal(self: Any, names: Any) -> Any:
        told = shown(self, names)
        same = {name for name, (old, new) in self.changes.items() if old == new}
        return told | {"changes": {k: v for k, v in told["changes"].items() if k not in same}}

    put(stack, import_plan.Line, "shown", unequal)


@leak("search finds what is masked", "Directus CVE-2025-30352", "organisation.list_people",
      viewer="ruled")  # fmt: skip
def _search(stack: ExitStack) -> None:
    from django.db.models import Q

    def all_of(actor: Any, resource: Any, names: Any, rows: Any) -> Any:
        return {name: Q() for name in names}

    put(stack, organisation_queries, "readable", all_of)


@leak("the gate of the class left open", "mandatory control", "organisation.list_people",
      viewer="ruled")  # fmt: skip
def _one_gate(stack: ExitStack) -> None:
    decide = seeing.Rule.decide

    def open_class(self: Any, worn: Any, facts: Any) -> Any:
        return decide(replace(self, class_cells={}), worn, facts)

    put(stack, seeing.Rule, "decide", open_class)
