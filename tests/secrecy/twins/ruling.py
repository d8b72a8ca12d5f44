"""A policy in force, and the values over which it decides: masks, sums, classes, roles."""

from datetime import date
from typing import Any

from tests.factories.access import role_with
from tests.secrecy.twins.secrets import Secrets
from tests.secrecy.twins.terms import cells_over_terms, secret_terms
from zhongshu.access.models import SYSTEM, Grant, PolicyVersion, User
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.scopes import make_scope
from zhongshu.access.services import draft_policy, publish_policy
from zhongshu.kit.declarations import Classification
from zhongshu.organisation.models import Calendar, Person, Unit, UnitPlacement
from zhongshu.planning.models import Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

HIGH = Classification.HIGHLY_SENSITIVE
EVERYONE = Subject.EVERYONE
_MONDAY = 29460000
_SINCE = date(2020, 1, 1)
# What each unit with many projects costs: the one number that is told of it, and no project
# is more than half of it.
TOTAL = 8 * 10**9
# A day that is shown to whoever asks for it, and nowhere else.
ON_REQUEST = date(2177, 7, 17)


def rule(
    unit: Unit, calendar: Calendar, projects: list[Project], account: User, secrets: Secrets
) -> PolicyVersion:
    """Publish a policy over the visible unit, and fill what it hides with secrets.

    The first project's notes are hidden, the second's are the viewer's by a role held there;
    the third is of a higher class than others, and so are positions and the last task of the
    first; nobody is told where people work. Sums of costs are told of units, the costs are not.
    The day on which somebody leaves is shown on request only.
    """
    first, second, third = projects
    clerk = role_with("projects.view", code="clerk", name="文员", name_en="Clerk")
    Grant.objects.create(user=account, role=clerk, scope=second.scope)
    _describe(first, secrets.han("ruled notes"))
    _describe(second, "Notes for the clerk")
    _raise_task(first, secrets)
    Project.objects.filter(pk=third.pk).update(
        classification=Classification.SENSITIVE,
        description=secrets.han("ruled description"),
    )
    for person in Person.objects.filter(unit=unit):
        position = secrets.word(f"position {person.name}")
        location = secrets.word(f"location {person.name}")
        Person.objects.filter(pk=person.pk).update(position=position, location=location)
    Person.objects.filter(unit=unit, name__startswith="Person").update(leaves_on=ON_REQUEST)
    _spread(unit, calendar, "VIS", 4, secrets, balanced=[first, second, third])
    _spread(_unit(unit, calendar, "FIVE"), calendar, "FIVE", 5, secrets, balanced=[])
    _spread(_unit(unit, calendar, "TWO"), calendar, "TWO", 2, secrets, balanced=None)
    _raise_class(unit, secrets)
    return _publish(str(clerk.pk))


def draft() -> PolicyVersion:
    """A policy that is being written, and says nothing of what anybody may see."""
    names = {"en": ("Open", "Inside", "Guarded", "Sealed")}
    return draft_policy(SYSTEM, document=Document(names=names), note="Draft", expected_version=None)


def ruled_texts(secrets: Secrets) -> list[str]:
    """The texts that the policy hides."""
    costs = [
        secrets.amount(f"spread {code} {n}") for code in ("VIS", "FIVE", "TWO") for n in (0, 1)
    ]
    return [
        secrets.word("domain"),
        secrets.word("raised 0"),
        secrets.word("answer 0"),
        secrets.han("ruled notes"),
        secrets.han("raised task"),
        secrets.han("raised words"),
        secrets.han("ruled description"),
        secrets.han("doer 0"),
        secrets.han("doer 1"),
        *secret_terms(secrets),
        *map(str, costs),
    ]


def _publish(clerk: str) -> PolicyVersion:
    def cell(resource: str, field: str, effect: Effect, **more: Any) -> Cell:
        return Cell(EVERYONE, effect, resource=resource, field=field, **more)

    cells = (
        cell("person", "email", Effect.MASKED, mask="domain"),
        cell("person", "employee_number", Effect.EXISTS),
        cell("person", "joins_on", Effect.MASKED, mask="dots"),
        cell("person", "leaves_on", Effect.ON_REQUEST, mask="dots"),
        cell("project", "cost_minor", Effect.AGGREGATE, k=5),
        cell("person", "location", Effect.NONE),
        cell("task", "notes", Effect.NONE),
        Cell(Subject.ROLE, Effect.READ, clerk, "task", "notes"),
        cell("project", "description", Effect.NONE, at_least=Classification.SENSITIVE),
        cell("unit", "head", Effect.NONE, at_least=Classification.SENSITIVE),
        cell("audit_event", "actor_name", Effect.NONE),
        Cell(EVERYONE, Effect.NONE, classification=HIGH),
        *cells_over_terms(),
    )
    document = Document(cells, {"person.position": HIGH})
    draft_policy(SYSTEM, document=document, note="Ruled", expected_version=None)
    version = publish_policy(SYSTEM, expected_version=None)
    opened = cell("task", "notes", Effect.READ), cell("person", "email", Effect.READ)
    draft_policy(SYSTEM, document=Document(opened), note="Not yet", expected_version=None)
    return version


def _describe(project: Project, notes: str) -> None:
    """Notes as somebody wrote them, so that the plan's events tell of them too."""
    task = Task.objects.filter(project=project).order_by("number")[0]
    write = {"op": "update_task", "id": str(task.pk), "fields": {"notes": notes}}
    edit_plan(SYSTEM, project=project, operations=[write])


def _raise_task(project: Project, secrets: Secrets) -> None:
    """A task of a higher class than its plan: it is drawn, and what it is is hidden."""
    last = Task.objects.filter(project=project).order_by("number").last()
    assert last is not None
    key, words = str(last.pk), secrets.han("raised words")
    told = {"name": secrets.han("raised task"), "notes": words, "blocked_because": words}
    operations: list[dict[str, Any]] = [
        {"op": "update_task", "id": key, "fields": {"classification": int(HIGH)}},
        {"op": "update_task", "id": key, "fields": told},
        {"op": "add_checklist_item", "task_id": key, "text": words},
    ]
    edit_plan(SYSTEM, project=project, operations=operations)


def _raise_class(unit: Unit, secrets: Secrets) -> None:
    """A person and a unit of a higher class: even what others show of such a field is hidden."""
    first, second, raised = Person.objects.filter(unit=unit, name__startswith="Person ").order_by(
        "name"
    )[:3]
    domain = f"{raised.name[-1]}@{secrets.word('domain')}.example"
    Person.objects.filter(pk=raised.pk).update(classification=HIGH, email=domain)
    head = first if secrets.is_high else second
    Unit.objects.filter(code="FIVE").update(classification=Classification.SENSITIVE, head=head)


def _unit(parent: Unit, calendar: Calendar, code: str) -> Unit:
    scope = make_scope(parent.scope.kind, code, parents=[parent.scope])
    unit = Unit.objects.create(
        scope=scope, code=code, name=code, calendar=calendar, valid_from=_SINCE, parent=parent
    )
    UnitPlacement.objects.create(unit=unit, parent=parent, from_date=_SINCE)
    return unit


def _spread(
    unit: Unit,
    calendar: Calendar,
    code: str,
    n_projects: int,
    secrets: Secrets,
    *,
    balanced: list[Project] | None,
) -> None:
    """Projects that cost what is secret; together with those balanced they cost the total."""
    costs = [secrets.amount(f"spread {code} {n}") for n in range(2)]
    if balanced is not None:
        spent = Task.objects.filter(project__in=balanced).values_list("cost_minor", flat=True)
        rest = TOTAL - sum(costs) - sum(spent)
        equal = [rest // (n_projects - 2)] * (n_projects - 3)
        costs += [*equal, rest - sum(equal)]
        assert max(costs) < TOTAL / 2
    for n, cost in enumerate(costs):
        name = f"{code} {n}"
        scope = make_scope("project", name, parents=[unit.scope])  # type: ignore[arg-type]
        project = Project.objects.create(
            scope=scope, key=f"PRJ-{code}-{n}", name=name, unit=unit, calendar=calendar,
            start=_MONDAY, finish=_MONDAY, state="active" if n % 2 else "planned",
        )  # fmt: skip
        Task.objects.create(
            project=project, number=1, position=1, name=name, cost_minor=cost,
            start=_MONDAY, finish=_MONDAY, late_start=_MONDAY, late_finish=_MONDAY,
        )  # fmt: skip
