"""Which fields no policy closes, and which records have no class, each with the reason.

All other fields can be closed and raised to any class, and all other records have a class.
"""

from enum import Enum


class Open(Enum):
    """Why a field is shown to everybody who sees the record, whatever a policy says.

    A cell over a class passes by what ``is_passed_by`` it. One that would close anything else
    that is open is refused, and so is raising the class of any open field.
    """

    IDENTITY = "by it the record is told from others, named, and asked for"
    PLACE = (
        "by it the rights are found that open the record: over a scope, in a body, by an authority"
    )
    STATE = "what can be done with the record next depends on it"
    CLASS = "a lock tells the class"
    OWN = "it is shown to its owner and to nobody else"
    TRAIL = "that something happened, when and how it ended is what the trail is for"
    DRAWN = "plans, roadmaps, totals, files and the tree of any day are computed and drawn from it"
    PART = "it goes with another field of the record, and is closed by closing that"
    TALK = "where somebody is in the application is told to all who are there, alike"
    RIGHTS = "what a right opens is told with it, or nobody could check who may do what"

    @property
    def is_passed_by(self) -> bool:
        """Whether a cell over a class passes the field by."""
        return self in _PASSED_BY


_PASSED_BY = {
    Open.IDENTITY, Open.PLACE, Open.STATE, Open.CLASS, Open.OWN, Open.TRAIL, Open.PART,
}  # fmt: skip


class Unclassed(Enum):
    """Why the records of a resource have no class, neither their own nor that of another one."""

    OWN = "it is shown to its owner, and to those with whom they share it"
    RIGHT = "a right or a vote is told to those who see the rights over the scope where it counts"
    RULE = "it holds for the whole company, whatever the class of what it is about"
    PLACE = "it only names a place; the unit or project that it stands for has the class"
    PERSON = "it only tells who signs in and is there; the person that it stands for has the class"
    BASIS = "records of every class rest on it"
    PROOF = "it proves what happened or was agreed to, and is of the class of what it tells"
