"""One fictional case on its way, step by step, each done by whoever the procedure says, at an hour of a working day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from cases.acts import answer_criteria, declare_conflict, tell_outcome
from cases.aids import considered, walk
from cases.letters import ask_for_decision_letter, decision_letter, reasons_of
from cases.models import Case
from cases.queries import final_decision, what_happens_next
from cases.sheets.pages import pages_of
from deadlines.calendar import WorkingCalendar
from information import acts as information
from information import drafts, returns
from information.models import ScopingReturn
from panels import acts as panels
from panels.acts.questions import options_for
from panels.acts.together import Said
from panels.models import AgendaItem, Meeting
from panels.queries.governance import body_to_answer
from partnerships.actors import Actor, actor_of
from partnerships.models import Agency, Membership
from partnerships.queries import holders
from partnerships.refusals import ActRefused
from partnerships.scope import current_partnership
from procedures.model import Procedure
from procedures.models import ProcedureVersion
from referrals import acts as referrals
from referrals.queries import seen_of

from .filling import Somebody, answers_for, answers_to_return


class NoStep(ActRefused):
    """The procedure has no such step for this pathway, or nobody to do it; the story ends here."""


@dataclass
class Known:
    """Whoever was looked up already: nobody's roles change while the stories are told."""

    actors: dict[int, Actor] = field(default_factory=dict)
    holders: dict[tuple[str, int | None], list[Membership]] = field(default_factory=dict)  # by role and borough


class Story:
    """A case and the moment it has come to."""

    referrers: tuple[str, ...] = ("Rosa Referrer",)

    def __init__(
        self, procedure: Procedure, version: ProcedureVersion, calendar: WorkingCalendar, at: dt.datetime,
        known: Known | None = None,
    ):  # fmt: skip
        self.procedure, self.version, self.calendar, self.at = procedure, version, calendar, at
        self.known = known or Known()
        self.case: Case | None = None
        self.today = at.date()

    # Who and when

    def later(self, working_days: int, hour: int = 10, minute: int = 0) -> None:
        """So many working days on, at an hour."""
        day = self.calendar.after(self.at.date(), working_days) if working_days else self.at.date()
        self.at = dt.datetime.combine(day, dt.time(hour, minute), tzinfo=self.at.tzinfo)

    def who(self, act: str, agency: Agency | None = None) -> Actor:
        """A person who may do this act on this pathway, of the agency when one is given."""
        pathway = self.case.pathway if self.case else ""
        for step in self.procedure.steps_for(act, pathway) if pathway else ():
            for role in step.by:
                found = self.holder(role, agency)
                if found is not None:
                    return found
        raise NoStep(f"nobody to {act}")

    def holder(self, role: str, agency: Agency | None = None) -> Actor | None:
        if role in {"referrer", "system"}:
            return None
        borough = self.case.borough if self.case else None
        key = (role, borough.pk if borough else None)
        if key not in self.known.holders:
            self.known.holders[key] = holders(role, procedure=self.procedure, on=self.at.date(), borough=borough)
        people = [person for person in self.known.holders[key] if agency is None or person.agency_id == agency.pk]
        return self.actor(people[0]) if people else None

    def chair_of(self, body: str) -> Actor:
        found = self.holder(self.procedure.find("bodies", body).chair)
        if found is None:
            raise NoStep(f"nobody chairs {body}")
        return found

    def actor(self, membership: Membership) -> Actor:
        if membership.pk not in self.known.actors:
            fresh = Membership.objects.select_related("user", "agency").prefetch_related("roles").get(
                partnership=current_partnership(), pk=membership.pk
            )  # fmt: skip
            self.known.actors[membership.pk] = actor_of(fresh, self.procedure, self.at.date())
        return self.known.actors[membership.pk]

    def of_kind(self, *kinds: str) -> Actor:
        for role in self.procedure.roles_of_kind(*kinds):
            found = self.holder(role.name)
            if found is not None:
                return found
        raise NoStep(f"nobody is {kinds}")

    # The way in

    def submit(self, who: Somebody, pathway: str, borough=None) -> Case:
        secretary = self.of_kind("secretariat")
        agencies = list(Agency.objects.filter(partnership=current_partnership(), member=True).order_by("slug"))
        name = self.referrers[int(who.nhs) % len(self.referrers)]
        agency = agencies[self.referrers.index(name) % len(agencies)] if agencies else None
        referrer = {"referrer name": name, "referrer role": "Safeguarding lead",
                    "referrer e-mail": f"{name.lower().replace(' ', '.')}@hospital.example",
                    "referrer telephone": "020 7946 0001"}  # fmt: skip
        draft, _ = referrals.start_referral(
            procedure=self.procedure, pathway=pathway, actor=secretary, at=self.at, borough=borough,
            referrer_name=referrer["referrer name"], referrer_email=referrer["referrer e-mail"], received_at=self.at,
        )  # fmt: skip
        form = self.procedure.find("forms", draft.form)
        answers = answers_for(
            form, who, referrer=referrer, pathway=pathway, agency=agency.slug if agency else "", today=self.at.date()
        )
        for page in pages_of(form):
            values = answers[page.section.name]
            if isinstance(values, dict) and not page.section.repeats:
                values = {question.name: values[question.name] for question in page.fields if question.name in values}
            draft = referrals.save_page(
                referral=draft, page=page, values=values, typed=None, finished=True,
                seen=seen_of(page, draft.answers, draft.typed), actor=secretary, at=self.at,
            )  # fmt: skip
        self.case = referrals.submit_referral(referral=draft, actor=secretary, at=self.at)
        return self.case

    def acknowledge(self) -> None:
        referrals.acknowledge_referral(case=self.case, actor=self.who("acknowledge_referral"), at=self.at)

    def ask_referrer(self) -> None:
        referrals.send_back_referral(
            case=self.case, questions=["Who was the lead professional?", "When was the last home visit?"],
            answer_by=self.calendar.after(self.at.date(), 5), actor=self.who("send_back_referral"), at=self.at,
        )  # fmt: skip

    def check(self, outcome: str = "fit") -> None:
        reasons = "The account is clear enough for the panel and the concern is about several agencies."
        if outcome != "fit":
            reasons = "Only one service was involved and its own review is already under way."
        referrals.check_referral(
            case=self.case, outcome=outcome, reasons=reasons, actor=self.who("check_referral"), at=self.at
        )

    # What agencies know

    def ask_agencies(self, most: int = 5) -> None:
        self.ask(list(Agency.objects.filter(partnership=current_partnership(), member=True, active=True))[:most])

    def ask(self, agencies: list[Agency]) -> None:
        information.request_information(
            case=self.case, agencies=agencies, actor=self.who("request_information"), at=self.at,
            wording="Please tell us what your agency knew and did, or that the people are not known to you.",
        )  # fmt: skip

    def returns(self, leave_out: int = 0) -> None:
        """The agencies answer over the next days; the last `leave_out` stay silent."""
        rows = list(
            ScopingReturn.objects.filter(partnership=current_partnership(), case=self.case, state="outstanding")
            .select_related("agency")
            .order_by("agency__slug")
        )
        for number, row in enumerate(rows[: len(rows) - leave_out]):
            if number % 3 == 0:
                self.later(1, 9 + number % 7)
            actor = self.who("submit_return", row.agency)
            if number % 3:
                information.return_not_known(
                    scoping_return=row, records_searched="Name, date of birth and address", actor=actor, at=self.at
                )
            else:
                self._write_return(row, number, actor)

    def _write_return(self, row: ScopingReturn, number: int, actor: Actor) -> None:
        start = self.case.received_at.date() - dt.timedelta(days=300 - 17 * number)
        events = (
            ("First contact. An assessment was offered and accepted.", "Case record"),
            ("A visit was missed. A letter was sent; there was no answer.", "Visit log"),
        )
        for step, (event, source) in enumerate(events):
            drafts.save_row(
                scoping_return=row, actor=actor, at=self.at,
                values={"happened_on": start + dt.timedelta(days=53 * step), "event": event, "source_record": source,
                        "who_was_involved": "Duty worker", "outcome": "Recorded"},
            )  # fmt: skip
        row.refresh_from_db()
        for section in returns.form_of(row.request, self.procedure).sections:
            row = drafts.save_part(
                scoping_return=row, part=section.name, values=answers_to_return(section, row.agency), seen=None,
                actor=actor, at=self.at,
            )  # fmt: skip
        information.submit_return(
            scoping_return=row, records_searched="Name and date of birth", actor=actor, at=self.at
        )

    # The panel

    def list_for(self, meeting: Meeting) -> AgendaItem:
        return panels.add_agenda_item(
            meeting=meeting, case=self.case, minutes_planned=30, presenter="Secretariat",
            reason="The panel should hear it at its next meeting.", actor=self.who("add_agenda_item"), at=self.at,
        )  # fmt: skip

    def answer_tests(self, met: bool = True) -> None:
        """Every statutory test of the text is answered, the pathway's own one as wanted."""
        pathway = self.procedure.find("pathways", self.case.pathway)
        for aid in self.procedure.aids:
            wanted = met and aid.test == pathway.test
            answers = answers_to(aid, wanted)
            if answers is None:
                continue
            for question in considered(aid):
                answers[question.name] = "yes" if wanted else "no"
            answer_criteria(
                case=self.case, aid=aid.name, answers=answers, remarks={}, actor=self.who("answer_criteria"),
                at=self.at,
                reasons="On what the agencies returned." if wanted else "Nothing in the returns points to it.",
            )  # fmt: skip

    def conflict(self, agency: Agency) -> None:
        actor = self.who("cast_vote", agency)
        declare_conflict(
            case=self.case, membership=actor.membership, actor=actor, at=self.at,
            reason="I supervised one of the workers involved.",
        )  # fmt: skip

    def vote(self, item: AgendaItem, *, wanted: str = "", split: bool = False) -> str:
        """The question is put, each agency there votes, it is closed. Returns the option most chose."""
        options = [option["value"] for option in options_for(self.procedure, self.case.pathway)]
        options = [wanted, *(each for each in options if each != wanted)][:3] if wanted else options[:3]
        chair = self.chair_of(item.meeting.body)
        question = panels.put_question(
            item=item, wording="What kind of review, if any, should follow?", options=options, actor=chair, at=self.at
        )
        there = item.meeting.attendance.filter(part="voting", left_at=None).select_related("membership")
        here = {row.agency_id: row for row in reversed(there.order_by("agency__slug", "pk"))}
        for number, row in enumerate(reversed(here.values())):
            option = options[number % 2] if split else options[1 if number == len(here) - 1 else 0]
            try:
                panels.cast_vote(
                    question=question, option=option, reason="On the chronology.", actor=self.actor(row.membership),
                    at=self.at,
                )  # fmt: skip
            except ActRefused:
                continue
        panels.close_question(question=question, actor=chair, at=self.at)
        return options[0]

    def recommend(self, item: AgendaItem, review_type: str, *, why: str = ""):
        kind = self.procedure.find("review_types", review_type)
        ways = self.procedure.methodologies if kind.is_review else ()
        return panels.recommend(
            item=item, review_type=review_type, methodology=ways[0].name if ways else "", at=self.at,
            actor=self.chair_of(item.meeting.body),
            focus="How agencies shared what they knew, and who led when circumstances changed.",
            reasons=why or "Abuse or neglect is suspected, and there is concern about how agencies worked together.",
            confirmed=True,
        )  # fmt: skip

    # The end

    def ratify(self, recommendation) -> None:
        panels.ratify_recommendation(
            recommendation=recommendation, actor=self.who("ratify_recommendation"), at=self.at,
            reasons="The facts and the answers support it, and the focus is the right one.",
            **with_the_others(self.case, self.who("ratify_recommendation")),
        )  # fmt: skip

    def tell_by_telephone(self) -> None:
        """Without a letter."""
        tell_outcome(case=self.case, how="By telephone", to_whom=self.case.referrer_name,
                     actor=self.who("tell_outcome"), at=self.at)  # fmt: skip

    def tell(self) -> None:
        actor = self.who("tell_outcome")
        decision = final_decision(self.case)
        letter = decision_letter(
            self.case, decision, reasons=reasons_of(self.case, decision), next_steps=what_happens_next(self.case),
            actor=actor, at=self.at,
        )  # fmt: skip
        event = tell_outcome(
            case=self.case, how="By the decision letter on their private page", to_whom=self.case.referrer_name,
            actor=actor, at=self.at,
        )  # fmt: skip
        ask_for_decision_letter(self.case, letter, event=event, actor=actor, at=self.at)


def answers_to(aid, met: bool) -> dict[str, str] | None:
    """Answers that lead to a result that is met (or not), found by trying the branches in order."""
    start = next((question for question in aid.questions if question.kind != "consider"), None)
    if start is None:
        return None
    todo: list[dict[str, str]] = [{}]
    while todo:
        answers = todo.pop(0)
        walked = walk(aid, answers)
        if walked.result is not None:
            if walked.result.met == met:
                return answers
            continue
        todo += [{**answers, walked.next.name: branch.answer} for branch in walked.next.branches]
    return None


def with_the_others(case: Case, actor: Actor) -> dict:
    """Where the members of a body answer each for itself, what the others said; else who took part (BEX-4, C-14)."""
    now = body_to_answer(case, actor)
    if now is None:
        return {"decided_with": "All of its members took part and agreed."}
    return {"others": [Said(agency=one.slug, same=True, words="Its lead, at the meeting") for one in now.others]}
