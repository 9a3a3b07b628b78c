"""What is kept beside a case from its first day, whatever its stage: safety, family, other processes, disclosure.

Each register is a list of entries on the case's record: one act enters, another ends where something has to end. The
questions are of the same kind as a form's (`cases.sheets`), so pages, judging and words follow from the table. Pure.

C-23 families and practitioners; C-24, DAR-8 other processes; C-33 disclosure; C-36 immediate safety; C-37 learning
before there is a report; C-41 which authority leads and which is home; C-48 nothing of it waits for a review.
"""

from __future__ import annotations

from dataclasses import dataclass

from procedures.model import Field

from .recorded import PAPERS, question


@dataclass(frozen=True, kw_only=True)
class Register:
    """`act` enters, `end` (if any) ends an entry. `summary` and `ended` are sentences of the record with the names of
    questions in braces; `head` names the question that stands for an entry in lists."""

    name: str
    title: str
    lead: str
    empty: str
    act: str
    add: str
    summary: str
    head: str
    fields: tuple[Field, ...]
    end: str = ""
    end_words: str = ""
    end_fields: tuple[Field, ...] = ()
    ended: str = ""
    open_words: str = ""
    ended_words: str = ""


SAFETY = Register(
    name="safety",
    title="Needed now",
    lead="What somebody has to do at once, and what is put right or taught without waiting for a report.",
    empty="Nothing is entered. If somebody needs to be kept safe now, enter who does what, and by when.",
    act="log_safety_action",
    add="Enter something needed now",
    summary="Needed now, by {by-when}: {what}",
    head="what",
    fields=(
        question(
            "kind",
            "What is it for?",
            "one of",
            required=True,
            choices=[
                ("safety", "To keep somebody safe"),
                ("put right", "To put something right"),
                ("learning", "To spread what has been learnt already"),
            ],
        ),
        question("what", "What is to be done?", required=True),
        question("agency", "Which agency does it?", "agency", required=True),
        question("owner", "Who in that agency?", "line", required=True),
        question("by-when", "By which day?", "date", required=True),
        question("by-time", "By what time, if it matters?", "time"),
    ),
    end="complete_safety_action",
    end_words="Record that it is done",
    end_fields=(
        question(
            "result",
            "How did it end?",
            "one of",
            required=True,
            choices=[("done", "It is done"), ("not needed", "It is no longer needed"), ("not done", "It was not done")],
        ),
        question("how", "What was done, or why not?", required=True),
    ),
    ended="What was needed at once ended: {result}.",
    open_words="To do",
    ended_words="Ended",
)
FAMILY = Register(
    name="family",
    title="Family and practitioners",
    lead="Who is involved, how and by whom, and who agreed. One plan for all the processes that speak to one family.",
    empty="Nobody is entered. Families are asked from the start; if they are not, the record says why.",
    act="record_involvement",
    add="Enter somebody who is involved, or why not",
    summary="Involvement recorded: {who}.",
    head="who",
    fields=(
        question(
            "part",
            "Who is it?",
            "one of",
            required=True,
            choices=[("family", "Family, or somebody close"), ("practitioner", "A practitioner")],
        ),
        question("who", "Name, and how they belong to the case", "line", required=True),
        question(
            "agrees",
            "Do they agree to be involved?",
            "one of",
            required=True,
            choices=[("yes", "Yes"), ("no", "No"), ("not asked", "They have not been asked")],
        ),
        question(
            "why-not",
            "If they have not been asked, or said no: why?",
            required_when=("act-agrees is not asked",),
            hint="If they said no, write what they gave as their reason, if anything.",
        ),
        question(
            "how",
            "If they agree: how are they involved?",
            required_when=("act-agrees is yes",),
            hint="For example a conversation, a letter, an advocate, a meeting at the end.",
        ),
        question(
            "by-whom",
            "If they agree: who speaks to them? One person for the family, if you can.",
            "line",
            required_when=("act-agrees is yes",),
        ),
        question("wishes", "What they want, and what they must not be asked again"),
    ),
)
CONTACTS = Register(
    name="contacts",
    title="Contact with family and practitioners",
    lead="Every letter, call and visit: what they were told, what they said, and when they hear from us next.",
    empty="No contact is entered yet.",
    act="record_contact",
    add="Enter a contact",
    summary="Contact with {who}: {how}.",
    head="who",
    fields=(
        question("who", "With whom?", "line", required=True, hint="A name from the plan above, or who spoke for them."),
        question(
            "how",
            "How?",
            "one of",
            required=True,
            choices=[
                ("visit", "Visit or meeting"),
                ("telephone", "Telephone or video"),
                ("letter", "Letter"),
                ("e-mail", "E-mail or text message"),
                ("tried", "Tried, and not reached"),
            ],
        ),
        question("by", "Who spoke or wrote to them?", "line", required=True),
        question("told", "What were they told?"),
        question("said", "What did they say or ask for?"),
        question("next", "When do they hear from us next?", "date"),
    ),
)
PROCESSES = Register(
    name="processes",
    title="Other processes",
    lead="Investigations, inquests and other reviews of the same events, who leads them, and what they mean for the "
    "dates.",
    empty="No other process is entered.",
    act="record_process",
    add="Enter another process",
    summary="Another process recorded: {kind}.",
    head="kind",
    fields=(
        question(
            "kind",
            "What is it?",
            "one of",
            required=True,
            choices=[
                ("criminal investigation or trial", "Criminal investigation or trial"),
                ("inquest", "Inquest"),
                ("section 47 enquiry", "Section 47 enquiry"),
                ("safeguarding adult review", "Safeguarding Adult Review"),
                ("domestic homicide review", "Domestic homicide or domestic abuse related death review"),
                ("child safeguarding practice review", "Child Safeguarding Practice Review elsewhere"),
                ("mental health homicide review", "Mental health homicide review"),
                ("serious incident investigation", "Serious incident or patient safety investigation"),
                ("learning disability mortality review", "Learning disability mortality review (LeDeR)"),
                ("child death review", "Child death review"),
                ("youth justice review", "Youth justice review"),
                ("disciplinary process", "Disciplinary process"),
                ("complaint", "Complaint"),
                ("judicial review", "Judicial review"),
                ("another process", "Another process"),
            ],
        ),
        question("who", "Who leads it, and whom do you talk to?", "line", required=True),
        question("since", "Since when?", "part-known date"),
        question(
            "effect",
            "What does it mean for the dates?",
            hint="A pause does not move a statutory limit: it is the reason that is given for being late.",
        ),
        question("agreed", "What was agreed on interviews, papers and publication?"),
    ),
    end="end_process",
    end_words="Record that it has ended",
    end_fields=(
        question("ended", "When did it end?", "part-known date", required=True),
        question("result", "How did it end?", required=True),
    ),
    ended="Another process ended.",
    open_words="Running",
    ended_words="Ended",
)
DISCLOSURE = Register(
    name="disclosure",
    title="Requests for papers",
    lead="Requests by a coroner, the police, a court or a family to see papers of this case.",
    empty="Nobody has asked for papers.",
    act="log_disclosure",
    add="Enter a request for papers",
    summary="A request for papers came from {who}.",
    head="who",
    fields=(
        question("who", "Who asks?", "line", required=True),
        question("what", "What do they ask for, and what for?", required=True),
        question("wanted-by", "When is the answer wanted?", "date"),
    ),
    end="answer_disclosure",
    end_words="Record the answer",
    end_fields=(
        question("advice", "Legal advice: whose, and what it says", required=True),
        question(
            "decision",
            "What is decided?",
            "one of",
            required=True,
            choices=[
                ("given", "Everything may be given"),
                ("partly given", "Part of it may be given"),
                ("refused", "Nothing is given"),
            ],
        ),
        question("by", "Who decided?", "line", required=True),
        question(
            "given",
            "If papers are given: which, and to whom?",
            required_when=("act-decision is one of given, partly given",),
            hint="Enter the decision before anything leaves. When and how a bundle left is entered on its own page.",
        ),
        question("reasons", "Reasons", required=True),
    ),
    ended="The request for papers was answered: {decision}.",
    open_words="To answer",
    ended_words="Answered",
)
AUTHORITIES = Register(
    name="authorities",
    title="Authorities",
    lead="Where the incident happened decides which authority leads. It works with the authority that is home.",
    empty="Nothing is entered: this partnership's own area leads and is home.",
    act="name_authorities",
    add="Enter which authority leads and which is home",
    summary="Leading authority: {leads}. Home authority: {home}.",
    head="leads",
    fields=(
        question("leads", "Which authority leads, because it happened there?", "line", required=True),
        question("home", "Which authority is home?", "line", required=True),
        question("contact", "Whom do you talk to in the other authority?", "line"),
        question("agreed", "What have the two agreed?"),
    ),
)
REGISTERS = (SAFETY, FAMILY, CONTACTS, PROCESSES, DISCLOSURE, AUTHORITIES)
BY_ACT = {register.act: register for register in REGISTERS} | {r.end: r for r in REGISTERS if r.end}


def fields_of(act: str) -> tuple[Field, ...]:
    """The questions of the act that enters or ends an entry, with a place for papers."""
    register = BY_ACT[act]
    return (*(register.fields if act == register.act else register.end_fields), PAPERS)
