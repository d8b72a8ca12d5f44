"""What those who look after the trail and after personal data find: looks, a hold, a dry run."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from zhongshu.access import services
from zhongshu.access.models import User
from zhongshu.access.trail import READ
from zhongshu.demo.chance import Chance
from zhongshu.demo.company import Company
from zhongshu.demo.logins import Accounts
from zhongshu.kit.events import add_told, seal
from zhongshu.kit.models import Event
from zhongshu.organisation.models import Person

_DAYS = 365
# On how many days of a year each of them opens the list of people.
_LOOKS = {"admin": 60, "pmo": 90, "executive": 12}
_FIELDS = ["email", "employee_number", "joins_on", "leaves_on"]
_HELD = ("劳动争议，保留证据", "Labour dispute: evidence is kept")


def look_after(company: Company, accounts: Accounts, chance: Chance, *, today: date) -> None:
    """Tell who saw personal fields during a year; hold one team's data; and run dry."""
    people = [one for unit in sorted(company.people) for one in company.people[unit]]
    looks = [
        *_looks(accounts, people, chance, today),
        *_corrections(accounts["admin"], people, today),
    ]
    looks.sort(key=lambda one: one.recorded_at)
    for event in looks:
        seal(event, event.__dict__.get("subject"))
    add_told(looks)
    officer = accounts["privacy"]
    services.place_hold(
        officer,
        scope=company.units["MFG-SZ-EQP"].scope,
        reason=company.said(*_HELD),
        since=today - timedelta(days=40),
        until=today + timedelta(days=325),
    )
    at = timezone.make_aware(datetime.combine(today, time(17)))
    services.check_retention(officer, at=at, on=today)


def _looks(
    accounts: Accounts, people: list[Person], chance: Chance, today: date
) -> Iterable[Event]:
    for name, n_days in _LOOKS.items():
        for number in range(n_days):
            own = chance.below(f"{name} {number}")
            day = today - timedelta(days=1 + number * _DAYS // n_days)
            at = datetime.combine(day, time(9)) + timedelta(minutes=37 * (number % 13))
            shown = own.pick([people[at : at + 50] for at in range(0, len(people), 50)])
            yield _look(accounts[name], shown, timezone.make_aware(at))


def _corrections(admin: User, people: list[Person], today: date) -> Iterable[Event]:
    """Somebody's position was corrected now and then: what the history of a person tells."""
    for number, person in enumerate(people[::7]):
        day = today - timedelta(days=20 + number * 3)
        event = Event(
            kind="organisation.person_updated",
            actor_id=admin.pk,
            actor_name=admin.name,
            subject_type=Person._meta.label_lower,
            subject_id=person.pk,
            scope_id=person.scope_id,
            data={
                "before": {"position": "", "email": f"old-{person.email}"},
                "after": {"position": person.position, "email": person.email},
            },
            recorded_at=timezone.make_aware(datetime.combine(day, time(10, number % 60))),
        )
        event.__dict__["subject"] = person
        yield event


def _look(viewer: User, shown: list[Person], at: datetime) -> Event:
    read: dict[str, Any] = {
        "resource": "person",
        "model": Person._meta.label_lower,
        "fields": _FIELDS,
        "n_rows": len(shown),
        "rows": sorted(str(one.pk) for one in shown),
    }
    place = {"method": "GET", "path": "/api/v1/people", "status": 200}
    return Event(
        kind=READ,
        classification=2,
        actor_id=viewer.pk,
        actor_name=viewer.name,
        ip="10.20.0.17",
        user_agent="Mozilla/5.0",
        data={"place": place, "reads": [read]},
        recorded_at=at,
    )
