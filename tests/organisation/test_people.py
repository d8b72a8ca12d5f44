"""People: who they report to, which unit sees them, and what is refused."""

from datetime import date

import pytest

from tests.organisation.company import TODAY, person, unit, user_with
from zhongshu.access.guard import Forbidden, company
from zhongshu.access.models import SYSTEM
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event
from zhongshu.organisation import services
from zhongshu.organisation.models import Person

pytestmark = pytest.mark.django_db


def test_nobody_is_their_own_manager_by_whatever_way():
    team = unit("T")
    first = person("001", of=team)
    second = person("002", of=team, manager=first)
    third = person("003", of=team, manager=second)

    with pytest.raises(services.ManagerLoop) as refused:
        services.update_person(SYSTEM, person=first, expected_version=None, manager=third)

    assert refused.value.params["loop"] == [str(one.pk) for one in (first, third, second)]
    assert Person.objects.get(pk=first.pk).manager_id is None


def test_a_move_changes_who_sees_the_person():
    research, production = unit("RD"), unit("PD")
    worker = person("001", of=research)
    leader = user_with("organisation.view", over=production.scope)

    services.move_person(
        SYSTEM, person=worker, unit=production, from_date=TODAY, today=TODAY, expected_version=1
    )
    services.move_person(
        SYSTEM, person=worker, unit=production, from_date=TODAY, today=TODAY, expected_version=2
    )

    assert Person.objects.visible_to(leader, "organisation.view").get() == worker
    event = Event.objects.get(kind="organisation.person_moved")
    assert event.data["before"] == {"unit": str(research.pk)}
    assert event.data["after"] == {"unit": str(production.pk), "from_date": "2026-03-02"}


def test_moving_needs_authority_over_both_units():
    research, production = unit("RD"), unit("PD")
    worker = person("001", of=research)
    manager = user_with("organisation.manage", over=research.scope)

    with pytest.raises(Forbidden):
        services.move_person(
            manager,
            person=worker,
            unit=production,
            from_date=TODAY,
            today=TODAY,
            expected_version=1,
        )

    assert Person.objects.get().unit_id == research.pk


def test_leaving_is_a_day():
    worker = person("001", of=unit("T"), joins_on=TODAY)

    with pytest.raises(BadInput):
        services.end_person(SYSTEM, person=worker, on=TODAY, expected_version=None)

    assert Person.objects.get().leaves_on is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "wang fang"}, "email"),
        ({"name": "  "}, "name"),
        ({"position": "x" * 101}, "position"),
        ({"leaves_on": TODAY}, "leaves_on"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_written(fields, field):
    worker = person("001", of=unit("T"))

    with pytest.raises(BadInput) as refused:
        services.update_person(SYSTEM, person=worker, expected_version=None, **fields)

    assert refused.value.field == field
    assert Person.objects.get().version == 1


def test_an_employee_number_is_given_once():
    team = unit("T")
    person("001", of=team)

    with pytest.raises(services.EmployeeNumberTaken):
        person("001", of=team)

    assert Person.objects.count() == 1
    assert Event.objects.filter(kind="organisation.person_created").count() == 1


def test_a_day_that_may_not_be_read_is_not_told_by_what_is_refused():
    team, other = unit("T"), unit("O")
    worker = person("001", of=team, joins_on=date(2026, 1, 1))
    Person.objects.update(leaves_on=date(2027, 1, 1))
    blind = user_with("organisation.manage", over=company())
    reader = user_with("organisation.manage", "organisation.view_personal", over=company())
    late = {"unit": other, "from_date": date(2028, 1, 1), "today": TODAY, "expected_version": None}
    early = date(2020, 1, 1)

    with pytest.raises(BadInput):
        services.end_person(reader, person=worker, on=early, expected_version=None)
    with pytest.raises(BadInput):
        services.move_person(reader, person=worker, **late)
    services.move_person(blind, person=worker, **late)
    ended = services.end_person(blind, person=worker, on=early, expected_version=None)

    assert (ended.leaves_on, worker.transfers.get().on) == (early, late["from_date"])


def test_a_right_guess_looks_like_a_wrong_one_to_who_may_not_read_the_value():
    worker = person("001", of=unit("T"), email="wang@example.com")
    blind = user_with("organisation.manage", over=company())
    reader = user_with("organisation.manage", "organisation.view_personal", over=company())
    guess = {"person": worker, "expected_version": None, "email": "wang@example.com"}

    read = services.update_person(reader, **guess).version
    guessed = services.update_person(blind, **guess).version

    assert (read, guessed) == (1, 2)
    assert Event.objects.filter(kind="organisation.person_updated").count() == 1
