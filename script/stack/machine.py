"""What the machine itself must have: WeasyPrint's libraries, a font, a Redis, a browser."""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import shutil
import subprocess
from pathlib import Path

from .paths import StackError
from .redis import installed_binary

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "~/.fonts",
    "~/.local/share/fonts",
)
# The same engine without windows and menus comes first: a page costs half the processor time.
SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find_browser() -> str | None:
    """$CHROMIUM, else a headless Chromium, Chromium or Chrome on the PATH."""
    if given := os.environ.get("CHROMIUM"):
        return given
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return found or (MAC_CHROME if Path(MAC_CHROME).exists() else None)


def _has_font() -> bool:
    files = (path for folder in FONT_FOLDERS for path in Path(folder).expanduser().rglob("*.[to]tf"))
    return next(files, None) is not None


def missing_packages(browser: bool) -> list[str]:
    """Debian's names of what is not there."""
    wanted = []
    if not ctypes.util.find_library("pango-1.0"):
        wanted.append("libpango-1.0-0")
    if not ctypes.util.find_library("pangoft2-1.0"):
        wanted.append("libpangoft2-1.0-0")
    if not _has_font():
        wanted.append("fonts-dejavu-core")
    if browser and not find_browser():
        wanted.append("chromium")
    if not (os.environ.get("REDIS_URL") or installed_binary()):
        wanted.append("redis-server")
    return wanted


def ensure_quicker_browser(say=print) -> None:
    """Beside a Debian Chromium, its headless shell of the very same version, when we are root and it can be had.

    Nothing depends on it, and nothing else is changed: without it the journeys take the browser that is there.
    """
    if os.environ.get("CHROMIUM") or shutil.which(SHELL) or not (shutil.which("apt-get") and os.geteuid() == 0):
        return
    asked = ["dpkg-query", "-W", "-f", "${Version}", "chromium"]
    version = subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    if version:
        say("Asking for the headless Chromium, which is quicker (a quarter of a minute or so)")
        command = ["apt-get", "install", "-y", "--no-install-recommends", "--no-remove", f"{SHELL}={version}"]
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(
                command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True, timeout=180
            )


def ensure_packages(browser: bool, say=print) -> None:
    """Install what is missing when we are root on a Debian system.

    Otherwise, or if that fails, StackError with the one command to run.
    """
    wanted = missing_packages(browser)
    if not wanted:
        return
    by_hand = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(wanted)}"
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        raise StackError(f"This machine lacks {', '.join(wanted)}. Run one command, as root:\n  {by_hand}")
    say(f"Installing {', '.join(wanted)} (a quarter of a minute or so)")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for _ in range(3):
        done = subprocess.run(["/bin/sh", "-c", by_hand], env=environment, capture_output=True, text=True)
        if done.returncode == 0 and not missing_packages(browser):
            return
    raise StackError(f"Could not install {', '.join(wanted)}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}\n  {by_hand}")
