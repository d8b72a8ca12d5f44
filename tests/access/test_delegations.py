"""A deputy acts in the place of another: with what was passed on, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.access.test_policy import published
from tests.factories.access import UserFactory, delegation_to, holding_of, scope_below, user_with
from tests.factories.organisation import PersonFactory, company_scope
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.authorities.models import Delegation
from zhongshu.access.models import Grant
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

EDIT, VIEW = "projects.edit", "projects.view"


class Deputy(Wire):
    """Somebody who acts under a delegation."""

    def __init__(self, user, delegation):
        super().__init__(user)
        self.delegation = delegation

    def call(self, method, path, body=None, **options):
        self.defaults["HTTP_X_ACTING_UNDER"] = str(self.delegation.pk)
        return super().call(method, path, body, **options)


@pytest.fixture
def project():
    return ProjectFactory.create()


def rename(wire, project):
    return wire.call("patch", f"/projects/{project.pk}", {"name": "Renamed"}, version=1)


def new(deputy, **fields):
    until = (timezone.now() + timedelta(days=7)).isoformat()
    scope = str(company_scope().pk)
    return {
        "deputy_id": str(deputy.pk), "scope_id": scope, "reason": "Leave", "valid_to": until,
        **fields,
    }  # fmt: skip


def test_deputy_acts_and_the_trail_tells_for_whom(project):
    giver, deputy = user_with(VIEW, EDIT), UserFactory.create()
    delegation = delegation_to(deputy, giver, permissions=[VIEW, EDIT])
    own = rename(Wire(deputy), project)

    answer = rename(Deputy(deputy, delegation), project)

    assert (own.status_code, answer.status_code) == (404, 200), answer.content
    event = Event.objects.get(kind="projects.project_updated")
    assert (event.actor_id, event.on_behalf_of_id) == (deputy.pk, giver.pk)


def test_in_the_place_of_another_ones_own_rights_do_not_count(project):
    giver, deputy = user_with(VIEW), user_with(VIEW, EDIT)
    delegation = delegation_to(deputy, giver, permissions=[VIEW])

    answer = rename(Deputy(deputy, delegation), project)

    assert (answer.status_code, answer.json()["permission"]) == (403, EDIT)
    assert rename(Wire(deputy), project).status_code == 200


def test_nothing_beyond_what_the_giver_holds_when_it_is_used(project):
    giver, deputy = user_with(VIEW, EDIT), UserFactory.create()
    wire = Deputy(deputy, delegation_to(deputy, giver, permissions=[VIEW, EDIT]))
    seen = wire.call("get", f"/projects/{project.pk}").status_code

    Grant.objects.filter(user=giver).delete()

    assert (seen, wire.call("get", f"/projects/{project.pk}").status_code) == (200, 404)


def test_nothing_outside_of_the_scope(project):
    giver, deputy = user_with(VIEW), UserFactory.create()
    inside = delegation_to(deputy, giver, permissions=[VIEW], over=project.unit.scope)
    outside = delegation_to(deputy, giver, permissions=[VIEW], over=scope_below())

    answers = [
        Deputy(deputy, one).call("get", f"/projects/{project.pk}").status_code
        for one in (inside, outside)
    ]

    assert answers == [200, 404]


@pytest.mark.parametrize("how", ["revoked", "of another", "over", "no id"])
def test_delegation_that_does_not_count_opens_nothing(how):
    giver, deputy = user_with(VIEW), user_with(VIEW)
    delegation = delegation_to(deputy, giver, permissions=[VIEW])
    wire = Deputy(deputy, delegation)
    if how == "revoked":
        Wire(deputy).call("delete", f"/delegations/{delegation.pk}")
    elif how == "of another":
        wire = Deputy(UserFactory.create(), delegation)
    elif how == "over":
        Delegation.objects.update(valid_to=timezone.now())
    else:
        delegation.pk = "nonsense"

    answer = wire.call("get", "/projects")

    assert (answer.status_code, answer.json()["code"]) == (403, "access.delegation_not_in_force")


def test_session_tells_what_the_deputy_may_now():
    giver, deputy = user_with(VIEW, EDIT, "access.manage"), user_with("organisation.view")
    delegation = delegation_to(deputy, giver, permissions=[EDIT, VIEW, "access.manage"])

    told = Deputy(deputy, delegation).call("get", "/session").json()

    assert told["permissions"] == [EDIT, VIEW]


def test_rights_are_passed_on_by_who_holds_them():
    giver, deputy = user_with(VIEW, EDIT, "access.manage"), user_with(VIEW)
    holding_of(giver, "stop", is_delegable=True)
    wire = Wire(giver)

    beyond = wire.call("post", "/delegations", new(deputy, permissions=["projects.delete"]))
    rights = wire.call("post", "/delegations", new(deputy, permissions=["access.manage"]))
    foreign = wire.call("post", "/delegations", new(deputy, authorities=["admission"]))
    made = wire.call("post", "/delegations", new(deputy, permissions=[VIEW], authorities=["stop"]))

    assert {one.json()["code"] for one in (beyond, rights, foreign)} == {
        "access.not_yours_to_pass_on"
    }
    assert (made.status_code, made.json()["deputy"]["id"]) == (201, str(deputy.pk))
    seen = Wire(deputy).call("get", "/delegations").json()["items"]
    assert [one["reason"] for one in seen] == ["Leave"]
    assert Wire(UserFactory.create()).call("get", "/delegations").json()["items"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"permissions": []}, "authorities"),
        ({"valid_to": "2020-01-01T00:00:00Z"}, "valid_to"),
        ({"valid_to": "2090-01-01T00:00:00Z"}, "valid_to"),
    ],
)
def test_bad_input_names_the_field(change, field):
    giver, deputy = user_with(VIEW, "access.manage"), user_with(VIEW)

    refusal = Wire(giver).call(
        "post", "/delegations", new(deputy, **{"permissions": [VIEW], **change})
    )

    assert (refusal.status_code, refusal.json()["errors"][0]["field"]) == (422, field)
    assert not Delegation.objects.exists()


def test_in_the_place_of_another_nothing_is_passed_on():
    giver, deputy = user_with(VIEW, "access.manage"), user_with(VIEW, "access.manage")
    delegation = delegation_to(deputy, giver, permissions=[VIEW])
    body = new(giver, permissions=[VIEW])

    answer = Deputy(deputy, delegation).call("post", "/delegations", body)

    assert answer.status_code in {403, 404}
    assert Delegation.objects.count() == 1


def test_what_the_policy_shows_to_a_role_of_the_giver_is_not_passed_on(project):
    giver, deputy = user_with(VIEW, "organisation.view"), UserFactory.create()
    person = PersonFactory.create(position="Secret position")
    role = str(Grant.objects.get(user=giver).role_id)
    cell = {"resource": "person", "field": "position"}
    published(
        Cell(Subject.EVERYONE, Effect.NONE, **cell),
        Cell(Subject.ROLE, Effect.READ, name=role, **cell),
    )
    wire = Deputy(deputy, delegation_to(deputy, giver, permissions=["organisation.view"]))
    path = f"/people/{person.pk}"

    own, seen = Wire(giver).call("get", path).json(), wire.call("get", path).json()

    assert (own["position"], seen["position"]) == ("Secret position", None)
    assert "position" in seen["_locked"]


def test_who_sees_as_the_deputy_does_not_act_for_the_giver():
    far, deputy = ProjectFactory.create(), UserFactory.create()
    viewer = user_with("access.view_as", "access.manage")
    delegation = delegation_to(deputy, user_with(VIEW), permissions=[VIEW])
    wire = Wire(viewer)
    assert wire.see_as(deputy).status_code == 200
    headers = {"X-Acting-Under": str(delegation.pk)}

    refused = wire.get(f"/api/v1/projects/{far.pk}", headers=headers)

    assert (refused.status_code, refused.json()["code"]) == (403, "access.viewing_only")
    assert wire.get(f"/api/v1/projects/{far.pk}").status_code == 404


def test_choices_are_what_was_given_scope_by_scope():
    giver = user_with(VIEW, "access.manage")
    unit = scope_below(label="Unit")
    holding_of(giver, "stop", over=unit, is_delegable=True)
    holding_of(giver, "admission", over=unit)

    items = Wire(giver).call("get", "/delegations/choices").json()["items"]

    told = [(one["scope"]["label"], one["authorities"], one["permissions"]) for one in items]
    assert told == [("Company", [], [VIEW]), ("Unit", ["stop"], [])]


def test_only_giver_deputy_and_manager_take_it_back():
    giver, deputy, other = UserFactory.create_batch(3)
    delegation = delegation_to(deputy, giver, permissions=[VIEW])
    path = f"/delegations/{delegation.pk}"

    unseen = Wire(other).call("delete", path)
    managed = Wire(user_with("access.manage_authorities")).call("delete", path)

    assert (unseen.status_code, managed.status_code) == (404, 200)
    assert managed.json()["revoked_at"] is not None
