"""What is said about the work of the demo company, its files, and what each login was told."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils import timezone

from zhongshu.access.authorities.hearing import hearers
from zhongshu.access.authorities.models import Question
from zhongshu.access.models import Scope, User
from zhongshu.collaboration import storage
from zhongshu.collaboration.file_kinds import kind_of
from zhongshu.collaboration.models import Attachment, Comment, Mention, Notification, Watch
from zhongshu.collaboration.questions import OF_PROJECT
from zhongshu.demo.chance import Chance
from zhongshu.demo.company import Company
from zhongshu.demo.drawing import load_curve
from zhongshu.demo.logins import Accounts
from zhongshu.demo.plans import Story
from zhongshu.demo.talk import NOTES, PICTURE, SECRET_NOTE, TALKS, Talk
from zhongshu.kit.declarations import Classification
from zhongshu.kit.ids import uuid7
from zhongshu.kit.models import Event, OutboxCursor
from zhongshu.kit.moments import moment_of
from zhongshu.planning.models import Baseline
from zhongshu.planning.open_plan import TaskRow
from zhongshu.projects.models import Project

_ROUNDS = 2
# The login of the member sees research and development only.
_MEMBERS_UNIT = "RD"
_READ_SHARE = 0.4
_HIGH = Classification.HIGHLY_SENSITIVE
# What happened while the company was built is no news to anybody.
_LISTENERS = (
    "planning.notify_of_plan", "planning.notify_of_request", "planning.notify_of_decision",
    "planning.forget_discussions", "collaboration.notify", "collaboration.notify_of_sign_in",
    "collaboration.notify_of_question", "collaboration.notify_of_answer",
    "collaboration.notify_of_asked_decision", "collaboration.notify_of_first_vote",
    "collaboration.notify_of_waiting", "collaboration.notify_of_confirmed",
)  # fmt: skip


@dataclass
class _Said:
    """The rows of everything that was said."""

    comments: list[Comment] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    watches: dict[tuple[UUID, UUID], Watch] = field(default_factory=dict)
    news: list[Notification] = field(default_factory=list)


def discuss(
    company: Company,
    stories: Sequence[Story],
    accounts: Accounts,
    chance: Chance,
    *,
    today: date,
) -> None:
    """Let the logins talk about tasks of running projects, share files, and be told of it."""
    said = _Said()
    talks = [talk for _ in range(_ROUNDS) for talk in TALKS]
    places = _places(stories, talks, chance.below("places"), today)
    for n, (talk, (project, task)) in enumerate(zip(talks, places, strict=False)):
        days = chance.below(n).whole(1, 9)
        _say(company, said, talk, project, task, accounts, _at(today - timedelta(days), 9 + n % 8))
    _ask(said, accounts)
    said.news += [*_sign_in_news(accounts, today), *_question_news(accounts)]
    for n, one in enumerate(said.news):
        if chance.below(f"read {n}").happens(_READ_SHARE):
            one.read_at = one.at + timedelta(hours=1)
    _keep_one_unread(said.news)
    Comment.objects.bulk_create(said.comments)
    Mention.objects.bulk_create(said.mentions)
    Watch.objects.bulk_create(said.watches.values())
    Notification.objects.bulk_create(said.news)
    Attachment.objects.bulk_create(_files(company, places, accounts, today))


def begin_with_the_next_event() -> None:
    """Let those who tell people of events begin after the newest one."""
    newest = Event.objects.order_by("-seq").values_list("seq", flat=True).first()
    for consumer in _LISTENERS:
        OutboxCursor.objects.update_or_create(consumer=consumer, defaults={"seq": newest or 0})


def _places(
    stories: Sequence[Story], talks: Sequence[Talk], chance: Chance, today: date
) -> list[tuple[Project, TaskRow]]:
    """A task for each talk: one that is worked on, in sight of all who talk."""
    now = moment_of(today)
    closed = set(Project.objects.filter(classification=_HIGH).values_list("pk", flat=True))
    open_now = [
        (story.project, sorted(rows, key=lambda row: abs(row.start - now))[:6])
        for story in stories
        if (rows := [row for row in story.plan.tasks.values() if _is_open(row)])
        and story.project.state == Project.State.ACTIVE
        and story.project.pk not in closed
    ]
    inside = [one for one in open_now if one[0].unit.code.startswith(_MEMBERS_UNIT)]
    found = []
    for n, talk in enumerate(talks):
        choices = inside if any("member" in (one.by, *_named(one.zh)) for one in talk) else open_now
        if choices:
            project, rows = choices[(n * 3) % len(choices)]
            found.append((project, chance.below(n).pick(rows)))
    return found


def _is_open(row: TaskRow) -> bool:
    return row.kind == "task" and row.percent_complete < 100


def _named(text: str) -> Iterator[str]:
    """The logins that a text names."""
    for part in text.split("{")[1:]:
        yield part.partition("}")[0]


def _say(
    company: Company,
    said: _Said,
    talk: Talk,
    project: Project,
    task: TaskRow,
    accounts: Accounts,
    begun: datetime,
) -> None:
    first: Comment | None = None
    for n, remark in enumerate(talk):
        at = begun + timedelta(minutes=47 * n)
        text = company.said(remark.zh, remark.en)
        written = {name: f"@[{user.name}](user:{user.pk})" for name, user in accounts.items()}
        comment = Comment(
            scope=project.scope,
            subject_kind="task",
            subject_id=UUID(task.id),
            author=accounts[remark.by],
            reply_to=first if remark.is_reply else None,
            text=text.format_map(written),
            classification=_HIGH if remark.is_secret else 0,
            posted_at=at,
        )
        first = first or comment
        said.comments.append(comment)
        named = [accounts[name] for name in dict.fromkeys(_named(text))]
        said.mentions += [Mention(comment=comment, user=user) for user in named]
        _tell(said, comment, named)


def _tell(said: _Said, comment: Comment, named: Sequence[User]) -> None:
    """Tell those who are named, and those who already follow; all of them follow from now on."""
    event_id = uuid7()
    subject_id = comment.subject_id
    following = {user.pk: user for user in (one.user for one in said.watches.values())}
    for user in {**following, **{one.pk: one for one in named}}.values():
        follows = (user.pk, subject_id) in said.watches
        if user.pk != comment.author_id and (user in named or follows):
            kind = Notification.Kind.MENTIONED if user in named else Notification.Kind.COMMENTED
            said.news.append(_news(user, kind, comment, event_id))
    for user in (comment.author, *named):
        said.watches.setdefault(
            (user.pk, subject_id),
            Watch(user=user, subject_kind="task", subject_id=subject_id, scope=comment.scope),
        )


def _news(user: User, kind: str, comment: Comment, event_id: UUID) -> Notification:
    return Notification(
        user=user,
        kind=kind,
        event_id=event_id,
        scope=comment.scope,
        subject_kind="task",
        subject_id=comment.subject_id,
        by=comment.author,
        comment=comment,
        at=comment.posted_at,
    )


def _ask(said: _Said, accounts: Accounts) -> None:
    """Let those who can approve a baseline know of each that waits for them."""
    waiting = Baseline.objects.filter(state=Baseline.State.PROPOSED).select_related("project")
    for request in waiting.order_by("project__key"):
        for name in ("pmo", "admin"):
            said.news.append(
                Notification(
                    user=accounts[name],
                    kind=Notification.Kind.BASELINE_WAITING,
                    event_id=uuid7(),
                    scope_id=request.project.scope_id,
                    subject_kind="project",
                    subject_id=request.project_id,
                    by=accounts["manager"],
                    data={"baseline": request.name, "baseline_id": str(request.pk)},
                    at=request.set_at,
                )
            )


def _sign_in_news(accounts: Accounts, today: date) -> Iterator[Notification]:
    """Each login hears of a sign-in from a place that was not seen before."""
    at = _at(today - timedelta(2), 8)
    scope = Scope.objects.get(kind=Scope.Kind.COMPANY)
    for user in accounts.values():
        yield Notification(
            user=user,
            kind=Notification.Kind.SIGN_IN_CHANGED,
            event_id=uuid7(),
            scope=scope,
            subject_kind="account",
            subject_id=user.pk,
            by=user,
            data={
                "what": "new_place",
                "when": at.isoformat(),
                "device": "Firefox · Windows",
                "ip": "192.0.2.17",
            },
            at=at,
        )


def _question_news(accounts: Accounts) -> Iterator[Notification]:
    """The logins that vote on an open question, or hold its authority, hear of it."""
    asked = Q(subject_kind="") | Q(subject_kind__startswith=OF_PROJECT)
    for question in Question.objects.filter(asked, state=Question.State.OPEN):
        told = hearers(question, at=timezone.now()) - {question.asked_by_id}
        for user in accounts.values():
            if user.pk in told:
                yield Notification(
                    user=user,
                    kind=Notification.Kind.QUESTION_PUT,
                    event_id=uuid7(),
                    scope_id=question.scope_id,
                    subject_kind="question",
                    subject_id=question.pk,
                    by_id=question.asked_by_id,
                    at=question.opened_at,
                )


def _keep_one_unread(news: Iterable[Notification]) -> None:
    """Whatever chance says, each login finds something new."""
    newest = {one.user_id: one for one in sorted(news, key=lambda one: one.at)}
    for one in newest.values():
        one.read_at = None


def _files(
    company: Company,
    places: Sequence[tuple[Project, TaskRow]],
    accounts: Accounts,
    today: date,
) -> Iterator[Attachment]:
    small = [
        (place, company.said(*names), company.said(*texts).encode())
        for place, names, texts in NOTES
    ]
    shown = (3, company.said(*PICTURE), load_curve())
    place, names, texts = SECRET_NOTE
    secret = (place, company.said(*names), company.said(*texts).encode())
    for n, (place, name, content) in enumerate((*small, shown, secret)):
        if place < len(places):
            project, task = places[place]
            at = _at(today - timedelta(1), 10 + n)
            by = accounts["pmo" if place == SECRET_NOTE[0] else "manager"]
            file = _file(project, task, name, content, by, at)
            file.classification = _HIGH if place == SECRET_NOTE[0] else 0
            yield file


def _file(
    project: Project, task: TaskRow, name: str, content: bytes, by: User, at: datetime
) -> Attachment:
    key, kind = storage.new_key(), kind_of(name, content)
    storage.keep(key, ContentFile(content))
    return Attachment(
        scope=project.scope,
        subject_kind="task",
        subject_id=UUID(task.id),
        name=name,
        media_type=kind.media_type,
        is_picture=kind.is_picture,
        n_bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        key=key,
        uploaded_by=by,
        uploaded_at=at,
    )


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 12)))
