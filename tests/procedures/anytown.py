"""The smallest sound text, and how a test breaks it in one place."""

from __future__ import annotations

from procedures.errors import ProcedureErrors
from procedures.model import Procedure
from procedures.reader import TEXTS, read

BASE = (TEXTS / "base" / "england.toml").read_text(encoding="utf-8")

ANYTOWN = """
[partnership]
slug = "anytown"
title = "Anytown Safeguarding Partnership"
short = "Anytown"
code = "ANY"
contact_email = "reviews@anytown.example"

[version]
version = "1"
title = "Procedure, version 1"
in_force_from = 2026-01-01
base = "england"

[[sectors]]
name = "health"
title = "Health"

[[sectors]]
name = "police"
title = "Police"

[[agencies]]
name = "hospital"
title = "Anytown Hospital"
sector = "health"

[[agencies]]
name = "constabulary"
title = "Anytown Constabulary"
sector = "police"

[[roles]]
name = "secretariat"
title = "Business Unit"
kind = "secretariat"

[[roles]]
name = "chair"
title = "Chair"
kind = "panel-chair"

[[roles]]
name = "member"
title = "Member"
kind = "member"

[[roles]]
name = "partner"
title = "Statutory partner"
kind = "statutory-partner"

[[bodies]]
name = "panel"
title = "Review Panel"
kind = "panel"
members = ["*"]
chair = "chair"
quorum = {sectors = ["health", ["police", "health"]], number = 2}
goes_up_to = "partners"

[[bodies]]
name = "partners"
title = "Partners"
kind = "executive"
members = ["hospital", "constabulary"]
quorum = {fraction = "1/2"}
tie = "not carried"

[[forms]]
name = "referral"
title = "Referral"
use = "referral"
[[forms.sections]]
name = "person"
title = "The person"
people = "subject"
fields = [
  {name = "last-name", label = "Last name", kind = "line", person = "last_name", required = true},
  {name = "died", label = "Has the person died?", kind = "yes/no"},
  {name = "died-on", label = "Date of death", kind = "date", fact = "death", shown_when = ["died is yes"]},
]
[[forms.sections]]
name = "you"
title = "About you"
fields = [
  {name = "your-name", label = "Your name", kind = "line", sets = "referrer name"},
  {name = "your-email", label = "Your e-mail address", kind = "e-mail", sets = "referrer e-mail"},
]

[[aids]]
name = "test"
title = "The test"
test = "adult"
questions = [
  {name = "harmed", text = "Serious harm?", branches = [
    {answer = "yes", goes_to = "abuse"}, {answer = "no", result = "not-met"},
  ]},
  {name = "abuse", text = "Abuse?", branches = [{answer = "yes", result = "met"}, {answer = "no", result = "not-met"}]},
  {name = "themes", text = "Any themes?", kind = "consider"},
]
results = [
  {name = "met", title = "Met", met = true, review_types = ["review"]},
  {name = "not-met", title = "Not met", met = false, review_types = ["no-review"]},
]

[[tracks]]
name = "case"
title = "Case"
order = 1
stages = [
  {name = "received", title = "Received", plain = "We have it."},
  {name = "asking", title = "Asking", plain = "We are asking."},
  {name = "recommended", title = "Recommended", plain = "The panel has advised."},
  {name = "decided", title = "Decided", plain = "Decided.", final = true},
]

[[pathways]]
name = "adult"
title = "Adults"
tracks = ["case"]
body = "panel"
test = "adult"
form = "referral"

[[steps]]
act = "submit referral"
title = "Submit"
by = ["referrer"]
track = "case"

[[steps]]
act = "request information"
title = "Ask"
by = ["secretariat"]
track = "case"
from = ["received"]
to = "asking"

[[steps]]
act = "submit return"
title = "Answer"
by = ["member"]
track = "case"
from = ["asking"]
for_each = "agency"

[[steps]]
act = "recommend"
title = "Recommend"
by = ["chair"]
track = "case"
from = ["asking"]
to = "recommended"
needs = ["age under 100", "track case at asking"]

[[steps]]
act = "ratify recommendation"
title = "Ratify"
by = ["partner"]
track = "case"
from = ["recommended"]
to = "decided"

[[steps]]
act = "return recommendation"
title = "Return"
by = ["partner"]
track = "case"
from = ["recommended"]
to = "asking"

[[clocks]]
name = "scoping-return"
title = "Agencies answer"
limit = "10 working days after information requested"
for_each = "agency"
stops = ["submit return"]
who = "member"

[[review_types]]
name = "review"
title = "A review"
commissioned_by = "partners"

[[review_types]]
name = "no-review"
title = "No review"
is_review = false

[[ratifications]]
name = "adult"
title = "The partners"
recommended_by = "panel"
by = ["partner"]
answers = ["ratified", "returned"]

[[told]]
act = "submit referral"
who = ["secretariat", "panel"]
letter = "referral-arrived"
"""


def sound() -> Procedure:
    return read(ANYTOWN, BASE)


def with_change(old: str, new: str) -> str:
    """ANYTOWN with one place changed; the place must be there exactly once."""
    assert ANYTOWN.count(old) == 1, f"{ANYTOWN.count(old)} times: {old}"
    return ANYTOWN.replace(old, new)


def problems_of(text: str | bytes) -> list[str]:
    """What the reader says about a text; an empty list when it is sound."""
    try:
        read(text, BASE)
    except ProcedureErrors as errors:
        return list(errors.problems)
    return []
