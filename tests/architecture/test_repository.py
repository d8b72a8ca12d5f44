"""The repository holds nothing of the machine on which somebody worked on it."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, text_files

IN_GIT = (ROOT / ".git").exists()
TOO_LARGE = 1024 * 1024


@pytest.mark.skipif(not IN_GIT, reason="not a git checkout")
def test_no_file_names_the_folder_of_this_checkout_or_somebodys_home():
    here = {str(path) for path in (ROOT, Path.home()) if len(path.parts) > 2}
    somebody = re.compile(r"(?<![\w.])/(?:home|Users)/(?!app\b|of\b|zhongshu\b)[a-z]\w+/")

    telling = [
        str(path.relative_to(ROOT))
        for path in text_files()
        if any(name in (text := path.read_text("utf-8", "replace")) for name in here)
        or somebody.search(text)
    ]

    assert telling == []


@pytest.mark.skipif(not IN_GIT, reason="not a git checkout")
def test_no_file_is_heavier_than_a_checkout_should_carry():
    images = ROOT / "docs" / "images"

    heavy = [
        str(path.relative_to(ROOT))
        for path in text_files()
        if path.stat().st_size > TOO_LARGE and images not in path.parents
    ]

    assert heavy == []
