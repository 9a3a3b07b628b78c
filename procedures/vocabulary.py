"""The closed vocabulary of procedure texts: the fence of DESIGN §2. A word that is not here cannot be written.

Each list maps the word as written in a text to one plain sentence; when a partnership needs something these words
cannot say, the list gains one word for everybody. Acts live in `vocabulary_acts`, conditions in
`vocabulary_conditions`; both are offered here too.
"""

from __future__ import annotations

from dataclasses import dataclass

from .vocabulary_acts import ACTS, ACTS_WITH_FORM, PAST, Act
from .vocabulary_conditions import (
    ABOUT_AN_ACTION,
    CONDITIONS,
    FIELD_CONDITIONS,
    OF_AN_ACTION,
    Condition,
    UnknownCondition,
    condition,
    field_condition,
    fields_named,
    listed,
)

__all__ = [
    "ABOUT_AN_ACTION",
    "ACTS",
    "ACTS_WITH_FORM",
    "CONDITIONS",
    "FACTS",
    "FIELD_CONDITIONS",
    "OF_AN_ACTION",
    "PAST",
    "Act",
    "Condition",
    "Fact",
    "UnknownCondition",
    "act_slug",
    "condition",
    "field_condition",
    "fields_named",
    "listed",
    "start_phrase",
    "start_slug",
]  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A date that a clock may start from. `stated_by`: acts that state it; empty: a form or a person does."""

    slug: str
    words: str
    means: str
    stated_by: tuple[str, ...] = ()
    anew: bool = False  # stated again it begins a clock again; of others the newest date takes the place of the old


# These acts settle a case; the facts “final decision” and “decision to review” follow from them by themselves.
FINAL_DECISIONS = ("ratify_recommendation", "replace_recommendation", "decide_escalation")

_FACTS = (
    Fact("incident", "incident", "The day it happened."),
    Fact("death", "death", "The day the person died."),
    Fact("authority_aware", "authority aware", "When the local authority learnt of the incident."),
    Fact("person_aware", "person aware", "When the person who refers learnt of the incident."),
    Fact("board_told", "board told", "When the board that holds the duty was told of the death."),
    Fact("referral_received", "referral received", "When the partnership received the referral.", ("submit_referral",)),
    Fact("notification_sent", "notification sent", "When the statutory notice left.", ("record_notification",)),
    Fact(
        "national_panel_acknowledged",
        "national panel acknowledged",
        "When the national panel said that it has the notice.",
        ("record_acknowledgement",),
    ),
    Fact("all_returns_in", "all returns in", "When the last agency asked had answered.", ("request_information",)),
    Fact(
        "information_wanted",
        "information wanted",
        "The day by which a body that broke off wants to know more.",
        ("need_information",),
        anew=True,
    ),
    Fact("meeting", "meeting", "The planned day of the meeting that takes the case.", ("add_agenda_item",)),
    Fact("meeting_held", "meeting held", "The day the meeting that took the case was held.", ("hold_meeting",)),
    Fact("final_decision", "final decision", "When a recommendation got its final answer.", FINAL_DECISIONS),
    Fact(
        "decision_to_review",
        "decision to review",
        "When it was finally decided that there is a review.",
        (*FINAL_DECISIONS, "decide_threshold"),
    ),
    Fact(
        "planned_publication", "planned publication", "The day the report is to be published.", ("decide_publication",)
    ),
    Fact(
        "report_public_since",
        "report public since",
        "When the report went public, moved on by the time for which it was taken down.",
        ("publish_report", "put_back_report"),
    ),
    Fact("deadline", "deadline", "The day an action is due, extensions included.", ("create_action",)),
    Fact("original_deadline", "original deadline", "The day an action was first due.", ("create_action",)),
    Fact("safety_action_due", "safety action due", "The day something needed at once is due.", ("log_safety_action",)),
    Fact("procedure_in_force", "procedure in force", "The day this version came into force.", ("publish_procedure",)),
    Fact("first_meeting", "first meeting", "The day the body first met under this version.", ("convene_meeting",)),
)
FACTS: dict[str, Fact] = {fact.words: fact for fact in _FACTS}

ROLE_KINDS = {
    "secretariat": "Logs, asks, chases, writes and sends.",
    "member": "Answers and votes for an agency.",
    "agency-lead": "Stands above an agency's member: signs off returns, passes dissent on.",
    "panel-chair": "Looks first, runs the meeting, puts the question.",
    "ratifier": "Answers a recommendation on behalf of a board.",
    "statutory-partner": "One of those the law makes responsible.",
    "local-authority": "Does what the law asks of the council: notifies.",
    "reviewer": "Carries out a review.",
    "action-owner": "Reports on an action.",
    "administrator": "Keeps people, agencies, meeting dates and the procedure in force.",
    "referrer": "Sent the referral; has no account.",
}
BODY_KINDS = {
    "panel": "Meets, votes and recommends or decides.",
    "virtual panel": "Decides without sitting together.",
    "executive": "The leads of the statutory partners.",
    "board": "Holds the duty; answers recommendations through a named person.",
    "sub-group": "Works for a board.",
}
DECISION_RULES = {
    "majority": "More than half of the agencies voting.",
    "unanimous": "All agencies voting.",
    "unanimous else majority": "All if possible, otherwise more than half.",
    "majority else chair": "More than half, otherwise the chair.",
    "unanimous else majority else chair": "All if possible, otherwise more than half, otherwise the chair.",
    "majority of named seats": "More than half of the seats named in the quorum.",
    "each in order": "One after the other; each must agree.",
    "jointly": "All members together, without a count.",
    "does not vote": "Answers through a person, never by a vote.",
}
TIE_RULES = {
    "goes up": "Those above the body decide.",
    "chair's casting vote": "The chair's vote counts once more.",
    "not carried": "Nothing is decided.",
}
MEETING_KINDS = {
    "meeting": "Around a table or on screens, at one time.",
    "virtual": "A call of the leads, at short notice.",
    "correspondence": "In writing, without sitting together.",
}
MEETS = {
    "": "Not said.",
    "monthly": "Once a month.",
    "every two months": "Every other month.",
    "quarterly": "Four times a year.",
    "when convened": "When somebody calls it together.",
}
CONFIDENTIALITY = {
    "": "No agreement.",
    "signed": "Everybody agrees to the confidentiality agreement; papers do not wait for it.",
    "signed before papers": "No papers before somebody has agreed to the confidentiality agreement.",
}
FIELD_KINDS = {
    "line": "A few words.",
    "paragraph": "As many words as needed.",
    "number": "A whole number.",
    "date": "A day.",
    "part-known date": "A year, a month and year, or a day.",
    "time": "A time of day.",
    "yes/no": "Yes or no.",
    "yes/no/don't know": "Yes, no or not known.",
    "one of": "One of the choices.",
    "several of": "Any of the choices.",
    "person": "One of the people already entered.",
    "address": "A postal address.",
    "agency": "One of the agencies, or another by name.",
    "NHS number": "Ten digits with a right check digit.",
    "Ofsted URN": "The number of a school or setting.",
    "telephone": "A telephone number.",
    "e-mail": "An e-mail address.",
    "file": "A document.",
    "declaration": "A statement to be ticked.",
    "age": "Worked out from the date of birth; may be typed when that is not known.",
}
CHOICE_KINDS = ("one of", "several of")
FIELD_SETS = {
    "pathway": "Which pathway the referral is for.",
    "borough": "Which borough the case belongs to.",
    "reason": "Why it is referred: the summary shown in lists.",
    "received on": "The date on the referral.",
    "referrer name": "Who refers.",
    "referrer agency": "For which agency.",
    "referrer role": "In which post.",
    "referrer telephone": "Where to ring.",
    "referrer e-mail": "Where to write.",
    "quality assured by": "The manager who checked the referral.",
}
PERSON_ATTRIBUTES = {
    "name": "Whole name, where first and last are not asked apart.",
    "first_name": "First name.",
    "last_name": "Last name.",
    "other_names": "Other names used.",
    "born_on": "Date of birth.",
    "died_on": "Date of death.",
    "age": "Age, when the date of birth is not known.",
    "gender": "Gender.",
    "ethnicity": "Ethnicity.",
    "disability": "Disability.",
    "nhs_number": "NHS number.",
    "gp": "General practitioner.",
    "post_mortem": "Result of a post-mortem.",
    "address": "Home address.",
    "housing_tenure": "Housing tenure.",
    "school": "School or college.",
    "relationship": "Relationship to the subject.",
    "legal_status": "Looked after, care leaver, other orders.",
    "other_information": "Anything else that matters.",
}
# What a question of a referral says, in words that sheets take over (`from_case`).
ANSWERS_SAY = {
    "died": "Whether the person died.",
    "main cause": "The main cause of what happened.",
    "place": "Where it happened.",
    "proceedings": "Criminal and other proceedings.",
}
FORM_USES = {
    "referral": "Starts a case.",
    "return": "An agency's answer to a request.",
    "notification": "A statutory notice.",
    "outcome": "What a meeting concluded.",
    "report": "A review's report.",
    "step": "Asked when a step is done; its answers stay with the record of it.",
}
RETURN_CHRONOLOGY = {
    "required": "A return cannot be sent without a chronology.",
    "optional": "A chronology may be given.",
    "no": "No chronology is asked for.",
}
REPEATS = {
    "": "Asked once.",
    "group": "As many as needed.",
    "subject and others": "Asked twice: of the subject and of the others.",
    "each person": "Asked of each person already entered.",
}
PEOPLE = {"": "Makes nobody.", "subject": "Makes the subject.", "relevant": "Makes other people of the case."}
SECTION_BY = {
    "referrer": "Filled in by the referrer.",
    "secretariat": "Filled in by the secretariat, hidden from the referrer.",
}
NOTICE_KINDS = {
    "incident": "Opens a rapid review: no outcome of one goes out before it. It goes to one body.",
    "information": "Tells of something; nothing else waits for it.",
    "decision": "Tells what was decided, also when there is no review.",
}
# What a sheet or record may take over from the case, for somebody to look over.
CASE_VALUES = {
    "reference": "The case's reference.",
    "partnership": "The partnership's name.",
    "lead authority": "The authority that leads on this kind of case.",
    "referrer": "Who referred, and for which agency.",
    "received on": "The day the referral was received.",
    "why referred": "The referrer's own summary.",
    "incident on": "The day it happened.",
    "death on": "The day of the death.",
    "authority aware on": "The day the local authority became aware.",
    "subject names": "The names of those the case is about.",
    "subject details": "Each of them in a line: name, date of birth, address.",
    "subject dates of birth": "Their dates of birth.",
    "subject genders": "Their gender.",
    "subject ethnicities": "Their ethnicity.",
    "subject NHS numbers": "Their NHS numbers.",
    "subject addresses": "Their addresses.",
    "subject legal statuses": "Their legal status.",
    "other people": "The other people of the case, with their relationship and date of birth.",
    "agencies asked": "The agencies asked for information, each with what it answered.",
    "notified on": "The day the statutory notice left.",
    "acknowledged on": "The day the outside body said it has the notice.",
    "meeting held on": "The day the meeting that took the case was held.",
    "criteria": "What the statutory tests led to.",
    "recommendation": "What was recommended, with its reasons.",
    "local review decided": "Yes or no: whether a statutory review that the partnership commissions was decided on.",
    "agencies at the meeting": "The agencies that sat at the meetings that took the case, and those that did not.",
    "review type": "What kind of review was decided on, if any.",
    "decision": "What was decided.",
    "decision reasons": "Why.",
    "decided by": "Who decided, and when.",
    "safety": "What the referral says of immediate safety.",
    "death or harm": "Died, or seriously harmed.",
    "main cause": "What the referral says is the main cause.",
    "place": "What the referral says of where it happened.",
    "proceedings": "What the referral says of proceedings.",
}
AID_KINDS = {
    "yes/no": "Answered yes or no; each answer leads on.",
    "one of": "Answered by one of its branches.",
    "consider": "Answered with a remark; never decides.",
}
STATUTORY_TESTS = {
    "child": "Serious child safeguarding incident: Children Act 2004 section 16C.",
    "adult": "Safeguarding Adult Review: Care Act 2014 section 44.",
    "domestic homicide": "Domestic homicide review: Domestic Violence, Crime and Victims Act 2004 section 9.",
    "other": "A test of the partnership's own.",
}
SUBJECTS = {"adult": "18 or over.", "child": "Under 18.", "either": "Any age."}
FORCES = {"must": "A gate.", "should": "Guided: done otherwise with a reason."}
STEP_FOR_EACH = {
    "": "Once.",
    "agency": "By each agency asked.",
    "holder": "By each who holds the role, for themselves or their agency.",
}
CLOCK_FOR_EACH = {
    "": "Once for the case.",
    "agency": "Once for each agency asked.",
    "safety action": "Once for each thing that was entered as needed at once.",
    "action": "Once for each action.",
    "review": "Once for each review.",
    "meeting": "Once for each meeting.",
    "procedure": "Once for this version of the procedure.",
}
RATIFICATION_ANSWERS = {
    "ratified": "ratify_recommendation",
    "returned": "return_recommendation",
    "replaced": "replace_recommendation",
}
STATUTORY = {"": "No statutory basis.", "mandatory": "The law requires it.", "discretionary": "The law allows it."}
NEEDS_CRITERIA = {"": "Either way.", "met": "Only when the test is met.", "not met": "Only when it is not."}
SECOND_FACTOR = {"required": "Everybody signs in with a second proof.", "optional": "Whoever wants to."}
WHO_REFERS = {
    "agencies": "Anybody who works for an agency and knows the people concerned.",
    "volunteers": "Anybody who volunteers with them.",
    "public": "Parents, relatives and other members of the public.",
}
MONTHS = {
    "January": "1 January.", "February": "1 February.", "March": "1 March.", "April": "1 April.", "May": "1 May.",
    "June": "1 June.", "July": "1 July.", "August": "1 August.", "September": "1 September.",
    "October": "1 October.", "November": "1 November.", "December": "1 December.",
}  # fmt: skip
SUBDIVISIONS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
SPECIAL_WHO = {
    "referrer": "Who sent the referral.",
    "agencies asked": "The agencies asked for information.",
    "family": "The family.",
    "agency": "The agency the message is about.",
    "action owner": "The owner of the action.",
    "whoever must act": "Whoever the deadline is for.",
    "practitioners": "The practitioners who were involved.",
    "whoever asked": "Whoever asked for papers.",
    "whoever is written to": "Whomever the office chooses.",
}
LETTER_USES = {
    "message": "Leaves by itself when something is done, as an e-mail or behind sign-in.",
    "letter": "Written by the office on a case, from these words.",
    "template": "A paper that somebody fills in.",
}
RETENTION_KINDS = {
    "": "Every case.",
    "reviewed": "A review was carried out.",
    "not reviewed": "No review was carried out.",
}
APPENDIX_PARTS = {
    "chronology": "The chronology, asked of agencies and put together here.",
    "methodologies": "The ways of carrying out a review.",
    "tests": "The questions of the statutory tests.",
    "steps": "The steps and their times.",
}
STEP_BY = {"referrer": "Who sent the referral.", "system": "Happens by itself."}
LETTER_VALUES = {
    "reference": "The case's reference.",
    "partnership": "The partnership's name.",
    "service": "The name of this service.",
    "secretariat": "The partnership's word for its secretariat.",
    "contact_email": "Where to write to the partnership.",
    "recipient": "Who the letter is to.",
    "referrer_name": "Who referred.",
    "agency": "The agency the letter is about.",
    "received_on": "The day the referral was received.",
    "sent_on": "The day of the letter.",
    "due_on": "The last day.",
    "answers_by": "Until when answers in writing are asked for.",
    "target_on": "The day wished for.",
    "what_is_due": "What must be done, in the clock's words.",
    "questions": "What the referrer is asked.",
    "request": "What the agency is asked for.",
    "window": "The time the request is about.",
    "meeting_on": "The day of the meeting.",
    "meeting_at": "Its time.",
    "meeting_place": "Its place.",
    "body": "The panel or board concerned.",
    "missing": "Which places of a quorum nobody fills, or who has not answered.",
    "stage": "Where the case is, in plain words.",
    "outcome": "What was decided.",
    "reasons": "Why.",
    "review_type": "The kind of review.",
    "methodology": "How it is carried out.",
    "focus": "What it looks at.",
    "decided_on": "The day of the decision.",
    "decided_by": "Who decided.",
    "next_steps": "What happens next.",
    "link": "The address to open, behind sign-in or by private link.",
    "link_until": "The last day on which a private link opens.",
    "count": "How many.",
    "incident_on": "The day it happened.",
    "person": "The person the letter speaks of (personal).",
    "asked_for": "What papers were asked for (personal).",
    "writer": "Who signs.",
    "subject_name": "The subject's name (personal).",
    "subject_born_on": "The subject's date of birth (personal).",
}
PERSONAL_LETTER_VALUES = ("subject_name", "subject_born_on", "reasons", "questions", "person", "asked_for")
THE_CASES = "cases"  # among standing agenda items: where the cases come
# Needed where a step is "decide by correspondence" (RED-8): asked, asked again, more time, time up, a meeting wanted.
LETTERS_OF_A_VOTE_IN_WRITING = (
    "answer-in-writing",
    "answer-in-writing-again",
    "more-time-to-answer",
    "time-to-answer-is-up",
    "meeting-wanted",
)
# Needed where several answer a recommendation one after the other: to whoever is next.
LETTER_OF_THE_NEXT_ANSWER = "answer-is-yours"
# Needed where the members of a body answer each for itself: to all of them when that decides nothing.
LETTER_OF_A_TIE = "answers-decide-nothing"
NEEDED_LETTERS = (
    "acknowledgement",
    "questions-to-referrer",
    "request-for-information",
    "outcome",
    "invitation",
    "papers",
    "reminder",
    "private-link",
)

_STARTS = {act.past: act.slug for act in ACTS.values()} | {fact.words: fact.slug for fact in FACTS.values()}
_PHRASES = {slug: phrase for phrase, slug in _STARTS.items()}
_ACT_WORDS = {act.words: act.slug for act in ACTS.values()}


def start_slug(phrase: str) -> str:
    """The stored name of a clock's start: "information requested" -> "request_information"; KeyError if unknown."""
    return _STARTS[phrase]


def start_phrase(slug: str) -> str:
    """The words of a stored start: "authority_aware" -> "authority aware"; KeyError if unknown."""
    return _PHRASES[slug]


def act_slug(words: str) -> str:
    """The act a text names: "submit return" -> "submit_return"; KeyError if there is none."""
    return _ACT_WORDS[words]


def starts() -> tuple[str, ...]:
    """Every phrase a clock sentence may start from, for the reader's suggestions."""
    return tuple(_STARTS)


def act_words() -> tuple[str, ...]:
    """Every act as a text writes it, for the reader's suggestions."""
    return tuple(_ACT_WORDS)
