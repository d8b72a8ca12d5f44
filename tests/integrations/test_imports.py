"""Uploading a plan file, looking at it, and taking it over."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories.access import user_with
from tests.factories.organisation import CalendarFactory, UnitFactory
from tests.factories.planning import id_in
from tests.wire import Wire
from zhongshu.access.models import SYSTEM, User
from zhongshu.integrations import services
from zhongshu.integrations.models import PlanImport
from zhongshu.integrations.planfiles.moments import moment
from zhongshu.integrations.planfiles.plan import (
    Plan,
    PlanAssignment,
    PlanBaseline,
    PlanCalendar,
    PlanLink,
    PlanResource,
    PlanTask,
)
from zhongshu.integrations.planfiles.readers import read
from zhongshu.integrations.planfiles.writers.mspdi import write_mspdi
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Calendar, Unit
from zhongshu.planning.models import Assignment, Baseline, BaselineTask, Link, Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

START = moment("2026-03-02T08:00")
OFFICE: list[Any] = [[(480, 720), (780, 1020)]] * 5 + [[], []]
RIGHTS = ("projects.view", "projects.create", "planning.import_plan", "planning.edit_plan",
          "finance.view_costs", "organisation.view")  # fmt: skip


@pytest.fixture
def unit() -> Unit:
    CalendarFactory.create()
    return UnitFactory.create()


@pytest.fixture
def planner(unit: Unit) -> User:
    return user_with(*RIGHTS)


def plan(**changes: Any) -> Plan:
    tasks = [
        PlanTask(uid=1, guid="G-1", name="Build", is_summary=True),
        PlanTask(
            uid=2, guid="G-2", name="Dig", parent_uid=1, outline_level=2, duration_minutes=960,
            remaining_minutes=960, start=START, finish=moment("2026-03-03T17:00"),
            baselines=[PlanBaseline(number=0, start=START, finish=moment("2026-03-02T17:00"),
                                    duration_minutes=480)],
        ),
        PlanTask(
            uid=3, guid="G-3", name="Pour", parent_uid=1, outline_level=2, duration_minutes=480,
            remaining_minutes=480,
        ),
    ]  # fmt: skip
    made = Plan(
        format="mspdi",
        guid="AAAA-1",
        title="厂房",
        start=START,
        calendar_uid=1,
        currency_code="CNY",
        calendars=[PlanCalendar(uid=1, name="标准", week=OFFICE)],
        tasks=tasks,
        links=[PlanLink(before_uid=2, after_uid=3, lag=480)],
        resources=[PlanResource(uid=1, name="张")],
        assignments=[PlanAssignment(uid=1, task_uid=2, resource_uid=1, work_minutes=960)],
    )
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def upload(user: User, content: bytes, name: str = "plan.xml") -> Any:
    file = SimpleUploadedFile(name, content)
    headers = {"Idempotency-Key": uuid4().hex}
    return Wire(user).post("/api/v1/imports", {"file": file}, headers=headers)


def stored_files() -> list[Path]:
    folder = Path(settings.HOME) / "uploads"
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def imported(unit: Unit, made: Plan) -> Project:
    now = timezone.now()
    row, _ = services.preview_plan_file(
        SYSTEM, content=write_mspdi(made), file_name="plan.xml", now=now
    )
    return services.import_as_project(SYSTEM, unit=unit, uploaded=row, now=now).project


def test_a_preview_shows_what_was_read_and_changes_nothing(planner: User) -> None:
    answer = upload(planner, write_mspdi(plan()))

    shown = answer.json()
    assert answer.status_code == 201, shown
    assert shown["summary"] == {
        "name": "厂房", "start": "2026-03-02T08:00", "finish": "2026-03-03T17:00",
        "status_date": None, "n_tasks": 3, "n_summaries": 1, "n_milestones": 0, "n_links": 1,
        "n_resources": 1, "n_assignments": 1, "n_calendars": 1, "n_baselines": 1,
        "n_custom_fields": 0, "currency": "CNY",
    }  # fmt: skip
    assert shown["findings"] == []
    assert len(shown["quality"]["checks"]) == 14
    assert shown["existing_project"] is None
    assert Project.objects.count() == 0


def test_a_file_becomes_a_project_in_one_step(planner: User, unit: Unit) -> None:
    import_id = upload(planner, write_mspdi(plan())).json()["id"]

    answer = Wire(planner).call("post", f"/imports/{import_id}/apply", {"unit_id": str(unit.pk)})

    assert answer.status_code == 201, answer.json()
    assert answer.json()["created"] is True
    project = Project.objects.get()
    assert (project.name, project.start, project.source_format) == ("厂房", START, "mspdi")
    dates = {task.name: (task.start, task.finish) for task in Task.objects.all()}
    assert dates["Dig"] == (START, moment("2026-03-03T17:00"))
    assert dates["Pour"] == (moment("2026-03-05T08:00"), moment("2026-03-05T17:00"))
    assert dates["Build"] == (START, moment("2026-03-05T17:00"))
    assert Calendar.objects.get(scope=project.scope).name == "标准"
    assert Event.objects.filter(kind="planning.plan_imported").count() == 1
    baseline = Baseline.objects.get()
    assert (baseline.slot, BaselineTask.objects.get().finish) == (0, moment("2026-03-02T17:00"))
    assert project.baseline_finish == moment("2026-03-02T17:00")


def test_the_same_file_again_changes_nothing(planner: User, unit: Unit) -> None:
    content = write_mspdi(plan())
    project = imported(unit, plan())
    keys = set(Task.objects.values_list("pk", flat=True))

    shown = upload(planner, content, "again.xml").json()
    answer = Wire(planner).call("post", f"/imports/{shown['id']}/apply", {})

    changes = shown["existing_project"]["changes"]
    assert changes == {"added": 0, "updated": 0, "removed": 0, "left_out": []}
    assert answer.json()["created"] is False
    assert answer.json()["project_id"] == str(project.pk)
    assert set(Task.objects.values_list("pk", flat=True)) == keys
    counts = [each.objects.count() for each in (Project, Link, Assignment, Baseline)]
    assert counts == [1, 1, 1, 1]
    assert Calendar.objects.filter(scope=project.scope).count() == 1


def test_a_newer_state_updates_adds_and_removes(planner: User, unit: Unit) -> None:
    imported(unit, plan())
    newer = plan()
    newer.tasks[1].duration_minutes = newer.tasks[1].remaining_minutes = 1440
    newer.tasks[1].baselines[0].finish = moment("2026-03-04T17:00")
    newer.tasks[2] = PlanTask(
        uid=4, guid="G-4", name="Cure", parent_uid=1, outline_level=2, duration_minutes=480
    )
    newer.links = [PlanLink(before_uid=2, after_uid=4, type="ss")]
    newer.calendars[0].week = [[(480, 720)]] * 5 + [[], []]

    shown = upload(planner, write_mspdi(newer)).json()
    Wire(planner).call("post", f"/imports/{shown['id']}/apply", {})

    assert shown["existing_project"]["changes"] == {
        "added": 1,
        "updated": 1,
        "removed": 1,
        "left_out": [],
    }
    dates = {task.name: (task.start, task.finish) for task in Task.objects.all()}
    assert set(dates) == {"Build", "Dig", "Cure"}
    assert dates["Dig"] == (START, moment("2026-03-09T12:00"))
    assert dates["Cure"] == (START, moment("2026-03-03T12:00"))
    assert [(b.slot, b.name) for b in Baseline.objects.order_by("created_at")] == [
        (0, "Baseline"),
        (0, "Baseline (2)"),
    ]


def test_tasks_made_on_the_platform_survive_the_file(unit: Unit) -> None:
    project = imported(unit, plan())
    dig, ours = Task.objects.get(name="Dig"), id_in(project)
    edit_plan(
        SYSTEM,
        project=project,
        operations=[
            {"op": "add_task", "id": ours, "name": "Ours"},
            {
                "op": "add_link",
                "before_id": str(dig.pk),
                "after_id": ours,
                "type": "fs",
            },
        ],
    )
    now = timezone.now()
    row, _ = services.preview_plan_file(
        SYSTEM, content=write_mspdi(plan()), file_name="plan.xml", now=now
    )

    project.refresh_from_db()
    services.import_into_project(SYSTEM, project=project, uploaded=row, now=now)

    assert Task.objects.filter(name="Ours").count() == 1
    assert Link.objects.count() == 2


def test_a_broken_file_leaves_nothing_behind(planner: User) -> None:
    before = stored_files()

    answer = upload(planner, b"<Project><Tasks><Task></Tasks></Project>")

    assert answer.status_code == 422
    told = answer.json()
    assert (told["code"], told["where"]) == ("planfiles.broken_xml", "line 1, column 25")
    assert PlanImport.objects.count() == 0
    assert stored_files() == before


def test_a_plan_with_a_loop_is_previewed_and_refused(planner: User, unit: Unit) -> None:
    looped = plan(links=[PlanLink(before_uid=2, after_uid=3), PlanLink(before_uid=3, after_uid=2)])

    shown = upload(planner, write_mspdi(looped)).json()
    answer = Wire(planner).call("post", f"/imports/{shown['id']}/apply", {"unit_id": str(unit.pk)})

    assert [each["code"] for each in shown["findings"]] == ["cycle"]
    assert sorted(shown["findings"][0]["params"]["loop"]) == ["Dig", "Pour"]
    assert (answer.status_code, answer.json()["code"]) == (409, "planning.cycle")
    assert (Project.objects.count(), Task.objects.count(), Calendar.objects.count()) == (0, 0, 1)
    assert PlanImport.objects.get().state == "previewed"


def test_an_import_is_seen_by_its_uploader_only(planner: User) -> None:
    import_id = upload(planner, write_mspdi(plan())).json()["id"]
    other = Wire(user_with(*RIGHTS))

    answers = [
        other.call("get", f"/imports/{import_id}"),
        other.call("get", f"/imports/{import_id}/file"),
        other.call("post", f"/imports/{import_id}/apply", {}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_new_project_needs_the_right_to_open_one(unit: Unit) -> None:
    viewer = user_with("projects.view", "organisation.view", "planning.import_plan")
    import_id = upload(viewer, write_mspdi(plan())).json()["id"]

    answer = Wire(viewer).call("post", f"/imports/{import_id}/apply", {"unit_id": str(unit.pk)})

    assert answer.status_code == 403
    assert Project.objects.count() == 0


def test_an_import_is_applied_once(planner: User, unit: Unit) -> None:
    import_id = upload(planner, write_mspdi(plan())).json()["id"]
    wire = Wire(planner)
    wire.call("post", f"/imports/{import_id}/apply", {"unit_id": str(unit.pk)})

    answer = wire.call("post", f"/imports/{import_id}/apply", {"unit_id": str(unit.pk)})

    assert (answer.status_code, answer.json()["code"]) == (409, "planfiles.already_applied")
    assert Project.objects.count() == 1


def test_a_file_is_kept_private_served_as_an_attachment_and_cleared(planner: User) -> None:
    content, before = write_mspdi(plan()), stored_files()
    import_id = upload(planner, content, "../../evil\u202e.xml").json()["id"]
    [path] = [each for each in stored_files() if each not in before]

    served = Wire(planner).call("get", f"/imports/{import_id}/file")
    n_cleared = services.clear_uploads(SYSTEM, now=timezone.now() + timedelta(days=8))

    assert served.content == content
    assert served["Content-Disposition"].startswith("attachment; ")
    assert served["Content-Type"] == "application/octet-stream"
    assert "\n" not in served["Content-Disposition"]
    assert n_cleared == 1
    assert not path.exists()


@pytest.mark.parametrize("file_format", ["mspdi", "xlsx", "csv", "ical"])
def test_a_plan_is_exported_as_an_attachment(unit: Unit, planner: User, file_format: str) -> None:
    project = imported(unit, plan())

    answer = Wire(planner).call("get", f"/projects/{project.pk}/export?format={file_format}")

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; ")
    start = {
        "mspdi": b"<?xml",
        "xlsx": b"PK",
        "csv": "\ufeff编号 ID,".encode(),
        "ical": b"BEGIN:VCALENDAR",
    }[file_format]
    assert answer.content.startswith(start)


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_states_go_out_and_come_back(unit: Unit, planner: User, file_format: str) -> None:
    project = imported(unit, plan())
    leaf = Task.objects.filter(project=project, kind="task").order_by("number")[0]
    edit_plan(
        SYSTEM,
        project=project,
        operations=[{"op": "update_task", "id": str(leaf.pk), "fields": {"state": "in_review"}}],
    )
    wire = Wire(planner)

    answer = wire.call("get", f"/projects/{project.pk}/export?format={file_format}")
    (again,) = (
        task for task in read(answer.content, f"plan.{file_format}").tasks if task.name == leaf.name
    )

    assert again.state == "in_review"


def test_costs_are_exported_to_those_who_may_see_them(unit: Unit, planner: User) -> None:
    costly = plan()
    costly.tasks[1].fixed_cost = Decimal("77.5")
    project = imported(unit, costly)
    viewer = user_with("projects.view")

    allowed, hidden = (
        Wire(user).call("get", f"/projects/{project.pk}/export").content
        for user in (planner, viewer)
    )

    assert b"<FixedCost>7750</FixedCost>" in allowed
    assert b"FixedCost>7750" not in hidden
