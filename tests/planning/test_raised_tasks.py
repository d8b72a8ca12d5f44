"""A task that is raised above its project: what of it is a lock, to whom, and who may raise it."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.access.signin.people import age, signed_in
from tests.access.test_policy import published
from tests.factories.access import let_one_lower, user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.danger import ProofNeeded
from zhongshu.access.guard import Forbidden
from zhongshu.access.models import SYSTEM
from zhongshu.access.opening import OpensToAuthor
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.policy.force import policy_in_force
from zhongshu.access.policy.readers import readers
from zhongshu.access.resources import UnknownField
from zhongshu.integrations.queries import exported_class
from zhongshu.kit.declarations import Classification
from zhongshu.kit.errors import BadInput
from zhongshu.planning.content import PlanContent
from zhongshu.planning.fields import TASK
from zhongshu.planning.models import Task
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.importing import import_plan
from zhongshu.planning.task_sight import locked_name
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

SECRET, WHY = "Sell the plant", "The buyer hesitates"
EDITOR = (
    "projects.view", "projects.edit", "planning.edit_plan", "planning.import_plan",
    "planning.report_progress", "organisation.view", "finance.view_costs",
)  # fmt: skip
LET_IN = "access.read_audit"
EVERYONE, TOP = Subject.EVERYONE, 3


class Planned:
    def __init__(self):
        self.project = ProjectFactory.create(name="Works")
        self.ids = plan_with(
            self.project,
            {
                "Phase": 1,
                SECRET: {"parent": "Phase", "duration_minutes": 960, "notes": WHY},
                "Then": 1,
            },
            [],
        )
        # The name holds spaces, so the link is made by ids.
        ends = {"before_id": self.secret, "after_id": self.ids["Then"]}
        self.edit({"op": "add_link", **ends})
        add = {"op": "add_checklist_item", "task_id": self.secret, "text": WHY}
        self.edit(add)
        self.edit({"op": "update_task", "id": self.secret, "fields": {"blocked_because": WHY}})

    @property
    def secret(self):
        return self.ids[SECRET]

    def edit(self, *operations, by=SYSTEM):
        return edit_plan(by, project=self.project, operations=list(operations))

    def raise_it(self, to=TOP, by=SYSTEM, task=SECRET):
        fields = {"classification": to}
        return self.edit({"op": "update_task", "id": self.ids[task], "fields": fields}, by=by)

    def task(self, name=SECRET):
        return Task.objects.get(pk=self.ids[name])


@pytest.fixture
def plan():
    return Planned()


def gate(*more):
    published(
        Cell(EVERYONE, Effect.NONE, classification=TOP),
        Cell(Subject.PERMISSION, Effect.WRITE, LET_IN, classification=TOP),
        Cell(EVERYONE, Effect.WRITE, "", "task", classification=TOP, relation="own"),
        *more,
    )


def put_to(plan, person, task=SECRET, by=SYSTEM):
    assign = {"op": "assign", "task_id": plan.ids[task], "person_id": str(person.pk)}
    return plan.edit(assign, by=by)


def ways_out(plan, viewer):
    """Everything that tells of tasks, as bytes, by its address."""
    wire, at = Wire(viewer), f"/projects/{plan.project.pk}"
    key = f"{plan.project.key}-{plan.task().number}"
    addresses = [
        f"{at}/plan", f"{at}/costs", f"{at}/tasks", f"{at}/tasks/{plan.secret}",
        f"{at}/tasks/{plan.secret}/drivers", f"{at}/tasks/{plan.secret}/history",
        f"{at}/tasks/{plan.ids['Then']}/drivers", f"{at}/tasks/{plan.ids['Then']}/history",
        f"{at}/quality", f"{at}/overview", f"{at}/history", f"{at}/variances",
        f"{at}/comparison?since=2020-01-01T00:00:00Z", f"{at}/critical-paths",
        f"/tasks/by-key/{key}",
        "/tasks", "/me/work", "/me/changes", "/projects/roadmap", "/notifications",
        f"/find?text=Sell&near={plan.project.pk}", f"/find?text={key}",
        f"/subjects/task/{plan.secret}", f"/subjects/task/{plan.secret}/comments",
        *(f"{at}/export?format={one}" for one in ("csv", "xlsx", "mspdi", "ical")),
    ]  # fmt: skip
    told = {}
    for address in addresses:
        answer = wire.call("get", address)
        content = b"".join(answer) if answer.streaming else answer.content
        told[address] = (answer.status_code, content + _unpacked(content))
    return told


def _unpacked(content):
    if not content.startswith(b"PK"):
        return b""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def hears(told):
    return {one for one, (_, content) in told.items()
            if any(text.encode() in content for text in (SECRET, WHY))}  # fmt: skip


def test_a_raised_task_is_a_lock_on_every_way_out(plan):
    set_baseline(SYSTEM, project=plan.project, name="First", reason="", at=timezone.now())
    plan.raise_it()
    gate()
    viewer, let_in = user_with(*EDITOR), user_with(*EDITOR, LET_IN)

    told, known = ways_out(plan, viewer), ways_out(plan, let_in)

    assert hears(told) == set()
    assert len(hears(known)) >= 12
    assert {status for status, _ in (*told.values(), *known.values())} == {200}
    table = Wire(viewer).call("get", f"/projects/{plan.project.pk}/plan").json()["tasks"]
    rows = {row[0]: dict(zip(table["columns"], row, strict=True)) for row in table["rows"]}
    secret = rows[plan.secret]
    assert secret["name"] is None
    assert secret["checklist"] == []
    assert secret["start"] is not None
    assert secret["locks"]["classification"] == TOP
    assert {"name", "notes", "checklist", "blocked_because"} <= set(secret["locks"]["fields"])
    assert rows[plan.ids["Then"]]["locks"] is None


def test_of_a_raised_task_that_was_removed_nothing_is_told(plan):
    set_baseline(SYSTEM, project=plan.project, name="First", reason="", at=timezone.now())
    before = timezone.now()
    viewer = user_with(*EDITOR)
    Project.objects.filter(pk=plan.project.pk).update(
        manager=PersonFactory.create(user=viewer, unit=plan.project.unit)
    )
    wire, at = Wire(viewer), f"/projects/{plan.project.pk}"
    assert SECRET in wire.call("get", f"{at}/variances").content.decode()
    plan.raise_it()
    plan.edit({"op": "delete_task", "id": plan.secret})
    gate()

    moments = {"since": "2020-01-01T00:00:00Z", "to": before.isoformat()}
    compared = wire.get(f"/api/v1{at}/comparison", moments)
    variances = wire.call("get", f"{at}/variances")
    changes = wire.call("get", "/me/changes")

    for answer in (compared, variances, changes):
        assert answer.status_code == 200
        assert SECRET.encode() not in answer.content
    assert [
        one["name"] for one in variances.json()["items"] if one["cause"] == "scope_removed"
    ] == [None]


def test_who_does_a_raised_task_reads_it(plan):
    worker = user_with(*EDITOR)
    put_to(plan, PersonFactory.create(user=worker, unit=plan.project.unit))
    plan.raise_it()
    gate()

    told = ways_out(plan, worker)

    assert f"/projects/{plan.project.pk}/plan" in hears(told)
    assert "/me/work" in hears(told)
    assert f"/projects/{plan.project.pk}/export?format=csv" in hears(told)
    _, found = readers(policy_in_force(), TASK, "name", plan.task().pk)
    reading = {one.user for one in found if one.decision.is_readable}
    assert worker.pk in reading
    assert user_with(*EDITOR).pk not in reading


def test_the_tasks_below_take_its_class_and_new_ones_too(plan):
    plan.raise_it(2, task="Phase")
    plan.edit({"op": "add_task", "name": "More", "parent_id": plan.ids["Phase"]})
    plan.edit({"op": "move_task", "id": plan.ids["Then"], "parent_id": plan.ids["Phase"]})

    assert set(Task.objects.values_list("classification", flat=True)) == {2}
    with pytest.raises(BadInput) as refused:
        plan.raise_it(1)
    assert refused.value.field == "classification"


def test_lowering_takes_a_right_of_its_own_and_what_one_may_not_read_stays(plan):
    plan.raise_it()
    gate()
    let_one_lower()

    with pytest.raises(Forbidden):
        plan.raise_it(0, by=user_with(*EDITOR))
    with pytest.raises(OpensToAuthor) as refused:
        plan.raise_it(0, by=user_with(*EDITOR, "projects.lower_class"))
    assert "task.name" in refused.value.params["fields"]

    plan.raise_it(0, by=user_with(*EDITOR, "projects.lower_class", LET_IN))
    assert plan.task().classification == 0


def test_lowering_takes_a_fresh_proof(plan):
    plan.raise_it()
    let_one_lower()
    wire = signed_in(user_with(*EDITOR, "projects.lower_class", LET_IN))
    age(wire, proved=timedelta(minutes=11))
    lower = {"op": "update_task", "id": plan.secret, "fields": {"classification": 0}}

    answer = wire.call("post", f"/projects/{plan.project.pk}/plan/edits", {"operations": [lower]})

    assert answer.status_code == 403
    assert answer.json()["code"] == ProofNeeded.code


def test_nobody_lets_themselves_in_by_taking_the_task(plan):
    editor = user_with(*EDITOR)
    person = PersonFactory.create(user=editor, unit=plan.project.unit)
    plan.raise_it()
    gate()

    with pytest.raises(OpensToAuthor) as refused:
        put_to(plan, person, by=editor)

    assert refused.value.field == "person_id"
    put_to(plan, person, by=user_with(*EDITOR))


def test_nobody_opens_what_a_policy_tells_to_doers_alone_by_becoming_one(plan):
    published(
        Cell(EVERYONE, Effect.NONE, resource="task", field="notes"),
        Cell(EVERYONE, Effect.WRITE, resource="task", field="notes", relation="own"),
    )
    editor = user_with(*EDITOR)
    person = PersonFactory.create(user=editor, unit=plan.project.unit)

    with pytest.raises(OpensToAuthor) as refused:
        put_to(plan, person, by=editor)

    assert refused.value.params["fields"] == ["task.notes"]


def test_a_loop_is_refused_without_the_name_of_a_raised_task(plan):
    plan.raise_it()
    gate()
    back = {"op": "add_link", "before_id": plan.ids["Then"], "after_id": plan.secret}
    told = {}
    for name, rights in (("kept out", EDITOR), ("let in", (*EDITOR, LET_IN))):
        answer = Wire(user_with(*rights)).call(
            "post", f"/projects/{plan.project.pk}/plan/edits", {"operations": [back]}
        )
        assert answer.json()["code"] == "planning.cycle"
        told[name] = answer.content.decode()

    assert SECRET not in told["kept out"]
    assert SECRET in told["let in"]


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "update_task", "fields": {"name": "Mine"}},
        {"op": "update_task", "fields": {"notes": "Mine"}},
        {"op": "add_checklist_item", "text": "Mine"},
    ],
)
def test_what_may_not_be_read_cannot_be_set(plan, operation):
    plan.raise_it()
    gate()
    named = "task_id" if "checklist" in operation["op"] else "id"

    with pytest.raises(UnknownField):
        plan.edit(operation | {named: plan.secret}, by=user_with(*EDITOR))

    assert (plan.task().name, plan.task().notes) == (SECRET, WHY)


def test_its_dates_can_be_edited_by_who_may_not_read_it(plan):
    plan.raise_it()
    gate()
    longer = {"op": "update_task", "id": plan.secret, "fields": {"duration_minutes": 480}}

    answer = Wire(user_with(*EDITOR)).call(
        "post", f"/projects/{plan.project.pk}/plan/edits", {"operations": [longer]}
    )

    assert answer.status_code == 200
    assert plan.task().duration_minutes == 480
    assert SECRET.encode() not in answer.content


def test_a_file_that_was_taken_out_with_locks_takes_no_name_away(plan):
    project = ProjectFactory.create()
    given = PlanContent([{"uid": 1, "name": SECRET, "duration_minutes": 480}])
    import_plan(SYSTEM, project=project, content=given, source={})
    task = Task.objects.get(project=project)
    raised = {"op": "update_task", "id": str(task.pk), "fields": {"classification": TOP}}
    edit_plan(SYSTEM, project=project, operations=[raised])
    gate()
    viewer = user_with(*EDITOR)

    for actor, name, n_left in (
        (viewer, locked_name(task), 0),
        (viewer, "Other words", 1),
        (SYSTEM, locked_name(task), 0),
    ):
        file = PlanContent([{"uid": 1, "name": name, "duration_minutes": 960}])
        left = import_plan(actor, project=project, content=file, source={}).left_out
        assert len(left) == n_left
        task.refresh_from_db()
        assert (task.name, task.duration_minutes) == (SECRET, 960)


def test_the_class_of_a_file_is_that_of_the_highest_task_in_it(plan):
    plan.raise_it()
    gate()

    classes = [exported_class(user_with(*EDITOR, *more), plan.project) for more in ((), (LET_IN,))]

    assert classes == [Classification.INTERNAL, Classification.HIGHLY_SENSITIVE]


def test_without_a_policy_a_class_is_a_mark_and_locks_nothing(plan):
    plan.raise_it()

    assert f"/projects/{plan.project.pk}/plan" in hears(ways_out(plan, user_with(*EDITOR)))
