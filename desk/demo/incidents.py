"""A case that begins with a threshold decision and a notice to bodies outside: what its stories need besides."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping

from cases import acts as cases
from cases.acts import answer_criteria
from cases.aids import considered
from cases.asking import Asked, asked_of
from cases.spine import may
from notifications import acts as notifications
from notifications import asking as notices
from notifications import queries as outside
from panels import acts as panels
from partnerships.actors import Actor
from partnerships.models import Agency
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Field

from .people import REFERRERS
from .telling import NoStep, Story, answers_to, with_the_others

# What is answered to questions of these names, whichever form asks them.
SAID = {
    "how": "here", "view": "The injuries are serious and were not explained. We think that the criteria are met.",
    "told": "They have a short account of what happened and know when the decision is due.",
    "why": "Several agencies were involved, and others can learn from what went well and what did not.",
    "reasons": "What the form and the first accounts say.", "unexpected-death": "no", "learning-left": "yes",
    "learning-seen": "yes", "briefing": "The report and the recommendation are with the papers of the meeting.",
    "criteria": "yes", "local-review": "yes", "national-review": "no", "against-criteria": "yes",
    "authority": "The local authority",
}  # fmt: skip
BELOW = "below"
A_SENTENCE = "Agreed at the meeting; the record of it says more."


class Incident(Story):
    """A story whose procedure decides on a threshold. Every step that the text does not have is passed over."""

    referrers = REFERRERS

    def has(self, act: str) -> bool:
        return bool(self.procedure.steps_for(act, self.case.pathway))

    def record(self, act: str, does: Callable, **said: object) -> None:
        """One of the acts that only put something on record, with whatever its page asks; passed over if not due."""
        if not self.has(act):
            return
        actor = self.who(act)
        try:
            verdict = may(act, case=self.case, actor=actor)
        except ActRefused:  # not in this case: the text has the step for another track
            return
        asked = asked_of(act, verdict.step, self.case, self.procedure, at=self.at)
        reason = "Agreed by telephone; the papers follow." if verdict.remarks else ""
        does(case=self.case, answers=filled(asked, said), actor=actor, at=self.at, reason=reason)

    # Before the decision

    def told(self) -> None:
        """Received, and those who decide know of it."""
        if self.has("acknowledge_referral"):
            self.acknowledge()
        self.record("inform_partners", cases.inform_partners)

    def view(self) -> None:
        self.record("give_view", cases.give_view, **{"view-serious-incident": "yes"})

    def test(self, met: bool) -> None:
        """The statutory test of the pathway is answered."""
        pathway = self.procedure.find("pathways", self.case.pathway)
        for aid in self.procedure.aids:
            if aid.test == pathway.test:
                self.answer(aid, met, "On the form and on what the agencies said at once.")

    def answer(self, aid, met: bool, reasons: str) -> None:
        answers = answers_to(aid, met)
        if answers is None:
            return
        answers |= {question.name: "yes" if met else "no" for question in considered(aid)}
        answer_criteria(
            case=self.case, aid=aid.name, answers=answers, remarks={}, actor=self.who("answer_criteria"), at=self.at,
            reasons=reasons,
        )  # fmt: skip

    def decide(self, outcome: str, reasons: str) -> None:
        """The threshold decision, and everybody the text names hears of it."""
        met = outcome == "met"
        self.test(met)
        if outcome == BELOW:
            outcome = self.below()
        left = "no" if outcome == "no further action" else "yes"
        self.record("decide_threshold", cases.decide_threshold, outcome=outcome, reasons=reasons,
                    **{"learning-left": left})  # fmt: skip
        self.record("share_rationale", cases.share_rationale, **{
            "partners-met": "yes" if met else "no", "why-not-met": reasons, "learning-seen": left})  # fmt: skip

    def tell_if_due(self) -> None:
        """Where the referrer hears of the threshold decision by itself."""
        try:
            may("tell_outcome", case=self.case, actor=self.who("tell_outcome"))
        except ActRefused:
            return
        self.tell_by_telephone()

    def hands_over(self) -> bool:
        """Whether the text passes the case on without a decision of the threshold."""
        pathway = self.case.pathway
        steps = self.procedure.steps_for("refer_to_body", pathway)
        return any(step.track == self.case.stage_track and not step.needs for step in steps)

    def pass_on(self) -> None:
        self.record("refer_to_body", cases.refer_to_body)

    def below(self) -> str:
        """What the text calls the decision that the test is not met and something can be learnt."""
        steps = self.procedure.steps_for("decide_threshold", self.case.pathway)
        return next(name for step in steps for name, _ in step.outcomes if name != "met")

    # The notice

    def notify(self) -> None:
        """The notice that opens a rapid review is sent."""
        rule = next(r for r in outside.rules_for(self.procedure, self.case.pathway) if r.kind == outside.INCIDENT)
        actor = self.who("record_notification")
        asked = notices.recording(self.case, self.procedure, rule, sender=actor.label, due=True, at=self.at)
        said = {"reference": f"SI-{4_000 + self.case.number}"}
        notifications.record_notification(
            case=self.case, notice=rule.name, body=rule.to[0], answers=filled(asked, said), actor=actor, at=self.at
        )

    def acknowledged(self) -> None:
        """The body outside has it."""
        row = outside.incident_notice(self.case)
        asked = notices.acknowledging(self.case, row, self.at)
        notifications.record_acknowledgement(
            row=row, answers=filled(asked, {}), actor=self.who("record_acknowledgement"), at=self.at
        )

    def send_outcome(self, review: bool) -> None:
        actor = self.who("send_outcome")
        verdict = may("send_outcome", case=self.case, actor=actor)
        form = notices.form_named(self.procedure, verdict.step.form)
        asked = notices.filling("send_outcome", form, self.case, self.procedure, {}, insist=True, at=self.at)
        said = {} if review else {"criteria": "no", "local-review": "no", "nothing-more": A_SENTENCE}
        notifications.send_outcome(
            case=self.case, answers=filled(asked, said), version=0, actor=actor, at=self.at,
            reason="The panel asked for it by telephone." if verdict.remarks else "",
        )  # fmt: skip

    def replied(self, answer: str) -> None:
        row = outside.incident_notice(self.case)
        step = self.procedure.steps_for("record_reply", self.case.pathway)[0]
        asked = notices.replying(self.case, outside.replies_to(row, step, self.procedure), self.at)
        notifications.record_reply(
            row=row, actor=self.who("record_reply"), at=self.at,
            answers=filled(asked, {"outcome": answer, "words": "The panel thanks the partnership for its record."}),
        )  # fmt: skip

    # The meeting

    def weigh(self, review: bool) -> None:
        """The questions that the panel asks besides the statutory test."""
        for aid in self.procedure.aids:
            if aid.test == "other":
                self.answer(aid, review, "On what the agencies returned.")

    def review_type(self, review: bool) -> str:
        """A local review, or the answer that there will be none."""
        types = [t for t in self.procedure.review_types if not t.pathways or self.case.pathway in t.pathways]
        wanted = [t for t in types if t.is_review is review]
        return next((t.name for t in wanted if t.name == "local-review"), wanted[0].name)

    # What agencies know, and the end

    def ask_some(self, most: int) -> None:
        """The statutory agencies of the case's borough first, then others."""
        borough = self.case.borough.slug if self.case.borough else ""
        blocks = [a for a in self.procedure.agencies if not a.boroughs or borough in a.boroughs]
        names = [a.name for a in sorted(blocks, key=lambda block: not block.statutory)][:most]
        self.ask(list(Agency.objects.filter(partnership=current_partnership(), slug__in=names).order_by("slug")))

    def settled(self, recommendation) -> None:
        """Sent on where the text wants that, and ratified by everybody whose answer it needs."""
        self.record("send_recommendation", cases.send_recommendation)
        for actor in self.answering(recommendation):
            panels.ratify_recommendation(
                recommendation=recommendation, actor=actor, at=self.at,
                reasons="The facts and the answers support it.",
                **with_the_others(self.case, actor),
            )  # fmt: skip
            self.later(0, self.at.hour + 1)

    def answering(self, recommendation) -> list[Actor]:
        rule = next(
            rule for rule in self.procedure.ratifications if rule.recommended_by == recommendation.body
            and (not rule.pathways or self.case.pathway in rule.pathways)
        )  # fmt: skip
        found = [self.holder(role) for role in rule.by]
        if None in found:
            raise NoStep("somebody whose answer is needed is missing")
        return [actor for actor in found if actor is not None]

    def close(self, reasons: str) -> None:
        cases.close_case(case=self.case, reasons=reasons, actor=self.of_kind("secretariat"), at=self.at)


def filled(asked: Asked, said: Mapping[str, object]) -> dict:
    """What is known already, what the story says, and something believable for whatever else must be answered."""
    answers = copy.deepcopy(dict(asked.starting))
    for section in asked.form.sections:
        if section.repeats:
            continue
        values = answers.setdefault(section.name, {})
        for field in section.fields:
            value = said.get(field.name.removeprefix("act-"), values.get(field.name))
            choices = {choice.value.lower(): choice.value for choice in field.choices}
            if field.kind == "one of" and value is not None:
                value = choices.get(str(value).lower(), field.choices[0].value)
            value = _anything(field, asked) if value is None and (field.required or _seats(field)) else value
            if value is not None:
                values[field.name] = value
    return answers


def _seats(field: Field) -> bool:
    return field.name == "act-took-part"


def _anything(field: Field, asked: Asked) -> object:
    choices = [choice.value for choice in field.choices]
    known = SAID.get(field.name.removeprefix("act-"))
    if field.kind == "several of":
        return choices
    if choices:
        return known if known in choices else choices[0]
    if known is not None:
        return known
    return {"declaration": True, "date": asked.around.today.isoformat()}.get(field.kind, A_SENTENCE)
