"""A project that the viewer may not see leaves no trace in one that is linked with it."""

import pytest
from django.test import Client

from tests.factories.access import user_with
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.secrecy.operations import PLAN_FORMATS, READS
from tests.secrecy.world import ROWS, World, ask, built, everything_in
from zhongshu.access.models import SYSTEM
from zhongshu.access.roles import READY_ROLES
from zhongshu.planning.models import CrossLink, Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.rescheduling import follow_other_projects
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db


def linked_with_the_hidden_one() -> tuple[World, list[str]]:
    """A project that waits for a hidden one and is waited for, moved by it once; what to hide."""
    world = built()
    hidden = Project.objects.get(pk=world.ids["project_id"])
    first, second = Task.objects.filter(project=hidden).order_by("number")
    seen = ProjectFactory.create(name="seen")
    ids = plan_with(seen, {"A": 1, "B": 1, "C": 1}, ["A -> B"])
    wait = {"op": "add_cross_link", "before_id": str(second.pk), "after_id": ids["A"]}
    give = {"op": "add_cross_link", "before_id": ids["C"], "after_id": str(first.pk)}
    edit_plan(SYSTEM, project=seen, operations=[wait])
    edit_plan(SYSTEM, project=hidden, operations=[give])
    follow_other_projects(SYSTEM, project=seen)
    known = {"project_id": seen.pk, "task_id": ids["A"], "scope_id": seen.scope_id}
    names = [f"{ROWS}{end}" for end in ("1", "2", " project", " baseline", " request", " why")]
    secrets = [*names, hidden.key, *map(str, (hidden.pk, first.pk, second.pk))]
    return World({**world.ids, **known, "unit_id": seen.unit_id}), secrets


def test_nothing_of_a_hidden_project_is_in_any_answer():
    world, secrets = linked_with_the_hidden_one()
    seen = Project.objects.get(pk=world.ids["project_id"])
    client = Client()
    everything = set().union(*(role.permissions for role in READY_ROLES))
    client.force_login(user_with(*everything, over=seen.scope))

    read = {one.name: everything_in(ask(client, one, world)) for one in READS}
    for kind in PLAN_FORMATS:
        address = f"/api/v1/projects/{seen.pk}/export?format={kind}"
        read[f"export {kind}"] = everything_in(client.get(address))

    leaks = [(name, one) for name, text in read.items() for one in secrets if one in text]
    assert leaks == []
    assert '"outside"' in read["planning.list_drivers"]
    assert CrossLink.objects.count() == 2


def test_the_same_answers_tell_those_who_may_see_it():
    world, _ = linked_with_the_hidden_one()
    client = Client()
    client.force_login(user_with("projects.view"))
    operations = {one.name: one for one in READS}

    told = {
        name: everything_in(ask(client, operations[name], world))
        for name in ("planning.get_plan", "planning.list_drivers", "planning.list_history")
    }

    assert ROWS in told["planning.get_plan"]
    assert ROWS in told["planning.list_drivers"]
    assert "because_of" in told["planning.list_history"]
