"""What is personal in an event is stored sealed, read plain, and gone with its key."""

import pytest
from django.db import connection, transaction
from django.db.models import F

from tests.factories.access import UserFactory
from zhongshu.access.models import SYSTEM, User
from zhongshu.kit import events
from zhongshu.kit.models import Event, SubjectKey
from zhongshu.kit.origin import Origin, acting_from
from zhongshu.kit.personal import keys, ring, texts

pytestmark = pytest.mark.django_db
FORMER = "前成员 Former member #0A1B2C"


def stored(event: Event) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor_name, ip, user_agent, data FROM kit_event WHERE seq = %s", [event.seq]
        )
        return str(cursor.fetchone())


def renamed(user: User) -> Event:
    origin = Origin(ip="192.0.2.9", user_agent="Mozilla")
    with acting_from(origin):
        return events.record(
            "test.renamed",
            actor=user,
            subject=user,
            before={"name": "李娜", "is_active": True},
            after={"name": "Li Na", "is_active": False},
        )


def test_personal_values_are_stored_sealed_and_read_plain():
    user = UserFactory.create(name="Wang Wei")

    event = renamed(user)

    assert [
        text for text in ("Wang", "192.0", "Mozilla", "Li Na", "李") if text in stored(event)
    ] == []
    read = Event.objects.get(pk=event.pk)
    assert (read.actor_name, read.ip, read.user_agent) == ("Wang Wei", "192.0.2.9", "Mozilla")
    assert read.data["before"] == {"name": "李娜", "is_active": True}
    assert (event.data, event.actor_name) == (read.data, "Wang Wei")
    assert Event.objects.filter(data__after__has_key="name").get() == read


def test_a_destroyed_key_opens_nothing():
    user = UserFactory.create(name="Wang Wei")
    event = renamed(user)
    before = stored(event)

    keys.destroy([user.pk], label=FORMER, at=event.recorded_at)

    read = Event.objects.get(pk=event.pk)
    assert (read.actor_name, read.ip, read.data["after"]["name"]) == (FORMER, FORMER, FORMER)
    assert read.data["after"]["is_active"] is False
    assert stored(event) == before
    later = renamed(user)
    assert "Wang" not in stored(later)
    assert Event.objects.get(pk=later.pk).actor_name == FORMER


def test_a_text_about_two_is_gone_with_either_key():
    author, named = UserFactory.create(), UserFactory.create()
    event = events.record(
        "test.said", actor=SYSTEM, subject=author, after={"name": "both"}, concerning=[named.pk]
    )
    assert Event.objects.get(pk=event.pk).data["after"]["name"] == "both"

    keys.destroy([named.pk], label=FORMER, at=event.recorded_at)

    assert Event.objects.get(pk=event.pk).data["after"]["name"] == FORMER


def test_what_somebody_types_never_passes_for_a_sealed_value():
    user = UserFactory.create(name="Wang Wei")
    token = stored(renamed(user)).split("'")[1]
    assert token.startswith("enc1:")

    event = events.record("test.typed", actor=SYSTEM, subject=None, text=token, deep=[{"x": token}])
    other = events.record("test.typed", actor=SYSTEM, subject=None, text="enc0:x")

    assert Event.objects.get(pk=event.pk).data == {"text": token, "deep": [{"x": token}]}
    assert Event.objects.get(pk=other.pk).data == {"text": "enc0:x"}


@pytest.mark.django_db(transaction=True)
def test_a_key_that_was_undone_is_not_used_again():
    user = UserFactory.create(name="Wang Wei")
    with transaction.atomic():
        renamed(user)
        transaction.set_rollback(True)
    assert not SubjectKey.objects.filter(pk=user.pk).exists()

    event = renamed(user)
    keys._known = keys._Known()

    assert Event.objects.get(pk=event.pk).actor_name == "Wang Wei"


@pytest.mark.django_db(transaction=True)
def test_sealing_asks_nothing_once_the_key_is_known(django_assert_num_queries):
    user = UserFactory.create()
    renamed(user)

    with django_assert_num_queries(0):
        keys.sealing_keys([user.pk])


def test_a_page_of_events_by_many_asks_once(django_assert_max_num_queries):
    for _ in range(20):
        renamed(UserFactory.create())
    keys._known = keys._Known()

    with django_assert_max_num_queries(2):
        assert len({one.actor_name for one in Event.objects.all()}) == 20


def test_keys_are_wrapped_anew_when_the_ring_turns():
    user = UserFactory.create(name="Wang Wei")
    event = renamed(user)
    before = SubjectKey.objects.get(pk=user.pk).wrapped

    name = ring.rotate()
    n_wrapped = keys.rewrap_all()
    keys._known = keys._Known()

    row = SubjectKey.objects.get(pk=user.pk)
    assert (n_wrapped, row.wrapped.startswith(f"{name}:")) == (1, True)
    assert row.wrapped != before
    assert Event.objects.get(pk=event.pk).actor_name == "Wang Wei"


@pytest.mark.parametrize("forged", ["Innocent Zhang", "", "前成员 Former member #0A1B2C Zhang"])
def test_no_name_that_somebody_wrote_beside_a_destroyed_key_is_told(forged):
    user = UserFactory.create(name="Wang Wei")
    event = renamed(user)

    keys.destroy([user.pk], label=forged, at=event.recorded_at)

    read = Event.objects.get(pk=event.pk)
    assert read.actor_name == f"前成员 Former member #{user.pk.hex[-6:].upper()}"


def noted(text: str, **more) -> Event:
    return events.record("test.noted", actor=SYSTEM, subject=None, after={"name": text}, **more)


def test_a_free_text_is_read_back_wherever_an_event_is_read():
    event = noted(
        'the "first" 第一行\n', reason="why", code="open", n=3, checklist=[["k", "do it"]]
    )

    data = {
        "after": {"name": 'the "first" 第一行\n'}, "reason": "why", "code": "open", "n": 3,
        "checklist": [["k", "do it"]],
    }  # fmt: skip
    assert Event.objects.get(pk=event.pk).data == data
    assert Event.objects.values_list("data", flat=True).get() == data
    assert Event.objects.annotate(told=F("data")).values("told").get() == {"told": data}
    assert [text for text in ("first", "why", "do it") if text in stored(event)] == []
    assert '"open"' in stored(event)


@pytest.mark.parametrize(
    "text", ["txt1:0:abc", "enc1:0:abc", "enc0:txt1:", "txt1:", "已抹除 Erased"]
)
def test_what_somebody_types_never_passes_for_a_text_put_aside(text):
    event = noted(text, code=text)

    assert Event.objects.get(pk=event.pk).data == {"after": {"name": text}, "code": text}


def test_an_erased_text_is_read_as_such_and_leaves_nothing():
    event = noted("Interview Wang Wei", reason="as agreed")
    kept = texts.unpacked(Event.objects.get(pk=event.pk).texts)

    Event.objects.filter(pk=event.pk).update(texts=texts.packed(texts.without(kept, [1])))

    read = Event.objects.get(pk=event.pk)
    assert read.data == {"after": {"name": "已抹除 Erased"}, "reason": "as agreed"}
    assert "Wang" not in f"{stored(event)}{read.texts}"
