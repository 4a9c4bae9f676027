"""Settings: everything that differs between a laptop and a trust's servers comes from the environment.

`DATABASE_URL` (PostgreSQL for a trust, SQLite out of the box), `REDIS_URL` (broker and cache), `SECRET_KEY` and the
rest: each with its meaning in `docs/operating.md`.
"""

import contextlib
import logging
import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.logs import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=not (DEMO or DEBUG))
LAPTOP_KEY = "demo-and-tests-only-never-on-a-server-0123456789abcdef"
SECRET_KEY = env.str("SECRET_KEY", default=LAPTOP_KEY if DEMO or DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text (or DEMO=1 to look around with the demo school).")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Throttling counts by address: what a visitor claims in a header is believed only as far as our own proxies wrote it.
PROXIES = env.int("PROXIES", default=0)

INSTALLED_APPS = [
    "servicedesk",
    "sla",
    "assets",
    "incidents",
    "problems",
    "changes",
    "maintenance",
    "continuity",
    "finance",
    "reports",
    "healthcheck",
    "evidence",
    "adoption",
    "papers",
    "config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_celery_beat",
    "django_htmx",
    "django_structlog",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "servicedesk.middleware.SchoolTimeMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "servicedesk.context.shell",
            ]
        },
    }
]
FORM_RENDERER = "config.forms.Renderer"

if "DATABASE_URL" not in os.environ:
    with contextlib.suppress(OSError):  # the command that needs the folder says what is wrong
        VAR_DIR.mkdir(exist_ok=True)
# One file by default: several processes may write to it at once because each write asks for its lock at the start.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'servicedesk.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
else:
    # A database that was restarted is found again by the next request, and one that is away is not waited for.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
    if env.bool("DATABASE_POOL", default=False):
        DATABASES["default"]["OPTIONS"]["pool"] = {"timeout": 5}
    else:
        DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "config.cache.RedisOrMemory",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# A dead worker's sweep is taken up within seconds, not after the default minute and more.
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_EXPIRES = None  # no results are kept, so none need clearing away
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "config.beat.TimetableScheduler"
CELERY_TIMEZONE = "Europe/London"
DJANGO_CELERY_BEAT_TZ_AWARE = True

AUTH_USER_MODEL = "servicedesk.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "servicedesk.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody who is not ours gets mail from us because somebody typed their address
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # a link in a letter holds for a day, and once
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
USERSESSIONS_TRACK_ACTIVITY = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "servicedesk.paging.KeysetPagination",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["servicedesk.strict.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "servicedesk.errors.answer",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.ScopedRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"sign-in": "10/min"},
    "NUM_PROXIES": PROXIES,
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Service desk for schools",
    "DESCRIPTION": "Everything a page can do, for programs: the same records, rules and rights.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "AssetStateEnum": "assets.models.Asset.State",
        "AgreementKindEnum": "sla.models.AgreementKind",
        "AgreementStateEnum": "sla.models.AgreementVersion.State",
        "ClockStateEnum": "sla.models.ClockState",
        "ClockKindEnum": "sla.models.ClockKind",
        "KindEnum": "servicedesk.models.Kind",
        "RoleEnum": "servicedesk.roles.CHOICES",
        "ChannelEnum": "incidents.models.Channel",
        "CallChannelEnum": "incidents.serializers.logging.CHANNELS",
        "WaitReasonEnum": "sla.models.PauseReason",
        "EntryKindEnum": "servicedesk.timeline.EntryKind",
        "IncidentStatusEnum": "incidents.models.Status",
        "ProblemStatusEnum": "problems.models.Status",
        "RoundStatusEnum": "maintenance.models.Status",
        "TrendKindEnum": "problems.models.Kind",
        "TrendStateEnum": "problems.models.Trend.State",
        "OfferEnum": "problems.models.Offer",
        "ChangeKindEnum": "changes.models.Kind",
        "ChangeStatusEnum": "changes.models.Status",
        "ChangeOutcomeEnum": "changes.models.Outcome",
        "CameOfItEnum": "changes.serializers.moves.CAME_OF_IT",
        "ReleaseStatusEnum": "changes.models.ReleaseStatus",
        "ApprovalStepEnum": "changes.models.Step",
        "RuledStepEnum": "changes.models.approval.RULED",
        "LicencePerEnum": "assets.models.Licence.Per",
        "CheckAnswerEnum": "maintenance.models.Answer",
        "TargetUnitEnum": "sla.models.Unit",
        "BackUnitEnum": "continuity.models.Unit",
        "IntervalEnum": "continuity.models.Interval",
        "RehearsalKindEnum": "continuity.models.rehearsal.Kind",
        "TestResultEnum": "continuity.models.rehearsal.Result",
        "InPlaceEnum": "healthcheck.models.Choice",
        "HealthCheckStatusEnum": "healthcheck.models.Status",
        "ClaimStatusEnum": "evidence.models.Status",
        "ClaimAnswerEnum": "evidence.models.Answer",
    },
}

STATIC_URL = "static/"
STATIC_ROOT = None if DEMO or DEBUG else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO or DEBUG
MEDIA_ROOT = VAR_DIR / "files"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]  # plainer words for what the libraries say

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # a mail server that hangs holds up one letter, not the worker
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="ICT support <support@localhost>")
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
CURRENCY = env.str("CURRENCY", default="GBP")

LOGGING = logging_config(
    as_json=env.bool("LOG_JSON", default=not (DEMO or DEBUG)), level=env.str("LOG_LEVEL", default="INFO")
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = DJANGO_STRUCTLOG_CELERY_TASK_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
