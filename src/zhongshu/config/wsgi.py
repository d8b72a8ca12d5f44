"""The application for a WSGI server; live events need the ASGI one."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.config.settings")
application = get_wsgi_application()
