"""What tests of the log stand on."""

import sys
from io import StringIO

import pytest

from zhongshu.config.logs import configure_logs


@pytest.fixture(params=["text", "json"])
def logged(request, monkeypatch):
    """Everything on standard error, in each style."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", lines := StringIO())
        configure_logs(level="INFO", style=request.param)
        yield lines.getvalue
    configure_logs(level="INFO", style="text")
