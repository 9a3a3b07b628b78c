"""Addresses of services, from the environment or from the file that a running `script/server` leaves."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

NO_SERVER = "/start-with-script-server-or-set-DATABASE_URL"


def running_services(var: Path) -> dict[str, str]:
    """The addresses in var/services.json; none when `script/server` has not run here, or the file is bad."""
    try:
        return json.loads((var / "services.json").read_text())["urls"]
    except (OSError, ValueError, KeyError):
        return {}


def database_url(role: str, var: Path) -> str:
    """The address for one of the roles owner, worker, web.

    The environment wins: DATABASE_OWNER_URL or DATABASE_WORKER_URL for their roles, else DATABASE_URL for
    all. Without any address the result names a server that cannot exist, so that commands which need no
    database work.
    """
    if os.environ.get("DATABASE_URL"):
        return os.environ.get(f"DATABASE_{role.upper()}_URL") or os.environ["DATABASE_URL"]
    return running_services(var).get(role) or f"postgresql://{role}@/safeguarding?host={NO_SERVER}"


def database_settings(url: str) -> dict:
    """Django's form of a database address.

    `postgresql://user:password@host:5432/name`, or `?host=/folder` for a local socket; other query parameters
    (sslmode and so on) go to the driver as they are.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "safeguarding",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": str(query.pop("port", "") or parts.port or ""),
        "OPTIONS": {"application_name": "safeguarding", "connect_timeout": 10, **query},
    }


def redis_url(var: Path) -> str:
    """REDIS_URL, else the running services'; else an address where nothing answers."""
    return os.environ.get("REDIS_URL") or running_services(var).get("redis") or f"unix://{NO_SERVER}"


def redis_database(url: str, number: int) -> str:
    """The same Redis, another of its numbered databases (queue 0, cache 1)."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"{url.partition('?')[0]}?db={number}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def broker_url(url: str) -> str:
    """The address in Celery's own form."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return redis_database(url, 0)
    password = f":{parts.password}@" if parts.password else ""
    return f"redis+socket://{password}{parts.path}?virtual_host=0"


def email_settings(url: str, folder: Path) -> dict:
    """Django's mail settings: smtp://, smtp+tls:// (STARTTLS) or smtps://; with no address, files."""
    if not url:
        return {"EMAIL_BACKEND": "documents.mailbox.MailboxBackend", "EMAIL_FILE_PATH": str(folder)}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtp+tls", "smtps"):
        raise ValueError("EMAIL_URL must begin with smtp://, smtp+tls:// or smtps://")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def development_key(var: Path) -> str:
    """A secret key made up once for this clone and kept in var/, so that sign-ins outlive a restart."""
    path = var / "secret-key"
    try:
        if not path.exists():
            var.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as sink:
                sink.write(secrets.token_urlsafe(60))
        return path.read_text() or secrets.token_urlsafe(60)
    except OSError:
        return secrets.token_urlsafe(60)
