"""What of the resources of a plan leaves as a file: field by field, marked, and in the trail."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from tests.access.test_policy import EVERYONE, published
from tests.factories.access import user_with
from tests.factories.organisation import CalendarFactory, PersonFactory
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.auditing import payload
from zhongshu.access.models import SYSTEM, User
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.trail import EXPORTED, SHOWN
from zhongshu.access.who_saw import readable, sights
from zhongshu.integrations.bringing_in import bring_in
from zhongshu.integrations.planfiles.plan import (
    Plan,
    PlanAssignment,
    PlanRate,
    PlanResource,
    PlanTask,
)
from zhongshu.integrations.planfiles.readers import read
from zhongshu.integrations.taking_out import exported_class
from zhongshu.kit.declarations import Classification
from zhongshu.kit.models import Event
from zhongshu.planning.models import PlanResource as Row
from zhongshu.planning.open_plan import open_plan
from zhongshu.planning.reading import reading_of
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

COSTS, PERSONAL = "finance.view_costs", "organisation.view_personal"
IMPORTER = ("projects.view", "planning.import_plan")
RATES = ["cost_per_use_minor", "overtime_rate_minor", "rate_minor"]
MAIL = "li@example.com"


def plan(**changes: Any) -> Plan:
    told = {"email": MAIL, "standard_rate": Decimal(120), "overtime_rate": Decimal(180),
            "cost_per_use": Decimal(5), "group": "Diggers",
            "rates": [PlanRate(standard=Decimal(150))]} | changes  # fmt: skip
    return Plan(
        format="mspdi",
        tasks=[PlanTask(uid=1, name="Dig", duration_minutes=480, remaining_minutes=480)],
        resources=[PlanResource(uid=1, name="Li", **told), PlanResource(uid=2, name="Wang")],
        assignments=[
            PlanAssignment(uid=1, task_uid=1, resource_uid=1, work_minutes=480, cost=Decimal(960))
        ],
    )  # fmt: skip


def take_in(project: Project, given: Plan, actor: Any = SYSTEM) -> Any:
    return bring_in(actor, project, given, at=timezone.now())


@pytest.fixture
def project() -> Project:
    CalendarFactory.create()
    project = ProjectFactory.create()
    take_in(project, plan())
    return project


def viewer(*permissions: str) -> User:
    return user_with("projects.view", *permissions)


def taken(user: User, project: Project, file_format: str = "mspdi") -> Plan:
    answer = Wire(user).call("get", f"/projects/{project.pk}/export?format={file_format}")
    assert answer.status_code == 200, answer.content
    return read(answer.content, "plan.xml") if file_format == "mspdi" else Plan(format="")


def noted(event_kind: str = EXPORTED) -> dict[str, list[str]]:
    """What the trail keeps of the newest event: the fields seen, by resource and row's name."""
    data = Event.objects.filter(kind=event_kind).latest("seq").data
    names = {str(key): name for key, name in Row.objects.values_list("pk", "name")}
    return {
        f"{one['resource']} {names.get(row, '')}".strip(): one["fields"]
        for one in data["reads"]
        for row in one["rows"]
    }


def version(user: User, project: Project) -> int:
    return reading_of(user, open_plan(Project.objects.get(pk=project.pk))).version()


def stored() -> list[dict[str, Any]]:
    return list(Row.objects.order_by("name").values("email", *RATES, "rates", "details", "custom"))


def who_saw(**asked: Any) -> list[str]:
    now = timezone.now()
    day = timedelta(days=1)
    auditor = user_with("access.read_audit")
    answer = sights(auditor, since=now - day, until=now + day, resource="plan_resource", **asked)
    return [one["account"]["name"] for one in answer["items"]]


def closing(field: str, effect: Effect = Effect.NONE) -> tuple[Cell, ...]:
    where = {"resource": "plan_resource", "field": field}
    needed = PERSONAL if field in {"email", "details"} else COSTS
    return Cell(EVERYONE, effect, **where), Cell(Subject.PERMISSION, effect, needed, **where)


def test_who_saw_the_rate_of_somebody_is_answered_from_the_trail(project):
    li, wang = Row.objects.order_by("name")
    person = PersonFactory.create()
    Row.objects.filter(pk=li.pk).update(person=person)
    finance, planner, office = viewer(COSTS), viewer(), viewer(PERSONAL)

    for one in (finance, planner, office):
        taken(one, project)

    assert who_saw(field="rate_minor", row_id=li.pk) == [finance.name]
    assert who_saw(field="rate_minor", row_id=person.pk) == [finance.name]
    assert who_saw(field="email", row_id=li.pk) == [office.name]
    assert who_saw(field="email", row_id=wang.pk) == []
    assert who_saw(field="email", row_id=PersonFactory.create().pk) == []


def test_the_trail_offers_the_fields_of_plan_resources():
    [offered] = [one for one in readable(SYSTEM) if one["resource"] == "plan_resource"]

    assert offered["fields"] == sorted(["email", "rates", "details", "custom", *RATES])


@pytest.mark.parametrize(
    ("file_format", "of_li", "of_task"),
    [
        (
            "mspdi",
            ["email", "rates", "details", *RATES],
            ["actual_cost_minor", "cost_minor", "fixed_cost_minor"],
        ),
        (
            "xlsx",
            ["email", "details", "cost_per_use_minor", "rate_minor"],
            ["cost_minor", "fixed_cost_minor"],
        ),
        ("csv", None, ["fixed_cost_minor"]),
        ("ical", None, None),
    ],
)
def test_the_trail_keeps_what_the_format_holds(project, file_format, of_li, of_task):
    taken(viewer(COSTS, PERSONAL), project, file_format)

    told = noted()

    assert told.get("plan_resource Li") == (of_li and sorted(of_li))
    assert told.get("task") == of_task


def test_addresses_are_noted_where_costs_are_hidden(project):
    plan = taken(viewer(PERSONAL), project)

    assert (plan.resources[0].email, plan.resources[0].standard_rate) == (MAIL, None)
    assert noted() == {"plan_resource Li": ["details", "email"]}


def test_a_file_is_of_the_class_of_what_it_holds_of_resources(project):
    both = exported_class(viewer(PERSONAL), project)
    Row.objects.update(details={})

    assert both == Classification.SENSITIVE
    assert exported_class(viewer(PERSONAL), project) == Classification.SENSITIVE
    assert exported_class(viewer(), project) == Classification.INTERNAL


@pytest.mark.parametrize("effect", [Effect.NONE, Effect.EXISTS, Effect.ON_REQUEST])
@pytest.mark.parametrize("field", ["email", *RATES, "details", "rates"])
def test_each_field_is_closed_by_itself(project, field, effect):
    published(*closing(field, effect))

    plan = taken(viewer(COSTS, PERSONAL), project)

    li = plan.resources[0]
    there = {
        "email": bool(li.email),
        "rate_minor": bool(li.standard_rate),
        "overtime_rate_minor": bool(li.overtime_rate),
        "cost_per_use_minor": bool(li.cost_per_use),
        "details": bool(li.group),
        "rates": bool(li.rates),
    }
    gone = [field, "rates"] if field in RATES else [field]
    assert [name for name, value in there.items() if not value] == gone
    assert field not in noted()["plan_resource Li"]
    assert plan.assignments[0].cost == (None if field in RATES else Decimal(960))


def test_an_address_that_is_shown_in_part_is_in_no_file(project):
    cells = closing("email", Effect.MASKED)
    published(*(replace(one, mask="domain") for one in cells))

    assert taken(viewer(PERSONAL), project).resources[0].email == ""
    assert noted() == {"plan_resource Li": ["details"]}


def test_the_own_rate_alone_may_be_open(project):
    account = viewer(COSTS)
    Row.objects.filter(name="Wang").update(person=PersonFactory.create(user=account), rate_minor=7)
    own = Cell(EVERYONE, Effect.READ, resource="plan_resource", field="rate_minor", relation="own")
    published(*closing("rate_minor"), own, Cell(Subject.PERMISSION, Effect.READ, COSTS,
              "plan_resource", "rate_minor", relation="own"))  # fmt: skip

    taken(account, project)

    told = noted()
    assert "rate_minor" not in told["plan_resource Li"]
    assert "rate_minor" in told["plan_resource Wang"]


def test_who_may_not_read_rates_takes_none_away_by_taking_the_file_in_again(project):
    planner = user_with(*IMPORTER, over=project.scope)
    take_in(project, taken(viewer(COSTS, PERSONAL), project))
    before = stored()

    took = take_in(project, taken(planner, project), planner)

    assert took.left_out == ()
    assert stored() == before


@pytest.mark.parametrize("field", ["email", "rate_minor"])
def test_what_a_policy_closes_is_not_taken_in_and_that_is_told(project, field):
    published(*closing(field))
    actor = user_with(*IMPORTER, COSTS, PERSONAL, over=project.scope)
    before = Row.objects.values(field, "rates").get(name="Li")

    took = take_in(project, plan(email="other@example.com", standard_rate=Decimal(1)), actor)

    [left] = took.left_out
    assert (left.entity, left.field, left.code) == ("resource", field, "hidden_field")
    assert left.examples == ("Li",)
    now = Row.objects.values(field, "rates").get(name="Li")
    assert now[field] == before[field]
    is_rate = field == "rate_minor"
    assert (now["rates"]["standard_rate"] == before["rates"]["standard_rate"]) is is_rate


def test_a_rate_is_shown_on_request_and_kept_in_the_trail(project):
    published(*closing("rate_minor", Effect.ON_REQUEST))
    li = Row.objects.get(name="Li")
    asker = viewer(COSTS)

    answer = Wire(asker).call(
        "post", f"/values/plan_resource/{li.pk}", {"field": "rate_minor", "purpose": "A check"}
    )

    assert answer.json()["value"] == li.rate_minor
    assert noted(SHOWN) == {"plan_resource Li": ["rate_minor"]}
    assert who_saw(field="rate_minor", row_id=li.pk) == [asker.name]


def test_the_round_trip_is_exact_for_who_may_read_all(project):
    everything = user_with(*IMPORTER, COSTS, PERSONAL, over=project.scope)
    first = taken(everything, project)

    took = take_in(project, first, everything)
    before = stored()
    again = take_in(project, taken(everything, project), everything)

    assert (took.left_out, again.left_out) == ((), ())
    assert stored() == before
    assert taken(everything, project).resources == first.resources


def test_a_file_that_says_another_rate_only_is_taken_in_and_told_to_who_may_read_it(project):
    finance, planner = viewer(COSTS), viewer()
    before = [version(one, project) for one in (finance, planner)]

    take_in(project, plan(standard_rate=Decimal(130)))

    event = Event.objects.filter(kind="planning.plan_imported").latest("seq")
    told = [reading_of(one, open_plan(project)).is_told(event.data) for one in (finance, planner)]
    after = [version(one, project) for one in (finance, planner)]
    assert Row.objects.get(name="Li").rate_minor == 13000
    assert told == [True, False]
    assert [one > was for one, was in zip(after, before, strict=True)] == [True, False]


def test_the_trail_tells_of_a_removed_resource_what_its_reader_may_read(project):
    alone = PlanTask(uid=1, name="Dig", duration_minutes=480, remaining_minutes=480)
    take_in(project, Plan(format="mspdi", tasks=[alone]))
    event = Event.objects.filter(kind="planning.plan_imported").latest("seq")

    told = {
        one: str(payload(user_with("access.read_audit", *one), event))
        for one in ((), (COSTS,), (PERSONAL,))
    }

    assert "'name': 'Li'" in told[()]
    assert [one for one, text in told.items() if "12000" in text or "'150'" in text] == [(COSTS,)]
    assert [one for one, text in told.items() if MAIL in text] == [(PERSONAL,)]
