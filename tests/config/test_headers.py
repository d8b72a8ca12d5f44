"""SEC-05 and SEC-07: what a browser is told with every answer."""

import re

import pytest
from django.test import Client

from zhongshu.config import pages

DOCUMENT = """<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__">
<script type="module" src="/static/assets/main-aaaaaaaa.js" nonce="__CSP_NONCE__"></script>"""


@pytest.fixture
def client(settings, tmp_path):
    (tmp_path / "index.html").write_text(DOCUMENT, encoding="utf-8")
    settings.PAGES = tmp_path
    pages._document.cache_clear()
    return Client()


def policy_of(answer) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";")]
    return {name: value for name, _, value in parts}


@pytest.mark.parametrize("address", ["/", "/projects", "/projects/1/plan?task=2", "/a/b.c/d"])
def test_sec_05_page_runs_only_scripts_with_the_nonce_of_its_answer(client, address):
    answer = client.get(address)
    policy = policy_of(answer)

    nonce = re.fullmatch(r"'nonce-([\w-]{24})' 'strict-dynamic'", policy["script-src"])[1]
    assert answer.text.count(f'nonce="{nonce}"') == 2
    assert "__CSP_NONCE__" not in answer.text
    for directive in ("default-src", "object-src", "base-uri", "frame-ancestors"):
        assert policy[directive] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["form-action"] == "'self'"
    assert policy["report-uri"] == "/csp-report"
    assert "unsafe-inline" not in policy["style-src"] + policy["script-src"]


def test_sec_05_nonce_is_new_in_every_answer(client):
    assert client.get("/").text != client.get("/").text


def test_sec_05_a_page_is_never_kept(client):
    assert client.get("/")["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/", "/healthz", "/api/v1/session", "/api/v1/tokens", "/api/v1/none", "/static/none"],
)
def test_sec_05_every_answer_carries_the_headers(client, address):
    answer = client.get(address)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert policy_of(answer)["object-src"] == "'none'"
    assert policy_of(answer)["frame-ancestors"] == "'none'"
    assert re.fullmatch(r"[0-9a-f]{32}", answer["X-Request-Id"])


@pytest.mark.django_db
def test_answers_of_the_api_are_never_kept(client):
    assert client.get("/api/v1/session")["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_sec_05_data_may_load_nothing(client):
    policy = policy_of(client.get("/api/v1/session"))

    assert set(policy.values()) == {"'none'"}


def test_https_is_insisted_on(client, settings):
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_SSL_REDIRECT = True

    plain = Client().get("/projects")
    safe = Client().get("/projects", secure=True)

    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/projects")
    assert safe["Strict-Transport-Security"].startswith("max-age=63072000")


def test_report_of_a_violation_is_taken_but_not_a_long_one(client, caplog):
    report = b'{"csp-report": {"blocked-uri": "inline"}}'

    answer = client.post("/csp-report", report, content_type="application/csp-report")
    too_long = client.post("/csp-report", b"x" * 20_000, content_type="application/csp-report")
    broken = client.post("/csp-report", b"{", content_type="application/csp-report")

    assert (answer.status_code, too_long.status_code, broken.status_code) == (204, 204, 400)


def test_pages_that_were_not_built_are_said_to_be(settings, tmp_path):
    settings.PAGES = tmp_path / "nothing"

    answer = Client().get("/")

    assert answer.status_code == 503
    assert "make demo" in answer.text


def test_pages_answer_reads_only(client):
    assert client.post("/projects").status_code == 405


@pytest.mark.parametrize("https", [True, False])
def test_sec_07_cookies_are_bound_to_the_host_on_https(https):
    import os
    import subprocess
    import sys

    code = (
        "from zhongshu.config import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)"
    )
    environment = os.environ | {
        "ZHONGSHU_HTTPS": str(int(https)),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }

    found = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )

    prefix = "__Host-" if https else ""
    assert found.stdout.split() == [
        f"{prefix}zhongshu_session",
        f"{prefix}zhongshu_csrf",
        str(https),
        str(https),
        "True",
        "Lax",
    ]


def test_the_service_worker_lies_at_the_root_and_may_only_fetch_from_here(client, settings):
    (settings.PAGES / "sw.js").write_text("// worker", encoding="utf-8")

    answer = client.get("/sw.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    policy = policy_of(answer)
    assert policy.pop("connect-src") == "'self'"
    assert set(policy.values()) == {"'none'"}


def test_there_is_no_service_worker_where_the_pages_are_not_built(client):
    assert client.get("/sw.js").status_code == 404
