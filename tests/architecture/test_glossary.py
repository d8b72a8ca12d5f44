"""Every table is named by a word in the glossary, with its Chinese word and what it is."""

import re

import pytest
from django.apps import apps

from tests.architecture.source import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
MODELS = [model for model in apps.get_models() if model.__module__.startswith("zhongshu.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_model_is_in_the_glossary(model):
    entry = rf"^### {model.__name__} · [\u4e00-\u9fff]\S*\n\n?\S"

    assert re.search(entry, GLOSSARY, re.MULTILINE)


def test_no_word_is_explained_twice():
    words = re.findall(r"^### (\S+) · ", GLOSSARY, re.MULTILINE)

    assert sorted(set(words)) == sorted(words)
