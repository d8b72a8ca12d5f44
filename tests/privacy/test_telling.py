"""What somebody is told of themselves: all that is held, and nothing of anybody else."""

import json
import zipfile
from io import BytesIO

import pytest
from django.db import models

from tests.factories.access import user_with
from tests.privacy.planted import NOW, plant, word
from zhongshu.access.guard import Forbidden
from zhongshu.access.privacy.subjects import Somebody, owned, personal_models, references
from zhongshu.access.privacy.telling import _APART, _UNTOLD
from zhongshu.access.services.personal_data import export_own_data, export_personal_data
from zhongshu.kit.declarations import personal_values
from zhongshu.kit.models import Event

pytestmark = pytest.mark.django_db


def unpacked(content: bytes) -> tuple[dict, str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        texts = [f"{name}\n{archive.read(name).decode()}" for name in archive.namelist()]
        return json.loads(archive.read("data.json")), "\n".join(texts)


def held(somebody: Somebody) -> list[tuple[str, str, object]]:
    """Every personal value of somebody: table, field, value."""
    return [
        (model._meta.label_lower, name, getattr(row, name))
        for model in personal_models()
        if model not in _APART
        for name in personal_values(model) - _UNTOLD
        for row in owned(model, somebody)
    ]


def test_every_personal_value_is_told():
    planted = plant()
    told, _ = unpacked(export_own_data(planted.account, at=NOW))

    missing = []
    for table, name, value in held(planted.somebody):
        rows = told["tables"][table]["rows"]
        if table == "mfa.authenticator" and name == "data":
            value = {"name": word("one", "passkey")}
        if name == "rows":
            value = [one for one in value if one["name"] == word("one", "oldname")]
        wanted = value if isinstance(value, list | dict | int | float) else str(value)
        values = [
            row[name] if isinstance(row[name], type(wanted)) else str(row[name]) for row in rows
        ]
        if wanted not in values:
            missing.append((table, name, value, values))
    assert missing == []


def test_a_word_stands_in_every_personal_field_that_is_declared():
    planted = plant()

    filled = {(table, name) for table, name, value in held(planted.somebody) if value}
    declared = {
        (model._meta.label_lower, name)
        for model in personal_models()
        if model not in _APART
        for name in personal_values(model) - _UNTOLD
        if not isinstance(model._meta.get_field(name), models.UUIDField)
    }
    # Nobody has read the news yet.
    assert declared - filled == {("collaboration.notification", "read_at")}


def test_every_table_that_names_somebody_is_told():
    planted = plant()
    told, text = unpacked(export_own_data(planted.account, at=NOW))

    for name in ("view", "token", "said", "file", "bytes", "planbytes", "crew", "crewmail"):
        assert word("one", name) in text, name
    assert told["mentions"][0]["text"] == f"@[{planted.account.name}](user:{planted.account.pk})"
    assert {one["as"] for one in told["tables"]["planning.planresource"]["named_in"]} == set()
    kinds = {one["kind"] for one in told["events"]}
    assert {"organisation.person_created", "access.signed_in", "access.token_issued"} <= kinds
    created = next(one for one in told["events"] if one["kind"] == "organisation.person_created")
    assert created["after"]["name"] == word("one", "oldname")
    assert "203.0.113.77" in text
    assert word("one", "agent") in text


def test_what_signing_in_keeps_is_told_and_no_secret_of_it():
    planted = plant()
    told, text = unpacked(export_own_data(planted.account, at=NOW))

    [identity] = told["tables"]["socialaccount.socialaccount"]["rows"]
    assert (identity["uid"], identity["extra_data"]) == (
        word("one", "subject"), {"groups": [word("one", "claim")]},
    )  # fmt: skip
    [passkey] = told["tables"]["mfa.authenticator"]["rows"]
    assert passkey["data"] == {"name": word("one", "passkey")}
    [address] = told["tables"]["account.emailaddress"]["rows"]
    assert address["email"] == f"{word('one', 'address')}@example.com"
    [session] = told["tables"]["usersessions.usersession"]["rows"]
    assert (session["ip"], session["user_agent"]) == ("203.0.113.78", word("one", "browser"))
    ended = next(one for one in told["events"] if one["kind"] == "access.session_ended")
    assert ended["subject_id"] == str(planted.account.pk)
    secrets = ("credential", "session", "othersession")
    assert [one for one in secrets if word("one", one) in text] == []


def test_nothing_of_anybody_else_is_told():
    planted, other = plant("one"), plant("two")

    _, text = unpacked(export_own_data(planted.account, at=NOW))

    words = [*other.identifying, *other.written, other.other.name, other.other.username]
    words += [planted.other.name, planted.other.username, str(other.account.pk)]
    shared = {"203.0.113.77"}
    assert [one for one in words if one in text and one not in shared] == []
    assert "zqtwo" not in text


def test_who_may_takes_it_out_and_it_is_recorded():
    planted = plant()
    officer = user_with("access.export_personal")

    content = export_personal_data(officer, somebody=planted.somebody, at=NOW)

    assert word("one", "personname") in unpacked(content)[1]
    event = Event.objects.order_by("-seq")[0]
    assert (event.kind, event.actor_id) == ("access.personal_data_exported", officer.pk)
    assert (event.subject_id, event.data["n_bytes"]) == (planted.person.pk, len(content))
    with pytest.raises(Forbidden):
        export_personal_data(user_with("access.manage"), somebody=planted.somebody, at=NOW)


@pytest.mark.parametrize("model", personal_models(), ids=lambda one: one._meta.label)
def test_every_personal_table_leads_to_somebody(model):
    """A table whose personal values nobody can be told, and that nobody is erased from."""
    from zhongshu.kit.declarations import whose

    assert whose(model) or not personal_values(model) - set(references(model))
