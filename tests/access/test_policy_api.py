"""The policy over HTTP: its draft, what that would change, who reads what, and views as others."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories.access import UserFactory, company_scope, delegation_to, user_with
from tests.factories.organisation import PersonFactory
from tests.wire import Wire
from zhongshu.access.models import Grant, PolicyVersion, Role, RolePermission
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

WRITER = ("access.manage_policy", "access.publish_policy", "access.manage", "organisation.view")


@pytest.fixture
def wire():
    return Wire(user_with(*WRITER))


def cell(effect: str, **more: Any) -> dict[str, Any]:
    given = {"subject": "everyone", "resource": "person", "field": "position"}
    return given | {"effect": effect} | more


def drafted(wire: Wire, *cells: dict[str, Any], version: int = 0, **more: Any) -> Any:
    return wire.call("put", "/policy/draft", {"cells": list(cells), **more}, version=version)


def test_a_draft_is_written_published_and_kept(wire):
    other = Wire(user_with(*WRITER))
    draft = drafted(wire, cell("masked", mask="first"), note="First")
    published = other.call("post", "/policy/draft/publish", version=draft.json()["version"])
    second = drafted(wire, cell("none"))
    other.call("post", "/policy/draft/publish", version=second.json()["version"])

    assert (draft.status_code, draft.json()["state"]) == (200, "draft")
    assert published.json()["number"] == 1
    rows = wire.get("/api/v1/policy/versions?sort=number").json()["items"]
    assert [(one["number"], one["state"]) for one in rows] == [(1, "past"), (2, "published")]
    old = wire.get(f"/api/v1/policy/versions/{rows[0]['id']}").json()
    assert [one["effect"] for one in old["cells"]] == ["masked"]
    kinds = Event.objects.filter(kind__startswith="access.policy").values_list("kind", flat=True)
    assert list(kinds.order_by("seq")) == ["access.policy_drafted", "access.policy_published"] * 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"cells": [cell("none", field="name")]}, "cells.0.field"),
        ({"cells": [cell("none", field="nothing")]}, "cells.0.field"),
        ({"cells": [cell("none", resource="nothing")]}, "cells.0.resource"),
        ({"cells": [cell("masked", mask="year")]}, "cells.0.mask"),
        ({"cells": [cell("none", mask="first")]}, "cells.0.mask"),
        ({"cells": [cell("aggregate", k=5)]}, "cells.0.effect"),
        (
            {"cells": [cell("aggregate", resource="project", field="cost_minor", k=4)]},
            "cells.0.k",
        ),
        ({"cells": [cell("none", subject="role", name="member")]}, "cells.0.name"),
        ({"cells": [cell("none", subject="permission", name="all.of.it")]}, "cells.0.name"),
        ({"cells": [cell("none", state="active")]}, "cells.0.state"),
        ({"cells": [cell("none"), cell("read")]}, "cells.1"),
        ({"cells": [], "classes": {"person.email": 1}}, "classes.person.email"),
        ({"cells": [], "names": {"en": ["A", "B", "C", "A"]}}, "names.en"),
        ({"cells": [], "names": {"fr": ["A", "B", "C", "D"]}}, "names.fr"),
    ],
)
def test_what_means_nothing_is_refused_and_named(wire, wrong, field):
    refused = wire.call("put", "/policy/draft", wrong, version=0)

    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    assert not PolicyVersion.objects.exists()


def test_two_writers_do_not_overwrite_each_other(wire):
    drafted(wire, cell("none"))

    stale = drafted(wire, cell("read"))

    assert stale.status_code == 412
    assert PolicyVersion.objects.get().content["cells"][0]["effect"] == "none"


def test_who_wrote_on_a_draft_does_not_publish_it(wire):
    second, third = (Wire(user_with(*WRITER)) for _ in range(2))
    drafted(wire, cell("none"))
    drafted(second, cell("read"), version=1)

    refused = [one.call("post", "/policy/draft/publish", version=2) for one in (wire, second)]
    told = [one.get("/api/v1/policy").json()["is_own_draft"] for one in (wire, second, third)]
    state = PolicyVersion.objects.get().state
    published = third.call("post", "/policy/draft/publish", version=2)

    assert [(one.status_code, one.json()["code"]) for one in refused] == [
        (403, "access.own_policy_draft")
    ] * 2
    assert (told, state) == ([True, True, False], "draft")
    assert published.json()["state"] == "published"


def test_publishing_needs_a_right_of_its_own(wire):
    drafted(wire, cell("none"))
    writer = Wire(user_with("access.manage_policy"))

    refused = writer.call("post", "/policy/draft/publish", version=1)

    assert refused.status_code == 403
    assert PolicyVersion.objects.get().state == "draft"


def test_the_policy_is_read_by_those_who_write_it():
    reader = Wire(user_with("access.manage"))

    for path in ("/policy", "/policy/versions", "/policy/draft/effect"):
        assert reader.get(f"/api/v1{path}").status_code == 403


def test_the_effect_counts_rows_and_people_exactly(wire):
    scope = PersonFactory.create().scope
    PersonFactory.create_batch(3, scope=scope)
    readers = [user_with("organisation.view", over=scope) for _ in range(2)]
    user_with("organisation.view", "organisation.view_personal", over=scope)
    user_with("projects.view", over=scope)
    # One deputy sees by what was passed on by a reader, another nothing that a reader does not.
    deputy, idle = UserFactory.create_batch(2)
    passed = {"over": scope, "authorities": []}
    delegation_to(deputy, readers[0], permissions=["organisation.view"], **passed)
    delegation_to(idle, readers[0], permissions=["organisation.view_personal"], **passed)
    looker = user_with("access.view_as")
    user_with("access.view_as", over=scope)
    drafted(wire, cell("read", field="email"), cell("none"))

    changes = wire.get("/api/v1/policy/draft/effect").json()["changes"]

    told = {one["field"]: one for one in changes}
    assert set(told) == {"email", "position"}
    # The writer of the policy sees people of the whole company as well, and a deputy is another;
    # who sees as anybody saw the e-mail before, as the one who may, and sees the position no more.
    assert (told["email"]["exposed"]["n_rows"], told["email"]["exposed"]["n_people"]) == (4, 4)
    assert told["email"]["hidden"] == {"n_rows": 0, "n_people": 0, "people": []}
    assert (told["position"]["hidden"]["n_rows"], told["position"]["hidden"]["n_people"]) == (4, 6)
    assert deputy.name in told["email"]["exposed"]["people"]
    assert looker.name in told["position"]["hidden"]["people"]
    assert idle.name not in told["position"]["hidden"]["people"]
    assert {one.name for one in readers} <= set(told["email"]["exposed"]["people"])


def test_who_sees_a_field_is_told_with_its_grant_and_cell(wire):
    person = PersonFactory.create()
    reader = user_with("organisation.view", "organisation.view_personal", over=person.scope)
    other = user_with("organisation.view", over=person.scope)
    path = f"/api/v1/access/readers?resource=person&field=email&row_id={person.pk}"

    told = {one["user"]["id"]: one for one in wire.get(path).json()["readers"]}

    grant = Grant.objects.get(user=reader)
    seen, blind = told[str(reader.pk)], told[str(other.pk)]
    assert (seen["effect"], seen["cell"]["name"]) == ("write", "organisation.view_personal")
    assert [one["id"] for one in seen["grants"]] == [str(grant.pk)]
    assert [one["label"] for one in seen["grants"][0]["path"]] == [person.scope.label]
    assert (blind["effect"], blind["cell"]["subject"]) == ("none", "everyone")
    assert blind["classification"] == 2


def test_deputies_are_told_among_those_who_see_a_field(wire):
    person = PersonFactory.create()
    giver = user_with("organisation.view", "organisation.view_personal", over=person.scope)
    whole, part, without = UserFactory.create_batch(3)
    see, personal = "organisation.view", "organisation.view_personal"
    passed = {"over": person.scope, "authorities": []}
    delegation = delegation_to(whole, giver, permissions=[see, personal], **passed)
    delegation_to(part, giver, permissions=[see], **passed)
    delegation_to(without, giver, permissions=[personal], **passed)
    path = f"/api/v1/access/readers?resource=person&field=email&row_id={person.pk}"

    told = {one["user"]["id"]: one for one in wire.get(path).json()["readers"]}

    seen, blind = told[str(whole.pk)], told[str(part.pk)]
    assert (seen["effect"], seen["through"]["id"]) == ("write", str(giver.pk))
    assert seen["delegation_id"] == str(delegation.pk)
    assert [one["id"] for one in seen["grants"]] == [str(Grant.objects.get(user=giver).pk)]
    assert (blind["effect"], blind["through"]["id"]) == ("none", str(giver.pk))
    assert str(without.pk) not in told
    acting = {"X-Acting-Under": str(delegation.pk)}
    own = Wire(whole).get(f"/api/v1/people/{person.pk}", headers=acting).json()
    assert "email" not in own["_locked"]


def test_who_may_see_as_anybody_is_told_among_those_who_see_a_field(wire):
    person = PersonFactory.create()
    reader = user_with("organisation.view", "organisation.view_personal", over=person.scope)
    looker, narrow = user_with("access.view_as"), user_with("access.view_as", over=person.scope)
    path = f"/api/v1/access/readers?resource=person&field=email&row_id={person.pk}"

    told = {one["user"]["id"]: one for one in wire.get(path).json()["readers"]}

    seen = told[str(looker.pk)]
    assert (seen["effect"], seen["through"]["id"]) == ("read", str(reader.pk))
    assert (seen["delegation_id"], seen["until"]) == (None, None)
    by = Grant.objects.get(user=looker)
    assert [one["id"] for one in seen["view_grants"]] == [str(by.pk)]
    assert [one["id"] for one in seen["grants"]] == [str(Grant.objects.get(user=reader).pk)]
    assert str(narrow.pk) not in told


def test_readers_are_told_to_those_who_manage_access_there():
    person = PersonFactory.create()
    wire = Wire(user_with("organisation.view", over=person.scope))
    path = f"/api/v1/access/readers?resource=person&field=email&row_id={person.pk}"

    assert wire.get(path).status_code == 404


def test_the_matrix_tells_what_each_role_gives(wire):
    role = Grant.objects.get(user__grants__role__permissions__permission="access.manage").role
    drafted(wire, cell("masked", mask="first", subject="role", name=str(role.pk)))

    matrix = wire.get("/api/v1/policy").json()["matrix"]

    rows = {(one["resource"], one["field"]): one["roles"] for one in matrix}
    assert rows["person", "position"][str(role.pk)] == "masked"
    assert rows["person", "email"][str(role.pk)] == "none"


def test_the_matrix_lets_nobody_write_what_is_only_added_to(wire):
    role = Grant.objects.get(user__grants__role__permissions__permission="access.manage").role
    RolePermission.objects.create(role=role, permission="access.read_audit")

    matrix = wire.get("/api/v1/policy").json()["matrix"]

    rows = {(one["resource"], one["field"]): one["roles"] for one in matrix}
    assert rows["audit_event", "ip"][str(role.pk)] == "read"
    assert rows["grant", "user"][str(role.pk)] == "write"


def test_the_catalogue_names_classes_and_floors():
    wire = Wire(user_with("projects.view"))

    told = wire.get("/api/v1/fields").json()

    assert told["names"]["zh-CN"] == ["公开", "内部", "敏感", "高敏"]
    assert told["schemes"]["commercial"]["zh-CN"] == ["公开", "内部", "普通商密", "核心商密"]
    person = next(one for one in told["resources"] if one["name"] == "person")
    email = next(one for one in person["fields"] if one["name"] == "email")
    assert (email["classification"], email["floor"], email["is_closable"]) == (2, 2, True)


@pytest.fixture
def viewing():
    person = PersonFactory.create(email="hidden@example.com")
    member = user_with("organisation.view", over=person.scope)
    auditor = user_with("access.view_as", "access.manage", "organisation.view",
                        "organisation.view_personal", over=company_scope())  # fmt: skip
    return person, member, Wire(auditor)


def test_a_view_as_another_shows_what_that_one_sees_and_is_recorded(viewing):
    person, member, wire = viewing
    path = f"/api/v1/people/{person.pk}"
    own = wire.get(path).json()["email"]

    begun = wire.see_as(member)
    seen = wire.get(path).json()

    assert (own, begun.status_code, seen["email"]) == ("hidden@example.com", 200, None)
    session = wire.get("/api/v1/session").json()
    assert session["user"]["id"] == str(member.pk)
    assert session["viewing_as"]["user"]["id"] != str(member.pk)
    event = Event.objects.filter(kind="access.fields_read").latest("seq")
    assert (event.actor_id, event.on_behalf_of_id) == (wire_user(wire), member.pk)
    assert wire.call("delete", "/view-as").status_code == 204
    assert wire.get(path).json()["email"] == "hidden@example.com"


def wire_user(wire: Wire) -> Any:
    from uuid import UUID

    return UUID(wire.session["_auth_user_id"])


def test_a_view_as_another_changes_nothing_and_takes_nothing_out(viewing):
    person, member, wire = viewing
    wire.see_as(member)

    refused = wire.call("patch", f"/people/{person.pk}", {"name": "New"}, version=1)

    assert (refused.status_code, refused.json()["code"]) == (403, "access.viewing_only")
    assert wire.get("/api/v1/tokens").status_code == 403
    person.refresh_from_db()
    assert person.name != "New"


def test_a_view_as_another_ends_by_itself(viewing):
    person, member, wire = viewing
    wire.see_as(member)
    session = wire.session
    session["viewing_as_until"] = (timezone.now() - timedelta(seconds=1)).isoformat()
    session.save()

    assert wire.get(f"/api/v1/people/{person.pk}").json()["email"] == "hidden@example.com"


def test_a_view_as_another_ends_with_the_right_to_it(viewing):
    person, member, wire = viewing
    wire.see_as(member)
    role = Role.objects.filter(permissions__permission="access.view_as").get()
    role.permissions.filter(permission="access.view_as").delete()

    assert wire.get(f"/api/v1/people/{person.pk}").json()["email"] == "hidden@example.com"


def test_nobody_sees_more_by_it_without_the_right_over_the_company():
    person = PersonFactory.create()
    boss = user_with("organisation.view", "organisation.view_personal", over=person.scope)
    wire = Wire(user_with("access.view_as", "access.manage", "organisation.view",
                          over=person.scope))  # fmt: skip

    refused = wire.see_as(boss)

    assert (refused.status_code, refused.json()["code"]) == (409, "access.beyond_own_sight")
