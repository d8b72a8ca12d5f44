"""The demo company tells its people what it does with their data; some have answered."""

from collections import Counter
from datetime import date

import pytest

from zhongshu import demo
from zhongshu.access.models import NoticeAnswer, NoticeVersion, User
from zhongshu.access.privacy.consents import has_consent, owed_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
TODAY = date(2026, 11, 20)


def test_answers_of_every_kind_are_there_and_only_the_auditor_owes_one_among_the_logins():
    demo.build(n_projects=4, today=TODAY)

    versions = NoticeVersion.objects.order_by("published_at")
    assert [(one.notice.purpose, one.number) for one in versions] == [
        ("", 1), ("presence", 1), ("", 2),
    ]  # fmt: skip
    assert "**effort**" in versions[2].text_en
    assert "实际工时" in versions[2].text
    given = Counter(NoticeAnswer.objects.values_list("notice__purpose", "answer"))
    assert given == {
        ("", "acknowledged"): 22 + 18, ("presence", "agreed"): 15, ("presence", "refused"): 4,
        ("presence", "withdrawn"): 3,
    }  # fmt: skip
    logins = ("admin", "pmo", "manager", "member", "executive", "privacy")
    for user in User.objects.filter(username__in=logins):
        assert not owed_by(user, on=TODAY).exists()
        assert has_consent(user.pk, "presence", on=TODAY)
    assert owed_by(User.objects.get(username="auditor"), on=TODAY).count() == 2
