import threading

import pytest
from django.db import connection, transaction

from tests.factories.access import UserFactory
from zhongshu.access.models import SYSTEM
from zhongshu.kit import events
from zhongshu.kit.models import Event, OutboxCursor


@pytest.fixture
def heard(monkeypatch):
    """What a handler of ``test.happened`` was given; it fails as often as ``failures`` says."""
    monkeypatch.setattr(events, "_HANDLERS", {})
    seen: list[str] = []
    failures: list[Exception] = []

    @events.handler("test.reader", "test.happened")
    def react(event):
        if failures:
            raise failures.pop()
        seen.append(event.data["what"])

    return seen, failures


def happen(what: str, kind: str = "test.happened") -> Event:
    return events.record(kind, actor=SYSTEM, subject=UserFactory.create(), what=what)


@pytest.mark.django_db
def test_event_tells_who_did_what_to_which_object():
    user = UserFactory.create(name="李娜")

    event = events.record(
        "test.happened", actor=user, subject=user, before={"a": 1}, after={"a": 2}, note="n"
    )

    event.refresh_from_db()
    assert (event.actor_id, event.actor_name) == (user.pk, "李娜")
    assert (event.subject_type, event.subject_id) == ("access.user", user.pk)
    assert event.data == {"note": "n", "before": {"a": 1}, "after": {"a": 2}}


@pytest.mark.django_db(transaction=True)
def test_events_are_handed_on_in_order_and_once(heard):
    seen, _ = heard
    for number in range(5):
        happen(str(number))
    happen("unheard", kind="test.other")

    assert events.deliver_pending() == 5
    assert events.deliver_pending() == 0
    assert seen == ["0", "1", "2", "3", "4"]


@pytest.mark.django_db(transaction=True)
def test_failing_handler_gets_the_same_event_again_before_the_next(heard):
    seen, failures = heard
    happen("first")
    happen("second")
    failures.append(RuntimeError("the network is away"))

    events.deliver_pending()
    assert seen == []
    events.deliver_pending()

    assert seen == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_failing_handler_does_not_stop_the_others(heard):
    seen, failures = heard
    others: list[str] = []
    events.handler("test.other", "test.happened")(lambda event: others.append(event.data["what"]))
    happen("it")
    failures.append(RuntimeError("the network is away"))

    events.deliver_pending()

    assert (seen, others) == ([], ["it"])


@pytest.mark.django_db(transaction=True)
def test_what_a_handler_writes_and_its_place_are_kept_together(heard):
    _, failures = heard
    happen("it")
    failures.append(RuntimeError("killed"))

    events.deliver_pending()

    assert OutboxCursor.objects.filter(consumer="test.reader", seq__gt=0).count() == 0


@pytest.mark.django_db(transaction=True)
def test_rolled_back_event_is_never_handed_on(heard):
    seen, _ = heard
    with transaction.atomic():
        happen("undone")
        transaction.set_rollback(True)

    events.deliver_pending()

    assert seen == []
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_listeners_hear_only_what_was_committed(monkeypatch):
    heard: list[str] = []
    monkeypatch.setattr(events, "_LISTENERS", [lambda event: heard.append(event.kind)])

    with transaction.atomic():
        happen("it")
        assert heard == []

    assert heard == ["test.happened"]


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="an embedded database has one writer at a time"
)
@pytest.mark.django_db(transaction=True)
def test_event_that_commits_late_is_not_passed_over(heard):
    seen, _ = heard
    recorded, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            happen("early number, late commit")
            recorded.set()
            may_commit.wait(10)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    recorded.wait(10)
    happen("late number, early commit")
    outbox = events.Outbox()
    for _ in range(3):
        outbox.deliver()
    before_the_commit = list(seen)
    may_commit.set()
    writer.join()
    for _ in range(3):
        outbox.deliver()

    assert before_the_commit == []
    assert seen == ["early number, late commit", "late number, early commit"]


@pytest.mark.django_db(transaction=True)
def test_two_processes_hand_each_event_on_once(heard):
    seen, _ = heard
    for number in range(20):
        happen(str(number))

    def deliver() -> None:
        outbox = events.Outbox()
        for _ in range(6):
            outbox.deliver()
        connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [str(number) for number in range(20)]
