"""Who works on a project of the demo company, and on which of its tasks."""

from zhongshu.demo.chance import Chance
from zhongshu.demo.company import Company
from zhongshu.demo.template import Entry
from zhongshu.kit.ids import uuid7
from zhongshu.organisation.models import Person
from zhongshu.planning.changes import Draft
from zhongshu.planning.open_plan import AssignmentRow, ResourceRow
from zhongshu.planning.outline import Key
from zhongshu.projects.models import Project

_SHARES = ((1.0, 0.6), (0.5, 0.3), (0.3, 0.1))
_SECOND_PAIR_OF_HANDS = 0.25


class Staffing:
    """Chooses one or two people per role, who then do that role's tasks throughout."""

    def __init__(self, company: Company, project: Project, chance: Chance) -> None:
        self._company = company
        self._project = project
        self._chance = chance
        self._teams: dict[str, list[Person]] = {}
        self._resources: dict[str, Key] = {}

    def staff(self, draft: Draft, entries: list[Entry], keys: list[Key]) -> None:
        """Put people to every task of a draft."""
        for entry, key in zip(entries, keys, strict=True):
            if entry.kind != "task" or entry.role not in self._company.roles:
                continue
            team = self._team(entry.role)
            chosen = [self._chance.pick(team)]
            if len(team) > 1 and self._chance.happens(_SECOND_PAIR_OF_HANDS):
                chosen = team[:2]
            for person in chosen:
                self._assign(draft, key, person)

    def _assign(self, draft: Draft, key: Key, person: Person) -> None:
        share = self._chance.weighted(_SHARES)
        assignment = str(uuid7())
        draft.assignments[assignment] = AssignmentRow(
            id=assignment,
            task_id=key,
            resource_id=self._resource(draft, person),
            units=share,
            work_minutes=round(draft.tasks[key].duration_minutes * share),
            delay_minutes=0,
        )

    def _resource(self, draft: Draft, person: Person) -> Key:
        number = person.employee_number
        if number not in self._resources:
            key = self._resources[number] = str(uuid7())
            draft.resources[key] = ResourceRow(
                id=key,
                name=person.name,
                kind="work",
                calendar_id=own_calendar(self._company, self._project, person),
                max_units=1.0,
                person_id=str(person.pk),
            )
            draft.texts[key] = {"email": person.email}
        return self._resources[number]

    def _team(self, role: str) -> list[Person]:
        """Up to three people of one unit that plays the role, where possible at the site."""
        if role not in self._teams:
            units = self._company.roles[role]
            near = [code for code in units if self._is_near(code)]
            unit = self._chance.pick(near or units)
            people = self._company.people[unit]
            team = self._chance.sample(people[1:] or people, self._chance.whole(1, 3))
            member = self._company.member
            if member in people and member not in team:
                team[0] = member
            self._teams[role] = team
        return self._teams[role]

    def _is_near(self, unit: str) -> bool:
        return self._company.calendar_of_unit(unit).pk == self._project.calendar_id


def own_calendar(company: Company, project: Project, person: Person) -> Key | None:
    """The calendar of a person's site, where it is not that of the project."""
    calendar = company.calendar_of_unit(person.unit.code)
    return None if calendar.pk == project.calendar_id else str(calendar.pk)
