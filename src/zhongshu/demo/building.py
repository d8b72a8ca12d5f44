"""Build the demo company in one transaction."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from zhongshu.access.models import SYSTEM
from zhongshu.demo.chance import Chance
from zhongshu.demo.company import Company, found
from zhongshu.demo.deciding import decide
from zhongshu.demo.discussions import begin_with_the_next_event, discuss
from zhongshu.demo.logins import make_logins
from zhongshu.demo.looking_after import look_after
from zhongshu.demo.notices import tell_people
from zhongshu.demo.plan_files import import_plan_files
from zhongshu.demo.plans import Story, drawn_entries, manager_of, starts_on, tell
from zhongshu.demo.policy import decide_over_fields
from zhongshu.demo.portfolio import ProjectIdea, ideas
from zhongshu.demo.rights import give_roles
from zhongshu.demo.template import Entry
from zhongshu.demo.views import share_views
from zhongshu.demo.visiting import look_back
from zhongshu.demo.writing import write
from zhongshu.kit import events
from zhongshu.kit.errors import DomainError
from zhongshu.kit.models import Event
from zhongshu.kit.moments import moment_of
from zhongshu.organisation.models import Unit
from zhongshu.organisation.working_time import EffectiveCalendar, effective_calendars
from zhongshu.planning.outline import Key
from zhongshu.projects.models import Project

_MORNING = 8 * 60 + 30
# A plant's name in that of a project tells who owns it, whatever the kind's usual units.
_PLANTS = {"苏州工厂": "MFG-SZ-EQP", "成都工厂": "MFG-CD-PRO", "槟城": "MFG-PG"}
_AT_PLANTS = {"line", "relocation", "warehouse"}

# So many projects wait for admission where enough of them did not begin yet.
_PROPOSED = 2
_BUILT = "demo.company_built"

Drawn = tuple[ProjectIdea, list[Entry], date]


class NotEmpty(DomainError):
    """The demo is never built beside real data: its logins are known to everyone."""

    code = "demo.not_empty"


@transaction.atomic
def build_company(
    *, today: date, report: Callable[[str], object], language: str, seed: int, n_projects: int
) -> bool:
    """Found the company, plan its projects, let them run until today, and open its doors."""
    if Event.objects.filter(kind=_BUILT).exists():
        report("The demo company is there already.")
        return False
    if Unit.objects.exists() or Project.objects.exists():
        raise NotEmpty("This installation holds data; the demo needs a database of its own.")
    chance = Chance(f"{seed}")
    company = found(chance.below("company"), language=language, today=today)
    report(f"{company.scope.label}: {sum(map(len, company.people.values()))} people.")
    stories = _stories(company, chance.below("projects"), n_projects, today)
    accounts = make_logins(company)
    write(company, stories, accounts)
    give_roles(company, stories, chance.below("rights"), today)
    decide(company, accounts, stories, today=today)
    share_views(company, accounts["pmo"])
    decide_over_fields(company, accounts, today=today)
    look_back([accounts["member"], accounts["manager"]], today)
    look_after(company, accounts, chance.below("looks"), today=today)
    tell_people(company, accounts, today=today)
    discuss(company, stories, accounts, chance.below("discussions"), today=today)
    n_tasks = sum(len(story.plan.tasks) for story in stories)
    report(f"{len(stories)} projects with {n_tasks} tasks, as of {today.isoformat()}.")
    imported = import_plan_files(company, now=timezone.now(), report=report)
    if imported:
        report(f"{len(imported)} real plan files imported.")
    events.record(
        _BUILT,
        actor=SYSTEM,
        subject=company.scope,
        seed=seed,
        language=language,
        n_projects=len(stories) + len(imported),
    )
    begin_with_the_next_event()
    return True


def _stories(company: Company, chance: Chance, n_projects: int, today: date) -> list[Story]:
    resolved = effective_calendars(calendar.pk for calendar in company.calendars.values())
    calendars: dict[Key, EffectiveCalendar] = {
        str(pk): calendar for pk, calendar in resolved.items()
    }
    drawn = [_drawn(idea, chance.below(idea.name[0]), today) for idea in ideas(chance, n_projects)]
    drawn.sort(key=lambda one: (one[2], one[0].name))
    stories = []
    for (idea, entries, start), key in zip(drawn, _keys(drawn), strict=True):
        own = chance.below(f"run {idea.name[0]}")
        project = _project(company, idea, start, key, own)
        stories.append(tell(company, idea, project, entries, calendars, own, today=today))
    _propose(stories)
    return stories


def _propose(stories: Sequence[Story]) -> None:
    """Let the last of those that did not begin still wait for admission."""
    waiting = [story for story in stories if story.approved_on is None]
    for story in waiting[len(waiting) // 2 :][-_PROPOSED:]:
        story.project.state = Project.State.PROPOSED


def _drawn(idea: ProjectIdea, chance: Chance, today: date) -> Drawn:
    entries = drawn_entries(idea, chance)
    return idea, entries, starts_on(idea, entries, today)


def _keys(drawn: Sequence[Drawn]) -> list[str]:
    """The keys by year of start, numbered as they began."""
    last: dict[int, int] = {}
    keys = []
    for _, _, start in drawn:
        last[start.year] = last.get(start.year, 0) + 1
        keys.append(f"PRJ-{start.year}-{last[start.year]:04}")
    return keys


def _project(company: Company, idea: ProjectIdea, start: date, key: str, chance: Chance) -> Project:
    code = _owner(idea)
    return Project(
        key=key,
        name=company.said(*idea.name),
        unit=company.units[code],
        manager=manager_of(company, idea, chance.below("manager")),
        calendar=company.calendar_of_unit(code),
        start=moment_of(start) + _MORNING,
        finish=moment_of(start) + _MORNING,
        state=Project.State.PLANNED,
    )


def _owner(idea: ProjectIdea) -> str:
    if idea.kind.code in _AT_PLANTS:
        for plant, unit in _PLANTS.items():
            if plant in idea.name[0]:
                return unit
    return idea.unit
