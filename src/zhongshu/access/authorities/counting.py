"""How votes are counted: whether a question is decided, and by what."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from zhongshu.access.authorities.models import Body, Vote

FOR, AGAINST = Vote.Choice.FOR, Vote.Choice.AGAINST


@dataclass(frozen=True, slots=True)
class Seats:
    """Who may vote on a question, who leads, and by which rule they decide."""

    voters: frozenset[UUID]
    chair: UUID | None
    quorum: int
    rule: str
    does_chair_break_ties: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What a count came to: how many voted how, and the decision if there is one.

    ``outcome`` names the reason: ``majority``, ``lost`` or ``no_quorum``.
    """

    n_for: int
    n_against: int
    n_abstained: int
    is_adopted: bool | None
    outcome: str = ""


def count(seats: Seats, votes: Mapping[UUID, str], *, is_closed: bool = False) -> Result:
    """Count the votes of those who may vote, each once.

    The question is decided as soon as no vote that is still missing could turn it; when it
    ``is_closed`` the missing votes are no longer waited for.
    """
    cast = {user: choice for user, choice in votes.items() if user in seats.voters}
    n_for = sum(choice == FOR for choice in cast.values())
    n_against = sum(choice == AGAINST for choice in cast.values())
    tally = (n_for, n_against, len(cast) - n_for - n_against)
    n_missing = 0 if is_closed else len(seats.voters) - len(cast)
    chair = cast.get(seats.chair) if seats.chair else None
    if not _passes(seats, n_for + n_missing, n_against, chair or _hoped(n_missing, FOR)):
        return Result(*tally, is_adopted=False, outcome="lost")
    if len(cast) < seats.quorum:
        is_over = n_missing == 0
        return Result(*tally, False if is_over else None, "no_quorum" if is_over else "")
    if _passes(seats, n_for, n_against + n_missing, chair or _hoped(n_missing, AGAINST)):
        return Result(*tally, is_adopted=True, outcome="majority")
    return Result(*tally, is_adopted=None)


def _hoped(n_missing: int, choice: str) -> str | None:
    """How a chair who has not voted yet might still do."""
    return choice if n_missing else None


def _passes(seats: Seats, n_for: int, n_against: int, chair: str | None) -> bool:
    if n_for == 0:
        return False
    if seats.rule == Body.Rule.UNANIMOUS:
        return n_against == 0
    if seats.rule == Body.Rule.TWO_THIRDS:
        return 3 * n_for >= 2 * (n_for + n_against)
    is_tie_won = n_for == n_against and seats.does_chair_break_ties and chair == FOR
    return n_for > n_against or is_tie_won
