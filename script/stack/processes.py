"""Starting child processes that cannot outlive us."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

MARK = "SAFEGUARDING_STACK"


def die_with_parent(signum: int):
    """A function for `preexec_fn`: own session, and on Linux the kernel sends `signum` when the parent dies.

    Call Popen from the main thread: the kernel watches the thread that started the child.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform.startswith("linux") else None

    def prepare() -> None:
        os.setsid()
        if libc is not None:
            libc.prctl(1, signum, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def spawn(command: list, *, home: Path, stop: int, log: Path, lock: int | None = None, env=None, **options):
    """Start a child that carries our mark and our lock, writing to a log file.

    The lock is inherited on purpose: while any child of an earlier run lives, the next run waits.
    """
    environment = {**(os.environ if env is None else env), MARK: str(home)}
    with log.open("ab") as sink:
        return subprocess.Popen(
            [str(part) for part in command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            preexec_fn=die_with_parent(stop),
            pass_fds=() if lock is None else (lock,),
            **options,
        )


def stop(child: subprocess.Popen, signum: int, seconds: float) -> None:
    """Ask a child and its group to stop; after `seconds`, kill what is left of the group."""
    if child.poll() is None:
        child.send_signal(signum)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(5)


def left_over(home: Path) -> list[int]:
    """Processes that an earlier, killed run of this very home left behind (Linux; elsewhere none)."""
    wanted = f"{MARK}={home}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            if int(entry.name) != os.getpid() and wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return found


def clear_left_over(home: Path, signum: int = signal.SIGTERM) -> None:
    """Ask the processes of a killed run to stop, and kill those that have not done so after 15 seconds."""
    for attempt in range(150):
        pids = left_over(home)
        if not pids:
            return
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                if attempt == 0:
                    os.kill(pid, signum)
                elif attempt == 149:
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
