"""The register of processing is called by words in both languages, down to each field."""

import json

import pytest

from tests.architecture.source import ROOT
from zhongshu.access.privacy.parts import retention_of
from zhongshu.access.privacy.register import register
from zhongshu.access.privacy.subjects import personal_models

pytestmark = pytest.mark.django_db

FEATURES = ROOT / "web/src/features"


def said(language, *path):
    folder, *keys = path
    file = FEATURES / folder / "locales" / f"{language}.json"
    words = json.loads(file.read_text(encoding="utf-8"))
    for key in keys:
        words = words[key]
    return set(leaves(words))


def leaves(words, above=""):
    for key, word in words.items():
        if isinstance(word, dict):
            yield from leaves(word, f"{above}{key}.")
        elif word.strip():
            yield f"{above}{key}"


def slug(text):
    return text.replace(" ", "_")


@pytest.fixture(scope="module")
def entries(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return register()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(
    ("path", "named"),
    [
        (("privacy", "table"), lambda one: {one["table"].replace(".", "_")}),
        (("privacy", "register", "fields"), lambda one: {one["field"]}),
        (("privacy", "register", "basis"), lambda one: {slug(one["basis"]), "consent"}),
        (("privacy", "register", "purposes"), lambda one: {slug(one["purpose"])} - {""}),
        (("privacy", "retention", "name"), lambda one: {slug(one["retention"])}),
        (
            ("access/governing", "permission"),
            lambda one: {f"{name}.name" for name in one["readers"]},
        ),
    ],
    ids=lambda value: value[-1] if isinstance(value, tuple) else "",
)
def test_what_the_register_names_has_words(entries, language, path, named):
    names = set().union(*(named(one) for one in entries))

    assert names - said(language, *path) == set()


def test_every_personal_table_is_in_the_register(entries):
    assert {one["table"] for one in entries} == {one._meta.label_lower for one in personal_models()}
    assert all(retention_of(model) for model in personal_models())
