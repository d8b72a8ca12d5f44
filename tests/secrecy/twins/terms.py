"""Terms of rights and of questions that a policy closes: limits, ends, votes, and who proposed."""

from datetime import timedelta
from typing import Any

from tests.factories.access import holding_of
from tests.secrecy.twins.clockwork import PRESENT, STREAM
from tests.secrecy.twins.deciders import make_body, make_question
from tests.secrecy.twins.glass import keep_emergencies, secret_emergencies
from tests.secrecy.twins.lowering import keep_requests
from tests.secrecy.twins.secrets import Secrets
from zhongshu.access.authorities.fields import TALLY
from zhongshu.access.authorities.models import Delegation, Question, Vote
from zhongshu.access.models import Grant, PolicyVersion, Scope, User
from zhongshu.access.policy.document import Cell, Effect, Subject
from zhongshu.collaboration.models import Notification
from zhongshu.kit import events
from zhongshu.planning.models import Baseline

_CLOSED = {
    "holding": ("limit", "valid_to", "proposed_by"),
    "delegation": ("valid_to",),
    "grant": ("valid_to", "reason", "finding"),
    "lowering": ("reason",),
    "baseline": ("set_by", "reason", "decided_by", "decided_at", "decision"),
    "question": (*TALLY, "outcome", "decided_at"),
    "vote": ("choice", "note"),
    "policy_version": ("note",),
}


def cells_over_terms() -> list[Cell]:
    """What the policy closes of them to everyone."""
    return [
        Cell(Subject.EVERYONE, Effect.NONE, resource=resource, field=name)
        for resource, names in _CLOSED.items()
        for name in names
    ]


def agree(scope: Scope, boss: User, viewer: User) -> dict[str, Any]:
    """A body in sight that the viewer does not sit in, what it decides on, and who holds what."""
    clerk = User.objects.get(username="clerk")
    newcomer = User.objects.get(username="newcomer-1")
    body = make_body(scope, "Far board", quorum=3, chair=boss, others=[clerk, newcomer])
    question = make_question(body, scope, "Far", viewer)
    decided = make_question(body, scope, "Decided", viewer)
    for one, kind in ((question, "question_put"), (decided, "question_decided")):
        Notification.objects.create(
            scope=scope, user=viewer, kind=kind, event_id=one.pk, by=boss,
            subject_kind="question", subject_id=one.pk, at=PRESENT,
        )  # fmt: skip
    held = holding_of(viewer, "admission", over=scope, currency="CNY", limit=1, proposed_by=boss)
    return {
        "question_id": question.pk,
        "begun_question_id": decided.pk,
        "holding_id": held.pk,
    }


def keep_secret(ids: dict[str, Any], scope: Scope, viewer: User, secrets: Secrets) -> None:
    """Let the terms be what this world keeps to itself; how many voted as well."""
    STREAM.start(f"terms {secrets.salt}")
    ends = PRESENT + timedelta(days=4000 if secrets.is_high else 3000)
    proposer = User.objects.get(username="boss" if secrets.is_high else "clerk")
    viewer.holdings.update(limit=secrets.amount("limit"), valid_to=ends, proposed_by=proposer)
    Grant.objects.filter(user=viewer).update(valid_to=ends)
    keep_emergencies(scope, secrets)
    keep_requests(viewer, secrets)
    Delegation.objects.filter(deputy=viewer).update(valid_to=ends)
    asked = Baseline.objects.filter(pk=ids["baseline_id"])
    asked.update(set_by=proposer, reason=secrets.word("baseline reason"))
    Baseline.objects.filter(project=ids["project_id"], name="Agreed").update(
        decided_by=proposer, decided_at=ends, decision=secrets.word("baseline decision")
    )
    PolicyVersion.objects.filter(state="published").update(note=secrets.word("policy note"))
    question = Question.objects.get(pk=ids["question_id"])
    voters = list(User.objects.filter(username__in=["boss", "clerk"]).order_by("username"))
    for voter in voters if secrets.is_high else voters[:1]:
        note = secrets.word(f"vote {voter.username}")
        choice = "against" if secrets.is_high else "for"
        Vote.objects.create(question=question, user=voter, choice=choice, note=note,
                            cast_at=PRESENT)  # fmt: skip
    tally = {"n_for": 0, "n_against": 2} if secrets.is_high else {"n_for": 1, "n_against": 0}
    Question.objects.filter(pk=question.pk).update(**tally)
    Question.objects.filter(pk=ids["begun_question_id"]).update(
        state="adopted", n_for=2 if secrets.is_high else 3, n_abstained=int(secrets.is_high),
        outcome="majority" if secrets.is_high else "decided_by_holder", decided_at=ends,
    )  # fmt: skip


def tell_how_they_came(ids: dict[str, Any], viewer: User, secrets: Secrets) -> None:
    """What histories could tell of them: who proposed, from what to what, who voted last."""
    holding, question = viewer.holdings.get(), Question.objects.get(pk=ids["question_id"])
    ends = {"valid_to": holding.valid_to.isoformat()}
    STREAM.start("told of terms")
    assert holding.proposed_by is not None
    events.record(
        "access.authority_proposed", actor=holding.proposed_by, subject=holding,
        after={"authority": holding.authority, "limit": holding.limit, **ends},
    )  # fmt: skip
    given = Delegation.objects.get(pk=ids["delegation_id"])
    events.record("access.delegated", actor=given.giver, subject=given, after=ends)
    others = User.objects.filter(username__in=["boss", "clerk"]).order_by("username")
    voters = list(others if secrets.is_high else others.reverse())
    tally = {name: getattr(question, name) for name in TALLY}
    for voter, kind in zip(voters, ("access.vote_cast", "access.question_decided"), strict=True):
        choice = "against" if secrets.is_high else "for"
        events.record(kind, actor=voter, subject=question, choice=choice, after=tally)
    passing = {"before": {"limit": secrets.amount("earlier limit")}, "after": {"limit": 1}}
    events.record("access.authority_confirmed", actor=viewer, subject=holding, **passing)


def secret_terms(secrets: Secrets) -> list[str]:
    """The texts among them."""
    words = [secrets.word(f"vote {name}") for name in ("boss", "clerk")]
    words += [*secret_emergencies(secrets), secrets.word("lowering reason")]
    words += [secrets.word("baseline reason"), secrets.word("baseline decision")]
    return [str(secrets.amount("limit")), secrets.word("policy note"), *words]
