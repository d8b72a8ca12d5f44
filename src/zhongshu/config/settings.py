"""Settings, read from the environment; the defaults are the embedded installation."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from zhongshu.access.signin.profiles import limits
from zhongshu.config import environment
from zhongshu.config.logs import configure_logs
from zhongshu.config.secret import secret_key

HOME = Path(environment.text("ZHONGSHU_HOME", "var")).absolute()
DEMO = environment.truth("ZHONGSHU_DEMO", default=False)
TODAY = environment.day("ZHONGSHU_TODAY", default="2026-11-20" if DEMO else "")
REFERENCE_DATA = Path(environment.text("ZHONGSHU_REFERENCE_DATA", "../shared/data"))
HTTPS = environment.truth("ZHONGSHU_HTTPS", default=not DEMO)
DEBUG = False

SECRET_KEY = secret_key(HOME, is_demo=DEMO)
ALLOWED_HOSTS = environment.words("ZHONGSHU_ALLOWED_HOSTS", "localhost,127.0.0.1")
PROXIES = environment.words("ZHONGSHU_PROXIES", "127.0.0.1")

AUDIT_HOME = Path(environment.text("ZHONGSHU_AUDIT_HOME", str(HOME / "audit"))).absolute()
AUDIT_KEYS = environment.words("ZHONGSHU_AUDIT_KEYS", "")
AUDIT_SYSLOG = environment.text("ZHONGSHU_AUDIT_SYSLOG")
AUDIT_SHIPPING = environment.shipping("ZHONGSHU_AUDIT_SHIPPING")
AUDIT_SHIPPING_CA = environment.text("ZHONGSHU_AUDIT_SHIPPING_CA")

PRIVACY_HOME = Path(environment.text("ZHONGSHU_PRIVACY_HOME", str(HOME / "privacy"))).absolute()
PRIVACY_KEYS = tuple(environment.words("ZHONGSHU_PRIVACY_KEYS", ""))

USE_TZ = True
TIME_ZONE = environment.text("ZHONGSHU_TIME_ZONE", "Asia/Shanghai")
USE_I18N = False

ROOT_URLCONF = "zhongshu.config.urls"
WSGI_APPLICATION = "zhongshu.config.wsgi.application"
AUTH_USER_MODEL = "access.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "zhongshu.kit",
    "zhongshu.access",
    "zhongshu.organisation",
    "zhongshu.collaboration",
    "zhongshu.projects",
    "zhongshu.planning",
    "zhongshu.integrations",
]

# ------------------------------------------------------------------------- requests

PAGES = Path(__file__).parent.parent / "webdist"
STATIC_URL = "/static/"
STATIC_ROOT = str(PAGES)
# Vite names a file by its content, as in `main-D1x_9kQa.js`: it never changes.
WHITENOISE_IMMUTABLE_FILE_TEST = r"-[\w-]{8}\.\w+$"
WHITENOISE_MAX_AGE = 300
WHITENOISE_ALLOW_ALL_ORIGINS = False

MIDDLEWARE = [
    "zhongshu.config.requests.identify",
    "zhongshu.config.headers.add_security_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if PAGES.is_dir() else []),
    "django.middleware.gzip.GZipMiddleware",
    "zhongshu.config.requests.limit_size",
    "zhongshu.config.requests.explain_in_api",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhongshu.config.sessions.keep_session",
    "zhongshu.config.trail.keep_trail",
]
TEMPLATES: list[dict[str, Any]] = []

REQUESTS_PER_MINUTE = environment.number("ZHONGSHU_REQUESTS_PER_MINUTE", default=3000)
MAX_UPLOAD_BYTES = environment.number("ZHONGSHU_MAX_UPLOAD_MB", default=100) * 1_000_000
SUBJECT_FILES_BYTES = environment.number("ZHONGSHU_SUBJECT_FILES_MB", default=500) * 1_000_000
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "files": environment.file_storage(),
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o600

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A browser accepts `__Host-` only over https, from the host itself, for every path.
_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}zhongshu_session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_PREFIX}zhongshu_csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# -------------------------------------------------------------------------- sign-in

SIGN_IN_PROFILE = environment.profile()
SESSION_IDLE = environment.minutes("ZHONGSHU_SESSION_IDLE_MINUTES", SIGN_IN_PROFILE.idle)
SESSION_ABSOLUTE = environment.hours("ZHONGSHU_SESSION_HOURS", SIGN_IN_PROFILE.absolute)
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
STEP_UP_AFTER = environment.minutes("ZHONGSHU_STEP_UP_MINUTES", timedelta(minutes=10))
BREAK_GLASS_LASTS = environment.hours("ZHONGSHU_BREAK_GLASS_HOURS", timedelta(hours=4))
SEALING_KEYS = environment.words("ZHONGSHU_SEALING_KEYS", "")
SSO_PROVIDERS = environment.providers()
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "zhongshu.access.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = limits(SIGN_IN_PROFILE)
MFA_ADAPTER = "zhongshu.access.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
# Clocks may be half a minute apart.
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "zhongshu.access.signin.adapters.SingleSignOn"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "zhongshu.access.signin.oidc.Provider"},
    "saml": {"provider_class": "zhongshu.access.signin.saml.Provider"},
}
PASSWORD_HASHERS = ["zhongshu.access.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "zhongshu.access.signin.passwords.ProfileValidator"},
    {"NAME": "zhongshu.access.passwords.MaximumLengthValidator"},
    {"NAME": "zhongshu.access.signin.passwords.GuessableValidator"},
    {"NAME": "zhongshu.access.signin.passwords.FormerPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "zhongshu.access.passwords.RepetitionValidator"},
]

# ----------------------------------------------------------------- rows, work, news

DATABASES = {"default": environment.database(HOME)}
IS_SQLITE = DATABASES["default"]["ENGINE"] == "zhongshu.kit.sqlite"
CACHES = {"default": environment.cache(is_sqlite=IS_SQLITE)}
BROKER_URL = environment.text("ZHONGSHU_BROKER_URL")
JOB_CARRIER = "zhongshu.config.celery.carry" if BROKER_URL else "zhongshu.kit.jobs.leave_in_table"
JOB_THREADS = environment.number("ZHONGSHU_JOB_THREADS", default=0 if BROKER_URL else 2)
REQUEST_THREADS = environment.number("ZHONGSHU_THREADS", default=8)

# ------------------------------------------------------------------------------ mail

MAIL = environment.mail()
MAIL_IS_ON = bool(MAIL)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_IS_ON else 'dummy'}.EmailBackend"
EMAIL_HOST = MAIL.get("host", "localhost")
EMAIL_PORT = MAIL.get("port", 25)
EMAIL_HOST_USER = MAIL.get("user", "")
EMAIL_HOST_PASSWORD = MAIL.get("password", "")
EMAIL_USE_TLS = MAIL.get("scheme") == "smtp+starttls"
EMAIL_USE_SSL = MAIL.get("scheme") == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("ZHONGSHU_MAIL_FROM", "zhongshu@localhost")
PUBLIC_URL = environment.public_url(ALLOWED_HOSTS, is_https=HTTPS)

LOGGING_CONFIG = None
configure_logs(
    level=environment.text("ZHONGSHU_LOG_LEVEL", "INFO"),
    style=environment.text("ZHONGSHU_LOG_FORMAT", "text"),
)
