"""What a viewer may do with a field is decided by two gates, cell by cell, row by row."""

from typing import Any
from uuid import uuid4

import pytest

from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory
from tests.factories.projects import ProjectFactory
from zhongshu.access.listing import GroupedQuery, ListQuery, page
from zhongshu.access.models import SYSTEM, Grant, PolicyVersion, Role, RolePermission
from zhongshu.access.policy.document import Cell, Document, Effect, Subject, read_document
from zhongshu.access.resources import RESOURCES, UnknownField, present, sight
from zhongshu.access.services.policy import draft_policy, publish_policy
from zhongshu.kit.declarations import Classification
from zhongshu.organisation.fields import PERSON
from zhongshu.organisation.models import Person
from zhongshu.projects.fields import PROJECT
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

EVERYONE = Subject.EVERYONE
HIGH = Classification.HIGHLY_SENSITIVE


def published(*cells: Cell, **more: Any) -> None:
    draft_policy(SYSTEM, document=Document(cells, **more), note="", expected_version=None)
    publish_policy(SYSTEM, expected_version=None)


def field(name: str, effect: Effect, *, of: Any = EVERYONE, who: str = "", **more: Any) -> Cell:
    resource = "person" if name in PERSON.by_name and name not in ("id",) else "project"
    return Cell(of, effect, name=who, resource=resource, field=name, **more)


def shown(viewer: Any, resource: Any, row: Any) -> dict[str, Any]:
    [item] = present(viewer, resource, type(row).objects.filter(pk=row.pk))
    return item


@pytest.fixture
def person():
    return PersonFactory.create(email="wang.wu@example.com", position="Engineer")


@pytest.fixture
def viewer(person):
    return user_with("organisation.view", over=person.scope)


def test_without_a_policy_the_needs_of_the_product_hold(person, viewer):
    reader = user_with("organisation.view", "organisation.view_personal", over=person.scope)

    assert shown(viewer, PERSON, person)["email"] is None
    assert shown(viewer, PERSON, person)["position"] == "Engineer"
    assert shown(reader, PERSON, person)["email"] == "wang.wu@example.com"


@pytest.mark.parametrize(
    ("effect", "more", "value", "named"),
    [
        (Effect.NONE, {}, None, {"_locked": ["email"]}),
        (Effect.EXISTS, {}, None, {"_locked": ["email"], "_present": ["email"]}),
        (Effect.MASKED, {"mask": "domain"}, "•••@example.com", {"_masked": ["email"]}),
        (Effect.MASKED, {"mask": "first"}, "w•••", {"_masked": ["email"]}),
        (Effect.READ, {}, "wang.wu@example.com", {}),
        (Effect.WRITE, {}, "wang.wu@example.com", {}),
    ],
)
def test_a_cell_shows_as_much_as_it_says(person, viewer, effect, more, value, named):
    Person.objects.filter(pk=person.pk).update(employee_number="", joins_on=None, leaves_on=None)
    published(field("email", effect, **more))

    item = shown(viewer, PERSON, person)

    assert item["email"] == value
    for mark in ("_locked", "_masked", "_present"):
        assert [one for one in item.get(mark, []) if one == "email"] == named.get(mark, [])
    assert item["_classes"].get("email") == (2 if named else None)


def test_what_is_empty_is_not_told_to_exist(person, viewer):
    Person.objects.filter(pk=person.pk).update(email="")
    published(field("email", Effect.EXISTS))

    assert "_present" not in shown(viewer, PERSON, person)


def test_roles_add_up_and_beat_what_is_said_of_everyone(person, viewer):
    role = Grant.objects.get(user=viewer).role_id
    published(
        field("position", Effect.NONE),
        field("position", Effect.MASKED, of=Subject.ROLE, who=str(role), mask="first"),
    )
    masked = shown(viewer, PERSON, person)["position"]
    other = Role.objects.create(code="hr", name="人事", name_en="HR")
    Grant.objects.create(user=viewer, role=other, scope=person.scope)
    publish_more = field("position", Effect.READ, of=Subject.ROLE, who=str(other.pk))
    held = read_document(PolicyVersion.objects.get(state="published").content)
    published(*held.cells, publish_more)

    assert masked == "E•••"
    assert shown(viewer, PERSON, person)["position"] == "Engineer"


def test_a_limited_token_shows_nothing_that_its_owner_does_not_see(person):
    owner = user_with("organisation.view", "organisation.view_personal", over=person.scope)
    stricter = "organisation.view_personal"
    published(
        field("position", Effect.READ),
        field("position", Effect.NONE, of=Subject.PERMISSION, who=stricter),
    )

    owners = shown(owner, PERSON, person)["position"]
    owner.limited_to = frozenset({"organisation.view"})
    tokens = shown(owner, PERSON, person)["position"]

    assert (owners, tokens) == (None, None)


def test_a_role_over_one_row_says_nothing_of_another(person, viewer):
    role = Grant.objects.get(user=viewer).role_id
    stranger = PersonFactory.create(position="Driver")
    other = user_with("organisation.view", over=stranger.scope)
    Grant.objects.create(user=viewer, role=Grant.objects.get(user=other).role, scope=stranger.scope)
    published(
        field("position", Effect.NONE),
        field("position", Effect.READ, of=Subject.ROLE, who=str(role)),
    )

    assert shown(viewer, PERSON, person)["position"] == "Engineer"
    assert shown(viewer, PERSON, stranger)["position"] is None


def test_more_conditions_beat_fewer_and_the_stricter_of_equals_wins(person):
    owner = user_with("organisation.view", over=person.scope)
    Person.objects.filter(pk=person.pk).update(user=owner)
    boss = PersonFactory.create(scope=person.scope, unit=person.unit, user=None)
    published(field("email", Effect.NONE), field("email", Effect.WRITE, relation="own"))

    assert shown(owner, PERSON, person)["email"] == "wang.wu@example.com"
    assert shown(owner, PERSON, boss)["email"] is None


def test_the_class_of_a_record_closes_what_the_field_leaves_open():
    project = ProjectFactory.create(description="Secret purpose")
    viewer = user_with("projects.view", over=project.scope)
    published(Cell(EVERYONE, Effect.NONE, classification=HIGH))
    before = shown(viewer, PROJECT, project)
    Project.objects.filter(pk=project.pk).update(classification=HIGH)

    item = shown(viewer, PROJECT, project)

    assert before["description"] == "Secret purpose"
    assert item["description"] is None
    assert item["_classes"]["description"] == HIGH
    assert item["name"] == project.name


def test_a_field_that_is_not_readable_on_every_row_is_unknown():
    low = ProjectFactory.create()
    high = ProjectFactory.create(classification=HIGH)
    viewer = user_with("projects.view", over=low.scope)
    Grant.objects.create(user=viewer, role=Grant.objects.get(user=viewer).role, scope=high.scope)
    published(Cell(EVERYONE, Effect.NONE, classification=HIGH))
    both = Project.objects.filter(pk__in=[low.pk, high.pk])

    for query in (
        ListQuery(filter=["description:contains:x"]),
        ListQuery(sort="manager"),
        GroupedQuery(group="manager"),
    ):
        with pytest.raises(UnknownField):
            page(viewer, PROJECT, both, query)
    one = page(viewer, PROJECT, both.filter(pk=low.pk), ListQuery(sort="manager"))
    assert one["total"] == 1


def test_a_masked_field_cannot_be_asked_by(person, viewer):
    published(field("position", Effect.MASKED, mask="first"))

    with pytest.raises(UnknownField):
        page(viewer, PERSON, Person.objects.all(), ListQuery(filter=["position:contains:ngin"]))


def test_a_role_made_anew_under_the_same_code_does_not_inherit_its_cells(person, viewer):
    role = Role.objects.create(code="hr", name="人事", name_en="HR")
    published(
        field("position", Effect.NONE),
        field("position", Effect.READ, of=Subject.ROLE, who=str(role.pk)),
    )
    role.delete()
    again = Role.objects.create(code="hr", name="人事", name_en="HR")
    RolePermission.objects.create(role=again, permission="organisation.view")
    Grant.objects.create(user=viewer, role=again, scope=person.scope)

    assert shown(viewer, PERSON, person)["position"] is None


def test_a_draft_changes_nothing(person, viewer):
    cell = field("position", Effect.NONE)
    draft_policy(SYSTEM, document=Document((cell,)), note="", expected_version=None)

    assert shown(viewer, PERSON, person)["position"] == "Engineer"


def test_a_raised_class_is_named_and_lets_reads_be_noted(person, viewer):
    published(classes={"person.position": HIGH})

    assert PERSON.is_high("position", sight(viewer, PERSON).classes)
    assert not PERSON.is_high("position")


def test_what_is_computed_has_the_highest_class_of_its_inputs():
    project = ProjectFactory.create()
    viewer = user_with("projects.view", over=project.scope)
    # A project shows its schedule inside the company; the costs of its tasks are sensitive.
    plain = {name: PROJECT.classification(name) for name in ("start", "health", "cost_minor")}
    gate = Cell(EVERYONE, Effect.NONE, classification=HIGH)
    published(gate, classes={"project.start": HIGH})

    item = shown(viewer, PROJECT, project)

    assert plain == {"start": 1, "health": 1, "cost_minor": 2}
    assert {item["start"], item["health"], item["cost_minor"]} == {None}
    assert {item["_classes"][name] for name in plain} == {HIGH}


def test_what_is_computed_names_its_inputs_and_three_fields_take_no_lock_of_them():
    fields = {f"{each.name}.{one.name}": one for each in RESOURCES.values() for one in each.fields}

    assert [path for path, one in fields.items() if one.expression and not one.inputs] == []
    assert {path for path, one in fields.items() if one.is_declassified} == {
        "person.has_account", "holding.is_confirmed", "member.is_confirmed",
    }  # fmt: skip


def test_a_document_is_read_as_it_was_written():
    cells = (
        Cell(Subject.ROLE, Effect.AGGREGATE, str(uuid4()), "project", "cost_minor", k=5),
        Cell(EVERYONE, Effect.NONE, classification=HIGH, at_least=HIGH, state="active"),
    )
    names = {"en": ("A", "B", "C", "D")}
    written = Document(cells, {"person.email": HIGH}, names)

    read = read_document(written.wire())

    assert set(read.cells) == set(cells)
    assert (read.classes, read.names) == (written.classes, written.names)
    assert read.digest() == written.digest()
