"""Django's defaults, and where the data is."""

import os
from pathlib import Path

from config.addresses import database_settings

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["localhost"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "script.benchmark_parts.floor",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "script.benchmark_parts.floor.urls"
WSGI_APPLICATION = "script.benchmark_parts.floor.wsgi.application"
AUTH_USER_MODEL = "floor.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parent],
        "OPTIONS": {"context_processors": ["django.contrib.auth.context_processors.auth"]},
    }
]
_given = database_settings(os.environ["DATABASE_URL"])
# The wall of row-level security is opened once for a connection, which costs a request nothing.
_given["OPTIONS"]["options"] = f"-c app.partnership_id={os.environ['FLOOR_PARTNERSHIP']}"
DATABASES = {"default": {**_given, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
