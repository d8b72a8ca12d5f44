"""Conflicts: the rules of a plan that cannot all be kept, each with a name."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhongshu.engines.clock import NONE
from zhongshu.engines.network import FF, FNET, FNLT, MFO, MSO, SNET, SNLT, Flag, Int, Network
from zhongshu.engines.wiring import effective_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhongshu.engines.schedule import Schedule

CODES = (
    "constraint_beats_link",
    "constraint_missed",
    "deadline_missed",
    "manual_breaks_link",
    "actual_breaks_link",
    "link_type_on_summary",
    "project_finish_missed",
    "negative_float",
    "hammock_without_start",
    "hammock_without_finish",
    "hammock_ends_before_start",
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A rule that could not be kept.

    Attributes
    ----------
    activity : int
        Position of the activity whose rule it is.
    code : str
        One of ``CODES``.
    link : int
        The link that is broken, or -1.
    minutes : int
        By how many working minutes it is missed.
    at : int
        The moment that was asked for.
    """

    activity: int
    code: str
    link: int = -1
    minutes: int = 0
    at: int = NONE


def conflicts_of(schedule: "Schedule") -> list[Conflict]:
    """The conflicts of a schedule.

    Parameters
    ----------
    schedule : Schedule
        The schedule to look through.

    Returns
    -------
    list of Conflict
        By code, then by activity.
    """
    found = [
        *_broken_links(schedule),
        *_missed_constraints(schedule),
        *_missed_deadlines(schedule),
        *_links_on_summaries(schedule.network),
        *_missed_project_finish(schedule),
        *_negative_floats(schedule),
        *_loose_hammocks(schedule),
    ]
    return sorted(found, key=lambda conflict: (CODES.index(conflict.code), conflict.activity))


def _broken_links(schedule: "Schedule") -> "Iterator[Conflict]":
    """Links whose successor does not wait, because a date of its own is stronger."""
    network, slack = schedule.network, schedule.drivers.slack
    for link in np.flatnonzero(slack < 0).tolist():
        activity = int(network.after[link])
        if network.is_inactive[activity]:
            continue
        if network.actual_start[activity] != NONE or network.actual_finish[activity] != NONE:
            code = "actual_breaks_link"
        elif network.is_manual[activity]:
            code = "manual_breaks_link"
        elif network.constraint_at[activity] != NONE:
            code = "constraint_beats_link"
        else:
            continue
        at = _strict_moment(network, activity)
        yield Conflict(activity, code, link, -int(slack[link]), at)


def _strict_moment(network: Network, activity: int) -> int:
    """The moment of the constraint that lets an activity be no later, or of its only one."""
    is_second = network.constraint[activity] in (SNET, FNET)
    if is_second and network.second_constraint_at[activity] != NONE:
        return int(network.second_constraint_at[activity])
    return int(network.constraint_at[activity])


def _missed_constraints(schedule: "Schedule") -> "Iterator[Conflict]":
    network = schedule.network
    pairs = (
        (network.constraint, network.constraint_at),
        (network.second_constraint, network.second_constraint_at),
    )
    for constraint, at in pairs:
        on_start = (constraint == SNLT) | (constraint == MSO)
        on_finish = (constraint == FNLT) | (constraint == MFO)
        yield from _missed(schedule, "constraint_missed", on_start, schedule.start, at)
        yield from _missed(schedule, "constraint_missed", on_finish, schedule.finish, at)


def _missed_deadlines(schedule: "Schedule") -> "Iterator[Conflict]":
    deadline = schedule.network.deadline
    yield from _missed(schedule, "deadline_missed", deadline != NONE, schedule.finish, deadline)


def _missed(
    schedule: "Schedule", code: str, concerned: Flag, dates: Int, limit: Int
) -> "Iterator[Conflict]":
    network = schedule.network
    late = concerned & (limit != NONE) & (dates > limit) & ~network.is_inactive
    rows = effective_calendar(network)
    for activity in np.flatnonzero(late).tolist():
        at = int(limit[activity])
        missed = network.calendars.between(int(rows[activity]), at, int(dates[activity]))
        if missed > 0:
            yield Conflict(activity, code, -1, missed, at)


def _links_on_summaries(network: Network) -> "Iterator[Conflict]":
    """A summary's finish is its children's: a link that asks for it holds nothing."""
    if not network.n_links:
        return
    ignored = (network.link_type >= FF) & network.is_summary[network.after]
    ignored &= ~network.is_hammock[network.before]
    for link in np.flatnonzero(ignored).tolist():
        yield Conflict(int(network.after[link]), "link_type_on_summary", link)


def _missed_project_finish(schedule: "Schedule") -> "Iterator[Conflict]":
    network = schedule.network
    at = network.project_finish
    late = bool(schedule.finish.size) and schedule.project_finish > at
    if at == NONE or network.is_from_finish or not late:
        return
    elsewhere = network.is_outside | network.is_hammock
    last = int(np.argmax(np.where(elsewhere, NONE, schedule.finish)))
    row = int(effective_calendar(network)[last])
    missed = network.calendars.between(row, at, schedule.project_finish)
    yield Conflict(last, "project_finish_missed", -1, missed, at)


def _negative_floats(schedule: "Schedule") -> "Iterator[Conflict]":
    network = schedule.network
    short = (schedule.total_float < 0) & (network.actual_finish == NONE)
    short &= ~network.is_summary & ~network.is_inactive & ~network.is_outside
    for activity in np.flatnonzero(short).tolist():
        yield Conflict(
            activity,
            "negative_float",
            minutes=-int(schedule.total_float[activity]),
            at=int(schedule.late_finish[activity]),
        )


def _loose_hammocks(schedule: "Schedule") -> "Iterator[Conflict]":
    """Hammocks of which one end hangs on nothing, or that would end before they begin."""
    hammocks, network = schedule.hammocks, schedule.network
    sides = (
        ("hammock_without_start", hammocks.start_link < 0, schedule.start),
        ("hammock_without_finish", hammocks.finish_link < 0, schedule.finish),
        ("hammock_ends_before_start", hammocks.is_backwards, schedule.finish),
    )
    for code, concerned, dates in sides:
        for activity in hammocks.activity[concerned].tolist():
            if not network.is_inactive[activity]:
                yield Conflict(activity, code, at=int(dates[activity]))
