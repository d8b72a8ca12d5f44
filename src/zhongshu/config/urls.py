"""Addresses."""

from django.urls import path, re_path

from zhongshu.api import api
from zhongshu.config.pages import csp_report, healthy, page, service_worker

urlpatterns = [
    path("api/v1/", api.urls),
    path("csp-report", csp_report),
    path("healthz", healthy),
    path("sw.js", service_worker),
    re_path(r"^(?!api/|static/)(?P<address>.*)$", page),
]
