"""An edit of what one may not read is none: no version, no conflict, no history and no news."""

import pytest

from tests.access.test_policy import EVERYONE, published
from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.access.resources import UnknownField
from zhongshu.integrations.queries import revision_of
from zhongshu.kit import events, ids
from zhongshu.kit.errors import Stale
from zhongshu.kit.models import Event
from zhongshu.planning.models import Task
from zhongshu.planning.open_plan import open_plan
from zhongshu.planning.reading import reading_of
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import ChangedSince, undo_edit
from zhongshu.projects.models import Project
from zhongshu.projects.services import update_project

pytestmark = pytest.mark.django_db

EDITOR = ("projects.view", "planning.edit_plan", "planning.report_progress")
BURSAR = (*EDITOR, "finance.view_costs")
CLOSED = {"resource": "task", "field": "notes"}


@pytest.fixture
def project():
    project = ProjectFactory.create()
    project.ids = plan_with(project, {"A": 2, "B": 1}, ["A -> B"])
    return project


@pytest.fixture
def editor(project):
    return user_with(*EDITOR, over=project.scope)


@pytest.fixture
def bursar(project):
    return user_with(*BURSAR, over=project.scope)


def update(project, of="A", **fields):
    return {"op": "update_task", "id": project.ids[of], "fields": fields}


def edit(project, *operations, by=SYSTEM, base=None):
    return edit_plan(by, project=project, operations=list(operations), base_version=base)


def last(project) -> int:
    """The stored version."""
    return Project.objects.get(pk=project.pk).plan_version


def told(viewer, project) -> int:
    return reading_of(viewer, open_plan(Project.objects.get(pk=project.pk))).version()


def versions_on_the_wire(viewer, project) -> list[object]:
    """The version of a plan wherever it is told."""
    wire, at = Wire(viewer), f"/projects/{project.pk}"
    plan, version = wire.call("get", f"{at}/plan"), wire.call("get", f"{at}/plan/version")
    [row] = wire.call("get", "/projects").json()["items"]
    return [
        plan.json()["plan_version"],
        int(plan["ETag"].strip('"')),
        version.json()["plan_version"],
        wire.call("get", at).json()["plan_version"],
        row["plan_version"],
    ]


def test_the_version_of_a_plan_is_that_of_the_newest_edit_one_is_told_of(project, editor, bursar):
    seen = last(project)
    for amount in (100, 200, 300):
        edit(project, update(project, cost_minor=amount))
    hidden = last(project)

    assert versions_on_the_wire(editor, project) == [seen] * 5
    # A list does not tell of what is within the plan.
    assert versions_on_the_wire(bursar, project) == [hidden, hidden, hidden, seen, seen]

    edit(project, update(project, priority=600), update(project, cost_minor=400))

    assert last(project) > hidden
    assert versions_on_the_wire(editor, project) == [last(project)] * 5


def test_versions_are_moments_so_that_a_gap_between_them_counts_nothing(project, monkeypatch):
    before = last(project)
    monkeypatch.setattr(ids.time, "time_ns", lambda: (before + 5_000) * 1_000_000)
    edit(project, update(project, cost_minor=1))
    edit(project, update(project, priority=600))

    given = [
        event.data["plan_version"] for event in Event.objects.filter(kind="planning.plan_edited")
    ]
    assert sorted(given)[-2:] == [before + 5_000, before + 5_001]


def test_nobody_is_refused_for_what_they_could_not_see(project, editor, bursar):
    seen = told(editor, project)
    edit(project, update(project, cost_minor=100), by=bursar)

    answer = Wire(editor).call(
        "post",
        f"/projects/{project.pk}/plan/edits",
        {"plan_version": seen, "operations": [update(project, priority=600)]},
    )

    assert (answer.status_code, answer.json()["previous_version"]) == (200, seen)
    assert answer.json()["plan_version"] == last(project)


def test_who_removes_a_task_meets_only_what_they_may_read(project, editor, bursar):
    published(
        Cell(EVERYONE, Effect.NONE, resource="task", field="name"),
        Cell(Subject.PERMISSION, Effect.WRITE, "finance.view_costs", "task", "name"),
    )
    seen = last(project)
    edit(project, update(project, name="Renamed"))
    remove = {"op": "delete_task", "id": project.ids["A"]}

    with pytest.raises(Stale) as refusal:
        edit(project, remove, by=bursar, base=seen)
    edit(project, remove, by=editor, base=seen)

    [conflict] = refusal.value.params["conflicts"]
    assert (conflict["kind"], conflict["field"]) == ("you_remove", "name")
    assert not Task.objects.filter(pk=project.ids["A"]).exists()


def test_a_conflict_names_whoever_did_what_may_be_read(project, editor, bursar):
    other, seen = user_with(*EDITOR, over=project.scope), last(project)
    edit(project, update(project, name="Theirs"), by=other)
    visible = last(project)
    edit(project, update(project, cost_minor=100), by=bursar)

    with pytest.raises(Stale) as refusal:
        edit(project, update(project, name="Mine"), by=editor, base=seen)

    told_of = refusal.value.params
    assert (told_of["by"], told_of["plan_version"]) == (other.name, visible)
    # Decided on what was told, it is not refused again.
    edit(project, update(project, name="Mine"), by=editor, base=told_of["plan_version"])
    assert Task.objects.get(pk=project.ids["A"]).name == "Mine"


def test_nothing_is_lost_when_rights_change_between_reading_and_writing(project, editor):
    seen = told(editor, project)
    edit(project, update(project, notes="Theirs"))
    published(Cell(EVERYONE, Effect.NONE, **CLOSED))
    closed = told(editor, project)
    published(Cell(EVERYONE, Effect.WRITE, **CLOSED))

    with pytest.raises(Stale) as refusal:
        edit(project, update(project, notes="Mine"), by=editor, base=closed)

    assert closed == seen
    assert [one["theirs"] for one in refusal.value.params["conflicts"]] == ["Theirs"]


def test_a_history_leaves_out_and_does_not_count_what_may_not_be_read(project, editor, bursar):
    edit(project, update(project, cost_minor=100))
    edit(project, update(project, cost_minor=200), update(project, "B", priority=600))
    edit(project, {"op": "add_checklist_item", "task_id": project.ids["B"], "text": "Look"})

    histories = [
        [
            (one["operations"], one["n_changed"])
            for one in Wire(user).call("get", f"/projects/{project.pk}/history").json()["items"]
        ]
        for user in (editor, bursar)
    ]

    update_, look = "update_task", (["add_checklist_item"], 1)
    assert histories[0][:2] == [look, ([update_], 1)]
    assert histories[1][:3] == [look, ([update_, update_], 2), ([update_], 1)]
    assert len(histories[1]) == len(histories[0]) + 1


def test_pages_of_a_history_are_filled_with_what_may_be_read(project, editor):
    for n in range(4):
        edit(project, update(project, priority=600 + n))
        edit(project, update(project, cost_minor=n + 1))
    wire, at = Wire(editor), f"/projects/{project.pk}/history?limit=2"

    first = wire.call("get", at).json()
    second = wire.call("get", f"{at}&cursor={first['next_cursor']}").json()

    assert [one["n_changed"] for one in first["items"] + second["items"]] == [1, 1, 1, 1]
    assert len({one["id"] for one in first["items"] + second["items"]}) == 4


def test_open_pages_hear_of_what_their_viewers_may_read(project, editor, bursar):
    among = {editor.pk, bursar.pk}
    priced = edit(project, update(project, cost_minor=100)).event
    renamed = edit(project, update(project, name="Renamed")).event

    assert set(events.hearers_of(priced, among)) == {bursar.pk}
    assert set(events.hearers_of(renamed, among)) == among
    published(Cell(EVERYONE, Effect.NONE, resource="task", field="name"))
    assert set(events.hearers_of(renamed, among)) == set()


def test_what_changed_since_one_looked_leaves_out_what_may_not_be_read(project):
    lead = user_with(*EDITOR)
    Project.objects.filter(pk=project.pk).update(
        manager=PersonFactory.create(user=lead, calendar=project.calendar)
    )
    Wire(lead).call("post", "/me/looked", {})
    edit(project, update(project, cost_minor=100))
    quiet = Wire(lead).call("get", "/me/changes").json()
    visible = edit(project, update(project, priority=600), update(project, "B", cost_minor=1))
    edit(project, update(project, cost_minor=200))
    told_of = Wire(lead).call("get", "/me/changes").json()

    assert (quiet["upto"], quiet["projects"]) == (None, [])
    [change] = told_of["projects"][0]["changes"]
    assert (change["code"], change["n_changed"]) == ("plan_edited", 1)
    assert told_of["upto"] == str(visible.event.id)


def test_ones_work_is_on_the_version_that_one_is_told_of(project):
    member = user_with("projects.view", "planning.report_progress")
    person = PersonFactory.create(user=member, calendar=project.calendar)
    step = {"op": "assign", "task_id": project.ids["A"], "person_id": str(person.pk)}
    edit(project, step)
    Project.objects.filter(pk=project.pk).update(state=Project.State.ACTIVE)
    seen = last(project)
    edit(project, update(project, cost_minor=100))

    groups = Wire(member).call("get", "/me/work").json()["groups"]
    found = {task["project"]["plan_version"] for group in groups for task in group["tasks"]}
    report = Wire(member).call(
        "post",
        f"/projects/{project.pk}/tasks/{project.ids['A']}/progress",
        {"percent_complete": 0.5, "plan_version": seen},
    )

    assert found == {seen}
    assert (report.status_code, report.json()["plan_version"]) == (200, last(project))


def test_of_ones_own_tasks_one_is_told_what_is_closed_on_others(project):
    member = user_with("projects.view")
    person = PersonFactory.create(user=member, calendar=project.calendar)
    step = {"op": "assign", "task_id": project.ids["A"], "person_id": str(person.pk)}
    edit(project, step)
    published(
        Cell(EVERYONE, Effect.NONE, **CLOSED),
        Cell(EVERYONE, Effect.READ, relation="own", **CLOSED),
    )
    seen = last(project)
    edit(project, update(project, "B", notes="Theirs"))
    of_others = told(member, project)
    own = edit(project, update(project, "A", notes="Ours"))
    edit(project, update(project, "B", notes="Theirs again"))

    assert of_others == seen
    assert told(member, project) == own.after.version
    assert set(events.hearers_of(own.event, {member.pk})) == {member.pk}


def test_what_a_raised_task_says_is_counted_by_who_may_read_it(project, editor):
    published(Cell(EVERYONE, Effect.NONE, classification=3))
    edit(project, update(project, classification=3))
    seen, version = last(project), Task.objects.get(pk=project.ids["A"]).version
    for name in ("Secret", "Secret still"):
        edit(project, update(project, name=name))
    add = {"op": "add_checklist_item", "task_id": project.ids["A"], "text": "Secret"}
    edit(project, add)

    assert told(editor, project) == seen
    edit(project, update(project, "B", name="Open"))
    assert told(editor, project) == last(project)
    assert Task.objects.get(pk=project.ids["A"]).version == version


def test_taking_back_what_one_may_no_longer_read_tells_nothing_of_it(project, bursar):
    edit(project, update(project, cost_minor=100), by=bursar)
    bursar.grants.update(role=user_with(*EDITOR, over=project.scope).grants.get().role)
    refusals = []

    for changed in (False, True):
        if changed:
            edit(project, update(project, cost_minor=200))
        with pytest.raises((UnknownField, ChangedSince)) as refusal:
            undo_edit(bursar, project=project)
        refusals.append((type(refusal.value), str(refusal.value)))

    assert refusals == [(UnknownField, "cost_minor")] * 2


def test_a_calendar_is_revised_by_what_its_reader_is_told_of(project, editor, monkeypatch):
    now = last(project)
    revisions = [revision_of(editor, Project.objects.get(pk=project.pk))]
    for n, fields in enumerate(({"cost_minor": 100}, {"priority": 600}), 1):
        later = (now + 10_000 * n) * 1_000_000
        monkeypatch.setattr(ids.time, "time_ns", lambda later=later: later)
        edit(project, update(project, **fields))
        revisions.append(revision_of(editor, Project.objects.get(pk=project.pk)))

    assert [one - revisions[0] for one in revisions] == [0, 0, 20]
    assert revisions[-1] < 2**31


def test_what_was_changed_last_is_found_first_by_what_everybody_may_read(project, editor):
    other = ProjectFactory.create(name=project.name)
    Project.objects.filter(pk=other.pk).update(search_key=project.search_key)
    viewer = user_with(*EDITOR)
    edit(other, {"op": "add_task", "name": "Anything"})

    def found_first():
        found = Wire(viewer).call("get", f"/find?text={project.name}").json()
        return found["projects"][0]["id"]

    before = found_first()
    edit(project, update(project, cost_minor=100))
    update_project(SYSTEM, project=project, expected_version=None, description="Secret")
    quiet = found_first()
    edit(project, update(project, priority=600))

    assert (before, quiet, found_first()) == (str(other.pk), str(other.pk), str(project.pk))
