"""What was given over a project does not outlive it, and nothing more is given there."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from tests.factories.access import (
    UserFactory,
    body_with,
    delegation_to,
    holding_of,
    role_with,
    user_with,
)
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.authorities.deciding import may
from zhongshu.access.authorities.models import Body, Question
from zhongshu.access.guard import is_allowed, permissions_held
from zhongshu.access.models import SYSTEM, Grant, Role, Scope
from zhongshu.access.services import ask_question
from zhongshu.projects.services import delete_project

pytestmark = pytest.mark.django_db

EVERYTHING = (
    "access.manage", "access.grant_any", "access.manage_authorities", "access.view_authorities",
    "access.put_questions", "access.hold", "projects.view", "projects.edit",
)  # fmt: skip


def deleted(project):
    delete_project(SYSTEM, project=project, expected_version=None, at=timezone.now())
    project.scope.refresh_from_db()
    return project.scope


def ids(wire, path):
    return {one["id"] for one in wire.get(f"/api/v1{path}", {"limit": 200}).json()["items"]}


@pytest.mark.parametrize(
    ("path", "is_listed"),
    [("/scopes", False), ("/authorities/scopes", False), ("/privacy/scopes", True)],
)
def test_a_deleted_project_is_left_out_where_scopes_are_chosen_but_for_holds(path, is_listed):
    kept, project = ProjectFactory.create(), ProjectFactory.create()
    wire = Wire(user_with(*EVERYTHING))
    gone = str(project.scope_id)
    before = ids(wire, path)

    deleted(project)

    assert {gone, str(kept.scope_id)} <= before
    assert before - ids(wire, path) == (set() if is_listed else {gone})
    held = wire.get("/api/v1/privacy/scopes", {"filter": "is_gone:eq:true"}).json()["items"]
    assert [(one["id"], one["is_gone"]) for one in held] == [(gone, True)]


def test_nothing_is_given_over_a_deleted_project():
    other, role = UserFactory.create(), role_with("projects.view")
    actor = user_with(*EVERYTHING)
    holding_of(actor, "baseline_approval", is_delegable=True)
    scope = deleted(ProjectFactory.create())
    body = body_with(other)
    until = (timezone.now() + timedelta(days=7)).isoformat()
    where, terms = {"scope_id": str(scope.pk)}, {"name": "B", "name_en": "B"}
    terms |= {"kind": "other", "quorum": 1, "rule": "simple_majority"}
    asked = {
        "/grants": {"user_id": str(other.pk), "role_id": str(role.pk)},
        "/holdings": {"user_id": str(other.pk), "authority": "baseline_approval"},
        "/bodies": terms,
        "/questions": {"body_id": str(body.pk), "authority": "stop", "title": "Go on?"},
        "/delegations": {
            "deputy_id": str(other.pk), "permissions": ["projects.view"], "authorities": [],
            "reason": "Leave", "valid_to": until,
        },
    }  # fmt: skip

    answers = {path: Wire(actor).call("post", path, made | where) for path, made in asked.items()}

    for path, answer in answers.items():
        told = answer.json()
        assert (told["code"], told["errors"][0]["field"]) == ("access.scope_gone", "scope_id"), path
        assert answer.status_code == 409
    assert not Grant.objects.filter(user=other).exists()
    assert list(Body.objects.all()) == [body]
    assert not Question.objects.exists()


def test_what_was_given_over_a_project_ends_with_it():
    project, other = ProjectFactory.create(), UserFactory.create()
    leader = user_with("projects.view", "projects.edit", over=project.scope)
    holding = holding_of(leader, "baseline_approval", over=project.scope, is_delegable=True)
    delegation = delegation_to(
        other, leader, over=project.scope, authorities=["baseline_approval"], permissions=[]
    )
    body = body_with(leader, other, over=project.scope)
    boss = Wire(user_with(*EVERYTHING))
    paths = ("/grants", "/holdings", "/delegations", "/bodies")
    listed = {str(Grant.objects.get(user=leader).pk)} | {
        str(one.pk) for one in (holding, delegation, body)
    }
    before = set().union(*(ids(boss, path) for path in paths))
    could = (may(leader, "baseline_approval", project), may(other, "baseline_approval", project))

    scope = deleted(project)

    assert could == (True, True)
    assert before - set().union(*(ids(boss, path) for path in paths)) == listed
    assert permissions_held(leader) == []
    assert not is_allowed(leader, "projects.view", scope)
    assert not may(leader, "baseline_approval", scope)
    assert not may(other, "baseline_approval", scope)
    assert Body.objects.get(pk=body.pk).dissolved_at is not None
    role = Role.objects.get(grants__user=leader)
    count = boss.get("/api/v1/roles", {"filter": f"id:eq:{role.pk}"}).json()["items"][0]
    assert count["n_grants"] == 0


def test_questions_about_a_deleted_project_are_withdrawn():
    project, voter = ProjectFactory.create(), UserFactory.create()
    above, of_project = body_with(voter), body_with(voter, over=project.scope)
    asked = {"authority": "stop", "title": "Go on?", "at": timezone.now()}
    about = ask_question(SYSTEM, body=above, scope=project.scope, **asked)
    before_it = ask_question(SYSTEM, body=of_project, scope=project.unit.scope, **asked)
    beside = ask_question(SYSTEM, body=above, scope=project.unit.scope, **asked)

    deleted(project)

    states = dict(Question.objects.values_list("pk", "state"))
    assert states == {about.pk: "withdrawn", before_it.pk: "withdrawn", beside.pk: "open"}
    vote = Wire(voter).call("post", f"/questions/{about.pk}/votes", {"choice": "for"})
    assert (vote.status_code, vote.json()["code"]) == (409, "access.question_decided")


def test_a_role_that_only_grants_over_deleted_projects_name_can_be_removed():
    project = ProjectFactory.create()
    user_with("projects.view", over=project.scope)
    role = Role.objects.get()
    boss = Wire(user_with("access.manage"))
    path = f"/roles/{role.pk}"
    refused = boss.call("delete", path, version=1)

    deleted(project)

    assert (refused.status_code, refused.json()["code"]) == (409, "access.role_in_use")
    assert boss.call("delete", path, version=1).status_code == 204


def test_scopes_of_projects_that_were_deleted_before_are_marked():
    kept, project = ProjectFactory.create(), ProjectFactory.create()
    body = body_with(over=project.scope)
    question = ask_question(
        SYSTEM, body=body, scope=project.scope, authority="stop", title="?", at=timezone.now()
    )
    project.delete()
    name = "zhongshu.projects.migrations.0006_scopes_of_deleted_projects_are_gone"

    import_module(name).mark(apps, None)

    gone = set(Scope.objects.filter(is_gone=True).values_list("pk", flat=True))
    assert gone == {project.scope_id}
    assert kept.scope_id not in gone
    question.refresh_from_db()
    assert (question.state, question.body.dissolved_at is None) == ("withdrawn", False)
