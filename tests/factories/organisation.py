"""Units, people and calendars, smallest valid."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from zhongshu.access.models import Scope
from zhongshu.access.scopes import make_scope
from zhongshu.organisation.models import Calendar, Person, Unit

OFFICE_DAY = [[480, 720], [780, 1020]]
OFFICE_WEEK = [OFFICE_DAY] * 5 + [[], []]


def company_scope() -> Scope:
    """The one scope of the whole company."""
    found = Scope.objects.filter(kind=Scope.Kind.COMPANY).first()
    return found or make_scope(Scope.Kind.COMPANY, "Company", parents=[])


class CalendarFactory(DjangoModelFactory[Calendar]):
    """Monday to Friday, 8 to 12 and 13 to 17, without holidays."""

    class Meta:
        model = Calendar

    scope = factory.LazyFunction(company_scope)
    name = factory.Sequence("Calendar {}".format)
    kind = Calendar.Kind.COMPANY
    week = OFFICE_WEEK


class UnitFactory(DjangoModelFactory[Unit]):
    """A unit directly below the company."""

    class Meta:
        model = Unit

    scope = factory.LazyAttribute(
        lambda made: make_scope(Scope.Kind.UNIT, made.name, parents=[company_scope()])
    )
    code = factory.Sequence("U{}".format)
    name = factory.Sequence("Unit {}".format)
    valid_from = date(2020, 1, 1)


class PersonFactory(DjangoModelFactory[Person]):
    """Somebody in a unit of their own."""

    class Meta:
        model = Person

    unit = factory.SubFactory(UnitFactory)
    scope = factory.SelfAttribute("unit.scope")
    employee_number = factory.Sequence("E{:04}".format)
    name = factory.Sequence("Person {}".format)
