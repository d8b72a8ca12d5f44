"""Projects, people and tasks are found by name, key and pinyin, within one's rights."""

import pytest

from tests.factories.access import scope_below, user_with
from tests.factories.organisation import PersonFactory, UnitFactory
from tests.factories.planning import plan_with
from tests.factories.projects import ProjectFactory
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.organisation.services import people
from zhongshu.projects import services as projects
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

SEE = ("projects.view", "organisation.view")


def ask(user, text, **more):
    answer = Wire(user).get("/api/v1/find", {"text": text, **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(user, text, kind="projects", **more):
    return [one["name"] for one in ask(user, text, **more)[kind]]


@pytest.mark.parametrize(
    "text", ["供应链", "gyl", "gongyinglian", "GongYing", "gyl pingtai", "平台 供应", "gongyl"]
)
def test_project_is_found_by_its_name_and_by_how_it_sounds(text):
    ProjectFactory.create(name="供应链数字化平台")
    ProjectFactory.create(name="人力资源门户")

    assert names(user_with(*SEE), text) == ["供应链数字化平台"]


@pytest.mark.parametrize("text", ["erp", "erp sj", "erpsj", "upgr", "ERP 升级", "erpupg"])
def test_languages_may_be_mixed(text):
    ProjectFactory.create(name="ERP 升级 (upgrade)")

    assert names(user_with(*SEE), text) == ["ERP 升级 (upgrade)"]


def test_key_comes_before_everything_else():
    ProjectFactory.create(key="PRJ-2026-0120", name="Follow-up of PRJ-2026-0012")
    ProjectFactory.create(key="PRJ-2026-0012", name="Warehouse")

    assert names(user_with(*SEE), "prj-2026-0012") == ["Warehouse", "Follow-up of PRJ-2026-0012"]


def test_what_begins_so_comes_before_what_holds_it():
    ProjectFactory.create(name="New plant for batteries")
    ProjectFactory.create(name="Plant expansion")

    assert names(user_with(*SEE), "plant") == ["Plant expansion", "New plant for batteries"]


def test_marks_tell_which_stretch_answers():
    ProjectFactory.create(name="新一代供应链平台")
    user = user_with(*SEE)

    assert ask(user, "供应链")["projects"][0]["marks"] == [[3, 6]]
    assert ask(user, "gylian")["projects"][0]["marks"] == [[3, 4], [4, 5], [5, 6]]
    assert ask(user, "pingt")["projects"][0]["marks"] == [[6, 7], [7, 8]]


def test_person_is_found_by_pinyin_and_told_with_the_unit():
    person = PersonFactory.create(name="欧阳晓月", position="工程师")

    [found] = ask(user_with(*SEE), "oyxy")["people"]

    assert found == {
        "id": str(person.pk),
        "name": "欧阳晓月",
        "unit": {"id": str(person.unit_id), "name": person.unit.name},
        "position": "工程师",
        "marks": [[0, 1], [1, 2], [2, 3], [3, 4]],
    }


def test_person_is_told_only_to_those_who_may_see_the_organisation():
    PersonFactory.create(name="欧阳晓月")

    assert ask(user_with("projects.view"), "oyxy")["people"] == []


def test_out_of_sight_is_answered_as_absent():
    unit = UnitFactory.create()
    project = ProjectFactory.create(name="Secret merger")
    PersonFactory.create(name="Secret Agent")
    plan_with(project, {"Secret step": 2})
    Project.objects.filter(pk=project.pk).update(key="PRJ-2026-0777")
    user = user_with(*SEE, over=unit.scope)

    hidden = [ask(user, text) for text in ("secret", "PRJ-2026-0777", "PRJ-2026-0777-1")]
    absent = ask(user, "nothing of this name")
    near = ask(user, "secret", near=[str(project.pk)])

    assert [*hidden, near] == [absent] * 4
    assert absent == {"projects": [], "people": [], "tasks": []}


def test_rights_over_a_part_find_that_part():
    scope = scope_below()
    ours = UnitFactory.create(scope=scope)
    ProjectFactory.create(name="Twin A", unit=ours)
    ProjectFactory.create(name="Twin B")

    assert names(user_with(*SEE, over=scope), "twin") == ["Twin A"]


@pytest.mark.parametrize("text", ["PRJ-2026-0444-2", "prj-2026-0444-2", "2026-0444-2"])
def test_task_is_found_by_its_key_anywhere(text):
    project = ProjectFactory.create(key="PRJ-2026-0444")
    plan_with(project, {"Dig": 2, "Pour": 3})

    [found] = ask(user_with(*SEE), text)["tasks"]

    assert (found["key"], found["name"], found["project"]["id"]) == (
        "PRJ-2026-0444-2",
        "Pour",
        str(project.pk),
    )


def test_task_is_found_by_name_where_one_leads_and_near():
    user = user_with(*SEE)
    led = ProjectFactory.create(manager=PersonFactory.create(user=user))
    near, far = ProjectFactory.create(), ProjectFactory.create()
    for project, name in ((led, "浇筑基础 A"), (near, "浇筑基础 B"), (far, "浇筑基础 C")):
        plan_with(project, {name: 2})

    assert names(user, "浇筑", "tasks") == ["浇筑基础 A"]
    assert names(user, "浇筑", "tasks", near=[str(near.pk)]) == ["浇筑基础 A", "浇筑基础 B"]
    assert names(user, "jzjc", "tasks") == ["浇筑基础 A"]


def test_new_name_is_found_and_the_old_one_is_not():
    project = ProjectFactory.create(name="Old name")
    person = PersonFactory.create(name="旧名")
    projects.update_project(SYSTEM, project=project, expected_version=None, name="新名字")
    people.update_person(SYSTEM, person=person, expected_version=None, name="王小明")
    user = user_with(*SEE)

    assert (names(user, "xmz"), names(user, "old")) == (["新名字"], [])
    assert (names(user, "wxm", "people"), names(user, "jm", "people")) == (["王小明"], [])


@pytest.mark.parametrize(
    "text",
    ["", " ", "%", "_", "|", "\0", "a" * 100, "[", "(?", "\\", "'; --", "🙂", "a\0b", "-1-2"],
)
def test_any_text_is_answered(text):
    ProjectFactory.create(name="Plain")

    assert ask(user_with(*SEE), text)["tasks"] == []


def test_too_long_a_text_is_refused_by_name():
    answer = Wire(user_with(*SEE)).get("/api/v1/find", {"text": "a" * 101})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "text"


def test_number_of_queries_does_not_grow(django_assert_num_queries):
    user = user_with(*SEE)
    client = Wire(user)
    person = PersonFactory.create(user=user, name="Alpha lead")
    for n in range(3):
        plan_with(ProjectFactory.create(name=f"Alpha {n}", manager=person), {"Alpha task": 1})

    with django_assert_num_queries(14) as few:
        client.get("/api/v1/find", {"text": "alpha", "limit": 20})
    for n in range(12):
        project = ProjectFactory.create(name=f"Alpha more {n}", manager=person)
        PersonFactory.create(name=f"Alpha {n}")
        plan_with(project, {f"Alpha task {n}": 1})
    with django_assert_num_queries(len(few)):
        client.get("/api/v1/find", {"text": "alpha", "limit": 20})
