"""The faces of our papers: each weight cut once from the variable fonts of the front end, then kept in var/.

A variable font would be cut anew for every letter, which was nearly half of the time that a letter takes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from io import BytesIO

from django.conf import settings

ADDRESS = re.compile(r"font:([a-z0-9-]+)(?:@([1-9]00))?")


def face(url: str) -> bytes | None:
    """The bytes of `font:<file>` or `font:<file>@<weight>`; None for any other address, or a file that is not there."""
    found = ADDRESS.fullmatch(url)
    source = settings.BASE_DIR / "static/build/fonts" / f"{found[1]}.woff2" if found else None
    if source is None or not source.exists():
        return None
    content = source.read_bytes()
    return cut(found[1], content, int(found[2])) if found[2] else content


def cut(name: str, content: bytes, weight: int) -> bytes:
    """One weight of a variable font, from var/ when it was cut before; a folder that cannot be written is no error."""
    kept = settings.VAR / "print-fonts" / f"{name}-{weight}-{hashlib.sha256(content).hexdigest()[:12]}.ttf"
    if kept.exists():
        return kept.read_bytes()
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font, out = TTFont(BytesIO(content)), BytesIO()
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font.flavor = None
    font.save(out)
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{os.getpid()}")
        half.write_bytes(out.getvalue())
        half.replace(kept)
    return out.getvalue()
