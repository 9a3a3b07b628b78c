"""What a procedure is, once read: plain frozen values that every room may hold and none may change.

The reader (`procedures.reader`) makes these from a partnership's text and its base; nothing else does.
Names inside are the short names used in the text ("one-panel", "police"); titles are what people read.
`see` is the clause of the partnership's own document, `ids` the requirement rows, `assumed` marks a default
of ours where the document is silent (shown as such on "Our procedure").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .sentences import Sentence


@dataclass(frozen=True, kw_only=True)
class Block:
    """What every block of a text has."""

    name: str
    title: str
    see: str = ""
    ids: tuple[str, ...] = ()
    assumed: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Borough(Block):
    """A borough of a partnership that covers several; a case then belongs to exactly one."""


@dataclass(frozen=True, kw_only=True)
class Sector(Block):
    """The kind of agency that a quorum counts: health, police, adult social care …"""


@dataclass(frozen=True, kw_only=True)
class Agency(Block):
    sector: str
    statutory: bool = False
    boroughs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Role(Block):
    """A role people hold here. `kind` is one of vocabulary.ROLE_KINDS; `stands_in` names roles that may act for it."""

    kind: str
    stands_in: tuple[str, ...] = ()
    agency: str = ""
    per_borough: bool = False


@dataclass(frozen=True, kw_only=True)
class Quorum:
    """Every part given must hold. A slot is met by any one of its alternatives; one person fills one slot."""

    sectors: tuple[tuple[str, ...], ...] = ()
    seats: tuple[tuple[str, ...], ...] = ()  # agency or role names
    number: int = 0  # voting agencies present
    fraction: tuple[int, int] | None = None  # of the member agencies, rounded up
    chair: bool = False


@dataclass(frozen=True, kw_only=True)
class Body(Block):
    """Anything that decides: panel, virtual panel, executive, board, sub-group."""

    kind: str
    members: tuple[str, ...] = ()  # agency names; "*" in the text is every agency
    chair: str = ""  # role
    quorum: Quorum = Quorum()
    decides: str = "majority"  # vocabulary.DECISION_RULES
    tie: str = "goes up"  # vocabulary.TIE_RULES: goes up | chair's casting vote | not carried
    goes_up_to: str = ""  # body that decides when this one cannot
    dissent: tuple[str, ...] = ()  # roles a dissent travels through, in order; the last decides
    meets: str = ""  # "monthly", "when convened", …
    meeting_kinds: tuple[str, ...] = ("meeting",)  # meeting | virtual | correspondence
    in_writing: str = ""  # vocabulary.DECISION_RULES for a vote in writing; what it does not carry goes to a meeting
    notice: Sentence | None = None  # how long before a meeting its members are called; sooner with a reason
    confidentiality: str = ""  # "" | "signed" | "signed before papers"
    cancel_only_when: tuple[str, ...] = ()  # conditions
    standing_items: tuple[str, ...] = ()  # on every agenda, in order; the word “cases” says where the cases come
    invited_vote: bool = False
    per_borough: bool = False  # one such body in each borough


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing a form asks. `kind` is one of vocabulary.FIELD_KINDS."""

    name: str
    label: str
    kind: str
    hint: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    fact: str = ""  # the case fact this answer states ("incident", "authority aware" …)
    sets: str = ""  # vocabulary.FIELD_SETS: what of the referral itself this answers ("pathway", "referrer e-mail" …)
    person: str = ""  # the person attribute this answer fills (first_name, born_on, nhs_number …)
    required_when: tuple[str, ...] = ()  # conditions "<field> is <value>"
    shown_when: tuple[str, ...] = ()
    usual_values: bool = False  # choices are usual values, not the source's
    once: bool = False  # asked once, although its section is asked of the subject and of the others
    says: str = ""  # vocabulary.ANSWERS_SAY: of a referral: what sheets take over from its answer
    from_case: str = ""  # vocabulary.CASE_VALUES: what the case says here already, for somebody to look over
    see: str = ""  # the clause that asks for it


@dataclass(frozen=True, kw_only=True)
class Section(Block):
    fields: tuple[Field, ...] = ()
    guidance: str = ""
    repeats: str = ""  # "" | "group" (as many as needed) | "subject and others" | "each person"
    item: str = ""  # "relevant person": what one of a repeating group is called
    of: tuple[str, ...] = ()  # "each person": only those entered in these sections
    people: str = ""  # "" | "subject" | "relevant": the answers here make people of that kind
    shown_when: tuple[str, ...] = ()  # conditions for the whole section to be asked
    by: str = "referrer"  # or "secretariat": filled in by them, not shown to the referrer


@dataclass(frozen=True, kw_only=True)
class Check:
    """A yes/no that nobody types: was something done within a time? Worked out from the dates on record."""

    name: str
    text: str
    done: str  # a fact, or an act in its past phrase
    within: Sentence | None = None
    see: str = ""
    assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Form(Block):
    use: str  # "referral" | "return" | …
    intro: str = ""
    sections: tuple[Section, ...] = ()
    reconstructed: bool = False
    checks: tuple[Check, ...] = ()  # shown with the answers, for internal use
    public: bool = True  # a referrer without an account may fill it in by private link
    chronology: str = "optional"  # of a return: vocabulary.RETURN_CHRONOLOGY
    own_chronology: bool = False  # of a return: an agency's own chronology, kept as a file, will do as well


@dataclass(frozen=True, kw_only=True)
class Branch:
    """From one answer of a question to the next question, or to a result."""

    answer: str
    goes_to: str = ""
    result: str = ""


@dataclass(frozen=True, kw_only=True)
class AidQuestion:
    name: str
    text: str
    kind: str = "yes/no"  # yes/no | consider (answered with a remark; never decides)
    hint: str = ""
    branches: tuple[Branch, ...] = ()  # empty on "consider" questions


@dataclass(frozen=True, kw_only=True)
class AidResult:
    name: str
    title: str
    met: bool
    review_types: tuple[str, ...] = ()  # what it points to
    methodology: str = ""


@dataclass(frozen=True, kw_only=True)
class Aid(Block):
    """A statutory test asked as guided questions; the first question is where it starts."""

    test: str  # vocabulary.STATUTORY_TESTS: child | adult | domestic homicide | other
    law: str = ""
    intro: str = ""
    questions: tuple[AidQuestion, ...] = ()
    results: tuple[AidResult, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stage:
    name: str
    title: str
    plain: str  # what the referrer is told
    final: bool = False


@dataclass(frozen=True, kw_only=True)
class Track(Block):
    order: int
    stages: tuple[Stage, ...] = ()  # the first is where it starts
    body: str = ""  # that considers a case standing on it, where it is not the pathway's


@dataclass(frozen=True, kw_only=True)
class Pathway(Block):
    """What kind of case this is for the partnership: which tracks open, who decides, which test leads."""

    tracks: tuple[str, ...] = ()  # opened at submission
    body: str = ""  # the body that considers it
    subject: str = "adult"  # adult | child | either
    test: str = ""  # the statutory test asked first
    lead_authority: str = ""
    form: str = ""  # the referral form it starts from


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act at one place on a track: who, from where to where, what first, and how strictly."""

    act: str  # act slug, e.g. "acknowledge_referral"
    title: str
    by: tuple[str, ...]  # role names (and those that stand in); "referrer", "system"
    track: str = ""
    from_stages: tuple[str, ...] = ()  # empty: any open stage of the track
    to_stage: str = ""  # empty: stays
    needs: tuple[str, ...] = ()  # conditions
    pathways: tuple[str, ...] = ()  # empty: all
    opens: tuple[str, ...] = ()  # tracks
    closes: tuple[str, ...] = ()  # tracks
    for_each: str = ""  # "" | "agency"
    optional: bool = False
    repeatable: bool = False
    jointly_with: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()  # which notices it is about; empty: those that no other step of the act names
    form: str = ""  # a form whose questions the act's page asks; the answers stay with the event
    press_statement: bool = False  # publishing: not without a statement for the press
    force: str = "must"  # must: a gate; should: guided, done otherwise with a reason
    outcomes: tuple[tuple[str, str], ...] = ()  # (answer, stage): "fit" -> "scoping"; overrides to_stage
    outcome_needs: tuple[tuple[str, str], ...] = ()  # (answer, condition on the step's form): a gate of one answer
    opens_on: tuple[tuple[str, str], ...] = ()  # (answer, track): a track opened by one answer only
    see: str = ""
    ids: tuple[str, ...] = ()
    assumed: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Clock(Block):
    """A rule with a date. Target and limit are sentences with their own starts; `stops` names the acts that meet it."""

    target: Sentence | None = None
    limit: Sentence | None = None
    for_each: str = ""  # "" | "agency" | "action" | "review" | "meeting" | "procedure"
    stops: tuple[str, ...] = ()  # act slugs
    each_does: tuple[str, ...] = ()  # act slugs: whoever has done one is waited for no longer, only the others
    withdrawn_by: tuple[str, ...] = ()  # act slugs
    missed_by: tuple[str, ...] = ()  # act slugs: after one it can be met no more, and is kept as not done
    who: str = ""  # role that must act ("" with for_each agency: the agency's representative)
    track: str = ""
    pathways: tuple[str, ...] = ()
    when: tuple[str, ...] = ()  # conditions for it to apply
    notice: str = ""  # a notice: runs for each body it goes to, and only what is done about that notice counts
    permanence: bool = False  # "stays public for a year": being past it is good, nobody is late
    law: str = ""


@dataclass(frozen=True, kw_only=True)
class Notice(Block):
    """What must be told to bodies outside that never sign in. Each body gets a notice of its own, with its own state.

    An “incident” notice is prepared, recorded, acknowledged and answered by steps of a track. Of the others the same
    is done by whoever `by` names, at any time: their steps follow from this block (`procedures.notices`).
    """

    to: tuple[str, ...]  # outside bodies
    kind: str = "information"  # vocabulary.NOTICE_KINDS
    when: tuple[str, ...] = ()  # conditions for it to be due
    pathways: tuple[str, ...] = ()
    by: tuple[str, ...] = ()  # role names; not for “incident”
    copies_to: tuple[str, ...] = ()  # who gets a copy; of an “incident” its steps say it
    form: str = ""  # the sheet of what to copy into the national system
    how: str = ""  # where it is sent: "the online notification system"
    replies: tuple[str, ...] = ()  # what a body may answer; empty: nothing is waited for


@dataclass(frozen=True, kw_only=True)
class ReviewType(Block):
    statutory: str = ""  # "mandatory" | "discretionary" | ""
    pathways: tuple[str, ...] = ()
    independent_reviewer: bool = False
    published: bool = False
    briefing: bool = False
    is_review: bool = True  # False: "no review"
    needs_criteria: str = ""  # "" | "met" | "not met"
    confirm: str = ""  # what the chair confirms when recommending it
    confirm_when: str = ""  # "" always | "met" | "not met": only then
    tells: tuple[str, ...] = ()  # outside bodies and boards
    commissioned_by: str = ""  # body


@dataclass(frozen=True, kw_only=True)
class Methodology(Block):
    description: str = ""
    benefits: tuple[str, ...] = ()
    drawbacks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewerCheck(Block):
    """What is asked of a reviewer before they are appointed (C-22). Its title is a question answered yes or no."""

    conflict: bool = False  # a conflict of interest: “no” is the good answer
    pathways: tuple[str, ...] = ()  # empty: all


@dataclass(frozen=True, kw_only=True)
class Ratification(Block):
    """Whose answer a recommendation needs. `by` in order; each role (or who stands in) answers once."""

    recommended_by: str  # body
    by: tuple[str, ...] = ()  # role names
    on_behalf_of: str = ""  # board
    answers: tuple[str, ...] = ("ratified", "returned", "replaced")
    pathways: tuple[str, ...] = ()
    told: tuple[str, ...] = ()  # roles told, who may object
    objection: Sentence | None = None


@dataclass(frozen=True, kw_only=True)
class Letter(Block):
    """Plain words with {names} from vocabulary.LETTER_VALUES; the paragraphs are the partnership's to word."""

    to: str
    subject: str
    paragraphs: tuple[str, ...] = ()  # on paper, "## …" is a heading and "- …" a point of a list
    personal: bool = False  # carries personal details: never e-mailed, only behind sign-in or by post
    use: str = "message"  # vocabulary.LETTER_USES: leaves by itself, written by the office, or a paper to fill in


@dataclass(frozen=True, kw_only=True)
class Appendix(Block):
    """A paper of the partnership's own document, and where it is found here: exactly one of the three is given."""

    letter: str = ""  # a letter or template of this text
    form: str = ""
    part: str = ""  # vocabulary.APPENDIX_PARTS


@dataclass(frozen=True, kw_only=True)
class Retention(Block):
    """How long a kind of case is kept after it was closed. The first block that fits a case counts."""

    years: int
    pathways: tuple[str, ...] = ()  # empty: all
    when: str = ""  # vocabulary.RETENTION_KINDS


@dataclass(frozen=True, kw_only=True)
class Told:
    """Who hears of an act: roles, "referrer", "agencies asked", "panel", outside bodies."""

    act: str
    who: tuple[str, ...]
    letter: str = ""
    pathways: tuple[str, ...] = ()  # empty: all
    when: tuple[str, ...] = ()  # conditions, as the case stood before the act
    see: str = ""


@dataclass(frozen=True, kw_only=True)
class Reminders:
    before: tuple[int, ...] = (2,)  # working days before the due day
    on_day: bool = True
    overdue_every: int = 1  # working days; 0: never
    copy_overdue_to: tuple[str, ...] = ()  # role names


@dataclass(frozen=True, kw_only=True)
class Chasing:
    """Who else hears when somebody has been reminded by hand and still owes an answer; 0: never goes that far."""

    deputy_after: int = 1  # reminders to the lead, then the deputy hears too
    senior_lead_after: int = 3  # then the agency's senior lead
    senior_lead: tuple[str, ...] = ()  # role names; empty: every role of kind agency-lead
    link_days: int = 30  # how long the private link of an agency without an account stays open


@dataclass(frozen=True, kw_only=True)
class Reporting:
    """The years that reports speak of, who gets the yearly one, and below how many people no number is shown."""

    year_begins: str = "April"  # vocabulary.MONTHS
    to: tuple[str, ...] = ()  # bodies that the annual report goes to
    hide_below: int = 5  # in looks at fairness: smaller numbers are hidden, and what would give them away
    see: str = ""
    assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Referring:
    """Who may refer a case, and what they do before: the words of the public page on which a referral starts (C-1)."""

    who: tuple[str, ...] = ("agencies",)  # vocabulary.WHO_REFERS
    before: tuple[str, ...] = ()  # plain sentences
    see: str = ""
    ids: tuple[str, ...] = ()
    assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The confidentiality agreement that people of a body sign (C-25). Other words are another version."""

    title: str = ""
    version: str = ""
    paragraphs: tuple[str, ...] = ()
    see: str = ""
    assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """One partnership's procedure in one version."""

    slug: str
    partnership_title: str
    short_title: str
    code: str  # of references: RED
    country: str
    subdivision: str
    second_factor: str  # "required" | "optional"
    version: str
    version_title: str
    in_force_from: dt.date | None
    superseded_by: str
    review_by: dt.date | None
    source: str
    words: Mapping[str, str] = field(default_factory=dict)  # local labels: "secretariat" -> "One Panel Secretariat"
    contact_email: str = ""
    base: str = ""  # the shared text it stands on
    boroughs: tuple[Borough, ...] = ()
    sectors: tuple[Sector, ...] = ()
    agencies: tuple[Agency, ...] = ()
    outside_bodies: tuple[Block, ...] = ()
    roles: tuple[Role, ...] = ()
    bodies: tuple[Body, ...] = ()
    forms: tuple[Form, ...] = ()
    aids: tuple[Aid, ...] = ()
    tracks: tuple[Track, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    steps: tuple[Step, ...] = ()
    clocks: tuple[Clock, ...] = ()
    notices: tuple[Notice, ...] = ()
    review_types: tuple[ReviewType, ...] = ()
    methodologies: tuple[Methodology, ...] = ()
    reviewer_checks: tuple[ReviewerCheck, ...] = ()
    themes: tuple[Block, ...] = ()  # what was learnt is sorted by these (C-28, C-48)
    ratifications: tuple[Ratification, ...] = ()
    letters: tuple[Letter, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    retention: tuple[Retention, ...] = ()
    told: tuple[Told, ...] = ()
    reminders: Reminders = Reminders()
    chasing: Chasing = Chasing()
    agreement: Agreement = Agreement()
    reporting: Reporting = Reporting()
    referring: Referring = Referring()

    def find(self, kind: str, name: str):
        """The block called `name` among `kind` ("agencies", "bodies", "tracks" …); KeyError says what was sought."""
        for block in getattr(self, kind):
            if block.name == name:
                return block
        raise KeyError(f"{kind} of {self.slug} {self.version} has no “{name}”")

    def roles_of_kind(self, *kinds: str) -> tuple[Role, ...]:
        return tuple(role for role in self.roles if role.kind in kinds)

    def is_for_owners(self, clock: Clock) -> bool:
        """Whether a clock is for whoever owns the thing that it is about, not for a role above them."""
        return any(role.name == clock.who and role.kind == "action-owner" for role in self.roles)

    def who_may_act_as(self, role: str) -> frozenset[str]:
        """The role itself and every role that stands in for it."""
        if role in {"referrer", "system"}:
            return frozenset({role})
        return frozenset({role, *self.find("roles", role).stands_in})

    def roles_for(self, act: str) -> frozenset[str]:
        """Every role to which a step gives this act, in whichever pathway, and those that stand in for it."""
        named = {role for step in self._steps_by_act.get(act, ()) for role in (*step.by, *step.jointly_with)}
        return frozenset().union(*(self.who_may_act_as(role) for role in named))

    def stage(self, track: str, stage: str) -> Stage:
        for found in self.find("tracks", track).stages:
            if found.name == stage:
                return found
        raise KeyError(f"track {track} has no stage “{stage}”")

    def steps_for(self, act: str, pathway: str) -> tuple[Step, ...]:
        return tuple(s for s in self._steps_by_act.get(act, ()) if not s.pathways or pathway in s.pathways)

    def pathways_of(self, roles: Collection[str]) -> frozenset[str] | None:
        """The pathways in which one of these roles has a step; None when some step of theirs is for all of them."""
        steps = [step for step in self.steps if not set(step.by).isdisjoint(roles)]
        if any(not step.pathways for step in steps):
            return None
        return frozenset(pathway for step in steps for pathway in step.pathways)

    @cached_property
    def _steps_by_act(self) -> dict[str, list[Step]]:
        found: dict[str, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.act, []).append(step)
        return found
