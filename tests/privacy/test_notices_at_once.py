"""Answering while another version is published: what is stored was shown and in force."""

import pytest

from tests.factories.access import UserFactory
from tests.planning.test_at_the_same_time import all_at_once
from tests.privacy.planted import TODAY
from tests.privacy.told import WORDS, answer, publish, published
from zhongshu.access import services
from zhongshu.access.models import SYSTEM, NoticeAnswer
from zhongshu.access.privacy.wording import text_digest
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_and_a_publication_at_the_same_moment():
    first = published()
    services.draft_notice(
        SYSTEM, notice=first.notice, words=WORDS | {"text": "新"}, expected_version=0
    )
    people = UserFactory.create_batch(3)

    raised = all_at_once(
        [
            lambda: publish(first.notice),
            *(lambda one=one: answer(one, first, "acknowledged") for one in people),
        ]
    )

    second = first.notice.versions.get(number=2)
    published_seq = Event.objects.get(subject_id=second.pk, kind="access.notice_published").seq
    assert {type(error) for error in raised} <= {services.NoticeChanged}
    stored = list(NoticeAnswer.objects.all())
    assert len(stored) + len(raised) == 3
    for one in stored:
        assert (one.notice_version, one.text_digest) == (first, text_digest(first, "zh-CN"))
        assert Event.objects.get(subject_id=one.pk).seq < published_seq


def test_two_answers_of_one_account_at_the_same_moment_follow_each_other():
    anna, version = UserFactory.create(), published("presence")

    raised = all_at_once(
        [lambda given=given: answer(anna, version, given) for given in ("agreed", "refused")]
    )

    rows = NoticeAnswer.objects.order_by("number").values_list("number", flat=True)
    assert (raised, list(rows)) == ([], [1, 2])


def test_two_who_publish_at_the_same_moment_publish_once():
    first = published()
    services.draft_notice(
        SYSTEM, notice=first.notice, words=WORDS | {"text": "新"}, expected_version=0
    )

    raised = all_at_once([lambda: publish(first.notice, day=TODAY)] * 2)

    assert [type(error) for error in raised] == [services.NoNoticeDraft]
    assert sorted(first.notice.versions.values_list("number", flat=True)) == [1, 2]
