"""Who of the demo company sees which field: a published policy, and a draft to try."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef

from zhongshu.access.models import SYSTEM, Role
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.services import draft_policy, publish_policy
from zhongshu.demo.company import Company
from zhongshu.kit.declarations import Classification
from zhongshu.organisation.models import Person, Unit
from zhongshu.planning.models import Assignment, Task
from zhongshu.projects.models import Project

_HIGH = Classification.HIGHLY_SENSITIVE
# How many of the running projects are of the highest class.
_N_SECRET = 2
_MINOR_PER_MINUTE = 500


def decide_over_fields(company: Company) -> None:
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
