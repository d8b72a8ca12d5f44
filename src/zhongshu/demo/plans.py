"""From an idea to a plan, and from a plan to how it went until today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from zhongshu.demo.beside import add_what_runs_beside
from zhongshu.demo.chance import SCOPE, Chance
from zhongshu.demo.company import Company
from zhongshu.demo.details import describe, report_states, wip_limits
from zhongshu.demo.portfolio import ProjectIdea
from zhongshu.demo.staffing import Staffing
from zhongshu.demo.template import Entry, critical_days, entries_of
from zhongshu.demo.visiting import BEHIND, give_work, visitors_of
from zhongshu.kit.ids import uuid7
from zhongshu.kit.moments import MINUTES_PER_DAY, date_of, moment_of
from zhongshu.organisation.models import Person
from zhongshu.organisation.working_time import EffectiveCalendar
from zhongshu.planning.arranging import calendar_of, work_between
from zhongshu.planning.changes import COMPUTED_KINDS, Draft
from zhongshu.planning.open_plan import LinkRow, OpenPlan, TaskRow
from zhongshu.planning.operations import BLANK
from zhongshu.planning.outline import GAP, Key, outline_of
from zhongshu.planning.scheduling import reschedule
from zhongshu.projects.models import Project

DAY = 480
_HOUR = 60
_EVENING = 18 * 60
# Calendar days for five working days, public holidays included.
_CALENDAR_DAYS = 7 / 5 * 1.05
# At this age a project is done, unless it went badly; older ones ended within the last year.
_DONE = 1.4
_REMEMBERED_DAYS = 350.0


@dataclass(frozen=True)
class Report:
    """The plan as it was known on an evening, with the draft that led to it."""

    on: date
    draft: Draft
    plan: OpenPlan


@dataclass
class Story:
    """A project of the demo company from its first plan to today."""

    idea: ProjectIdea
    project: Project
    empty: OpenPlan
    first: Draft
    agreed: OpenPlan
    approved_on: date | None
    behind: timedelta = timedelta(0)
    reports: list[Report] = field(default_factory=list)
    rebaselined: Report | None = None

    @property
    def plan(self) -> OpenPlan:
        """The plan as it stands."""
        return self.reports[-1].plan if self.reports else self.agreed


def starts_on(idea: ProjectIdea, entries: list[Entry], today: date) -> date:
    """The Monday near the day on which the project must have begun to be as old as it is."""
    length = critical_days(entries) * _CALENDAR_DAYS
    over = max(0.0, idea.age - _DONE) * _REMEMBERED_DAYS
    start = today - timedelta(days=round(min(idea.age, _DONE) * length + over))
    return start - timedelta(days=start.weekday())


def drawn_entries(idea: ProjectIdea, chance: Chance) -> list[Entry]:
    """The rows of the idea's template, with the days that its planners estimated."""
    entries = entries_of(idea.kind.template, idea.parts)
    for entry in entries:
        if entry.kind == "task":
            entry.days = chance.days(entry.days)
    return entries


def tell(
    company: Company,
    idea: ProjectIdea,
    project: Project,
    entries: list[Entry],
    calendars: Mapping[Key, EffectiveCalendar],
    chance: Chance,
    *,
    today: date,
) -> Story:
    """Plan a project, and let it run until today."""
    empty = OpenPlan(project, {}, {}, {}, {}, calendars, outline_of(()))
    first, keys = _first_draft(company, empty, entries, chance.below("staff"))
    agreed = reschedule(first.plan())
    if any(entry.has_deadline or entry.waits_for_day for entry in entries):
        _set_days(first, agreed, entries, keys, chance.below("days"))
        agreed = reschedule(first.plan())
    start = date_of(project.start)
    approved = start - timedelta(days=chance.whole(3, 12))
    story = Story(idea, project, empty, first, agreed, approved if approved <= today else None)
    _receive_visitors(company, story, entries, keys, chance, today)
    _run(story, entries, keys, chance, today)
    return story


def _receive_visitors(
    company: Company,
    story: Story,
    entries: list[Entry],
    keys: list[Key],
    chance: Chance,
    today: date,
) -> None:
    """Give work to those as whom a visitor signs in, where a running project counts on them."""
    people = visitors_of(company, story.project, story.first)
    if not people or date_of(story.project.start) > today - BEHIND or story.idea.is_on_hold:
        return
    truth = _truth(story, entries, keys, chance.below("slips"))
    if date_of(truth.settings.finish or 0) <= today:
        return
    give_work(company, story.first, truth, people, chance.below("visitors"), today)
    story.agreed = reschedule(story.first.plan())
    story.behind = BEHIND


def _first_draft(
    company: Company, empty: OpenPlan, entries: list[Entry], chance: Chance
) -> tuple[Draft, list[Key]]:
    draft = Draft(empty)
    keys = [str(uuid7()) for _ in entries]
    start = empty.settings.start
    dates = dict.fromkeys(("start", "finish", "late_start", "late_finish"), start)
    for n, entry in enumerate(entries):
        row = {
            **BLANK,
            **dates,
            "id": keys[n],
            "number": n + 1,
            "parent_id": None if entry.parent is None else keys[entry.parent],
            "position": n * GAP,
            "name": company.said(entry.zh, entry.en),
            "kind": entry.kind,
            "duration_minutes": round(entry.days * DAY),
        }
        draft.tasks[keys[n]] = TaskRow(**row)
        for link in entry.links:
            key = str(uuid7())
            draft.links[key] = LinkRow(
                id=key,
                before_id=keys[link.before],
                after_id=keys[n],
                type=link.type,
                lag=link.lag_days * DAY,
                lag_unit="working",
                version=1,
            )
        describe(company, draft, keys[n], entry.zh, chance.below(f"details {n}"))
    Staffing(company, empty.settings, chance).staff(draft, entries, keys)
    draft.last_number = len(entries)
    leaves = [key for entry, key in zip(entries, keys, strict=True) if entry.kind != "summary"]
    weeks = critical_days(entries) * _CALENDAR_DAYS / 7
    add_what_runs_beside(company, draft, leaves, weeks, chance.below("beside"))
    draft.is_reshaped = draft.is_restaffed = True
    return draft, keys


def _set_days(
    draft: Draft, agreed: OpenPlan, entries: list[Entry], keys: list[Key], chance: Chance
) -> None:
    """Promise days for the gates that have one, and begin go-lives on a Monday."""
    for entry, key in zip(entries, keys, strict=True):
        row = agreed.tasks[key]
        if entry.has_deadline:
            promised = date_of(row.finish) + timedelta(days=chance.whole(0, 15))
            draft.set_task(key, deadline=moment_of(promised) + _EVENING)
        if entry.waits_for_day:
            monday = date_of(row.start) + timedelta(days=-date_of(row.start).weekday() % 7)
            draft.set_task(key, constraint="snet", constraint_at=moment_of(monday) + 510)


def _run(story: Story, entries: list[Entry], keys: list[Key], chance: Chance, today: date) -> None:
    start = date_of(story.project.start)
    if start > today:
        return
    truth = _truth(story, entries, keys, chance.below("slips"))
    finish = date_of(truth.settings.finish or story.project.start)
    days = _report_days(story.idea, start, finish, today - story.behind)
    for on in days:
        story.reports.append(_report(story, truth, on, chance if on == days[-1] else None))
    story.project.wip_limits = wip_limits(chance.below("limits"))
    middle = story.reports[0]
    late = (middle.plan.settings.finish or 0) - (story.agreed.settings.finish or 0)
    if len(story.reports) > 2 and late > 20 * MINUTES_PER_DAY and chance.happens(0.5):
        story.rebaselined = middle
    _set_state(story, finish, today)


def _report_days(idea: ProjectIdea, start: date, finish: date, today: date) -> list[date]:
    """Fridays on which the plan was brought up to date: halfway, four weeks ago, and last."""
    last = min(today, finish + timedelta(days=-(finish.weekday() - 4) % 7))
    if idea.is_on_hold:
        last = start + (last - start) / 2
        last += timedelta(days=4 - last.weekday())
    days = {last}
    elapsed = (last - start).days
    if elapsed > 42:
        days.add(last - timedelta(days=28))
    if elapsed > 120:
        middle = start + timedelta(days=elapsed // 2)
        days.add(middle + timedelta(days=4 - middle.weekday()))
    return sorted(day for day in days if day >= start)


def _truth(story: Story, entries: list[Entry], keys: list[Key], chance: Chance) -> OpenPlan:
    """How the project really goes: the same links, the durations as they turn out."""
    draft = Draft(story.agreed)
    slip = story.idea.kind.slip
    phase_factor = 1.0
    is_first = True
    for entry, key in zip(entries, keys, strict=True):
        if entry.level == 0:
            phase_factor = chance.phase_slip(SCOPE if is_first else slip)
            is_first = False
        if entry.kind == "task":
            planned = draft.tasks[key].duration_minutes
            actual = planned * phase_factor * chance.task_slip(slip)
            draft.set_task(key, duration_minutes=max(_HOUR, round(actual / _HOUR) * _HOUR))
    return reschedule(draft.plan())


def _report(story: Story, truth: OpenPlan, on: date, chance: Chance | None) -> Report:
    """The plan on an evening: what was done is known, what is open is as first estimated.

    The last one, which is left to chance, tells how the work under way stands, too.
    """
    draft = Draft(story.agreed)
    now = moment_of(on) + _EVENING
    draft.settings["status_date"] = now
    for key, row in story.agreed.tasks.items():
        real = truth.tasks[key]
        if row.kind in COMPUTED_KINDS or real.start >= now:
            continue
        if real.finish <= now:
            draft.set_task(
                key,
                actual_start=real.start,
                actual_finish=real.finish,
                duration_minutes=real.duration_minutes,
                remaining_minutes=0,
                percent_complete=100,
            )
            continue
        _report_started(draft, truth, row, real, now)
    if chance is not None:
        report_states(draft, chance.below("states"))
    return Report(on, draft, reschedule(draft.plan()))


def _report_started(draft: Draft, truth: OpenPlan, row: TaskRow, real: TaskRow, now: int) -> None:
    """A task under way: its share done is known, the rest is what its planner still believes."""
    worked = work_between(truth, calendar_of(truth, real), real.start, now)
    share_left = 1 - worked / max(real.duration_minutes, 1)
    remaining = max(_HOUR, round(share_left * row.duration_minutes / _HOUR) * _HOUR)
    duration = worked + remaining
    draft.set_task(
        row.id,
        actual_start=real.start,
        duration_minutes=duration,
        remaining_minutes=remaining,
        percent_complete=min(99, max(1, round(100 * worked / duration))),
    )


def _set_state(story: Story, finish: date, today: date) -> None:
    state = Project.State
    if story.idea.is_on_hold:
        story.project.state = state.ON_HOLD
    else:
        story.project.state = state.CLOSED if finish <= today else state.ACTIVE


def manager_of(company: Company, idea: ProjectIdea, chance: Chance) -> Person:
    """Who leads the project: the PMO's project managers, or a senior of the owning unit."""
    if idea.kind.code in {"new_product", "line", "relocation", "erp"}:
        return chance.pick(company.people["GM-PMO"][1:9])
    return chance.pick(company.people[idea.unit][:4])
