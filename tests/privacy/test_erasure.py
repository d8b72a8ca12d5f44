"""Whoever is erased is named nowhere any more, and the trail still verifies."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models

from tests.audit.conftest import seal_and_sign, verified
from tests.factories.access import user_with
from tests.factories.organisation import CalendarFactory, company_scope
from tests.privacy.planted import (
    NOW,
    TODAY,
    Planted,
    every_file,
    everything_stored,
    named_by_others,
    plant,
    word,
)
from zhongshu.access.authorities.models import Delegation, Vote
from zhongshu.access.guard import Forbidden
from zhongshu.access.lowering.models import Lowering
from zhongshu.access.models import SYSTEM, SavedView, User
from zhongshu.access.policy.document import Cell, Document, Effect, Subject
from zhongshu.access.privacy import erasing, erasures
from zhongshu.access.privacy.erasing import Choice
from zhongshu.access.privacy.parts import PARTS
from zhongshu.access.privacy.subjects import somebody_called
from zhongshu.access.services import erasing as services
from zhongshu.access.services.policy import draft_policy, publish_policy
from zhongshu.collaboration.models import Attachment, Comment
from zhongshu.kit.declarations import free_texts, is_somebody, personal_values
from zhongshu.kit.derived import derived_fields
from zhongshu.kit.models import Event, IdempotentAnswer, SubjectKey
from zhongshu.organisation.models import OrganisationImport, Person, Unit
from zhongshu.organisation.services import people
from zhongshu.planning.models import Assignment, PlanResource

pytestmark = pytest.mark.django_db(transaction=True)
ALL = Choice(with_contributions=True, replaces_in_texts=True)


def erase(planted: Planted, choice: Choice = ALL) -> dict[str, int]:
    officer = user_with("access.erase")
    return services.erase_somebody(
        officer, somebody=planted.somebody, reason="asked for", at=NOW, on=TODAY, choice=choice
    )


def test_the_name_is_nowhere():
    planted, other = plant("one"), plant("two")
    named_by_others(planted)
    named_by_others(other)
    IdempotentAnswer.objects.create(
        actor_id=planted.other.pk, key="k", path="/", request_digest="d", status=200,
        content_type="application/json", body=planted.account.name.encode(),
    )  # fmt: skip
    seal_and_sign()

    erase(planted)

    stored = everything_stored() + every_file()
    texts = planted.identifying + planted.written + planted.signing_in
    escaped = [json.dumps(text)[1:-1] for text in texts]
    stored, ip = stored.casefold(), "203.0.113.77"
    assert [one for one in {*texts, *escaped} if one.casefold() in stored and one != ip] == []
    assert other.account.name.casefold() in stored
    assert all(text in stored for text in other.written)
    assert verified().fault is None


def test_the_name_is_read_from_no_event():
    planted = plant()
    before = str(list(Event.objects.order_by("seq").values()))
    told = [text for text in planted.identifying if "username" not in text and "mail" not in text]
    assert [text for text in told if text not in before] == []

    erase(planted)

    after = str(list(Event.objects.order_by("seq").values()))
    assert [text for text in planted.identifying if text in after] == []
    acts = Event.objects.filter(actor_id=planted.account.pk)
    assert {one.actor_name for one in acts} == {planted.somebody.label}


def test_the_name_is_in_no_key_by_which_rows_are_sorted_or_found():
    planted, name = plant(), "尉迟伟明"
    people.update_person(SYSTEM, person=planted.person, expected_version=None, name=name)
    planted.account.name = name
    planted.account.save()
    CalendarFactory.create()
    keyed = [model for model in apps.get_models() if derived_fields(model)]
    for model in keyed:
        row = model._default_manager.order_by("pk")[0]
        if not is_somebody(model):
            for text in free_texts(model):
                setattr(row, text, f"{text} {name}")
            row.save()
    planted.somebody = somebody_called(planted.person.pk)
    told = ("wei3伟", "weiming", name)
    before = {model: keys_of(model) for model in keyed}
    n_views = SavedView.objects.count()

    erase(planted)

    assert [model for model, keys in before.items() if told[0] not in keys] == []
    assert [one for one in told if one in everything_stored()] == []
    assert SavedView.objects.count() == n_views - 1
    assert "sort_key" not in str(list(Event.objects.values_list("data", flat=True)))


def keys_of(model: type[models.Model]) -> str:
    names = [one.name for one in derived_fields(model)]
    return str(list(model._default_manager.values_list(*names)))


def said() -> tuple[str, ...]:
    reasons = (Delegation.objects.get().reason, Vote.objects.get().note)
    return (*reasons, Lowering.objects.get().reason)


def test_decisions_stay_without_the_words():
    planted = plant()
    before = said()

    erase(planted)

    assert before == tuple(word("one", one) for one in ("leave", "vote", "lower"))
    assert said() == ("", "", "")
    assert Vote.objects.get().user.name == planted.somebody.label


def test_the_chain_verifies_afterwards():
    planted = plant()
    seal_and_sign()

    erase(planted)
    seal_and_sign()

    assert verified().fault is None


def test_project_history_stays_consistent():
    planted = plant()
    n_assigned = Assignment.objects.count()

    erase(planted, Choice())

    label = planted.somebody.label
    person = Person.objects.get(pk=planted.person.pk)
    assert (person.name, person.email, person.user_id, person.joins_on) == (label, "", None, None)
    assert label.casefold() in person.search_key
    crew = PlanResource.objects.get(person=person)
    assert (crew.name, crew.email, Assignment.objects.count()) == (label, "", n_assigned)
    said = Comment.objects.get(author=planted.account)
    assert (said.text, said.author.name) == (planted.written[0], label)
    account = User.objects.get(pk=planted.account.pk)
    assert (account.is_active, account.has_usable_password(), account.email) == (False, False, "")
    assert (account.views.count(), account.tokens.count(), account.grants.count()) == (0, 0, 0)
    assert OrganisationImport.objects.count() == 0
    asked = Comment.objects.get(author=planted.other)
    assert asked.text == f"ask @[{label}](user:{account.pk}) first"


@pytest.mark.parametrize("model", [User, Person])
def test_every_personal_value_of_somebody_is_put_away(model):
    follows = {"search_key", "sort_key"}

    assert personal_values(model) - set(PARTS[model].puts) - follows == set()


def test_an_erasure_is_one_event_without_a_name():
    planted = plant()
    n_before = Event.objects.count()

    erase(planted)

    event = Event.objects.order_by("-seq")[0]
    assert (Event.objects.count(), event.kind) == (n_before + 1, "access.somebody_erased")
    assert (event.subject_id, event.data["reason"]) == (planted.person.pk, "asked for")


def test_files_go_with_the_contributions_only():
    planted = plant()
    assert "zqonebytesqz" in every_file()

    erase(planted, Choice())
    assert "zqonebytesqz" in every_file()
    assert "zqoneplanbytesqz" not in every_file()
    assert Attachment.objects.count() == 1


def test_a_restored_backup_forgets_again():
    planted = plant()
    keys = {row.pk: row.wrapped for row in SubjectKey.objects.all()}
    people = Person.objects.filter(pk=planted.person.pk).values().get()
    erase(planted)
    assert erasures.undone() == []

    for pk, wrapped in keys.items():
        SubjectKey.objects.filter(pk=pk).update(wrapped=wrapped, destroyed_at=None, label="")
    Person.objects.filter(pk=planted.person.pk).update(**people)
    assert {key for key, _ in erasures.undone()} == set(planted.somebody.ids)

    services.erase_again(SYSTEM, at=NOW, on=TODAY)

    assert erasures.undone() == []
    assert Person.objects.get(pk=planted.person.pk).name == planted.somebody.label
    text = erasures.erasure_file().read_text()
    assert planted.account.name not in text


def test_a_preview_tells_what_would_be_done():
    planted = plant()

    told = erasing.preview(SYSTEM, planted.somebody, on=TODAY, choice=Choice())

    effects = {one["table"]: (one["n_rows"], one["effect"]) for one in told["effects"]}
    assert effects["organisation.person"] == (1, "blanked")
    assert effects["collaboration.comment"] == (1, "kept")
    assert effects["access.apitoken"] == (1, "deleted")
    assert effects["planning.planresource"] == (1, "blanked")
    assert (told["blocked_by"], told["n_events_in_clear"]) == ([], 0)
    assert told["n_events"] > 5


def test_blocked_while_somebody_leads_a_unit_or_works_here():
    planted = plant()
    Person.objects.filter(pk=planted.person.pk).update(leaves_on=None)
    unit = Unit.objects.order_by("code")[0]
    Unit.objects.filter(pk=unit.pk).update(head=planted.person)
    planted.task.project.manager = planted.person
    planted.task.project.save()
    services.place_hold(
        SYSTEM, somebody_id=planted.account.pk, reason="Dispute", since=TODAY, until=None
    )
    planted.somebody.row.refresh_from_db()

    with pytest.raises(services.ErasureBlocked) as refusal:
        erase(planted)

    codes = {one["code"] for one in refusal.value.params["blocked_by"]}
    assert codes == {"legal_hold", "still_employed", "leads_unit", "manages_project"}
    assert Person.objects.get(pk=planted.person.pk).name == planted.person.name


def test_who_erases_is_not_told_what_a_policy_keeps_from_them():
    planted = plant()
    unit = Unit.objects.order_by("code")[0]
    Unit.objects.filter(pk=unit.pk).update(head=planted.person)
    services.place_hold(
        SYSTEM, somebody_id=planted.person.pk, reason="Dispute", since=TODAY, until=None
    )
    officer, other = user_with("access.erase"), user_with("access.erase", "access.hold")
    closed = Cell(Subject.EVERYONE, Effect.NONE, resource="unit", field="head")

    before = erasing.blocked_by(other, planted.somebody, on=TODAY)
    draft_policy(SYSTEM, document=Document((closed,)), note="", expected_version=None)
    publish_policy(SYSTEM, expected_version=None)
    after = erasing.blocked_by(officer, planted.somebody, on=TODAY)

    told = {one["code"]: ([item["name"] for item in one["items"]], one["is_kept_back"])
            for one in before}  # fmt: skip
    assert told == {"legal_hold": (["Dispute"], False), "leads_unit": ([unit.name], False)}
    assert after == [
        {"code": "legal_hold", "items": [], "is_kept_back": True},
        {"code": "leads_unit", "items": [], "is_kept_back": True},
    ]


def test_a_hold_over_a_scope_blocks_who_worked_there():
    planted = plant()
    hold = services.place_hold(
        SYSTEM, scope=company_scope(), reason="Dispute", since=TODAY,
        until=TODAY + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(services.ErasureBlocked):
        erase(planted)

    services.release_hold(SYSTEM, hold=hold, at=NOW)

    erase(planted)
    with pytest.raises(services.ErasedAlready):
        erase(planted)


def test_only_who_may_erases_and_the_reason_names_nobody():
    planted = plant()
    asked = {"at": NOW, "on": TODAY, "choice": ALL, "somebody": planted.somebody}

    with pytest.raises(Forbidden):
        services.erase_somebody(user_with("access.manage"), reason="x", **asked)
    with pytest.raises(services.BadInput):
        services.erase_somebody(SYSTEM, reason=f"{planted.account.name} asked", **asked)

    assert User.objects.get(pk=planted.account.pk).name == planted.account.name
