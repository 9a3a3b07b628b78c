"""Where things are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("SAFEGUARDING_VAR") or ROOT / "var")
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SERVICES_FILE = VAR / "services.json"


def site_packages() -> Path:
    """The site-packages folder of the project's virtual environment."""
    return VENV / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"


class StackError(Exception):
    """Something a person has to put right; the message says what, and how."""
