"""Every field that a policy can close is called by a word in both languages."""

import json

import pytest

from tests.architecture.source import ROOT
from zhongshu.access.resources import RESOURCES

LOCALES = ROOT / "web/src/features/access/policy/locales"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_closable_fields_have_words(language):
    words = json.loads((LOCALES / f"{language}.json").read_text(encoding="utf-8"))
    closable = {
        (resource.name, one.name)
        for resource in RESOURCES.values()
        for one in resource.fields
        if one.is_closable
    }

    told = {(name, one) for name, fields in words["field"].items() for one in fields}
    assert told == closable
    assert {name for name, _ in closable} <= set(words["resource"])
