"""The smallest company the tests of the organisation need."""

from datetime import date

from tests.factories.access import user_with
from tests.factories.organisation import OFFICE_WEEK as OFFICE
from tests.factories.organisation import company_scope as company
from zhongshu.access.models import SYSTEM
from zhongshu.organisation import services
from zhongshu.organisation.models import Calendar, Person, Unit

FOUNDED = date(2020, 1, 1)
TODAY = date(2026, 3, 2)

__all__ = [
    "FOUNDED", "OFFICE", "TODAY", "calendar", "company", "person", "unit", "user_with",
]  # fmt: skip


def unit(code: str, *, below: Unit | None = None, valid_from: date = FOUNDED) -> Unit:
    return services.create_unit(
        SYSTEM, below=below or company(), code=code, name=f"Unit {code}", valid_from=valid_from
    )


def person(number: str, *, of: Unit, **fields: object) -> Person:
    return services.create_person(
        SYSTEM, unit=of, employee_number=number, name=f"Person {number}", **fields
    )


def calendar(name: str = "公司日历", **fields: object) -> Calendar:
    given = {"kind": "company", "week": OFFICE} | fields
    return services.create_calendar(SYSTEM, scope=company(), name=name, **given)
