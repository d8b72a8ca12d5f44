"""Recurring tasks: made as one edit, changed without losing progress, taken back whole."""

import pytest

from tests.factories.planning import DAY, link, plan_with
from tests.factories.projects import ProjectFactory
from zhongshu.access.models import SYSTEM
from zhongshu.kit.errors import BadInput
from zhongshu.kit.moments import iso
from zhongshu.planning.models import Link, Task
from zhongshu.planning.recurrence import TooManyOccurrences
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import redo_edit, undo_edit

pytestmark = pytest.mark.django_db

WEEKLY = {"frequency": "weekly", "weekdays": [0], "from_date": "2026-01-05", "count": 4}


@pytest.fixture
def project():
    return ProjectFactory.create()


def edit(project, *operations):
    return edit_plan(SYSTEM, project=project, operations=list(operations))


def add(project, **given):
    operation = {
        "op": "add_recurring_task",
        "name": "Meeting",
        "duration_minutes": 60,
        "recurrence": WEEKLY,
    }
    edit(project, operation | given)
    return str(Task.objects.get(project=project, kind="summary").pk)


def renew(key, **given):
    return {"op": "update_recurrence", "id": key} | given


def occurrences(project):
    rows = Task.objects.filter(project=project, parent__is_recurring=True).order_by("position")
    return [(row.name, iso(row.start), iso(row.finish)) for row in rows]


def test_it_is_a_summary_with_a_task_for_each_moment(project):
    key = add(project)

    summary = Task.objects.get(pk=key)
    assert (summary.kind, summary.is_recurring) == ("summary", True)
    assert summary.recurrence["weekdays"] == [0]
    assert summary.recurrence["duration_minutes"] == 60
    assert occurrences(project) == [
        ("Meeting 1", "2026-01-05T08:00", "2026-01-05T09:00"),
        ("Meeting 2", "2026-01-12T08:00", "2026-01-12T09:00"),
        ("Meeting 3", "2026-01-19T08:00", "2026-01-19T09:00"),
        ("Meeting 4", "2026-01-26T08:00", "2026-01-26T09:00"),
    ]
    first = Task.objects.get(name="Meeting 1")
    assert (first.constraint, iso(first.constraint_at)) == ("snet", "2026-01-05T08:00")
    assert first.is_recurring


def test_it_takes_its_place_below_a_parent_and_after_a_sibling(project):
    ids = plan_with(project, {"P": 1, "A": {"parent": "P"}, "B": {"parent": "P"}})

    operation = {
        "op": "add_recurring_task",
        "name": "M",
        "parent_id": ids["P"],
        "after_id": ids["A"],
        "duration_minutes": 0,
        "recurrence": WEEKLY,
    }
    edit(project, operation)

    below = Task.objects.filter(parent_id=ids["P"]).order_by("position")
    assert [row.name for row in below] == ["A", "M", "B"]
    assert set(Task.objects.filter(parent__name="M").values_list("kind", flat=True)) == {
        "milestone"
    }


def test_it_is_one_edit_to_undo_and_redo(project):
    add(project)
    before = occurrences(project)

    undo_edit(SYSTEM, project=project)
    assert Task.objects.count() == 0
    redo_edit(SYSTEM, project=project)

    assert occurrences(project) == before
    assert Task.objects.get(kind="summary").recurrence["count"] == 4


def test_another_pattern_keeps_what_has_begun_and_renews_the_rest(project):
    key = add(project)
    first = Task.objects.get(name="Meeting 1")
    edit(
        project,
        {"op": "update_task", "id": str(first.pk), "fields": {"percent_complete": 100}},
    )

    edit(project, renew(key, recurrence=WEEKLY | {"weekdays": [1], "count": 3}))

    assert occurrences(project) == [
        ("Meeting 1", "2026-01-05T08:00", "2026-01-05T09:00"),
        ("Meeting 2", "2026-01-06T08:00", "2026-01-06T09:00"),
        ("Meeting 3", "2026-01-13T08:00", "2026-01-13T09:00"),
        ("Meeting 4", "2026-01-20T08:00", "2026-01-20T09:00"),
    ]
    assert Task.objects.get(name="Meeting 1").pk == first.pk


def test_no_second_occurrence_is_made_beside_one_that_has_begun(project):
    key = add(project)
    first = Task.objects.get(name="Meeting 1")
    edit(
        project,
        {"op": "update_task", "id": str(first.pk), "fields": {"percent_complete": 50}},
    )

    edit(project, renew(key, recurrence=WEEKLY | {"start_minute": 600}))

    assert [one[1] for one in occurrences(project)] == [
        "2026-01-05T08:00",
        "2026-01-12T10:00",
        "2026-01-19T10:00",
        "2026-01-26T10:00",
    ]


def test_occurrences_that_the_pattern_still_names_keep_their_links(project):
    key = add(project)
    ids = plan_with(project, {"Minutes": 1})
    third = str(Task.objects.get(name="Meeting 3").pk)
    edit(project, link({"M": third, **ids}, "M -> Minutes"))

    edit(project, renew(key, duration_minutes=120, recurrence=WEEKLY | {"count": 3}))

    assert Link.objects.get().before_id == Task.objects.get(name="Meeting 3").pk
    assert [one[2] for one in occurrences(project)][-1] == "2026-01-19T10:00"
    assert len(occurrences(project)) == 3


def test_changing_the_pattern_is_one_edit_to_undo(project):
    key = add(project)
    before = occurrences(project)

    edit(project, renew(key, recurrence=WEEKLY | {"weekdays": [4], "count": 9}))
    undo_edit(SYSTEM, project=project)

    assert occurrences(project) == before
    assert Task.objects.get(pk=key).recurrence["weekdays"] == [0]


def test_one_whose_last_occurrence_is_deleted_is_a_plain_task_again(project):
    key = add(project, recurrence=WEEKLY | {"count": 1})
    only = Task.objects.get(name="Meeting 1")

    edit(project, {"op": "delete_task", "id": str(only.pk)})

    row = Task.objects.get(pk=key)
    assert (row.kind, row.is_recurring, row.recurrence) == ("task", False, None)


def test_what_does_not_recur_has_no_pattern(project):
    ids = plan_with(project, {"A": 1})

    with pytest.raises(BadInput) as refused:
        edit(project, renew(ids["A"], recurrence=WEEKLY))

    assert refused.value.field == "id"


def test_too_many_are_refused_and_nothing_is_written(project):
    with pytest.raises(TooManyOccurrences):
        add(project, recurrence={**WEEKLY, "count": 1000})

    assert Task.objects.count() == 0


def test_its_own_calendar_says_which_days_are_off(project):
    from tests.factories.organisation import CalendarFactory

    seven = CalendarFactory.create(week=[[[480, 1020]]] * 7)

    add(
        project,
        calendar_id=str(seven.pk),
        duration_minutes=DAY,
        recurrence={"frequency": "daily", "from_date": "2026-01-09", "count": 3},
    )

    assert [one[1][:10] for one in occurrences(project)] == [
        "2026-01-09",
        "2026-01-10",
        "2026-01-11",
    ]
