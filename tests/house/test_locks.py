"""What is installed is pinned, with hashes, from nowhere in particular; no file knows the machine it was made on."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

from .source import ROOT

PINNED = re.compile(r"^[A-Za-z0-9._-]+(\[[a-z0-9,-]+\])?==[^\s;]+( ; [^\\]+)? \\$")
BINARY = {".png", ".ico", ".woff2", ".woff", ".ttf", ".pdf", ".docx", ".xlsx", ".jpg", ".svg"}
# A home folder, a temporary folder with a name of its own, or a private registry.
MACHINE = re.compile(r"/home/[a-z]\w*/|/Users/\w+/|/[w]ork/(main|shared)\b|\.\./[s]hared\b|[A-Z]:\\Users\\")
ADDRESS = re.compile(r"https?://|--index-url|--extra-index-url|--find-links|--trusted-host|file:|git\+")


def files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def locks() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("requirements*.txt"))


@pytest.mark.parametrize("name", locks())
def test_python_packages_are_pinned_with_hashes_and_no_address(name):
    lines = [line for line in text_of(name).splitlines() if line.strip() and not line.lstrip().startswith("#")]
    packages = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    assert [lines[number] for number in packages if not PINNED.match(lines[number])] == []
    assert [lines[n] for n in packages if not lines[n + 1].strip().startswith("--hash=sha256:")] == []
    assert [line for line in lines if ADDRESS.search(line)] == []


def test_npm_packages_are_pinned_with_hashes_and_no_address():
    packages = json.loads(text_of("package-lock.json"))["packages"]
    own = packages.pop("")
    assert [name for name, one in packages.items() if not re.match(r"sha512-", one.get("integrity", ""))] == []
    assert [name for name, one in packages.items() if "resolved" in one] == []
    wanted = {**own.get("dependencies", {}), **own.get("devDependencies", {})}
    assert {name: version for name, version in wanted.items() if not version[0].isdigit()} == {}


def test_no_settings_of_a_package_manager_name_an_address():
    kept = [name for name in files() if name.rpartition("/")[2] in {".npmrc", "pip.conf", ".pypirc", "uv.toml"}]
    assert [
        name for name in kept if ADDRESS.search(text_of(name)) or re.search(r"(?m)^\S*registry\s*=", text_of(name))
    ] == []


def test_no_file_names_the_machine_it_was_written_on():
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name in files()
        if not any(name.endswith(suffix) for suffix in BINARY) and name != "tests/house/test_locks.py"
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert found == []


def test_no_key_and_no_environment_file_is_kept():
    names = {name.rpartition("/")[2] for name in files()}
    assert [name for name in names if name in {".env", "id_rsa", "secret-key"} or name.endswith((".pem", ".key"))] == []
