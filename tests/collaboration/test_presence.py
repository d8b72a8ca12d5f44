"""Who is here is told to those who may be there, and to nobody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404
from django.utils import timezone

from tests.factories.access import scope_below, user_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import Grant, User
from zhongshu.collaboration.models import Presence
from zhongshu.collaboration.presence import here, showing
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def project():
    return ProjectFactory.create()


def show(user, project, *, tab=None, at=None, **more):
    given = {"page": "plan", "subject_id": None, "field": "", **more}
    showing.show_presence(
        user, tab_id=tab or uuid4(), scope_id=project.scope_id, at=at or timezone.now(), **given
    )


def test_those_who_may_see_the_project_see_each_other(project):
    anna, ben = (user_with("projects.view", over=project.scope) for _ in range(2))
    task = uuid4()
    show(anna, project, subject_id=task, field="name")

    items = Wire(ben).call("get", f"/presence?scope_id={project.scope_id}").json()["items"]

    assert items == [
        {
            "user": {"id": str(anna.pk), "name": anna.name},
            "page": "plan",
            "subject_id": str(task),
            "field": "name",
        }
    ]


def test_a_tab_that_moves_is_one_tab(project):
    anna = Wire(user_with("projects.view", over=project.scope))
    tab = uuid4()
    body = {"scope_id": str(project.scope_id), "page": "plan"}
    anna.call("put", f"/presence/{tab}", body)

    answer = anna.call("put", f"/presence/{tab}", {**body, "field": "start"})

    assert [one["field"] for one in answer.json()["items"]] == ["start"]
    assert Event.objects.count() == 0


def test_whoever_says_nothing_for_fifteen_seconds_is_gone(project):
    anna = user_with("projects.view", over=project.scope)
    show(anna, project, at=NOW)

    assert len(here.people_here(anna, project.scope_id, at=NOW + timedelta(seconds=14))) == 1
    assert here.people_here(anna, project.scope_id, at=NOW + timedelta(seconds=15)) == []
    showing.forget_absent(at=NOW + timedelta(seconds=15))
    assert not Presence.objects.exists()


def test_whoever_leaves_is_gone_at_once(project):
    anna = Wire(user_with("projects.view", over=project.scope))
    tab = uuid4()
    anna.call("put", f"/presence/{tab}", {"scope_id": str(project.scope_id), "page": "plan"})

    answer = anna.call("delete", f"/presence/{tab}")

    assert (answer.status_code, Presence.objects.count()) == (204, 0)


def test_who_may_not_see_the_project_neither_sees_nor_is_seen(project):
    anna = user_with("projects.view", over=project.scope)
    stranger = user_with("projects.view", over=scope_below())
    show(anna, project)

    there = Wire(stranger).call("get", f"/presence?scope_id={project.scope_id}")
    nowhere = Wire(stranger).call("get", f"/presence?scope_id={uuid4()}")
    with pytest.raises(Http404):
        show(stranger, project)

    assert (there.status_code, there.content) == (404, nowhere.content)
    assert Presence.objects.count() == 1


@pytest.mark.parametrize("loss", ["right", "account"])
def test_who_loses_the_right_is_seen_no_more(project, loss):
    anna, ben = (user_with("projects.view", over=project.scope) for _ in range(2))
    show(anna, project)
    if loss == "right":
        Grant.objects.filter(user=anna).delete()
    else:
        User.objects.filter(pk=anna.pk).update(is_active=False)

    assert here.people_here(ben, project.scope_id, at=timezone.now()) == []


def test_nobody_speaks_for_the_tab_of_another(project):
    anna, ben = (user_with("projects.view", over=project.scope) for _ in range(2))
    tab = uuid4()
    show(anna, project, tab=tab)

    with pytest.raises(Http404):
        show(ben, project, tab=tab)
    showing.end_presence(ben, tab_id=tab)

    assert Presence.objects.get().user_id == anna.pk


def test_tabs_are_bounded(project):
    anna = user_with("projects.view", over=project.scope)
    for _ in range(showing.MAX_TABS):
        show(anna, project)

    with pytest.raises(showing.TooManyTabs):
        show(anna, project)


@pytest.mark.parametrize(
    "wrong",
    [{"page": ""}, {"page": "P" * 41}, {"field": "a b"}, {"subject_id": "x"}, {"more": 1}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_bad_input_names_its_field(project, wrong):
    anna = Wire(user_with("projects.view", over=project.scope))
    body = {"scope_id": str(project.scope_id), "page": "plan", **wrong}

    answer = anna.call("put", f"/presence/{uuid4()}", body)

    assert answer.status_code == 422
    assert next(iter(wrong)) in str(answer.json()["errors"])


def test_queries_do_not_grow_with_the_people(project, django_assert_num_queries):
    anna = user_with("projects.view", over=project.scope)
    show(anna, project)
    # The policy, twice: it is kept for the time of a request, and this is none.
    with django_assert_num_queries(4):
        here.people_here(anna, project.scope_id, at=timezone.now())
    for _ in range(10):
        show(user_with("projects.view", over=project.scope), project)

    with django_assert_num_queries(4):
        found = here.people_here(anna, project.scope_id, at=timezone.now())

    assert len(found) == 11
