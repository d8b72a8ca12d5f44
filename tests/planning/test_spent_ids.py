"""An id that a client chose is given once: what was removed is never another thing's past."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.factories.planning import id_in, plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.kit.errors import BadInput
from zhongshu.planning.models import SpentId, Task
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import redo_edit, undo_edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory.create()


def edit(project, *operations):
    return edit_plan(SYSTEM, project=project, operations=list(operations))


def add(project, key, **fields):
    return edit(project, {"op": "add_task", "id": key, "name": "Anew", **fields})


def test_nothing_is_given_the_id_of_what_was_removed(project):
    ids, key, link = plan_with(project, {"A": 1, "B": 1}), id_in(project), id_in(project)
    add(project, key)
    ends = {"before_id": ids["A"], "after_id": ids["B"]}
    edit(project, {"op": "add_link", "id": link, **ends})
    edit(project, {"op": "delete_task", "id": key}, {"op": "delete_link", "id": link})

    for taken in (key, link):
        with pytest.raises(BadInput) as refused:
            add(project, taken)
        assert refused.value.field == "id"
    assert not Task.objects.filter(pk__in=[key, link]).exists()


def test_taking_the_removal_back_gives_it_its_id(project):
    key = id_in(project)
    add(project, key)
    edit(project, {"op": "delete_task", "id": key})

    undo_edit(SYSTEM, project=project)
    back = Task.objects.get(pk=key).name
    undo_edit(SYSTEM, project=project)
    redo_edit(SYSTEM, project=project)

    assert back == "Anew"
    assert Task.objects.filter(pk=key).exists()


def test_ids_that_were_removed_before_are_kept_by_an_upgrade(project):
    key = id_in(project)
    add(project, key)
    edit(project, {"op": "delete_task", "id": key})
    SpentId.objects.all().delete()

    import_module("zhongshu.planning.migrations.0011_removed_ids_are_spent").spend(apps, None)

    assert [str(one.pk) for one in SpentId.objects.all()] == [key]
