"""The application for an ASGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.config.settings")
pages = get_wsgi_application()

from zhongshu.config.server import Server  # noqa: E402 - it needs Django to be set up

application = Server(pages)
