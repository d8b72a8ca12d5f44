"""Leaks of terms: a right or a question is in sight, how far it goes or who voted how is not."""

from contextlib import ExitStack
from typing import Any

from tests.secrecy.zoo.leaks import leak, put
from zhongshu.access.authorities import hearing, proving, reading
from zhongshu.access.authorities.fields import VOTE
from zhongshu.access.models import SYSTEM, Actor
from zhongshu.access.resources import present
from zhongshu.planning.queries import overview


def _to_anybody(actor: Actor, *given: Any) -> list[dict[str, Any]]:
    return present(SYSTEM, *given)


@leak("the limit in the proof", "SEC-31", "access.explain_authority", viewer="ruled")
def _limit_in_the_proof(stack: ExitStack) -> None:
    put(stack, proving, "_refuse_trying", lambda *given: None)
    put(stack, proving, "present", _to_anybody)


@leak("a secret ballot told vote by vote", "SEC-31", "access.get_question", viewer="ruled")
def _ballot(stack: ExitStack) -> None:
    def told(actor: Actor, card: dict[str, Any], cast: Any) -> dict[str, Any]:
        return card | {"votes": present(SYSTEM, VOTE, cast)}

    put(stack, reading, "_with_votes", told)


@leak("a closed tally counted by its votes", "SEC-31", "access.get_question", viewer="ruled")
def _counted(stack: ExitStack) -> None:
    def told(actor: Actor, card: dict[str, Any], cast: Any) -> dict[str, Any]:
        return card | {"votes": present(actor, VOTE, cast)}

    put(stack, reading, "_with_votes", told)


@leak("the tally in the news", "SEC-31", "collaboration.list_notifications", viewer="ruled")
def _tally_in_the_news(stack: ExitStack) -> None:
    put(stack, hearing, "present", _to_anybody)


@leak("why a baseline is asked for, told with how a project stands", "SEC-31",
      "planning.get_overview", viewer="ruled")  # fmt: skip
def _reason_in_the_overview(stack: ExitStack) -> None:
    put(stack, overview, "present", _to_anybody)
