"""The key that signs sessions: given by the environment, or made by the demo for itself."""

import os
import secrets
from pathlib import Path

from zhongshu.config import environment

MINIMUM_LENGTH = 50
# Stands where none was given, so that commands that sign nothing work; the server refuses it.
MISSING = "no-secret-key-was-given"
_FILE = "secret_key"


def secret_key(home: Path, *, is_demo: bool) -> str:
    """The key of this installation."""
    given = environment.text("ZHONGSHU_SECRET_KEY")
    if given:
        return given
    return _own_key(home) if is_demo else MISSING


def complaint(key: str) -> str | None:
    """What is wrong with a key, as a sentence that says what to do; None if nothing is."""
    advice = (
        "set ZHONGSHU_SECRET_KEY to at least 50 random characters, for example the output of "
        "`openssl rand -base64 48`."
    )
    if key == MISSING:
        return f"No secret key was given: {advice}"
    if len(key) < MINIMUM_LENGTH or len(set(key)) < 10 or key.startswith("django-insecure-"):
        return f"The secret key is too weak: {advice}"
    return None


def _own_key(home: Path) -> str:
    """The key that the demo made for itself; only its user can read the file."""
    file = home / _FILE
    home.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as opened:
        opened.write(key)
    return key
