"""Templates use only those of our classes that the style sheets know."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_class_of_ours_is_in_the_style_sheet():
    styles = (ROOT / "static/build/app.css").read_text()
    known = set(re.findall(r"\.(app-[\w-]+)", styles))
    # Wrappers that no rule is about.
    known |= {"app-header__logo"}
    used = {
        (name, path.name)
        for path in (ROOT / "templates").rglob("*.html")
        for attribute in re.findall(r'class(?:es)?"?[=:]\s*"([^"]*)"', path.read_text())
        for name in re.findall(r"(?<![\w-])app-[a-z_-]*[a-z](?![\w{-])", attribute)
    }
    assert {(name, path) for name, path in used if name not in known} == set()
