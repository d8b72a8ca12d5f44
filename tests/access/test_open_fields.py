"""What no policy closes is named with a reason, and a policy that would close it is refused."""

import pytest

from zhongshu.access.models import SYSTEM, PolicyVersion
from zhongshu.access.open_fields import Unclassed
from zhongshu.access.policy.checking import PolicyRefused
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.resources import RESOURCES, Resource
from zhongshu.access.services.policy import draft_policy
from zhongshu.kit.declarations import Classification

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HIGH = Classification.HIGHLY_SENSITIVE
OPEN = [
    (resource, one)
    for resource in RESOURCES.values()
    for one in resource.fields
    if not one.is_closable
]


def draft(*cells: Cell, **classes: Classification) -> None:
    draft_policy(SYSTEM, document=Document(cells, classes=classes), note="", expected_version=None)


@pytest.mark.parametrize(
    ("resource", "one"), OPEN, ids=[f"{resource.name}.{one.name}" for resource, one in OPEN]
)
def test_a_field_that_stays_open_cannot_be_raised_or_closed(resource, one):
    path = f"{resource.name}.{one.name}"
    cell = Cell(Subject.EVERYONE, Effect.NONE, resource=resource.name, field=one.name)

    if resource.classification(one.name) < HIGH:
        with pytest.raises(PolicyRefused) as raised:
            draft(**{path: HIGH})
        assert raised.value.field == f"classes.{path}"
    with pytest.raises(PolicyRefused) as closed:
        draft(cell)

    assert closed.value.field == "cells.0.field"
    assert not PolicyVersion.objects.exists()


@pytest.mark.parametrize("effect", [Effect.NONE, Effect.EXISTS, Effect.ON_REQUEST, Effect.READ])
def test_a_class_with_fields_that_stay_open_cannot_be_closed(effect):
    with pytest.raises(PolicyRefused) as refused:
        draft(Cell(Subject.EVERYONE, effect, classification=Classification.INTERNAL))

    assert refused.value.field == "cells.0.classification"
    assert "role.waiting_permissions" in refused.value.params["open"]
    assert not PolicyVersion.objects.exists()


def test_no_sensitive_field_stays_open():
    high = {
        f"{resource.name}.{one.name}"
        for resource, one in OPEN
        if resource.classification(one.name) >= Classification.SENSITIVE
    }

    assert high == set()


@pytest.mark.parametrize("closed", [Classification.SENSITIVE, HIGH])
def test_the_upper_classes_can_be_closed_everywhere_at_once(closed):
    draft(Cell(Subject.EVERYONE, Effect.NONE, classification=closed))

    assert PolicyVersion.objects.count() == 1


def test_records_have_a_class_or_a_reason_to_have_none():
    reasons = [one.unclassed for one in RESOURCES.values() if not one.record_class]

    assert set(reasons) == set(Unclassed)
    assert {one.unclassed for one in RESOURCES.values() if one.record_class} == {None}


@pytest.mark.parametrize(
    "said", [{}, {"record_class": "classification", "unclassed": Unclassed.OWN}]
)
def test_a_resource_that_says_neither_or_both_is_refused(said):
    with pytest.raises(TypeError, match="the class of its records"):
        Resource("nothing", PolicyVersion, "", (), **said)

    assert "nothing" not in RESOURCES
