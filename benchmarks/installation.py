"""Installations for benchmarks: inside one process, or served beside it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen


def start_django(home: Path, database_url: str = "") -> None:
    """Set Django up over an empty database, in a process with the settings of a server."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhongshu.config.settings"
    os.environ["ZHONGSHU_HOME"] = str(home)
    os.environ["ZHONGSHU_SECRET_KEY"] = "only-a-benchmark-signs-with-this-key-0123456789-abc"
    if database_url:
        os.environ["ZHONGSHU_DATABASE_URL"] = database_url
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    call_command("migrate", verbosity=0)
    from zhongshu.config.memory import collect_seldom

    collect_seldom()


def zhongshu(*arguments: str) -> list[str]:
    """The command of the environment that the benchmark runs in."""
    return [str(Path(sys.executable).parent / "zhongshu"), *arguments]


@contextmanager
def served(*arguments: str) -> Iterator[str]:
    """Serve the installation of ``ZHONGSHU_HOME`` beside us, and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        zhongshu("serve", "--port", str(port), *arguments),
        env=dict(os.environ, ZHONGSHU_HTTPS="0"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urlopen(f"{url}/api/v1/session")
                break
            except OSError:
                time.sleep(0.25)
        yield url
    finally:
        server.terminate()
        server.wait()
