"""Acts that only put something on record: what each asks, as questions of the same kind that forms have.

One table for all of them: the page, the judging, the words on the record follow from it. The step adds its outcomes,
its copies and its own form (`cases.asking`). Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from procedures.model import Choice, Field

YES_NO = (Choice(value="yes", label="Yes"), Choice(value="no", label="No"))
OTHER_BODY = "another"


def question(name: str, label: str, kind: str = "paragraph", **more) -> Field:
    """A question of our own. Its name begins with "act", so that no form of a text can have the same."""
    choices = tuple(Choice(value=value, label=label) for value, label in more.pop("choices", ()))
    return Field(name=f"act-{name}", label=label, kind=kind, choices=choices, **more)


HOW = question(
    "how", "How?", "one of", required=True,
    choices=[("e-mail", "By e-mail or letter"), ("telephone", "By telephone"), ("meeting", "At a meeting or in person"),
             ("here", "Only by what this service sends")],
)  # fmt: skip
PAPERS = question("papers", "Papers that belong to it", "file", hint="What was sent or received, if there is a paper.")


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One act. `summary` is the sentence of the record, with {past}, {body} and the names of questions in braces;
    `reason` names the question whose answer is the entry's reason, `on_behalf` the one that says for whom it was
    recorded (C-53); `chooses_body`: it asks which body, unless the step's copies say so; `shows`: what stands beside
    the questions (decision, recommendation, views, criteria, disputes); `decides`: it is a decision, with its reasons.
    """

    lead: str = ""
    button: str = "Record"
    summary: str = "{past}."
    fields: tuple[Field, ...]
    outcome: str = "What is the result?"
    reason: str = ""
    on_behalf: str = ""
    chooses_body: bool = False
    with_bodies: bool = False
    shows: tuple[str, ...] = ()
    starts_with: str = ""
    decides: bool = False
    papers: bool = True


RECORDED: dict[str, Recorded] = {
    "decide_threshold": Recorded(
        button="Record the decision",
        lead="The decision stands with its reasons, the answers to the criteria and the names of those who took part.",
        summary="Decided: {outcome}.",
        fields=(
            question("reasons", "Reasons for the decision", required=True,
                     hint="They are shown to those who are told of the decision, and to the referrer."),
        ),
        outcome="What is decided?",
        reason="reasons",
        shows=("criteria", "views"),
        decides=True,
        papers=False,
    ),
    "seek_view": Recorded(
        button="Record that a view was asked for",
        summary="A view was asked of {whom}.",
        fields=(
            question("whom", "Who is asked?", "line", required=True),
            question("asked", "What are they asked?", required=True),
            question("wanted-by", "When is the answer wanted?", "date"),
        ),
    ),
    "give_view": Recorded(
        button="Record the view",
        lead="A view does not bind those who decide. It is shown to them beside the criteria.",
        summary="{whose} gave a view.",
        fields=(
            question("view", "What is the view, and what does it rest on?", required=True),
            question("whose", "Whose view is it, if you record it for somebody else?", "line"),
        ),
        outcome="What is the view?",
        on_behalf="whose",
        shows=("criteria", "views"),
    ),
    "share_rationale": Recorded(
        button="Share the reasons",
        summary="The reasons for the decision were shared.",
        fields=(question("shared", "What is shared", required=True), HOW),
        starts_with="decision",
    ),
    "inform_partners": Recorded(
        button="Tell them",
        summary="The partners were told of the referral.",
        fields=(question("told", "What else they were told, if anything"), HOW),
    ),
    "tell_body": Recorded(
        button="Record that they are told",
        summary="{body} was told of the case.",
        fields=(
            question("told", "What are they told?", required=True),
            HOW,
            question("wanted-by", "When is an answer wanted, if one is?", "date"),
        ),
        chooses_body=True,
    ),
    "refer_to_body": Recorded(
        button="Pass it on",
        summary="{title}.",
        fields=(question("why", "Why is it passed on?", required=True),),
        reason="why",
        shows=("decision",),
    ),
    "agree_coordination": Recorded(
        button="Record what was agreed",
        summary="It was agreed how the bodies work together.",
        fields=(
            question("way", "How do they work together?", "one of", required=True, choices=[
                ("jointly", "Parts are commissioned jointly"), ("one leads", "One body leads for all of them"),
                ("side by side", "Each does its own, side by side")]),
            question("leads", "Which body leads, if one does?", "line", required_when=("act-way is one leads",)),
            question("reports", "What does each body get?", "one of", choices=[
                ("same", "The same report"), ("different", "A report of its own")]),
            question("agreed", "What was agreed, by whom", required=True),
            question("timing", "What it means for the dates", hint="For example a trial or an inquest to wait for."),
        ),
        with_bodies=True,
    ),
    "open_track": Recorded(
        button="Start it",
        summary="{title}.",
        fields=(question("why", "Why is it started?", required=True),),
        reason="why",
        shows=("criteria", "decision"),
    ),
    "send_minutes": Recorded(
        button="Record that it is sent",
        summary="The record of the meeting was sent.",
        fields=(HOW, question("remark", "Anything to add")),
    ),
    "send_recommendation": Recorded(
        button="Send it on",
        summary="The recommendation was sent to those who decide.",
        fields=(question("briefing", "Briefing for those who decide", required=True),),
        starts_with="recommendation",
        shows=("recommendation",),
    ),
    "invite_referrer": Recorded(
        button="Invite the referrer",
        summary="The referrer was invited to present the case.",
        fields=(
            question("meeting-on", "When is the meeting?", "date"),
            question("remark", "What else the referrer was told, if anything"),
        ),
    ),
    "record_learning_result": Recorded(
        button="Record the result",
        summary="The result of the learning was brought back.",
        fields=(
            question("result", "What came of it?", required=True),
            question("spread", "How is it shared, and who makes sure?"),
            question("left", "What is left to do, if anything?"),
        ),
    ),
    "inform_family": Recorded(
        lead="Families hear the decision and its reasons too. If they do not, the record says why.",
        summary="{family}",
        fields=(
            question("told", "Has the family been told?", "one of", required=True, choices=[
                ("yes", "Yes"), ("no", "No, or not yet")]),
            question("who", "If they were told: who?", "line", required_when=("act-told is yes",)),
            question("what", "If they were told: what, how and by whom?", required_when=("act-told is yes",)),
            question("why-not", "If they were not told: why?", required_when=("act-told is no",)),
            question("part", "Do they agree to be involved?", "one of", required=True, choices=[
                ("yes", "Yes"), ("no", "No"), ("not asked", "They have not been asked")]),
            question("involved", "If they agree: how are they involved, and by whom?"),
            question("no-consent", "If they have not been asked: why?", required_when=("act-part is not asked",)),
        ),
    ),
    "report_delay": Recorded(
        button="Record the report",
        summary="A delay was reported.",
        fields=(
            question("why", "Why is it late?", required=True, hint="For example a criminal trial or an inquest."),
            question("new-day", "When will it be finished?", "part-known date"),
            question("sent-on", "When was it reported?", "date"),
        ),
        reason="why",
    ),
    "raise_dispute": Recorded(
        button="Send",
        lead="Somebody senior reads it and answers. The answer and its reasons stay with the case.",
        summary="{whose} raised a dispute.",
        fields=(
            question("what", "What do you not agree with, and why?", required=True),
            question("wanted", "What would put it right?"),
            question("whose", "Who raises it, if you record it for somebody else?", "line"),
        ),
        reason="what",
        on_behalf="whose",
        shows=("decision",),
    ),
    "decide_dispute": Recorded(
        button="Record the answer",
        lead="Whoever raised it reads the answer and its reasons.",
        summary="The dispute was answered: {decision}.",
        fields=(
            question("decision", "What is the answer?", "one of", required=True, choices=[
                ("agreed with", "It is agreed with"), ("partly agreed with", "It is agreed with in part"),
                ("not agreed with", "It is not agreed with")]),
            question("reasons", "Reasons", required=True),
            question("next", "What happens now?"),
        ),
        reason="reasons",
        shows=("disputes", "decision"),
        decides=True,
    ),
}  # fmt: skip


def family_told(answers: dict) -> str:
    """The sentence of the record on the family (C-35)."""
    if answers.get("act-told") == "yes":
        return f"The family was told: {answers.get('act-who', '')}."
    return "The family has not been told; the reason is on record."
