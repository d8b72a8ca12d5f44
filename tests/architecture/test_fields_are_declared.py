"""Every stored field says how secret it is, whether it is personal, and how long it is kept."""

import pytest
from django.apps import apps
from django.db import models

from zhongshu.access.models import User
from zhongshu.access.privacy.parts import effect_on
from zhongshu.access.privacy.subjects import personal_models
from zhongshu.kit.declarations import declarations, free_texts, whose
from zhongshu.kit.derived import DerivedField


def leads_to_an_account(model: type[models.Model], steps: int = 2) -> bool:
    """Whether a row of a table, ours or a library's, refers to an account, or to one that does."""
    related = [one.related_model for one in model._meta.concrete_fields if one.related_model]
    if User in related:
        return True
    return steps > 1 and any(leads_to_an_account(one, steps - 1) for one in related)


MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("zhongshu.") or leads_to_an_account(model)
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_declared(model):
    stored = {field.name for field in model._meta.concrete_fields}

    assert stored - set(declarations(model)) == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_declaration_names_a_retention_and_personal_data_its_basis(model):
    declared = declarations(model)

    assert [name for name, said in declared.items() if not said.retention] == []
    assert [name for name, said in declared.items() if said.personal and not said.basis] == []


# What kit keeps is only added to, or emptied by itself.
BEYOND_KIT = [
    model
    for model in MODELS
    if model._meta.app_label != "kit" and model.__module__.startswith("zhongshu.")
]
# Texts that nobody types freely: keys, codes, digests, settings, and values of a declared shape.
CODED = {
    "access.apitoken": {"prefix", "digest", "permissions"},
    "access.body": {"waiting"},
    "access.defaultview": {"page"},
    "access.delegation": {"authorities", "permissions"},
    "access.formerpassword": {"password"},
    "access.holding": {"authority", "currency"},
    "access.noticeanswer": {"language", "text_digest"},
    # Told to everybody word for word: what was published never changes.
    "access.noticeversion": {"title", "title_en", "text", "text_en", "digest"},
    "access.policyversion": {"content", "digest"},
    "access.privacynotice": {"purpose"},
    "access.lowering": {"record_kind"},
    "access.question": {"authority", "subject_kind", "currency", "outcome"},
    "access.recoverycode": {"digest"},
    "access.retentionperiod": {"code"},
    "access.retentionrun": {"report"},
    "access.role": {"code", "waiting_permissions"},
    "access.rolepermission": {"permission"},
    "access.savedview": {"page", "definition"},
    "access.separation": {"first", "second"},
    "access.user": {"password", "username", "language", "theme", "preferences"},
    "collaboration.attachment": {"subject_kind", "media_type", "digest", "key"},
    "collaboration.comment": {"subject_kind"},
    "collaboration.notification": {"subject_kind"},
    "collaboration.presence": {"page", "field"},
    "collaboration.watch": {"subject_kind"},
    "integrations.planimport": {"format", "digest", "source_id", "quality"},
    "organisation.calendar": {"country", "week", "external_uid"},
    "organisation.organisationimport": {
        "columns", "unknown_columns", "rows", "counts", "plan_digest",
    },
    "organisation.person": {"employee_number", "field_edits"},
    "organisation.unit": {"code", "field_edits"},
    "planning.assignment": {"external_uid"},
    "planning.baselinetask": {"kind"},
    "planning.link": {"external_uid"},
    "planning.planresource": {"external_uid"},
    "planning.task": {
        "wbs_code", "splits", "recurrence", "effort_type", "external_uid", "driver", "conflict",
    },
    "projects.keysequence": {"prefix"},
    "projects.project": {
        "key", "currency", "wip_limits", "source_id", "source_format", "field_edits",
        "plan_field_versions",
    },
}  # fmt: skip


@pytest.mark.parametrize("model", BEYOND_KIT, ids=lambda model: model._meta.label)
def test_every_text_is_free_or_coded(model):
    """An erasure looks for the name in free texts, and leaves everything else alone."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    texts = {
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, kinds) and not one.choices and not isinstance(one, DerivedField)
    }

    coded = CODED.get(model._meta.label_lower, set())

    assert texts - coded == set(free_texts(model))
    assert coded - texts == set()


# Whose the rows are that an erasure deletes, blanks or empties; all other rows it keeps. Who only
# asked for a row, confirmed it or is told of in it does not take it along.
ERASED_WITH = {
    "access.apitoken": "user",
    "access.defaultview": "user",
    "access.delegation": "giver",
    "access.lowering": "asked_by",
    "access.formerpassword": "user",
    "access.grant": "user",
    "access.recoverycode": "user",
    "access.savedview": "owner",
    "access.user": "self",
    "access.vote": "user",
    "account.emailaddress": "user",
    "account.emailconfirmation": "email_address__user",
    "collaboration.attachment": "uploaded_by",
    "collaboration.comment": "author",
    "collaboration.notification": "user",
    "collaboration.notificationpreference": "user",
    "collaboration.presence": "user",
    "collaboration.watch": "user",
    "integrations.planimport": "uploaded_by",
    "kit.idempotentanswer": "actor_id",
    "mfa.authenticator": "user",
    "organisation.organisationimport": "uploaded_by",
    "organisation.person": "self",
    "planning.lastlook": "user",
    "planning.planresource": "person",
    "socialaccount.socialaccount": "user",
    "socialaccount.socialtoken": "account__user",
    "usersessions.usersession": "user",
}


def test_rows_are_erased_with_whom_they_belong_to():
    erased = {
        model._meta.label_lower: whose(model)
        for model in personal_models()
        if effect_on(model, with_contributions=True) != "kept"
    }

    assert erased == ERASED_WITH
