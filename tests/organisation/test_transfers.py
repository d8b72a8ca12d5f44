from datetime import date

import pytest

from tests.factories.access import user_with
from tests.organisation.company import TODAY, person, unit
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event, Job
from zhongshu.organisation import services
from zhongshu.organisation.models import Person, Transfer

pytestmark = pytest.mark.django_db

LATER = date(2026, 5, 1)


def move(one: Person, to, day: date) -> Person:
    return services.move_person(
        SYSTEM, person=one, unit=to, from_date=day, today=TODAY, expected_version=None
    )


def test_planned_move_happens_on_its_day():
    research, production = unit("RD"), unit("PD")
    worker = person("001", of=research)

    move(worker, production, LATER)

    assert Person.objects.get().unit_id == research.pk
    assert Job.objects.get(name="organisation.apply_transfers").arguments == {"on": "2026-05-01"}
    moved = services.apply_transfers(SYSTEM, today=LATER)
    assert moved == [worker]
    row = Person.objects.get()
    assert (row.unit_id, row.scope_id) == (production.pk, production.scope_id)
    events = Event.objects.filter(subject_id=worker.pk).order_by("seq")
    assert list(events.values_list("kind", flat=True))[1:] == [
        "organisation.person_move_planned",
        "organisation.person_moved",
    ]


def test_move_that_is_planned_anew_replaces_the_one_before():
    research, production, sales = unit("RD"), unit("PD"), unit("SA")
    worker = person("001", of=research)
    move(worker, production, LATER)

    move(worker, sales, LATER)

    assert Transfer.objects.get().to_unit == sales


def test_planned_move_is_taken_back_by_staying():
    research, production = unit("RD"), unit("PD")
    worker = person("001", of=research)
    move(worker, production, LATER)

    move(worker, research, TODAY)

    assert not Transfer.objects.exists()
    assert services.apply_transfers(SYSTEM, today=LATER) == []


def test_history_is_told_in_order():
    research, production = unit("RD"), unit("PD")
    worker = person("001", of=research)
    move(worker, production, TODAY)
    move(worker, research, LATER)

    path = f"/people/{worker.pk}/transfers"
    told = Wire(user_with("organisation.view")).call("get", path).json()["items"]

    assert [(one["from_unit"]["name"], one["to_unit"]["name"], one["is_done"]) for one in told] == [
        ("Unit RD", "Unit PD", True),
        ("Unit PD", "Unit RD", False),
    ]


def test_history_names_no_unit_out_of_sight():
    research, production = unit("RD"), unit("PD")
    worker = person("001", of=research)
    move(worker, production, TODAY)

    path = f"/people/{worker.pk}/transfers"
    looker = Wire(user_with("organisation.view", over=production.scope))
    (told,) = looker.call("get", path).json()["items"]

    assert (told["from_unit"], told["to_unit"]["name"]) == (None, "Unit PD")


@pytest.mark.parametrize(
    "day", [date(2019, 12, 31), date(2026, 2, 1), date(2030, 1, 1)], ids=["before", "back", "gone"]
)
def test_day_on_which_nobody_can_move_changes_nothing(day):
    research, production = unit("RD"), unit("PD")
    worker = person("001", of=research)
    move(worker, production, TODAY)
    services.end_person(SYSTEM, person=worker, on=date(2029, 1, 1), expected_version=None)
    n_events = Event.objects.count()

    with pytest.raises(BadInput) as refused:
        move(worker, research, day)

    assert refused.value.field == "from_date"
    assert Person.objects.get().unit_id == production.pk
    assert Event.objects.count() == n_events


def test_unit_to_which_somebody_is_coming_is_not_closed():
    research, production = unit("RD"), unit("PD")
    worker = person("001", of=research)
    move(worker, production, LATER)

    with pytest.raises(services.UnitNotEmpty) as refused:
        services.close_unit(SYSTEM, unit=production, on=LATER, expected_version=None)

    assert refused.value.params["n_people"] == 1
    services.close_unit(SYSTEM, unit=research, on=LATER, expected_version=None)


def test_leaving_is_taken_back():
    worker = person("001", of=unit("RD"))
    services.end_person(SYSTEM, person=worker, on=LATER, expected_version=None)

    services.end_person(SYSTEM, person=worker, on=None, expected_version=None)

    assert Person.objects.get().leaves_on is None
