"""Whatever is done to a plan: it stays consistent, can be taken back, and can be looked back at."""

from contextlib import suppress

import pytest
from django.test import TestCase
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.factories.access import user_with
from tests.factories.projects import ProjectFactory
from tests.planning.random_edits import as_operations, link_fields, links_from, stored, wishes
from zhongshu.access.models import SYSTEM
from zhongshu.kit import clock, moments
from zhongshu.kit.errors import DomainError
from zhongshu.planning.cross_links import dependents_to_follow
from zhongshu.planning.open_plan import load, shelf
from zhongshu.planning.queries.time_travel import comparison
from zhongshu.planning.queries.whole import edit_answer, whole_plan
from zhongshu.planning.scheduling import reschedule
from zhongshu.planning.services.baselines import set_baseline
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.rescheduling import follow_other_projects
from zhongshu.planning.services.undo import redo_edit, undo_edit
from zhongshu.projects.models import Project

pytestmark = pytest.mark.django_db

many = settings(
    max_examples=settings.default.max_examples // 3,  # each plays a whole history
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
histories = st.lists(st.lists(wishes, min_size=1, max_size=4), min_size=2, max_size=12)


def planned():
    """An empty project and somebody who may plan it."""
    project = ProjectFactory.create()
    return project, user_with("projects.view", "planning.edit_plan", over=project.scope)


def committed(step, *args, **options):
    """One call as it happens in an installation, where a commit follows it."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return step(*args, **options)


def edits_of(project, planner, history):
    """Make the edits that are not refused, one by one; a refusal changes nothing."""
    for wished in history:
        operations = as_operations(project, wished)
        if not operations:
            continue
        before = stored(project)
        try:
            done = committed(edit_plan, planner, project=project, operations=operations)
        except DomainError:
            assert stored(project) == before
        else:
            if done.event is not None:
                yield done


@many
@given(history=histories)
def test_what_is_stored_is_what_follows_from_the_rows(history):
    project, planner = planned()
    for done in edits_of(project, planner, history):
        plan = load(Project.objects.get(pk=project.pk))

        again = reschedule(plan)

        assert dict(again.tasks) == dict(plan.tasks) == dict(done.after.tasks)
        assert dict(plan.links) == dict(done.after.links)
        assert plan.assignments == done.after.assignments
        assert plan.outline.order == done.after.outline.order
        held = Project.objects.values("start", "finish", "n_tasks", "percent_complete", "health")
        assert held.get(pk=project.pk) == {
            name: getattr(again.settings, name)
            for name in ("start", "finish", "n_tasks", "percent_complete", "health")
        }


links_between = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 30), link_fields), min_size=1, max_size=2
)


def come_to_rest(projects):
    """Let each plan follow the others; there are far fewer links than turns."""
    for _ in range(40):
        done = [committed(follow_other_projects, SYSTEM, project=one) for one in projects]
        if not any(one.event for one in done):
            return
    pytest.fail("the plans chase each other")


@pytest.mark.once
@many
@given(
    turns=st.lists(
        st.tuples(st.booleans(), st.lists(wishes, max_size=3), links_between),
        min_size=2,
        max_size=6,
    )
)
def test_plans_that_wait_for_each_other_come_to_rest_as_their_rows_say(turns):
    projects = ProjectFactory.create(), ProjectFactory.create()
    planner = user_with("projects.view", "planning.edit_plan")
    for is_second, wished, between in turns:
        mine, other = projects[::-1] if is_second else projects
        wanted = as_operations(mine, [("add_task", None, None, {}), *wished])
        for operations in (wanted, links_from(other, mine, between)):
            with suppress(DomainError):
                committed(edit_plan, planner, project=mine, operations=operations)
            come_to_rest(projects)

        for one in projects:
            plan = load(Project.objects.get(pk=one.pk))
            assert dependents_to_follow(one.pk) == []
            assert dict(reschedule(plan).tasks) == dict(plan.tasks)
            assert dict(shelf.get(one.pk, plan.version).cross_links) == dict(plan.cross_links)


@pytest.mark.once
@many
@given(history=histories)
def test_a_plan_is_a_tree_whose_summaries_have_children(history):
    project, planner = planned()
    for done in edits_of(project, planner, history):
        rows, children = done.after.tasks, done.after.outline.children

        assert set(done.after.outline.order) == set(rows)
        assert {key for key, row in rows.items() if row.kind == "summary"} == set(children) - {None}
        milestones = [row for row in rows.values() if row.kind == "milestone"]
        assert [row for row in milestones if row.start != row.finish] == []


@many
@given(history=histories)
def test_taking_back_every_edit_restores_the_plan_and_redoing_them_repeats_it(history):
    project, planner = planned()
    states = [stored(project)]
    for _ in edits_of(project, planner, history):
        states.append(stored(project))

    for state in reversed(states[:-1]):
        committed(undo_edit, planner, project=project)
        assert stored(project) == state
    for state in states[1:]:
        committed(redo_edit, planner, project=project)
        assert stored(project) == state


@pytest.mark.once
@many
@given(history=histories, turns=st.lists(st.booleans(), max_size=12))
def test_the_answer_to_an_edit_makes_the_plan_before_it_the_plan_after_it(history, turns):
    project, planner = planned()
    committed(edit_plan, planner, project=project, operations=[{"op": "add_task", "name": "First"}])
    set_baseline(_boss(project), project=project, name="V1", at=clock.now())
    shown = _shown(planner, project)
    for answer, fresh in edits_of_with_answers(project, planner, history, turns):
        shown = _patched(shown, answer)
        assert shown == fresh


def edits_of_with_answers(project, planner, history, turns):
    for done in edits_of(project, planner, history):
        yield _answered(planner, project, done)
    for is_undo in turns:
        with suppress(DomainError):
            done = committed(undo_edit if is_undo else redo_edit, planner, project=project)
            yield _answered(planner, project, done)


def _answered(planner, project, done):
    answer = edit_answer(planner, done, at=clock.now())
    cached = _shown(planner, project)
    shelf.clear()
    fresh = _shown(planner, project)
    assert cached == fresh
    return answer, fresh


def _boss(project):
    return user_with("planning.set_baseline", over=project.scope)


def _shown(planner, project):
    plan = whole_plan(planner, Project.objects.get(pk=project.pk), at=clock.now())
    return {
        "tasks": {row[0]: row for row in plan["tasks"]["rows"]},
        "links": {row[0]: row for row in plan["links"]["rows"]},
        "resources": {one["id"]: one for one in plan["resources"]},
        "calendars": {one["id"]: one for one in plan["calendars"]},
        "conflicts": plan["conflicts"],
        "project": plan["project"],
        "plan_version": plan["plan_version"],
        "turns": (plan["can_undo"], plan["can_redo"]),
    }


def _patched(shown, answer):
    gone = {str(key) for key in (*answer["removed_task_ids"], *answer["removed_link_ids"])}
    return {
        "tasks": {k: row for k, row in shown["tasks"].items() if k not in gone}
        | {row[0]: row for row in answer["tasks"]["rows"]},
        "links": {k: row for k, row in shown["links"].items() if k not in gone}
        | {row[0]: row for row in answer["links"]["rows"]},
        "resources": shown["resources"]
        if answer["resources"] is None
        else {one["id"]: one for one in answer["resources"]},
        "calendars": shown["calendars"]
        if answer["calendars"] is None
        else {one["id"]: one for one in answer["calendars"]},
        "conflicts": answer["conflicts"],
        "project": answer["project"],
        "plan_version": answer["plan_version"],
        "turns": (answer["can_undo"], answer["can_redo"]),
    }


@pytest.mark.once
@many
@given(history=histories, data=st.data())
def test_two_moments_compare_as_the_plans_stood(history, data):
    project, planner = planned()
    past = [(project.created_at, {})]
    for done in edits_of(project, planner, history):
        past.append((done.event.recorded_at, dict(done.after.tasks)))
    first = data.draw(st.integers(0, len(past) - 1))
    last = data.draw(st.integers(first, len(past) - 1))
    (since, was), (to, now) = past[first], past[last]

    found = comparison(SYSTEM, Project.objects.get(pk=project.pk), earlier=since, later=to)

    assert {one["id"] for one in found["added"]} == set(now) - set(was)
    assert {one["id"] for one in found["removed"]} == set(was) - set(now)
    both = set(was) & set(now)
    dates = {
        key: {
            name: [moments.iso(getattr(was[key], name)), moments.iso(getattr(now[key], name))]
            for name in ("start", "finish")
            if getattr(was[key], name) != getattr(now[key], name)
        }
        for key in both
    }
    differing = {one["id"]: one["fields"] for one in (*found["changed"], *found["moved"])}
    given_fields = ("name", "parent_id", "position", "kind", "duration_minutes", "mode")
    for key in both:
        fields = differing.get(key, {})
        assert {name: fields[name] for name in ("start", "finish") if name in fields} == dates[key]
        assert {name: fields[name] for name in given_fields if name in fields} == {
            name: [getattr(was[key], name), getattr(now[key], name)]
            for name in given_fields
            if getattr(was[key], name) != getattr(now[key], name)
        }
