"""docker-compose.yml cannot be run everywhere the tests run: its shape is checked instead."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
SERVICES = COMPOSE["services"]


def test_the_services_that_run():
    standing = {name for name, service in SERVICES.items() if "profiles" not in service}
    assert standing == {"web", "worker", "beat", "db", "redis"}


def test_every_standing_service_is_watched_and_comes_back():
    for name, service in SERVICES.items():
        if "profiles" not in service:
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"][0] == "CMD", name


def test_every_volume_is_declared_and_used():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_no_secret_is_written_down():
    secret = re.compile("KEY|PASSWORD|DATABASE_.*URL|EMAIL_URL")
    values = {
        (service, name): value
        for service, about in SERVICES.items()
        for name, value in about.get("environment", {}).items()
        if secret.search(name)
    }
    assert len(values) > 10
    assert [where for where, value in values.items() if not re.fullmatch(r"\$\{[A-Z_]+:\?.+\}", value)] == []


def test_each_container_knows_only_the_address_of_its_role():
    given = {name: SERVICES[name]["environment"]["DATABASE_URL"] for name in ("web", "worker", "beat")}
    assert given == {
        "web": "${DATABASE_URL:?see .env.example}",
        "worker": "${DATABASE_WORKER_URL:?see .env.example}",
        "beat": "${DATABASE_WORKER_URL:?see .env.example}",
    }
    assert [name for name in given if "DATABASE_OWNER_URL" in SERVICES[name]["environment"]] == []


def test_every_variable_is_explained_in_the_example():
    wanted = set(re.findall(r"\$\{([A-Z_]+)", TEXT)) - {"VERSION"}
    explained = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert wanted - explained == set()
