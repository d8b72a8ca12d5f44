"""What reaches people unasked: letters, live news, and whatever the jobs behind them do."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core import mail
from django.utils import timezone

from tests.secrecy.stories.lockstep import Side
from tests.secrecy.twins.clockwork import STREAM
from zhongshu.access.models import User
from zhongshu.config import live, rights
from zhongshu.kit import events, jobs
from zhongshu.kit.audit import shipping
from zhongshu.kit.audit.canonical import rows_between
from zhongshu.kit.models import Event, Job, OutboxCursor
from zhongshu.kit.origin import Origin, acting_from


@dataclass
class Sent:
    """What reached one person."""

    letters: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Page:
    """An open page that notes what it is told."""

    user_id: Any
    sees_as: Any = None
    heard: list[str] = field(default_factory=list)

    def hear(self, message: bytes | None) -> None:
        """Note a message; None ends the page."""
        self.heard.append("the end" if message is None else message.decode())


def forget_the_past() -> int:
    """Let nothing be handed on of what happened in a world by now; the number of the last event."""
    newest = Event.objects.order_by("-seq").values_list("seq", flat=True)[0]
    for name in events._HANDLERS:
        OutboxCursor.objects.update_or_create(consumer=name, defaults={"seq": newest})
    return newest


def settle(side: Side, ran: set[str], step: str) -> tuple[Sent, Sent]:
    """Hand on what happened, and run every job that this asked for.

    Tells what reached the viewer, and what the administrator, who sees everything.
    """
    watched = [side.world.twin.viewer, side.admin]
    pages = [Page(user.pk) for user in watched]
    newest = OutboxCursor.objects.order_by("-seq")[0].seq
    mail.outbox.clear()
    asked: Counter[str] = Counter()
    while events.deliver_pending() + _run_jobs(ran, step, asked):
        pass
    hub = live.Hub()
    for page in pages:
        hub.join(page)  # type: ignore[arg-type]
    happened = list(Event.objects.filter(seq__gt=newest).order_by("seq"))
    for event in happened:
        hub.publish(event)
    now = timezone.now()
    hub.tell_rights(now, now, [event for event in happened if event.kind in rights.KINDS])
    # What no handler reads is behind all of them, too.
    forget_the_past()
    own, admins = (
        Sent(_letters_to(user), page.heard) for user, page in zip(watched, pages, strict=True)
    )
    return own, admins


def run_periodic(ran: set[str], but: Collection[str]) -> None:
    """Run each job that asks for itself, but for those whose names are given."""
    for name in sorted(jobs._PERIODS.keys() - set(but)):
        STREAM.start(name)
        _run(name, {}, ran)


def _run_jobs(ran: set[str], step: str, asked: Counter[str]) -> int:
    """Run what waits; what a job draws by chance depends on nothing that others do."""
    waiting = list(Job.objects.filter(state=Job.State.READY).order_by("created_at", "pk"))
    for row in waiting:
        about = row.unique_key or row.name
        asked[about] += 1
        STREAM.start(f"{step} {about} {asked[about]}")
        _run(row.name, row.arguments, ran)
        Job.objects.filter(pk=row.pk).update(state=Job.State.DONE)
    return len(waiting)


def _run(name: str, arguments: dict[str, Any], ran: set[str]) -> None:
    with acting_from(Origin(automation=name)):
        jobs._JOBS[name](**arguments)
    ran.add(name)


def _letters_to(user: User) -> list[str]:
    """All of each letter that somebody got, but for what is drawn by chance."""
    return [
        "\n".join([one.subject, *one.to, str(sorted(one.extra_headers.items())), one.body,
                   *(str(other.content) for other in one.alternatives)])
        for one in mail.outbox
        if any(user.email in to for to in one.to)
    ]  # fmt: skip


def frames(since: int, highest: int) -> bytes:
    """Everything that is shipped of what happened since a number, up to a class."""
    return b"".join(shipping._frame(row, highest) for row in rows_between(since, 2**62))
