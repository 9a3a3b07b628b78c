"""The macros that we call write the same HTML as the official ones of the pinned npm package."""

import json
import re
from pathlib import Path

import pytest

from config.jinja import COMPONENTS, component

FIXTURES = Path(__file__).resolve().parents[2] / "node_modules/govuk-frontend/dist/govuk/components"


def fixtures_of(name):
    path = FIXTURES / name / "fixtures.json"
    assert path.exists(), "the front end is not installed: npm ci --ignore-scripts"
    return json.loads(path.read_text())["fixtures"]


def squeezed(html):
    """HTML without the white space that no browser shows."""
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", str(html))).strip()


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_matches_the_official_examples(name):
    wrong = [
        fixture["name"]
        for fixture in fixtures_of(name)
        if squeezed(component(name)(fixture["options"])) != squeezed(fixture["html"])
    ]
    assert wrong == []


def test_the_pinned_versions_belong_together():
    pinned = json.loads((FIXTURES.parents[4] / "package.json").read_text())["dependencies"]
    assert pinned["govuk-frontend"] == "6.3.0"
    assert pinned["@ministryofjustice/frontend"] == "11.1.0"


def test_the_lock_file_names_no_address():
    lock = (FIXTURES.parents[4] / "package-lock.json").read_text()
    assert re.findall(r'"resolved"|registry', lock) == []
