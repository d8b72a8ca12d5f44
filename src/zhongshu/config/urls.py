"""Addresses."""

from django.urls import include, path, re_path

from zhongshu.api import api
from zhongshu.config.pages import csp_report, healthy, page, service_worker

urlpatterns = [
    path("api/v1/", api.urls),
    path("sso/", include("zhongshu.access.signin.addresses")),
    path("csp-report", csp_report),
    path("healthz", healthy),
    path("sw.js", service_worker),
    re_path(r"^(?!api/|sso/|static/)(?P<address>.*)$", page),
]
