"""Letters, live news and jobs tell a viewer the same in two worlds that differ out of sight."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.db.models import Q

from tests.secrecy.stories.lockstep import WATCHER, Side, lockstep
from tests.secrecy.stories.sending import Sent, forget_the_past, frames, run_periodic, settle
from tests.secrecy.stories.unseen import tell_openly, tell_secrets, write_out_of_sight
from tests.secrecy.twins.observing import canaries
from tests.secrecy.twins.policy import BY_NAME, Viewer
from tests.secrecy.twins.secrets import HIGH
from tests.secrecy.twins.trace import secret_texts
from tests.secrecy.twins.worlds import Worlds
from tests.secrecy.zoo.leaks import put
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.channels import Channel
from zhongshu.collaboration import news, notifying
from zhongshu.collaboration.subjects import subjects_in_view
from zhongshu.config import live
from zhongshu.kit import events, jobs
from zhongshu.kit.declarations import Classification

pytestmark = [pytest.mark.django_db, pytest.mark.trace]

VIEWERS = (WATCHER, BY_NAME["ruled"], BY_NAME["shut out"])
# Jobs that are not run here, and why none of them hands anything out.
HANDS_NOTHING_OUT = {
    "access.apply_retention": "removes what is due; its report counts rows of tables",
    "kit.seal_events": "writes hashes and signatures for whoever keeps the checkpoints",
    "kit.verify_events": "tells the operator's log which number is at fault",
    "kit.watch_trail": "tells the operator's log which number is at fault",
}
# Where what goes through each channel of the product is looked at.
CHANNELS = {
    Channel.BACKUP: "made by the operator, outside of the product",
    Channel.EXPORT: "test_every_field_differs.py, test_twin_worlds.py",
    Channel.LOG: "test_log_faults.py, test_channels.py of access: a line holds no value",
    Channel.MAIL: "here",
    Channel.NOTIFICATION: "here",
    Channel.SCREEN: "test_twin_worlds.py",
    Channel.SHIPPING: "here",
}


@dataclass
class Told:
    """What reached a viewer in two worlds, and what could be told from it."""

    ran: set[str] = field(default_factory=set)
    own: dict[str, list[Sent]] = field(default_factory=dict)
    everything: list[Sent] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


WRITTEN, LATER = "out of sight", "later"
STEPS: dict[str, Any] = {
    "in sight": tell_openly,
    "secret": tell_secrets,
    WRITTEN: write_out_of_sight,
}


def told_of(worlds: Worlds, viewer: Viewer, *steps: str) -> Told:
    """Let the same happen in both worlds, and send all that is sent of it."""
    told = Told()
    acts = STEPS | {LATER: lambda side: run_periodic(told.ran, HANDS_NOTHING_OUT)}
    with lockstep(worlds, 0, viewer) as both:
        both.inside(lambda side: forget_the_past())
        for step in steps:
            both.inside(acts[step])
            sent = both.inside(partial(settle, ran=told.ran, step=step))
            told.own[step] = [own for own, _ in sent]
            told.everything += [admins for _, admins in sent]
            if told.own[step][0] != told.own[step][1]:
                told.findings.append(f"{step}: {told.own[step]}")
            for side, (own, _) in zip(both.sides, sent, strict=True):
                told.findings += _heard(side, own)
        told.findings += both.look()
    return told


def _heard(side: Side, sent: Sent) -> list[str]:
    """The letters and news that hold a secret of their world."""
    secrets = side.world.secrets
    said = [secrets.word(f"sent {n}") for n in range(secrets.n_hidden)]
    song = canaries([*secret_texts(side.world.viewer, secrets), *said])
    return [text for text in (*sent.letters, *sent.news) if song.search(text.encode())]


@pytest.fixture(autouse=True)
def by_mail(settings):
    settings.MAIL_IS_ON = True


@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda one: one.name)
def test_what_is_sent_tells_nothing_of_what_is_out_of_sight(worlds, viewer):
    is_watcher = viewer is WATCHER
    steps = [step for step in STEPS if is_watcher or step != WRITTEN]

    told = told_of(worlds, viewer, *steps, LATER)

    assert told.findings == []
    # Of what is in sight they are told, at once and in the digest.
    seen, later = told.own["in sight"][0], told.own[LATER][0]
    assert (len(seen.letters), len(later.letters)) == (1, 1)
    assert seen.news
    # Whoever may see everything is told the rest.
    letters = [text for sent in told.everything for text in sent.letters]
    assert any(HIGH.word("sent 0") in text for text in letters)
    assert any("plan_changed" in text for sent in told.everything[2:] for text in sent.news)
    # One viewer sees each job run, and whatever can be done to what is hidden.
    if is_watcher:
        assert told.ran | HANDS_NOTHING_OUT.keys() == jobs._JOBS.keys()


def _letter_to_all(stack: ExitStack) -> None:
    """A letter goes to whoever followed once, whatever they may see by now."""
    put(stack, notifying, "told_among", lambda subject, users: set(users))
    put(stack, news, "in_view", lambda actor: Q())
    put(stack, news, "told_in_view", lambda actor, places: subjects_in_view(SYSTEM, places))


def _news_to_all(stack: ExitStack) -> None:
    """Open pages are told of every plan."""
    put(stack, live, "_users_with", lambda permission, scope_id, among: set(among))
    put(stack, events, "hearers_of", lambda event, among: among)


@pytest.mark.parametrize("plant", [_letter_to_all, _news_to_all], ids=lambda one: one.__name__)
def test_a_leak_into_a_channel_is_noticed(worlds, plant):
    with ExitStack() as stack:
        plant(stack)
        told = told_of(worlds, WATCHER, "secret")

    assert told.findings != []


@pytest.mark.parametrize("highest", [Classification.INTERNAL, Classification.SENSITIVE], ids=str)
def test_what_is_shipped_holds_no_cost_above_its_class(worlds, highest):
    def shipped(side: Side) -> bool:
        since = forget_the_past()
        tell_secrets(side)
        return str(side.world.secrets.amount("sent 0")).encode() in frames(since, highest)

    with lockstep(worlds, 0) as both:
        assert both.inside(shipped) == [highest >= Classification.SENSITIVE] * 2


def test_every_channel_is_looked_at():
    assert set(CHANNELS) == set(Channel)
