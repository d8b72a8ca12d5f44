"""Projects, smallest valid."""

import factory
from factory.django import DjangoModelFactory

from tests.factories.organisation import CalendarFactory, UnitFactory
from zhongshu.access.models import Scope
from zhongshu.access.scopes import make_scope
from zhongshu.projects.models import Project

# Monday, 5 January 2026, 08:00
MONDAY = 29460000


class ProjectFactory(DjangoModelFactory[Project]):
    """A project that starts on Monday, 5 January 2026 and works Monday to Friday, 8 to 17."""

    class Meta:
        model = Project

    unit = factory.SubFactory(UnitFactory)
    scope = factory.LazyAttribute(
        lambda made: make_scope(Scope.Kind.PROJECT, made.key, parents=[made.unit.scope])
    )
    # A year in which no test opens a project, so that a key drawn for one is free.
    key = factory.Sequence("PRJ-2019-{:04}".format)
    name = factory.Sequence("Project {}".format)
    calendar = factory.SubFactory(CalendarFactory)
    start = MONDAY
    finish = MONDAY
