"""The network of a plan as arrays: activities, links, and the rules they are scheduled by."""

# ruff: noqa: RUF009 - `per` makes a field, as `dataclasses.field` does

from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhongshu.engines.calendars import WorkingCalendars
from zhongshu.engines.clock import NONE

Int = NDArray[np.int64]
Code = NDArray[np.int8]
Flag = NDArray[np.bool_]

LINK_TYPES = ("fs", "ss", "ff", "sf")
LAG_UNITS = ("working", "elapsed", "percent", "elapsed_percent")
LAG_CALENDARS = ("predecessor", "successor", "project", "elapsed")
CONSTRAINTS = ("asap", "alap", "snet", "snlt", "fnet", "fnlt", "mso", "mfo")
PROGRESS_MODES = ("retained_logic", "progress_override", "actual_dates")

FAR = 2**62
"""Later than any moment."""

FS, SS, FF, SF = range(4)
WORKING, ELAPSED, PERCENT, ELAPSED_PERCENT = range(4)
PREDECESSOR, SUCCESSOR, PROJECT, ROUND_THE_CLOCK = range(4)
ASAP, ALAP, SNET, SNLT, FNET, FNLT, MSO, MFO = range(8)
RETAINED_LOGIC, PROGRESS_OVERRIDE, ACTUAL_DATES = range(3)

_ACTIVITY, _LINK = "activity", "link"


def is_default(values: NDArray[Any]) -> bool:
    """Whether an array of a network is one value seen everywhere.

    Parameters
    ----------
    values : ndarray
        The array.

    Returns
    -------
    bool
        True if nothing was given for it, so that nobody need look at each value.
    """
    return values.size > 0 and values.strides == (0,)


def for_kernels(values: NDArray[Any]) -> NDArray[Any]:
    """An array as kernels are compiled for: contiguous and writable.

    Parameters
    ----------
    values : ndarray
        Any array of a network.

    Returns
    -------
    ndarray
        The array itself, or a copy of it.
    """
    if values.flags.writeable:
        return np.ascontiguousarray(values)
    return values.copy()


class UnusableNetwork(ValueError):
    """The arrays of a network do not fit together; the message names the field."""


def _per(dimension: str, dtype: Any, default: int | bool) -> Any:
    return field(
        default_factory=lambda: np.empty(0, dtype),
        metadata={"per": dimension, "dtype": dtype, "default": default},
    )


@dataclass(frozen=True, kw_only=True)
class Network:
    """Everything the dates of a plan are computed from.

    An array that is left out holds its default for every activity (or link). Moments are
    minutes since 1970-01-01 on the project's clock; ``NONE`` means there is none.

    Attributes
    ----------
    calendars : WorkingCalendars
        The working calendars; ``calendar`` holds positions in it.
    project_start : int
        No work begins before it.
    duration : ndarray of int64, shape (n_activities,)
        Working minutes, not counting the gaps of splits; zero marks a milestone.
        Ignored for summaries.
    calendar : ndarray of int64, shape (n_activities,)
        Position of each activity's calendar.
    is_elapsed : ndarray of bool, shape (n_activities,)
        Whether the duration counts round the clock, whatever the calendar.
    parent : ndarray of int64, shape (n_activities,)
        Position of the summary above, -1 at the top. Whoever is a parent is a summary.
    constraint : ndarray of int8, shape (n_activities,)
        Position in ``CONSTRAINTS``.
    constraint_at, deadline : ndarray of int64, shape (n_activities,)
        Moment of the constraint; moment by which the activity should finish.
    second_constraint, second_constraint_at : ndarray, shape (n_activities,)
        A further constraint, as Primavera allows.
    delay : ndarray of int64, shape (n_activities,)
        Elapsed minutes between the moment the links allow and the start (levelling).
    is_manual : ndarray of bool, shape (n_activities,)
        Whether the dates are given, not computed.
    manual_start, manual_finish : ndarray of int64, shape (n_activities,)
        Those dates; where one is missing it follows from the other and the duration.
    is_inactive : ndarray of bool, shape (n_activities,)
        Inactive activities are dated, but nothing follows from them.
    is_hammock : ndarray of bool, shape (n_activities,)
        Hammocks last as long as those they are linked to, and nothing follows from them; all
        rules of their own but the deadline are ignored. No summary is one.
    actual_start, actual_finish : ndarray of int64, shape (n_activities,)
        What has happened.
    remaining : ndarray of int64, shape (n_activities,)
        Working minutes still to do of a started activity; -1: the duration, from the start.
    resume : ndarray of int64, shape (n_activities,)
        Moment before which the remaining work does not go on.
    split_bounds : ndarray of int64, shape (n_activities + 1,)
        The gaps of activity ``i`` are ``split_bounds[i]:split_bounds[i + 1]``.
    split_after, split_gap : ndarray of int64, shape (n_gaps,)
        Working minutes done before each gap, and its length in working minutes.
    is_outside : ndarray of bool, shape (n_activities,)
        Activities of other projects, with their actual dates given: they hold their successors,
        but are no part of this project's span, float and checks.
    before, after : ndarray of int64, shape (n_links,)
        Positions of the two activities of each link.
    link_type, lag_unit, lag_calendar : ndarray of int8, shape (n_links,)
        Positions in ``LINK_TYPES``, ``LAG_UNITS`` and ``LAG_CALENDARS``.
    lag : ndarray of int64, shape (n_links,)
        Minutes or per cent of the predecessor's duration; negative is a lead.
    project_calendar : int
        Position of the calendar of lags that follow the project.
    project_finish : int
        When the project is scheduled from its finish, that finish; otherwise a finish
        that is imposed on it, against which float is counted.
    is_from_finish : bool
        Schedule backwards from ``project_finish``.
    status_date : int
        Moment before which no remaining work is placed.
    progress_mode : int
        Position in ``PROGRESS_MODES``.
    honours_constraints : bool
        Whether SNLT, FNLT, MSO and MFO hold even where a link asks for later; the float turns
        negative. Otherwise the link wins, and the float turns negative as well.
    alap_keeps_successors : bool
        Whether an as-late-as-possible activity may use only the float that no successor
        needs (Primavera) instead of all its float (Microsoft Project).
    ends_are_critical : bool
        Count the float of an activity without successors against its own finish, not the
        project's.
    critical_float, near_critical_float : int
        Working minutes of float up to which an activity is critical or nearly so.
    """

    calendars: WorkingCalendars
    project_start: int
    duration: Int
    calendar: Int = _per(_ACTIVITY, np.int64, 0)
    is_elapsed: Flag = _per(_ACTIVITY, np.bool_, False)
    parent: Int = _per(_ACTIVITY, np.int64, -1)
    constraint: Code = _per(_ACTIVITY, np.int8, ASAP)
    constraint_at: Int = _per(_ACTIVITY, np.int64, NONE)
    second_constraint: Code = _per(_ACTIVITY, np.int8, ASAP)
    second_constraint_at: Int = _per(_ACTIVITY, np.int64, NONE)
    deadline: Int = _per(_ACTIVITY, np.int64, NONE)
    delay: Int = _per(_ACTIVITY, np.int64, 0)
    is_manual: Flag = _per(_ACTIVITY, np.bool_, False)
    manual_start: Int = _per(_ACTIVITY, np.int64, NONE)
    manual_finish: Int = _per(_ACTIVITY, np.int64, NONE)
    is_inactive: Flag = _per(_ACTIVITY, np.bool_, False)
    is_hammock: Flag = _per(_ACTIVITY, np.bool_, False)
    actual_start: Int = _per(_ACTIVITY, np.int64, NONE)
    actual_finish: Int = _per(_ACTIVITY, np.int64, NONE)
    remaining: Int = _per(_ACTIVITY, np.int64, -1)
    resume: Int = _per(_ACTIVITY, np.int64, NONE)
    is_outside: Flag = _per(_ACTIVITY, np.bool_, False)
    split_bounds: Int = field(default_factory=lambda: np.empty(0, np.int64))
    split_after: Int = field(default_factory=lambda: np.empty(0, np.int64))
    split_gap: Int = field(default_factory=lambda: np.empty(0, np.int64))
    before: Int = field(default_factory=lambda: np.empty(0, np.int64))
    after: Int = field(default_factory=lambda: np.empty(0, np.int64))
    link_type: Code = _per(_LINK, np.int8, FS)
    lag: Int = _per(_LINK, np.int64, 0)
    lag_unit: Code = _per(_LINK, np.int8, WORKING)
    lag_calendar: Code = _per(_LINK, np.int8, SUCCESSOR)
    project_calendar: int = 0
    project_finish: int = NONE
    is_from_finish: bool = False
    status_date: int = NONE
    progress_mode: int = RETAINED_LOGIC
    honours_constraints: bool = True
    alap_keeps_successors: bool = False
    ends_are_critical: bool = False
    critical_float: int = 0
    near_critical_float: int = 0

    def __post_init__(self) -> None:
        sizes = {_ACTIVITY: len(self.duration), _LINK: len(self.before)}
        for one in fields(self):
            if "per" in one.metadata:
                self._complete(one.name, sizes[one.metadata["per"]], one.metadata)
        for name in ("duration", "before", "after", "split_bounds", "split_after", "split_gap"):
            self._set(name, for_kernels(np.asarray(getattr(self, name), dtype=np.int64)))
        if not self.split_bounds.size:
            self._set("split_bounds", np.zeros(self.n_activities + 1, dtype=np.int64))
        self._check()

    @property
    def n_activities(self) -> int:
        """Number of activities, summaries included."""
        return len(self.duration)

    @property
    def n_links(self) -> int:
        """Number of links."""
        return len(self.before)

    @cached_property
    def is_summary(self) -> Flag:
        """Whether each activity has others below it."""
        if is_default(self.parent):
            return np.broadcast_to(np.False_, (self.n_activities,))
        summary = np.zeros(self.n_activities, dtype=bool)
        summary[self.parent[self.parent >= 0]] = True
        return summary

    def with_changes(self, **changes: Any) -> "Network":
        """A network that differs in the named fields.

        Parameters
        ----------
        **changes : Any
            New values by field name.

        Returns
        -------
        Network
            The changed network; the arrays that stay are shared.
        """
        return replace(self, **changes)

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _complete(self, name: str, size: int, metadata: Any) -> None:
        given = np.asarray(getattr(self, name), dtype=metadata["dtype"])
        if given.size == 0 and size:
            # One value seen everywhere: an unused rule of a large network costs no memory.
            default = np.array(metadata["default"], dtype=metadata["dtype"])
            self._set(name, np.broadcast_to(default, (size,)))
            return
        if given.shape != (size,):
            raise UnusableNetwork(f"{name}: expected {size} values, got {given.shape}")
        self._set(name, given if is_default(given) else np.ascontiguousarray(given))

    def _check(self) -> None:
        n, n_gaps = self.n_activities, len(self.split_gap)
        _within("calendar", self.calendar, 0, self.calendars.n_calendars)
        _within("parent", self.parent, -1, n)
        _within("before", self.before, 0, n)
        _within("after", self.after, 0, n)
        _within("constraint", self.constraint, 0, len(CONSTRAINTS))
        _within("link_type", self.link_type, 0, len(LINK_TYPES))
        _within("lag_unit", self.lag_unit, 0, len(LAG_UNITS))
        _within("lag_calendar", self.lag_calendar, 0, len(LAG_CALENDARS))
        _within("split_bounds", self.split_bounds, 0, n_gaps + 1)
        if (self.duration < 0).any():
            raise UnusableNetwork("duration: must not be negative")
        if len(self.after) != self.n_links:
            raise UnusableNetwork(f"after: expected {self.n_links} values, got {len(self.after)}")
        if len(self.split_bounds) != n + 1 or len(self.split_after) != n_gaps:
            raise UnusableNetwork("split_bounds, split_after, split_gap: lengths do not match")
        if not is_default(self.is_hammock) and (self.is_hammock & self.is_summary).any():
            raise UnusableNetwork("is_hammock: a summary cannot be one")
        self._check_moments()

    def _check_moments(self) -> None:
        if (
            not is_default(self.constraint)
            and ((self.constraint >= SNET) & (self.constraint_at == NONE)).any()
        ):
            raise UnusableNetwork("constraint_at: missing where the constraint needs a moment")
        if self.is_from_finish and self.project_finish == NONE:
            raise UnusableNetwork("project_finish: missing though scheduled from the finish")
        if self.project_start == NONE and not self.is_from_finish:
            raise UnusableNetwork("project_start: missing")


def _within(name: str, values: NDArray[Any], low: int, high: int) -> None:
    values = values[:1] if is_default(values) else values
    if values.size and (values.min() < low or values.max() >= high):
        raise UnusableNetwork(f"{name}: values must lie in {low} to {high - 1}")
