"""The virtual environment and the front end, made again only when their locks have changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from .paths import PYTHON, ROOT, VENV, StackError, site_packages

OLDEST = (3, 11)


def use_virtual_environment(script: str, lock: str = "requirements.txt") -> None:
    """Make the virtual environment if need be, then continue this very command inside it."""
    if Path(sys.prefix) == VENV:
        return
    ensure_virtual_environment(lock)
    os.execv(PYTHON, [str(PYTHON), str(Path(script).resolve()), *sys.argv[1:]])  # noqa: S606


def ensure_virtual_environment(lock: str, say=print) -> None:
    """Install exactly what the lock names, hashes checked. StackError with pip's words if that fails."""
    if sys.version_info < OLDEST:
        raise StackError(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    wanted = _digest([ROOT / lock], sys.version)
    mark = VENV / f"installed-{lock}"
    if PYTHON.exists() and mark.exists() and mark.read_text() == wanted:
        return
    if not PYTHON.exists() or not _same_python():
        say("Making the virtual environment (.venv)")
        _make_environment()
    say(f"Installing Python packages from {lock} (half a minute the first time)")
    command = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    run([*command, "--require-hashes", "--no-deps", "-r", ROOT / lock], "pip could not install the packages")
    # The project's folder is importable from anywhere, so that `.venv/bin/pytest` finds its own plugin.
    (site_packages() / "safeguarding.pth").write_text(f"{ROOT}\n")
    mark.write_text(wanted)
    if lock == "requirements-test.txt":  # it holds everything the smaller lock does
        (VENV / "installed-requirements.txt").write_text(_digest([ROOT / "requirements.txt"], sys.version))


def _make_environment() -> None:
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=True).create(VENV)
    except subprocess.CalledProcessError as error:  # Debian keeps pip for new environments in a package of its own
        raise StackError(f"Python could not make .venv. As root: apt-get install python3-venv\n{error}") from None


def _same_python() -> bool:
    """Of our version, and whole: a start that was killed while making it may have left it without pip."""
    command = [PYTHON, "-c", "import sys, pip; print('%d.%d' % sys.version_info[:2])"]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() == f"{sys.version_info.major}.{sys.version_info.minor}"


def ensure_front_end(say=print) -> None:
    """Install the front end's packages and build style sheets and scripts, if their sources changed."""
    if not (ROOT / "package.json").exists():
        return
    npm = _npm(say)
    modules, packages = ROOT / "node_modules", _digest([ROOT / "package.json", ROOT / "package-lock.json"])
    installed = modules / ".installed"
    if not (installed.exists() and installed.read_text() == packages):
        say("Installing the front end's packages")
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], "npm ci failed")
        installed.write_text(packages)
    sources = sorted(path for path in (ROOT / "frontend").rglob("*") if path.is_file())
    wanted, built = _digest(sources, packages), ROOT / "static" / "build" / ".built"
    if not (built.exists() and built.read_text() == wanted):
        say("Building style sheets and scripts")
        run([*npm, "run", "--silent", "build"], "The front end could not be built")
        built.parent.mkdir(parents=True, exist_ok=True)
        built.write_text(wanted)


def _npm(say) -> list:
    """The machine's npm, or the one from a PyPI wheel where there is none (or Node is too old)."""
    if shutil.which("npm") and shutil.which("node"):
        version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
        if int(version.lstrip("v").split(".")[0] or 0) >= 20:
            return ["npm"]
    ensure_packages("requirements-node.txt", "Installing Node.js (there is none of version 20 or newer)", say)
    return [PYTHON, "-m", "script.stack.wheel_npm"]


def ensure_packages(lock: str, message: str, say=print) -> None:
    """Install a further lock into the virtual environment, once."""
    mark, wanted = VENV / f"installed-{lock}", _digest([ROOT / lock])
    if mark.exists() and mark.read_text() == wanted:
        return
    say(message)
    command = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    run([*command, "--require-hashes", "--no-deps", "-r", ROOT / lock], "pip could not install the packages")
    mark.write_text(wanted)


def static_stamp() -> str:
    """Changes when a static file of ours or a package that brings some does."""
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    return _digest(files, (ROOT / "requirements.txt").read_text())


def _digest(paths: list[Path], *more: str) -> str:
    total = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        if path.exists():
            total.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


def run(command: list, complaint: str, **options) -> None:
    """Run a command quietly in the project's folder; StackError with what it printed if it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, errors="replace", **options
    )
    if done.returncode:
        raise StackError(f"{complaint}:\n{done.stdout}{done.stderr}".rstrip())
