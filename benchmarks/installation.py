"""An installation over an empty database, for benchmarks inside one process."""

import os
from pathlib import Path


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
