"""Settings. Everything that differs between machines comes from the environment (see .env.example)."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from celery.schedules import schedule
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import addresses

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("SAFEGUARDING_VAR") or BASE_DIR / "var")


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in ("1", "true", "yes", "on")


def _names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


# Without SECRET_KEY this is a developer's machine or the demo: cookies over http, a key made up on the spot.
DEBUG = _flag("DEBUG")
DEMO = _flag("DEMO")
IN_PRODUCTION = bool(os.environ.get("SECRET_KEY")) and not (DEBUG or DEMO)
if IN_PRODUCTION and len(os.environ["SECRET_KEY"]) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters.")
SECRET_KEY = os.environ.get("SECRET_KEY") or addresses.development_key(VAR)
ALLOWED_HOSTS = _names("ALLOWED_HOSTS", "" if IN_PRODUCTION else "localhost,127.0.0.1,[::1]")
BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
SERVICE_NAME = "Safeguarding case reviews"

ROOMS = [
    "procedures",
    "partnerships",
    "documents",
    "deadlines",
    "cases",
    "information",
    "notifications",
    "referrals",
    "panels",
    "reviews",
    "desk",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "config",
    *ROOMS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "guardian",
    "simple_history",
]


def _if_there(path: str) -> list[str]:
    """A dotted path of ours whose module may not be part of this checkout."""
    return [path] if importlib.util.find_spec(path.rpartition(".")[0]) else []


MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.RequestLogMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.LargestRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.NoStoreMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "config.once.OnceMiddleware",
    "partnerships.middleware.PartnershipMiddleware",
    "partnerships.accounts.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "config.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "config.context.common",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# Database: one engine; which role depends on the process (manage.py, config.wsgi and the worker say which).
DATABASE_ROLE = os.environ.get("DATABASE_ROLE", "worker")
DATABASES = {
    "default": {
        **addresses.database_settings(addresses.database_url(DATABASE_ROLE, VAR)),
        # Connections stay open and are checked before use; no pool, which would carry one tenant's session
        # setting into the next request.
        "CONN_MAX_AGE": int(os.environ.get("CONN_MAX_AGE", "600")),
        "CONN_HEALTH_CHECKS": True,
    }
}
# PostgreSQL plans a statement once for a connection, not each time: with row-level security in every statement the
# planning costs a page more than the answers do (docs/decisions/prepared-statements.md).
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 3}
REDIS_URL = addresses.redis_url(VAR)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": addresses.redis_database(REDIS_URL, 1),
        "KEY_PREFIX": "safeguarding",
    }
}

# People
AUTH_USER_MODEL = "partnerships.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds; a link to choose a password works once, and no longer
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ANONYMOUS_USER_NAME = None  # guardian would otherwise add a real user row of that name
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation, never by signing up
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IN_PRODUCTION else "http"
if adapter := _if_there("partnerships.accounts.AccountAdapter"):
    ACCOUNT_ADAPTER = adapter[0]
if adapter := _if_there("partnerships.accounts.MFAAdapter"):
    MFA_ADAPTER = adapter[0]
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = SERVICE_NAME
MFA_TOTP_TOLERANCE = 1  # the code before and after: people type slowly and clocks differ (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IN_PRODUCTION
AXES_LOCKOUT_PARAMETERS = [["username"]]
AXES_FAILURE_LIMIT = 8  # Cyber Essentials: lock at ten failures or fewer
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "config.lockout.username"
AXES_LOCKOUT_TEMPLATE = "account/locked.html" if (BASE_DIR / "templates/account/locked.html").exists() else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PROXY_COUNT", "0"))
SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # locking the account itself is the stronger rule
    "auth.W004",  # e-mail is unique by a constraint that ignores case
]

# Sessions, cookies, transport
CSRF_FAILURE_VIEW = "config.errors.stale_form"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IN_PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = IN_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IN_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IN_PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("PROXY_COUNT") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or VAR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or VAR / "files")
MEDIA_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
CLAMD_URL = os.environ.get("CLAMD_URL", "")  # tcp://host:3310 or unix:///path; empty: files are not scanned
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

# E-mail
vars().update(addresses.email_settings(os.environ.get("EMAIL_URL", ""), VAR / "mail"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EMAIL_FROM", "no-reply@safeguarding.invalid")
EMAIL_SUBJECT_PREFIX = ""

# Celery: a row in the database is the truth, so a task may run 0, 1 or 3 times; none uses ETA or countdown.
CELERY_BROKER_URL = addresses.broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_timeout": 30}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "config.beat:SingleScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep deadlines": {
        "task": "deadlines.tasks.sweep",
        "schedule": schedule(float(os.environ.get("SWEEP_SECONDS", "300"))),
        "options": {"expires": 600},
    },
    "keep own dates": {
        "task": "deadlines.tasks.keep_own_dates",
        "schedule": schedule(3_600.0),
        "options": {"expires": 1_800},
    },
    "warn of quorum": {
        "task": "panels.tasks.warn_of_quorum",
        "schedule": schedule(3_600.0),
        "options": {"expires": 1_800},
    },
    "remind to answer": {
        "task": "panels.tasks.remind_to_answer",
        "schedule": schedule(float(os.environ.get("ANSWERS_SECONDS", "900"))),
        "options": {"expires": 800},
    },
    "carry out disposals": {
        "task": "cases.tasks.carry_out_disposals",
        "schedule": schedule(900.0),
        "options": {"expires": 800},
    },
    "settle who sees reviews": {
        "task": "reviews.tasks.settle_sight",
        "schedule": schedule(900.0),
        "options": {"expires": 800},
    },
    "relay messages": {
        "task": "documents.tasks.relay",
        "schedule": schedule(float(os.environ.get("RELAY_SECONDS", "20"))),
        "options": {"expires": 120},
    },
    "make waiting papers": {
        "task": "documents.tasks.print_waiting",
        "schedule": schedule(float(os.environ.get("PRINT_SECONDS", "30"))),
        "options": {"expires": 60},
    },
    "carry on imports": {
        "task": "referrals.tasks.imports_waiting",
        "schedule": schedule(60.0),
        "options": {"expires": 60},
    },
    "heartbeat": {
        "task": "config.tasks.heartbeat",
        "schedule": schedule(float(os.environ.get("HEARTBEAT_SECONDS", "30"))),
        "options": {"expires": 60},
    },
}

# Log lines are JSON, without local variables and without what people typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "axes": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
