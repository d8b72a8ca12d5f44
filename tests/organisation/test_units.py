"""Units: where they hang on which day, who follows them, and what is refused."""

from datetime import date, timedelta

import pytest

from tests.organisation.company import FOUNDED, TODAY, person, unit, user_with
from zhongshu.access.guard import Forbidden
from zhongshu.access.models import SYSTEM, Scope, ScopeClosure
from zhongshu.access.scopes import all_pairs
from zhongshu.kit import jobs
from zhongshu.kit.errors import BadInput, Stale
from zhongshu.kit.models import Event, Job
from zhongshu.organisation import services
from zhongshu.organisation.models import Unit, UnitPlacement
from zhongshu.organisation.queries import units_on

pytestmark = pytest.mark.django_db

NEXT_MONTH = date(2026, 4, 1)


def parents(day: date) -> dict[str, str | None]:
    placed = units_on(SYSTEM, day)
    codes = {one.id: one.code for one in placed}
    return {one.code: codes.get(one.parent_id) for one in placed}


def move(one: Unit, parent: Unit | None, from_date: date = TODAY) -> Unit:
    return services.move_unit(
        SYSTEM,
        unit=one,
        parent=parent,
        from_date=from_date,
        today=TODAY,
        expected_version=None,
    )


def closure() -> set[tuple[object, object]]:
    return set(ScopeClosure.objects.values_list("ancestor", "descendant"))


def test_a_new_unit_leaves_one_event_and_a_scope_below_its_parent():
    top = unit("RD")

    below = unit("RD-1", below=top)

    assert ScopeClosure.objects.filter(ancestor=top.scope, descendant=below.scope).exists()
    event = Event.objects.get(subject_id=below.pk)
    assert event.kind == "organisation.unit_created"
    assert event.data["after"]["parent"] == str(top.pk)


def test_a_move_today_takes_authority_along_and_keeps_the_past():
    research, production = unit("RD"), unit("PD")
    team = unit("T", below=research)
    leader = user_with("organisation.view", over=production.scope)

    moved = move(team, production)

    assert moved.parent_id == production.pk
    assert Unit.objects.visible_to(leader, "organisation.view").filter(pk=team.pk).exists()
    assert parents(TODAY - timedelta(days=1)) == {"RD": None, "PD": None, "T": "RD"}
    assert parents(TODAY) == {"RD": None, "PD": None, "T": "PD"}
    assert closure() == all_pairs()


def test_a_move_in_the_future_waits_for_its_day():
    research, production = unit("RD"), unit("PD")
    team = unit("T", below=research)

    move(team, production, NEXT_MONTH)

    assert Unit.objects.get(pk=team.pk).parent_id == research.pk
    assert parents(NEXT_MONTH)["T"] == "PD"
    job = Job.objects.get()
    assert (job.name, job.arguments) == ("organisation.apply_placements", {"on": "2026-04-01"})
    assert job.run_at.isoformat() == "2026-03-31T16:00:00+00:00"

    jobs.run_one(job.pk, worker="test")

    assert Unit.objects.get(pk=team.pk).parent_id == production.pk
    assert Event.objects.filter(kind="organisation.unit_placed").count() == 1
    assert closure() == all_pairs()


def test_a_day_without_planned_moves_changes_nothing():
    unit("T")

    assert services.apply_placements(SYSTEM, today=TODAY) == []
    assert not Event.objects.filter(kind="organisation.unit_placed").exists()


def test_a_move_drops_what_was_planned_for_later():
    research, production = unit("RD"), unit("PD")
    team = unit("T", below=research)
    move(team, production, NEXT_MONTH)

    move(team, None)

    assert parents(NEXT_MONTH)["T"] is None
    assert team.placements.count() == 2


def test_moving_to_where_it_hangs_leaves_no_event():
    research = unit("RD")
    team = unit("T", below=research)

    move(team, research)

    assert not Event.objects.filter(kind="organisation.unit_moved").exists()
    assert UnitPlacement.objects.filter(unit=team).count() == 1


@pytest.mark.parametrize("from_date", [TODAY, NEXT_MONTH])
def test_a_unit_below_itself_is_refused(from_date):
    top = unit("A")
    middle = unit("B", below=top)
    low = unit("C", below=middle)

    with pytest.raises(services.UnitLoop) as refused:
        move(top, low, from_date)

    assert refused.value.params["loop"] == [str(one.pk) for one in (top, low, middle)]
    assert parents(from_date) == {"A": None, "B": "A", "C": "B"}


def test_two_planned_moves_that_would_close_a_ring_are_refused():
    first, second = unit("A"), unit("B")
    move(first, second, NEXT_MONTH)

    with pytest.raises(services.UnitLoop):
        move(second, first, TODAY)

    assert parents(NEXT_MONTH) == {"A": "B", "B": None}


def test_the_past_is_not_moved():
    research, production = unit("RD"), unit("PD")
    team = unit("T", below=research)
    move(team, production)

    for day in (TODAY - timedelta(days=1), FOUNDED - timedelta(days=1)):
        with pytest.raises(BadInput) as refused:
            move(team, None, day)
        assert refused.value.field == "from_date"

    assert parents(TODAY)["T"] == "PD"


def test_moving_needs_authority_over_both_ends():
    research, production = unit("RD"), unit("PD")
    team = unit("T", below=research)
    manager = user_with("organisation.manage", over=research.scope)

    with pytest.raises(Forbidden):
        services.move_unit(
            manager,
            unit=team,
            parent=production,
            from_date=TODAY,
            today=TODAY,
            expected_version=1,
        )

    assert Unit.objects.get(pk=team.pk).parent_id == research.pk


def test_a_unit_with_people_or_units_is_not_closed():
    top = unit("A")
    below = unit("B", below=top)
    worker = person("001", of=below)

    for one in (top, below):
        with pytest.raises(services.UnitNotEmpty):
            services.close_unit(SYSTEM, unit=one, on=TODAY, expected_version=None)

    services.end_person(SYSTEM, person=worker, on=TODAY, expected_version=None)
    services.close_unit(SYSTEM, unit=below, on=TODAY, expected_version=None)
    services.close_unit(SYSTEM, unit=top, on=TODAY, expected_version=None)
    assert parents(TODAY) == {}
    assert parents(TODAY - timedelta(days=1)) == {"A": None, "B": "A"}


def test_a_code_is_given_once():
    unit("A")

    with pytest.raises(services.UnitCodeTaken):
        unit("A")

    assert Unit.objects.count() == 1
    assert Scope.objects.filter(kind=Scope.Kind.UNIT).count() == 1


def test_renaming_renames_the_scope_and_tells_both_names():
    one = unit("A")

    services.update_unit(SYSTEM, unit=one, expected_version=1, name="研发中心")

    assert Scope.objects.get(pk=one.scope_id).label == "研发中心"
    event = Event.objects.get(kind="organisation.unit_updated")
    assert event.data == {"before": {"name": "Unit A"}, "after": {"name": "研发中心"}}


def test_a_stale_rename_is_refused():
    one = unit("A")
    services.update_unit(SYSTEM, unit=one, expected_version=1, name="研发中心")

    with pytest.raises(Stale):
        services.update_unit(SYSTEM, unit=one, expected_version=1, name="旧")

    assert Unit.objects.get(pk=one.pk).name == "研发中心"
