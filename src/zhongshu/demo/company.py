"""Found the demo company: its calendars, units and people."""

from dataclasses import dataclass
from datetime import date, timedelta

from zhongshu.access import services as access_services
from zhongshu.access.models import SYSTEM, Scope
from zhongshu.access.scopes import make_scopes, rename
from zhongshu.demo.calendars import CALENDARS
from zhongshu.demo.chance import Chance
from zhongshu.demo.names import Name, Names
from zhongshu.demo.units import COMPANY, SITES, UNITS, Job, UnitSpec
from zhongshu.organisation.models import Calendar, Person, Unit, UnitPlacement

FOUNDED = date(2009, 6, 5)
# As whom visitors sign in who have work of their own: the unit, and the place in it.
MEMBER, MANAGER = ("RD-FW-DRV", 2), ("GM-PMO", 1)
_DOMAIN = "qiheng.example"


@dataclass(frozen=True)
class Company:
    """The founded company, by the codes under which the plans ask for its parts."""

    scope: Scope
    language: str
    calendars: dict[str, Calendar]
    units: dict[str, Unit]
    people: dict[str, list[Person]]
    site_of: dict[str, str]
    roles: dict[str, list[str]]

    def said(self, zh: str, en: str) -> str:
        """A text in the language of this company."""
        return zh if self.language == "zh" else en

    def calendar_of_unit(self, code: str) -> Calendar:
        """The calendar of the site at which a unit sits."""
        return self.calendars[self.site_of[code]]

    @property
    def member(self) -> Person:
        """As whom a visitor signs in who does work."""
        return self.people[MEMBER[0]][MEMBER[1]]

    @property
    def visitors(self) -> tuple[Person, Person]:
        """Those as whom a visitor signs in who do work, or lead it."""
        return self.member, self.people[MANAGER[0]][MANAGER[1]]

    def head(self, code: str) -> Person:
        """Who leads a unit."""
        return self.people[code][0]


def found(chance: Chance, *, language: str, today: date) -> Company:
    """Make the company with its calendars, units and 600 people."""
    said = 0 if language == "zh" else 1
    scope = Scope.objects.filter(kind=Scope.Kind.COMPANY).first()
    if scope is None:
        scope = access_services.found_company(SYSTEM, name=COMPANY[said])
    else:
        rename(scope.pk, COMPANY[said])
    calendars = _calendars(scope, said)
    units = _units(scope, calendars, said)
    people = _people(chance, units, said, today)
    for code, unit in units.items():
        unit.head = people[code][0]
    Unit.objects.bulk_update(units.values(), ["head"])
    roles: dict[str, list[str]] = {}
    for spec in UNITS:
        if spec.role:
            roles.setdefault(spec.role, []).append(spec.code)
    sites = {spec.code: spec.site for spec in UNITS}
    return Company(scope, language, calendars, units, people, sites, roles)


def _calendars(scope: Scope, said: int) -> dict[str, Calendar]:
    made: dict[str, Calendar] = {}
    for spec in CALENDARS:
        made[spec.code] = Calendar(
            scope=scope,
            name=(spec.zh, spec.en)[said],
            kind=spec.kind,
            parent=made[spec.parent] if spec.parent else None,
            country=spec.country,
            week=spec.week or [None] * 7,
            exceptions=spec.exceptions,
        )
    Calendar.objects.bulk_create(made.values())
    return made


def _units(company: Scope, calendars: dict[str, Calendar], said: int) -> dict[str, Unit]:
    made: dict[str, Unit] = {}
    nodes = []
    for spec in UNITS:
        name = (spec.zh, spec.en)[said]
        parent = made.get(spec.code.rpartition("-")[0])
        scope = Scope(kind=Scope.Kind.UNIT, label=name)
        nodes.append((scope, [parent.scope if parent else company]))
        made[spec.code] = Unit(
            scope=scope,
            code=spec.code,
            name=name,
            parent=parent,
            calendar=calendars[spec.site],
            valid_from=FOUNDED,
        )
    make_scopes(nodes)
    Unit.objects.bulk_create(made.values())
    UnitPlacement.objects.bulk_create(
        UnitPlacement(unit=unit, parent=unit.parent, from_date=FOUNDED) for unit in made.values()
    )
    return made


def _people(
    chance: Chance, units: dict[str, Unit], said: int, today: date
) -> dict[str, list[Person]]:
    names = Names(chance.below("names"))
    made: dict[str, list[Person]] = {}
    for spec in UNITS:
        own = chance.below(spec.code)
        above = made.get(spec.code.rpartition("-")[0], made.get("GM", [None]))[0]
        head = _person(own, names.draw(is_abroad=spec.site == "PG"), spec, units, said, today)
        head.position = spec.head[said]
        head.manager = above
        made[spec.code] = [head]
        for job in _jobs(spec):
            one = _person(own, names.draw(is_abroad=spec.site == "PG"), spec, units, said, today)
            one.position = (job.zh, job.en)[said]
            one.manager = head
            made[spec.code].append(one)
    everybody = [person for group in made.values() for person in group]
    by_service = sorted(everybody, key=lambda person: (person.joins_on, person.email))
    for number, person in enumerate(by_service, start=1):
        person.employee_number = f"QH{number:05}"
    Person.objects.bulk_create(everybody, batch_size=500)
    return made


def _person(
    chance: Chance, name: Name, spec: UnitSpec, units: dict[str, Unit], said: int, today: date
) -> Person:
    """Somebody of a unit; half of the people came in the last four years."""
    years = min(chance.between(0.1, 8.0) * chance.between(0.2, 2.0), (today - FOUNDED).days / 365)
    unit = units[spec.code]
    return Person(
        scope_id=unit.scope_id,
        name=(name.zh, name.en)[said],
        email=f"{name.address}@{_DOMAIN}",
        unit=unit,
        location=SITES[spec.site][said],
        joins_on=today - timedelta(days=round(years * 365)),
    )


def _jobs(spec: UnitSpec) -> list[Job]:
    """The positions of a unit's people, by their shares, the most numerous first."""
    total = sum(job.share for job in spec.jobs)
    counts = [spec.n_people * job.share // total for job in spec.jobs]
    for n in range(spec.n_people - sum(counts)):
        counts[n % len(counts)] += 1
    return [job for job, n in zip(spec.jobs, counts, strict=True) for _ in range(n)]
