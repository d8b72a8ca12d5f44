"""Who of the demo company sees which field: a published policy, and a draft to try."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from zhongshu.access.lowering.models import Lowering
from zhongshu.access.models import SYSTEM, Role
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.resources import Resource
from zhongshu.access.services import draft_policy, publish_policy
from zhongshu.demo.company import Company
from zhongshu.demo.logins import Accounts
from zhongshu.kit.declarations import Classification
from zhongshu.organisation.fields import PERSON, UNIT
from zhongshu.organisation.models import Person, Unit
from zhongshu.planning.models import Assignment, Task
from zhongshu.projects.models import Project

_HIGH = Classification.HIGHLY_SENSITIVE
# How many of the running projects are of the highest class.
_N_SECRET = 2
_MINOR_PER_MINUTE = 500


def decide_over_fields(company: Company, accounts: Accounts, *, today: date) -> None:
    """Mask addresses, tell sums of costs only, and close what is most secret.

    What somebody says or shows of that class stays their own to see, and the plan of a project of
    it is seen by whoever leads it; to the others of the company it is closed.
    """
    _give_costs()
    roles = {role.code: str(role.pk) for role in Role.objects.all()}
    everyone = Subject.EVERYONE

    def cell(resource: str, field: str, effect: Effect, **more: object) -> Cell:
        return Cell(everyone, effect, resource=resource, field=field, **more)  # type: ignore[arg-type]

    cells = [
        cell("person", "email", Effect.MASKED, mask="domain"),
        cell("person", "email", Effect.WRITE, relation="own"),
        cell("person", "employee_number", Effect.EXISTS),
        *(
            Cell(Subject.ROLE, Effect.ON_REQUEST, roles[code], "person", "email", mask="domain")
            for code in ("project_manager", "portfolio_manager", "executive")
        ),
        cell("project", "cost_minor", Effect.AGGREGATE, k=5),
        Cell(everyone, Effect.NONE, classification=_HIGH),
        *(
            Cell(Subject.ROLE, Effect.WRITE, roles[code], classification=_HIGH)
            for code in ("administrator", "pmo", "executive")
        ),
        # Who reads the trail has to be able to ask it who saw what; it keeps the locks of records.
        *(
            Cell(Subject.ROLE, Effect.READ, roles[code], "audit_event", classification=_HIGH)
            for code in ("auditor", "audit_administrator", "data_protection_officer")
        ),
        *(
            Cell(everyone, Effect.WRITE, resource=name, classification=_HIGH, relation=relation)
            for name, relation in (
                ("comment", "own"),
                ("attachment", "own"),
                ("lowering", "own"),
                ("task", "own"),
                ("task", "managed"),
                ("project", "managed"),
            )
        ),
    ]
    first = company.said("首版字段策略", "The first policy of fields")
    draft_policy(SYSTEM, document=Document(tuple(cells)), note=first, expected_version=None)
    publish_policy(SYSTEM, expected_version=None)
    _raise_classes()
    _ask_to_lower(company, accounts, today)
    secret = _raise_projects()
    _raise_task(secret)
    wanted = Cell(Subject.ROLE, Effect.READ, roles["member"], "person", "email")
    draft = Document((*cells, wanted))
    why = company.said("成员可看邮箱", "Members may see e-mail addresses")
    draft_policy(SYSTEM, document=draft, note=why, expected_version=None)


def _raise_classes() -> None:
    """The unit of finance and its head are of a higher class than the others."""
    finance = Unit.objects.filter(code="FIN")
    finance.update(classification=Classification.SENSITIVE)
    heads = Person.objects.filter(pk__in=finance.values("head"))
    heads.update(classification=Classification.SENSITIVE)


def _ask_to_lower(company: Company, accounts: Accounts, today: date) -> None:
    """The class of the unit of finance is asked to be lowered; that of its head was, in vain."""
    noon = timezone.make_aware(datetime.combine(today, time(12)))
    executive, pmo = accounts["executive"], accounts["pmo"]
    before = {"decided_by": pmo, "decided_at": noon - timedelta(days=20)}
    asked: list[tuple[Resource, int, str, dict[str, Any]]] = [
        (
            UNIT,
            2,
            company.said("年度预算已公布，部门信息不再敏感", "The budget of the year is published"),
            {},
        ),
        (
            PERSON,
            21,
            company.said("便于项目组联系财务负责人", "Projects want to reach the head of finance"),
            {"state": Lowering.State.DECLINED, **before},
        ),
    ]
    raised = Classification.SENSITIVE
    for resource, days, reason, more in asked:
        rows: QuerySet[Any] = resource.model._default_manager.filter(classification=raised)
        for row in rows:
            Lowering.objects.create(
                record_kind=resource.name, record_id=row.pk, scope_id=row.scope_id,
                was=raised, classification=Classification.INTERNAL, label=raised, reason=reason,
                asked_by=executive, asked_at=noon - timedelta(days=days), **more,
            )  # fmt: skip


def _raise_projects() -> list[UUID]:
    """Some running projects show their plans to few: none on which somebody works who signs in."""
    theirs = Assignment.objects.filter(
        task__project=OuterRef("pk"), resource__person__user__isnull=False
    )
    running = Project.objects.filter(~Exists(theirs), state="active")
    secret = list(running.order_by("key").values_list("pk", flat=True)[:_N_SECRET])
    Project.objects.filter(pk__in=secret).update(classification=_HIGH)
    return secret


def _raise_task(secret: list[UUID]) -> None:
    """What one task is, only those know who do it, lead its project or govern."""
    running = Project.objects.filter(state="active").exclude(pk__in=secret)
    work = Task.objects.filter(kind=Task.Kind.TASK, percent_complete=0, assignments__isnull=False)
    task = work.filter(project__in=running).order_by("project__key", "number").first()
    if task is not None:
        Task.objects.filter(pk=task.pk).update(classification=_HIGH)


def _give_costs() -> None:
    """What the work of each task costs, at one rate for everybody."""
    work = Task.objects.exclude(kind=Task.Kind.SUMMARY)
    work.update(cost_minor=F("duration_minutes") * _MINOR_PER_MINUTE)
    work.update(actual_cost_minor=F("cost_minor") * F("percent_complete") / 100)
