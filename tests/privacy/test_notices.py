"""Notices are published once, and what is answered is kept word for word."""

import hashlib
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.factories.access import UserFactory, user_with
from tests.privacy.planted import NOW, TODAY
from tests.privacy.told import WORDS, answer, changed, draft, publish, published
from zhongshu.access import services
from zhongshu.access.danger import declared_dangers
from zhongshu.access.guard import Forbidden, TokenLimited
from zhongshu.access.models import SYSTEM, NoticeAnswer, NoticeVersion, PrivacyNotice
from zhongshu.access.privacy.consents import has_consent, owed_by, versions_in_force
from zhongshu.access.privacy.notices import catalogue
from zhongshu.kit.errors import BadInput, Stale
from zhongshu.kit.models import Event
from zhongshu.kit.origin import Origin, acting_from

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


def owed(user, on=TODAY) -> list[NoticeVersion]:
    return list(owed_by(user, on=on))


def test_a_draft_is_shown_to_nobody():
    draft()

    assert (owed(UserFactory.create()), list(versions_in_force(TODAY))) == ([], [])


def test_a_version_is_known_by_the_digest_of_all_that_it_says():
    version = published()

    text = (
        '{"basis":"employment","kind":"information","purpose":"","texts":'
        '[{"language":"zh-CN","text":"我们保存姓名。","title":"员工隐私告知书"},'
        '{"language":"en","text":"We keep names.","title":"Privacy notice"}]}'
    )
    assert version.digest == hashlib.sha256(text.encode()).hexdigest()
    shown = '{"language":"en","text":"We keep names.","title":"Privacy notice"}'
    given = answer(UserFactory.create(), version, "acknowledged", language="en")
    assert given.text_digest == hashlib.sha256(shown.encode()).hexdigest()


@pytest.mark.parametrize("name", ["title", "title_en", "text", "text_en"])
def test_both_languages_are_needed(name):
    notice = draft(**{name: " \n"})

    with pytest.raises(BadInput) as refused:
        publish(notice)

    assert refused.value.field == name
    assert NoticeVersion.objects.get().number is None


def test_versions_count_up_and_the_last_whose_day_has_come_is_in_force():
    first = published()
    second = changed(first, day=TOMORROW)

    assert (first.number, second.number, first.published_at) == (1, 2, NOW)
    assert [one.pk for one in versions_in_force(TODAY)] == [first.pk]
    assert [one.pk for one in versions_in_force(TOMORROW)] == [second.pk]
    first.refresh_from_db()
    assert (first.text, first.effective_on) == ("我们保存姓名。", TODAY)


def test_a_version_takes_effect_neither_in_the_past_nor_before_the_one_before():
    version = changed(published(), day=TOMORROW)
    services.draft_notice(
        SYSTEM, notice=version.notice, words=WORDS | {"text": "x"}, expected_version=0
    )

    for day, on in ((TODAY, TODAY), (TODAY, TOMORROW)):
        with pytest.raises(BadInput) as refused:
            publish(version.notice, day=day, on=on)
        assert (refused.value.field, refused.value.params) == (
            "effective_on", {"least": TOMORROW.isoformat()},
        )  # fmt: skip
    assert NoticeVersion.objects.filter(number__isnull=False).count() == 2


def test_what_says_the_same_is_not_published_again():
    version = published()
    services.draft_notice(SYSTEM, notice=version.notice, words=WORDS, expected_version=0)

    with pytest.raises(services.NoticeUnchanged):
        publish(version.notice)


def test_a_draft_is_changed_from_the_state_that_was_seen():
    notice = draft()
    services.draft_notice(SYSTEM, notice=notice, words=WORDS | {"text": "b"}, expected_version=1)

    with pytest.raises(Stale) as refused:
        services.draft_notice(
            SYSTEM, notice=notice, words=WORDS | {"text": "c"}, expected_version=1
        )

    assert refused.value.params["current"]["text"] == "b"


def test_a_notice_that_was_never_published_goes_with_its_draft():
    version = published()
    notice = draft("overseas_transfer")
    services.discard_notice_draft(SYSTEM, notice=notice, expected_version=1)

    assert list(PrivacyNotice.objects.all()) == [version.notice]
    with pytest.raises(services.NoNoticeDraft):
        services.discard_notice_draft(SYSTEM, notice=version.notice, expected_version=None)


def test_consent_is_asked_once_for_one_known_purpose():
    published("overseas_transfer")

    with pytest.raises(services.PurposeTaken):
        draft("overseas_transfer")
    for kind, purpose, basis, field in (
        ("consent", "", "consent", "purpose"), ("consent", "dancing", "consent", "purpose"),
        ("information", "presence", "employment", "purpose"),
        ("information", "", "consent", "basis"), ("consent", "presence", "employment", "basis"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            services.create_notice(SYSTEM, kind=kind, purpose=purpose, basis=basis, words=WORDS)
        assert refused.value.field == field
    assert PrivacyNotice.objects.count() == 1


def test_everybody_owes_what_they_have_not_answered():
    question, version = published("overseas_transfer"), published()
    anna, ben = UserFactory.create(), UserFactory.create()

    assert owed(anna) == [version, question]
    answer(anna, version, "acknowledged")
    answer(anna, question, "refused")

    assert (owed(anna), owed(ben)) == ([], [version, question])


def test_an_editorial_change_need_not_be_acknowledged_again_and_a_material_one_must():
    anna = UserFactory.create()
    first = published()
    answer(anna, first, "acknowledged")

    second = changed(first, is_material=False)
    assert (second.covers_from, owed(anna)) == (1, [])
    third = changed(second)
    assert (third.covers_from, owed(anna)) == (3, [third])
    fourth = changed(third, is_material=False)
    assert (fourth.covers_from, owed(anna)) == (3, [fourth])


def test_the_last_answer_counts_and_none_is_changed():
    anna, version = UserFactory.create(), published("overseas_transfer")
    said = ["agreed", "withdrawn", "agreed", "refused"]
    found = []
    for one in said:
        answer(anna, version, one)
        found.append(has_consent(anna.pk, "overseas_transfer", on=TODAY))

    assert found == [True, False, True, False]
    rows = NoticeAnswer.objects.order_by("number").values_list("number", "answer")
    assert list(rows) == [(1, "agreed"), (2, "withdrawn"), (3, "agreed"), (4, "refused")]
    assert not has_consent(anna.pk, "sensitive_data", on=TODAY)
    assert not has_consent(UserFactory.create().pk, "overseas_transfer", on=TODAY)


def test_consent_does_not_cover_what_has_materially_changed_since():
    anna, first = UserFactory.create(), published("overseas_transfer")
    answer(anna, first, "agreed")

    second = changed(first, is_material=False)
    assert has_consent(anna.pk, "overseas_transfer", on=TODAY)
    changed(second, day=TOMORROW)

    assert has_consent(anna.pk, "overseas_transfer", on=TODAY)
    assert not has_consent(anna.pk, "overseas_transfer", on=TOMORROW)


def test_the_same_answer_again_changes_nothing():
    anna, version = UserFactory.create(), published()
    first = answer(anna, version, "acknowledged")
    n_events = Event.objects.count()

    again = answer(anna, version, "acknowledged", language="en")

    assert (again.pk, again.language, Event.objects.count()) == (first.pk, "zh-CN", n_events)


@pytest.mark.parametrize(
    ("purpose", "given"),
    [("", "agreed"), ("", "withdrawn"), ("presence", "acknowledged")],
)
def test_an_answer_fits_its_question(purpose, given):
    version = published(purpose)

    with pytest.raises(BadInput) as refused:
        answer(UserFactory.create(), version, given)

    assert (refused.value.field, NoticeAnswer.objects.count()) == ("answer", 0)


def test_nobody_withdraws_what_they_did_not_give():
    anna, version = UserFactory.create(), published("presence")

    with pytest.raises(services.NothingToWithdraw):
        answer(anna, version, "withdrawn")
    answer(anna, version, "refused")
    with pytest.raises(services.NothingToWithdraw):
        answer(anna, version, "withdrawn")

    assert NoticeAnswer.objects.get().answer == "refused"


def test_version_shown_is_version_stored():
    anna, first = UserFactory.create(), published()

    given = answer(anna, first, "acknowledged", language="en")

    stored = NoticeAnswer.objects.get()
    assert (stored.pk, stored.notice_version, stored.language) == (given.pk, first, "en")
    for language in ("zh-CN", "en"):
        with pytest.raises(BadInput) as refused:
            answer(UserFactory.create(), first, "acknowledged", language=language, digest="0" * 64)
        assert refused.value.field == "digest"
    assert NoticeAnswer.objects.count() == 1


def test_what_was_overtaken_between_showing_and_answering_is_not_stored():
    anna, first = UserFactory.create(), published()
    second = changed(first, is_material=False)

    with pytest.raises(services.NoticeChanged) as refused:
        answer(anna, first, "acknowledged")

    assert refused.value.params == {"number": 2, "is_material": False}
    assert (NoticeAnswer.objects.count(), owed(anna)) == (0, [second])


def test_a_version_that_is_not_in_force_yet_is_not_answered():
    version = publish(draft(), day=TOMORROW)

    with pytest.raises(services.NoticeChanged) as refused:
        answer(UserFactory.create(), version, "acknowledged")

    assert refused.value.params == {"number": None, "is_material": False}


def test_consent_is_taken_back_whatever_was_published_since():
    anna, first = UserFactory.create(), published("overseas_transfer")
    answer(anna, first, "agreed")
    changed(first)

    taken = answer(anna, first, "withdrawn")

    assert (taken.number, taken.notice_version) == (2, first)


def test_a_program_answers_nothing():
    version = published()

    with acting_from(Origin(token_id=version.pk)), pytest.raises(TokenLimited):
        answer(UserFactory.create(), version, "acknowledged")

    assert not NoticeAnswer.objects.exists()


def test_each_answer_is_one_event_that_tells_nothing_in_its_kind():
    anna, version = UserFactory.create(), published("presence")

    given = answer(anna, version, "refused", language="en")

    [event] = Event.objects.filter(subject_id=given.pk)
    assert (event.kind, event.actor_id) == ("access.notice_answered", anna.pk)
    assert event.data == {
        "notice": str(version.notice_id), "number": 1, "text_digest": given.text_digest,
        "after": {"answer": "refused", "language": "en"},
    }  # fmt: skip
    assert event.classification == 2


def test_the_database_changes_and_deletes_no_answer():
    answer(UserFactory.create(), published("presence"), "agreed")

    for act in (
        lambda: NoticeAnswer.objects.update(answer="refused"),
        lambda: NoticeAnswer.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()

    assert NoticeAnswer.objects.get().answer == "agreed"


def test_publishing_needs_its_permission_and_a_fresh_proof():
    notice, writer = draft(), user_with("access.manage_notices")

    with pytest.raises(Forbidden):
        services.publish_notice(
            writer, notice=notice, effective_on=date(2026, 11, 20), is_material=True,
            expected_version=None, at=NOW, on=TODAY,
        )  # fmt: skip

    assert NoticeVersion.objects.get().number is None
    assert "zhongshu.access.services.notices.publish_notice" in declared_dangers()


def test_those_who_write_notices_see_how_many_answered_in_which_way():
    people = [UserFactory.create() for _ in range(6)]
    officer = user_with("access.manage_notices")
    UserFactory.create(is_active=False)
    first = published("overseas_transfer")
    for one, said in zip(people, ["agreed", "agreed", "refused", "agreed"], strict=False):
        answer(one, first, said)
    answer(people[1], first, "withdrawn")
    n_open = catalogue(officer, on=TODAY)["items"][0]["answers"]["open"]

    assert catalogue(officer, on=TODAY)["items"][0]["answers"] == {
        "acknowledged": 0, "agreed": 2, "refused": 1, "withdrawn": 1, "open": n_open,
    }  # fmt: skip
    assert n_open == 3
    changed(first)
    assert catalogue(officer, on=TODAY)["items"][0]["answers"] == {
        "acknowledged": 0, "agreed": 0, "refused": 0, "withdrawn": 0, "open": 7,
    }  # fmt: skip
    with pytest.raises(Forbidden):
        catalogue(user_with("access.erase"), on=TODAY)
