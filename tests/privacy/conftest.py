"""Folders of its own for each test: what one uploads, lists and signs is not the next one's."""

import shutil

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "AUDIT_HOME", tmp_path / "audit")
    for name in ("uploads", "files"):
        shutil.rmtree(settings.HOME / name, ignore_errors=True)
    (settings.PRIVACY_HOME / "erasures.jsonl").unlink(missing_ok=True)
