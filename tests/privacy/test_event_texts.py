"""Texts of events in which somebody is named: erased for good, and what else they tell stays."""

import pytest

from tests.access.test_policy import field, published
from tests.audit.conftest import seal_and_sign, verified
from tests.factories.access import user_with
from tests.factories.organisation import PersonFactory, company_scope
from tests.privacy.planted import NOW, TODAY, plant
from tests.privacy.test_erasure import erase
from tests.wire import Wire
from zhongshu.access.models import SYSTEM
from zhongshu.access.policy.document import Effect
from zhongshu.access.privacy import erasing
from zhongshu.access.privacy.erasing import Choice
from zhongshu.access.services.retention import apply_retention
from zhongshu.access.showing import show_value
from zhongshu.access.trail import SHOWN
from zhongshu.kit.audit.retiring import retire
from zhongshu.kit.models import AuditBlock, Event
from zhongshu.kit.personal.texts import ERASED
from zhongshu.planning.services.edits import edit_plan
from zhongshu.planning.services.undo import ChangedSince, undo_edit

pytestmark = pytest.mark.django_db(transaction=True)


def renamed(planted, name: str) -> Event:
    fields = {"op": "update_task", "id": str(planted.task.pk), "fields": {"name": name}}
    edit_plan(planted.other, project=planted.task.project, operations=[fields])
    return Event.objects.order_by("-seq")[0]


def test_the_texts_that_name_somebody_go_and_all_others_stay():
    planted = plant()
    was = planted.task.name
    first = renamed(planted, f"Interview {planted.person.name.upper()}")
    second = renamed(planted, "Interview somebody")
    seal_and_sign()

    erase(planted)
    seal_and_sign()

    [[_, _, before, after]] = Event.objects.get(pk=first.pk).data["changes"]
    assert (before["name"], after["name"]) == (was, ERASED)
    [[_, _, before, after]] = Event.objects.get(pk=second.pk).data["changes"]
    assert (before["name"], after["name"]) == (ERASED, "Interview somebody")
    assert verified().fault is None


def test_a_purpose_that_names_somebody_goes():
    planted = plant()
    viewer, purpose = user_with("organisation.view"), f"Asked by {planted.person.name}"
    published(field("email", Effect.ON_REQUEST, mask="domain"))
    show_value(viewer, record_kind="person", record_id=PersonFactory.create().pk, field="email",
               purpose=purpose)  # fmt: skip
    event = Event.objects.get(kind=SHOWN)
    assert event.data["purpose"] == purpose
    seal_and_sign()

    erase(planted)
    seal_and_sign()

    assert Event.objects.get(pk=event.pk).data["purpose"] == ERASED
    assert verified().fault is None


def test_without_being_asked_for_no_text_is_erased():
    planted = plant()
    event = renamed(planted, f"Interview {planted.person.name}")

    erase(planted, Choice(replaces_in_texts=False))

    [[_, _, _, after]] = Event.objects.get(pk=event.pk).data["changes"]
    assert after["name"] == f"Interview {planted.person.name}"


def test_the_preview_counts_the_events():
    planted = plant()
    renamed(planted, f"Interview {planted.person.name}")
    renamed(planted, "Interview somebody")

    told = erasing.preview(planted.other, planted.somebody, on=TODAY, choice=Choice())

    counts = {(one["table"], one["field"]): one["n_rows"] for one in told["texts"]}
    assert counts["kit.event", "data"] >= 2


def test_what_was_erased_is_not_brought_back_by_undoing():
    planted = plant()
    renamed(planted, f"Interview {planted.person.name}")
    renamed(planted, "Interview somebody")
    erase(planted)
    n_events = Event.objects.count()

    with pytest.raises(ChangedSince):
        undo_edit(planted.other, project=planted.task.project)

    planted.task.refresh_from_db()
    assert (planted.task.name, Event.objects.count()) == ("Interview somebody", n_events)


def test_readers_of_the_trail_are_told_that_a_text_was_erased():
    planted = plant()
    event = renamed(planted, f"Interview {planted.person.name}")
    auditor = Wire(user_with("access.read_audit", "projects.view", over=company_scope()))
    path = f"/api/v1/audit/events?filter=subject_id:eq:{event.subject_id}"
    before = auditor.get(path).content.decode()

    erase(planted)

    after = auditor.get(path).content.decode()
    assert (planted.person.name in before, planted.person.name in after) == (True, False)
    assert (ERASED in before, ERASED in after) == (False, True)


def test_an_erasure_whose_event_was_retired_is_not_taken_for_an_attack():
    planted = plant()
    renamed(planted, f"Interview {planted.person.name}")
    erase(planted)
    seal_and_sign()

    retire(AuditBlock.objects.order_by("-number")[0].sealed_at.replace(year=2040), held=None,
           reason="old", at=NOW)  # fmt: skip
    apply_retention(SYSTEM, at=NOW, on=TODAY, is_dry=True)
    seal_and_sign()

    assert (verified().fault, verified().n_retired > 0) == (None, True)
