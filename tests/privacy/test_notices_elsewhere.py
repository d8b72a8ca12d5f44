"""What erasure, export, retention, the register, presence and delegated views make of notices."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories.access import UserFactory, user_with
from tests.factories.projects import ProjectFactory
from tests.privacy.planted import NOW, TODAY, plant
from tests.privacy.told import answer, changed, published
from zhongshu.access import services
from zhongshu.access.models import SYSTEM, NoticeAnswer, NoticeVersion
from zhongshu.access.privacy.consents import has_consent
from zhongshu.access.privacy.erasing import Choice, preview
from zhongshu.access.privacy.register import register
from zhongshu.access.privacy.wording import version_digest
from zhongshu.collaboration.models import Presence
from zhongshu.collaboration.presence import here, showing
from zhongshu.kit import append_only, clock
from zhongshu.kit.errors import BadInput
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(days=3653)


def of_answers(run) -> dict:
    return next(one for one in run.report["classes"] if one["code"] == "consent")


def test_the_proof_stays_without_the_name_and_published_words_stay_as_they_were():
    planted = plant()
    version = published(
        "overseas_transfer",
        text=f"数据保护官 {planted.person.name}",
        text_en=f"Officer {planted.person.name}",
    )
    answer(planted.account, version, "agreed")
    told = preview(user_with("access.erase"), planted.somebody, on=TODAY, choice=Choice())
    effects = {one["table"]: one["effect"] for one in told["effects"]}
    choice = Choice(with_contributions=True, replaces_in_texts=True)

    services.erase_somebody(
        user_with("access.erase"), somebody=planted.somebody, reason="asked for", at=NOW, on=TODAY,
        choice=choice,
    )  # fmt: skip

    assert effects["access.noticeanswer"] == "kept"
    row = NoticeAnswer.objects.get(notice=version.notice)
    assert (row.answer, row.account.name) == ("agreed", planted.somebody.label)
    version.refresh_from_db()
    assert version.digest == version_digest(version.notice, version)
    event = Event.objects.get(subject_id=row.pk)
    assert event.data["after"]["answer"] == planted.somebody.label
    assert event.actor_name == planted.somebody.label


def test_what_was_shown_is_taken_out_word_for_word():
    planted, other = plant("one"), plant("two")
    mine = NoticeAnswer.objects.get(account=planted.account).notice_version
    hidden = published("overseas_transfer", text="只给别人看", text_en="For others")
    answer(other.account, hidden, "refused")

    content = services.export_own_data(planted.account, at=NOW)

    with zipfile.ZipFile(BytesIO(content)) as archive:
        text = archive.read("data.json").decode()
    told = json.loads(text)
    [row] = told["tables"]["access.noticeanswer"]["rows"]
    assert (row["answer"], row["language"], row["text_digest"]) == (
        "acknowledged", "en", NoticeAnswer.objects.get(account=planted.account).text_digest,
    )  # fmt: skip
    [shown] = told["notices"]
    assert (shown["id"], shown["number"]) == (str(mine.pk), 1)
    assert [one["text"] for one in shown["texts"]] == ["全文在此", "The whole text"]
    assert "For others" not in text
    assert str(other.account.pk) not in text


def test_old_answers_go_but_for_the_last_of_an_open_account():
    anna, ben, held = (UserFactory.create() for _ in range(3))
    version = published("overseas_transfer")
    for user, said in ((anna, "agreed"), (anna, "withdrawn"), (ben, "refused"), (held, "agreed")):
        answer(user, version, said)
    ben.is_active = held.is_active = False
    ben.save()
    held.save()
    services.place_hold(SYSTEM, somebody_id=held.pk, reason="Dispute", since=TODAY, until=None)
    early = services.apply_retention(SYSTEM, at=NOW + timedelta(days=1000), on=TODAY, is_dry=False)
    dry = services.apply_retention(SYSTEM, at=LATER, on=LATER.date(), is_dry=True)

    run = services.apply_retention(SYSTEM, at=LATER, on=LATER.date(), is_dry=False)

    assert of_answers(early)["n_removed"] == 0
    assert (of_answers(dry)["n_due"], of_answers(dry)["n_held"]) == (2, 1)
    assert (of_answers(run)["n_removed"], of_answers(run)["n_held"]) == (2, 1)
    left = NoticeAnswer.objects.order_by("pk").values_list("account", "answer")
    assert list(left) == [(anna.pk, "withdrawn"), (held.pk, "agreed")]
    assert append_only.missing_guards(connection) == []
    assert not has_consent(anna.pk, "overseas_transfer", on=TODAY)


def test_proofs_are_kept_for_a_year_at_least():
    officer = user_with("access.retain")

    with pytest.raises(BadInput):
        services.set_retention_period(officer, code="consent", days=364)
    assert services.set_retention_period(officer, code="consent", days=365).days == 365


def test_the_register_says_which_notices_tell_of_a_field_and_what_it_rests_on():
    before = {(one["table"], one["field"]): one for one in register()}
    today = clock.today()
    told = published()
    NoticeVersion.objects.update(effective_on=today)
    asked = published("presence", title="在线状态", title_en="Presence")
    NoticeVersion.objects.update(effective_on=today)

    after = {(one["table"], one["field"]): one for one in register()}

    seen = "collaboration.presence", "seen_at"
    assert (before[seen]["basis"], before[seen]["notices"]) == ("legitimate interest", [])
    assert after[seen]["basis"] == "consent"
    assert after[seen]["notices"] == [
        {"title": told.title, "title_en": told.title_en, "number": 1},
        {"title": asked.title, "title_en": asked.title_en, "number": 1},
    ]
    mail = after["organisation.person", "email"]
    assert (mail["basis"], [one["title"] for one in mail["notices"]]) == ("contract", [told.title])


def here_now(viewer, project) -> list[str]:
    items = here.people_here(viewer, project.scope_id, at=timezone.now())
    return sorted(one["user"]["name"] for one in items)


def test_nobody_is_shown_to_others_who_did_not_agree_where_the_company_asks():
    project, today = ProjectFactory.create(), clock.today()
    anna, ben = (user_with("projects.view", over=project.scope) for _ in range(2))

    def show() -> None:
        for one in (anna, ben):
            showing.show_presence(
                one, tab_id=uuid4(), scope_id=project.scope_id, page="plan", subject_id=None,
                field="", at=timezone.now(),
            )  # fmt: skip

    def say(user, given: str) -> None:
        answer(user, version, given, on=today)

    show()
    assert here_now(ben, project) == sorted([anna.name, ben.name])
    version = published("presence")
    NoticeVersion.objects.update(effective_on=today)
    assert here_now(ben, project) == []

    Presence.objects.all().delete()
    say(anna, "agreed")
    say(ben, "refused")
    show()
    assert here_now(ben, project) == [anna.name]
    assert [one.user_id for one in Presence.objects.all()] == [anna.pk]
    say(anna, "withdrawn")
    assert here_now(ben, project) == []
    assert here.whereabouts(at=timezone.now()) == {}


def test_a_material_change_asks_anew_before_it_is_processed():
    anna = UserFactory.create()
    version = published("presence")
    answer(anna, version, "agreed")
    second = changed(version)

    assert not has_consent(anna.pk, "presence", on=TODAY)
    answer(anna, second, "agreed")
    assert has_consent(anna.pk, "presence", on=TODAY)
