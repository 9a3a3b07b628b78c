"""`manage.py explain_deadline` as people and checks run it: its own process, without a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def run(tmp_path):
    """One run in an environment where no database or Redis can be found."""
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    environment["SAFEGUARDING_VAR"] = str(tmp_path)

    def go(*arguments, lines=None):
        return subprocess.run(
            [sys.executable, "manage.py", "explain_deadline", *arguments],
            cwd=HERE,
            env=environment,
            input=lines,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return go


PLAIN = ("--unit", "working_days", "--direction", "after", "--day-one", "next")


def test_a_plain_rule_as_json_needs_no_database(run):
    done = run("--from", "2026-12-24", "--amount", "2", *PLAIN, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert {key: found[key] for key in ("due", "due_instant", "counted", "skipped")} == {
        "due": "2026-12-30",
        "due_instant": "2026-12-30T23:59:59Z",
        "counted": ["2026-12-29", "2026-12-30"],
        "skipped": [
            {"date": "2026-12-25", "reason": "bank holiday: Christmas Day"},
            {"date": "2026-12-26", "reason": "Saturday"},
            {"date": "2026-12-27", "reason": "Sunday"},
            {"date": "2026-12-28", "reason": "bank holiday: Boxing Day (substitute day)"},
        ],
    }


def test_people_read_plain_lines(run):
    done = run("--from", "2026-07-01T23:30:00Z", "--amount", "1", *PLAIN)
    assert done.stdout.splitlines() == [
        "Start: start, Thursday 2 July 2026.",
        "Day 1: Friday 3 July 2026.",
        "Due by the end of Friday 3 July 2026.",
        "Rule: 1 working day after start.",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--from", "2026-02-28", "--amount", "-5"),
            "The amount cannot be negative; to count backwards give direction “before”.",
        ),
        (("--from", "2026-02-28", "--amount", "1", "--bogus"), "Error: unrecognized arguments: --bogus"),
        (("--amount", "1", "--from"), "Error: argument --from: expected one argument"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_code_1(run, arguments, said):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.removeprefix("CommandError: ") for line in done.stderr.splitlines()] == [said]
    as_json = run(*arguments, "--json")
    assert (as_json.returncode, as_json.stderr) == (1, done.stderr)
    assert json.loads(as_json.stdout) == {"error": said}


def test_a_thousand_lines_are_answered_in_order_bad_ones_too(run):
    questions = [json.dumps({"from": "2026-12-24", "amount": n % 50, "unit": "days"}) for n in range(1000)]
    questions[500:500] = ["{", "[]", "", '{"from": "2026-12-24", "amount": -1}']
    done = run("--stdin", lines="\n".join(questions) + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == 1004
    assert answers[500:504] == [
        *[{"error": "The line is not a JSON object."}] * 3,
        {"error": "The amount cannot be negative; to count backwards give direction “before”."},
    ]
    assert [found["due"] for found in answers[:3] + answers[-1:]] == [
        "2026-12-24",
        "2026-12-25",
        "2026-12-26",
        "2027-02-11",
    ]


def test_options_hold_for_every_line(run):
    done = run("--stdin", "--unit", "weeks", lines='{"from": "2026-11-21", "amount": 2}\n')
    assert json.loads(done.stdout)["due"] == "2026-12-05"
