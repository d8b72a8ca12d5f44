"""How people go from unit to unit: at once, or on a day to come."""

from datetime import date, datetime, time

from django.utils import timezone

from zhongshu.kit import jobs
from zhongshu.organisation.models import Person, Transfer, Unit


def plan(person: Person, unit: Unit, *, on: date, today: date) -> None:
    """Note that a person goes to a unit on a day, and let it happen if the day has come.

    To the unit of the present there is no way: the planned one was just dropped.
    """
    if person.unit_id == unit.pk:
        _changed(person)
        return
    transfer = Transfer.objects.create(
        person=person, from_unit_id=person.unit_id, to_unit=unit, on=on, is_done=False
    )
    if on <= today:
        take_effect(transfer)
        return
    _changed(person)
    jobs.enqueue(
        "organisation.apply_transfers",
        at=timezone.make_aware(datetime.combine(on, time.min)),
        unique_key=f"organisation.apply_transfers:{on}",
        on=on.isoformat(),
    )


def take_effect(transfer: Transfer) -> None:
    """Put the person into the unit, if they are not there yet; authority over them follows."""
    person, unit = transfer.person, transfer.to_unit
    if person.unit_id == unit.pk:
        transfer.delete()
        return
    transfer.from_unit_id = person.unit_id
    transfer.is_done = True
    transfer.save(update_fields=["from_unit", "is_done"])
    person.unit, person.scope_id = unit, unit.scope_id
    _changed(person, "unit", "scope")


def _changed(person: Person, *fields: str) -> None:
    person.version += 1
    person.save(update_fields=[*fields, "version", "updated_at"])
