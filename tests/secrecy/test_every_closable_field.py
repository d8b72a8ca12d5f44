"""Whatever field a policy closes, by itself or by a raised class, is locked in every way out."""

import pytest

from tests.factories.access import user_with
from tests.secrecy.twins.varying import CLOSABLE, named
from tests.secrecy.world import _all_permissions
from tests.wire import Wire
from zhongshu.access.listing import GroupedQuery, ListQuery, page
from zhongshu.access.models import SYSTEM, Grant, PolicyVersion, User
from zhongshu.access.policy.channels import Channel, Passage, through
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.resources import Field, Resource, UnknownField, present
from zhongshu.access.services.accounts import create_account
from zhongshu.access.services.policy import draft_policy, publish_policy
from zhongshu.kit.declarations import Classification

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HIGH, SENSITIVE = Classification.HIGHLY_SENSITIVE, Classification.SENSITIVE
EVERYONE = Subject.EVERYONE
over_every_field = pytest.mark.parametrize(
    ("resource", "one"), CLOSABLE, ids=[named(each, one) for each, one in CLOSABLE]
)


def publish(document: Document) -> None:
    PolicyVersion.objects.filter(state="draft").delete()
    draft_policy(SYSTEM, document=document, note="", expected_version=None)
    publish_policy(SYSTEM, expected_version=None)


def closing(resource: Resource, one: Field) -> Document:
    cell = Cell(EVERYONE, Effect.NONE, resource=resource.name, field=one.name)
    needed = Cell(Subject.PERMISSION, Effect.NONE, one.needs, resource.name, one.name)
    return Document((cell, needed) if one.needs else (cell,))


def raising(resource: Resource, one: Field) -> Document:
    gate = Cell(EVERYONE, Effect.NONE, classification=HIGH)
    return Document((gate,), classes={f"{resource.name}.{one.name}": HIGH})


def keeping_in(resource: Resource, one: Field) -> Document:
    classes = {f"{resource.name}.{one.name}": HIGH}
    return Document((), classes=classes, channels={Channel.EXPORT: Passage(SENSITIVE)})


def ways_of_asking(one: Field) -> list[ListQuery]:
    filters = [f"{one.name}:is_null:false", f"{one.name}:eq:1", f"{one.name}:contains:a"]
    return [
        *(ListQuery(filter=[text]) for text in filters),
        ListQuery(sort=one.name),
        ListQuery(sort=f"-{one.name}"),
        GroupedQuery(group=one.name),
    ]


@over_every_field
@pytest.mark.parametrize("closed_by", [closing, raising])
def test_a_closed_field_is_locked_and_cannot_be_asked_by(resource, one, closed_by, world):
    viewer: User = user_with(*_all_permissions())
    rows = resource.model._default_manager.all()
    assert rows.exists()

    publish(closed_by(resource, one))

    listed = page(viewer, resource, rows, ListQuery())["items"]
    [single] = present(viewer, resource, rows.filter(pk=rows.order_by("pk")[0].pk))
    named = present(viewer, resource, rows, ["id", one.name])
    assert listed
    for item in (*listed, single, *named):
        assert item[one.name] is None
        assert one.name in item["_locked"]
    # By what is hidden it is asked as if there were none: see the tests of its resource.
    for query in [] if one.hidden else ways_of_asking(one):
        with pytest.raises(UnknownField) as refused:
            page(viewer, resource, rows, query)
        assert str(refused.value) == one.name


@over_every_field
def test_a_field_above_the_class_of_files_is_locked_in_files_alone(resource, one, world):
    viewer: User = user_with(*_all_permissions())
    rows = resource.model._default_manager.all()

    publish(keeping_in(resource, one))

    on_screen = present(viewer, resource, rows)
    with through(Channel.EXPORT):
        in_file = present(viewer, resource, rows)
    assert all(one.name in item["_locked"] and item[one.name] is None for item in in_file)
    assert all(one.name not in item.get("_locked", ()) for item in on_screen)


def test_the_history_and_the_trail_of_an_account_keep_what_is_closed():
    admin = user_with(*_all_permissions())
    made = create_account(admin, username="zhao.liu", name="赵六", email="canary@example.com")
    publish(Document((Cell(EVERYONE, Effect.NONE, resource="account", field="email"),)))
    wire = Wire(admin)

    history = wire.call("get", f"/history/account/{made.pk}").json()["items"]
    trail = wire.call("get", "/audit/events?limit=200").json()["items"]

    assert ["email" in {field["name"] for field in one["fields"]} for one in history] == [False]
    [told] = [one for one in trail if one["kind"] == "access.account_created"]
    assert "email" in told["withheld"]
    assert "canary@example.com" not in str((history, trail))


def test_who_holds_a_grant_is_told_by_no_proof_either():
    admin = user_with(*_all_permissions())
    holder = user_with("projects.view")
    scope = Grant.objects.get(user=holder).scope_id
    publish(Document((Cell(EVERYONE, Effect.NONE, resource="grant", field="user"),)))
    wire = Wire(admin)
    asked = f"permission=projects.view&scope_id={scope}"

    why = wire.call("get", f"/access/explanation?user_id={holder.pk}&{asked}").json()
    holders = wire.call("get", f"/access/holders?{asked}").json()["items"]

    assert why["grants"] == []
    assert {one["user"] for one in holders} == {None}
