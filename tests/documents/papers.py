"""Papers of every kind with fictional people, long enough to look like real ones."""

from __future__ import annotations

from documents import papers

from . import more_papers

WHO = {"partnership": "Northmoor Safeguarding Partnership", "demo": True}
LONG = (
    "The home care worker found Mr Vale on the floor on the morning of the 4th. He had been seen by the district "
    "nurse two days before, and by his general practitioner the week before that.\n\n"
    "Three agencies held part of the picture. None of them had the whole of it, and the plan made in February "
    "was not looked at again after he moved."
)


def people() -> tuple[papers.PersonLine, ...]:
    return (
        papers.PersonLine(
            name="Arthur Vale", relationship="Subject", born="3 March 1948", age="78", other="Died 4 May 2026"
        ),
        papers.PersonLine(name="Miriam Vale", relationship="Daughter, next of kin", born="19 July 1975", age="50"),
    )


def adult_test() -> papers.Test:
    return papers.Test(
        title="Safeguarding Adult Review",
        law="Care Act 2014, section 44",
        answers=(
            papers.Answer(
                question="Has an adult with care and support needs died, or been seriously harmed?",
                answer="Yes",
            ),
            papers.Answer(
                question="Is abuse or neglect known or suspected to be the cause?",
                answer="Yes",
                remark="Neglect by omission is suspected: missed visits in April.",
            ),
            papers.Answer(question="Is there concern about how agencies worked together?", answer="Yes"),
        ),
        finding="The test is met: a mandatory review",
        reasons="The three parts of the test are each answered yes, on the returns of eleven agencies.",
    )


def agency_return() -> papers.AgencyReturn:
    return papers.AgencyReturn(
        **WHO,
        title="Screening return",
        reference="NOR-2026-0001",
        agency="Adult Social Care",
        details=(papers.Pair(label="Answered", value="12 May 2026"),),
        sections=(part("Involvement", LONG),),
        rows=chronology(3),
        files=("timeline.xlsx",),
        notes=("A draft: it has not been sent yet.",),
        reconstructed=True,
    )


def part(title: str, text: str) -> papers.FormSection:
    return papers.FormSection(title=title, groups=(papers.FormGroup(answers=(papers.Pair(label=title, value=text),)),))


def returns() -> tuple[papers.ReturnLine, ...]:
    return (
        papers.ReturnLine(
            agency="Adult Social Care",
            state="Returned",
            on="12 May 2026",
            parts=(part("Involvement", LONG), part("Analysis", LONG)),
        ),
        papers.ReturnLine(
            agency="Community Health Trust",
            state="Returned",
            on="14 May 2026",
            parts=(part("Analysis", LONG),),
            files=("timeline.xlsx",),
        ),
        papers.ReturnLine(agency="Housing Service", state="Not known to us", on="8 May 2026"),
        papers.ReturnLine(agency="Probation Service", state="Outstanding"),
    )


def chronology(rows: int = 14) -> tuple[papers.ChronologyLine, ...]:
    agencies = ("Adult Social Care", "Community Health Trust", "Police", "Ambulance Service")
    return tuple(
        papers.ChronologyLine(
            when=f"{n % 28 + 1} April 2026" if n % 3 else "April 2026",
            agency=agencies[n % 4],
            event="Visit planned for the morning did not take place; the next one was two days later.",
            source=f"Record {4100 + n}",
            who="Duty worker" if n % 2 else "",
            outcome="Message left with the daughter." if n % 3 == 0 else "",
            seen="Seen in bed, said he was cold." if n % 4 == 0 else "",
        )
        for n in range(rows)
    )


def decision_letter(**changes) -> papers.DecisionLetter:
    values = {
        **WHO,
        "title": "Outcome of your referral",
        "sender": "Review Panel Secretariat",
        "sender_lines": ("Northmoor Town Hall", "High Road, Northmoor NM1 1AA"),
        "contact_email": "reviews@northmoor.example",
        "recipient": "Ms J. Carter",
        "recipient_lines": ("Community Health Trust", "12 Mill Lane", "Northmoor NM2 4BB"),
        "date": "18 June 2026",
        "reference": "NOR-2026-0001",
        "salutation": "Dear Ms Carter",
        "paragraphs": (
            "Thank you for the referral that we received from you on 5 May 2026. The Review Panel looked at it on "
            "9 June 2026 together with what eleven agencies told us.",
            "This letter says what was decided and why.",
        ),
        "outcome": "A mandatory Safeguarding Adult Review will be carried out",
        "decided_by": "Prof. E. Marsh, Independent Chair of the Safeguarding Adults Board",
        "decided_on": "17 June 2026",
        "reasons": (LONG, LONG),
        "criteria": (
            papers.Pair(label="Safeguarding Adult Review", value="Met: mandatory"),
            papers.Pair(label="Child safeguarding incident", value="Not met: no child is concerned"),
            papers.Pair(label="Domestic homicide", value="Not met"),
        ),
        "next_steps": (
            "The board appoints an independent reviewer and agrees the terms of reference.",
            "You may be asked to take part in an event for practitioners.",
            "We tell the family; please do not speak to them about the outcome before 25 June 2026.",
        ),
        "signed_by": "R. Osei",
        "signed_role": "Business Manager, for the Independent Chair",
        "copies": ("Chair of the Review Panel", "Director of Adult Social Care"),
    }
    return papers.DecisionLetter(**(values | changes))


def acknowledgement_letter() -> papers.AcknowledgementLetter:
    return papers.AcknowledgementLetter(
        **WHO,
        title="We have your referral",
        sender="Review Panel Secretariat",
        contact_email="reviews@northmoor.example",
        recipient="Ms J. Carter",
        date="6 May 2026",
        reference="NOR-2026-0001",
        paragraphs=("Thank you for your referral. Please give our reference whenever you write to us about it.",),
        details=(
            papers.Pair(label="Received on", value="5 May 2026"),
            papers.Pair(label="Borough", value="Northmoor"),
        ),
        next_steps=(
            "The chair looks at it first.",
            "Agencies have ten working days to tell us what they know.",
        ),
    )


def case_sheet(rows: int = 0, **changes) -> papers.PackSheet:
    values = {
        **WHO,
        "number": "3A",
        "title": "Adult, 78: death after missed visits",
        "body": "Review Panel",
        "date": "Tuesday 9 June 2026",
        "reference": "NOR-2026-0001",
        "meta": ("For decision", "Chair", "30 minutes"),
        "details": (
            papers.Pair(label="Received", value="5 May 2026"),
            papers.Pair(label="Referred by", value="Community Health Trust"),
            papers.Pair(label="Where it is", value="On the agenda of the panel"),
        ),
        "text": (LONG,),
        "people": people(),
        "tests": (adult_test(),),
        "returns": returns(),
        "chronology": chronology(rows),
        "conflicts": ("Housing Service: the representative's brother is a neighbour of the family.",),
    }
    return papers.PackSheet(**(values | changes))


def brief() -> papers.CaseBrief:
    return papers.CaseBrief(
        **WHO,
        number="3",
        title="Arthur Vale",
        body="Review Panel",
        date="Tuesday 9 June 2026",
        reference="NOR-2026-0001",
        made_on="2 June 2026",
        people=("Arthur Vale, 78, the subject, died 4 May 2026", "Miriam Vale, 50, daughter"),
        happened=LONG.split("\n", maxsplit=1)[0],
        agencies=(
            papers.Pair(label="Adult Social Care", value="Knew of the missed visits from the second week of April."),
            papers.Pair(label="Housing Service", value="Not known to us."),
            papers.Pair(label="Probation Service", value="Has not answered yet; due 1 June 2026."),
        ),
        tests=(papers.Pair(label="Safeguarding Adult Review", value="The test is met: a mandatory review"),),
        asked=("Decide which review follows.",),
        deadlines=(papers.Pair(label="9 June 2026", value="Meeting of the panel"),),
        before=("An earlier referral about Arthur Vale, NOR-2024-0007.",),
        missing=("Probation Service has not answered.",),
    )


def pack_attachment() -> papers.PackAttachment:
    return papers.PackAttachment(**WHO, number="3D", title="Letter of the practice", reference="NOR-2026-0001", file=1)


def agenda_pack(**changes) -> papers.AgendaPack:
    sheets = (
        papers.PackPart(job=11, number="3", title="In brief", page="3-1"),
        papers.PackPart(job=12, number="3A", title="Referral, people and criteria", page="3-2"),
    )
    values = {
        **WHO,
        "title": "Agenda and papers",
        "body": "Review Panel",
        "date": "Tuesday 9 June 2026",
        "time": "10am to midday",
        "place": "Committee Room 2, Northmoor Town Hall",
        "chair": "DCI P. Lang",
        "secretariat": "Review Panel Secretariat",
        "contact_email": "reviews@northmoor.example",
        "prepared_on": "2 June 2026",
        "reader": "Copy for A. Lee, Police",
        "members": ("Adult Social Care", "Community Health Trust", "Police", "Probation Service", "Housing Service"),
        "quorum": "One representative each of health, adult social care, children's social care and police.",
        "notice": ("These papers name living people. Keep them closed and delete them after the meeting.",),
        "items": (
            papers.PackItem(
                number="1", title="Welcome, apologies, conflicts of interest", presenter="Chair", time="5 minutes",
                parts=(papers.PackPart(job=10, number="1", title="Welcome, apologies", page="1-1"),),
            ),
            papers.PackItem(number="2", withheld=True),
            papers.PackItem(
                number="3", title="Adult, 78: death after missed visits", purpose="For decision", presenter="Chair",
                time="30 minutes", reference="NOR-2026-0001", parts=sheets,
            ),
        ),
    }  # fmt: skip
    return papers.AgendaPack(**(values | changes))


def minutes() -> papers.Minutes:
    question = papers.QuestionRecord(
        wording="Which review does the panel recommend?",
        put_by="the chair",
        votes=(
            papers.VoteLine(agency="Adult Social Care", vote="Mandatory review"),
            papers.VoteLine(
                agency="Community Health Trust",
                vote="Mandatory review",
                reason="The plan was never looked at again.",
            ),
            papers.VoteLine(agency="Police", vote="Discretionary review"),
        ),
        tally=(
            papers.Pair(label="Mandatory review", value="2"),
            papers.Pair(label="Discretionary review", value="1"),
        ),
        result="A mandatory review is carried by 2 of 3 votes.",
        not_voting=("Housing Service (conflict of interest)", "Probation Service (absent)"),
    )
    item = papers.MinuteItem(
        number="2",
        title="Adult, 78: death after missed visits",
        reference="NOR-2026-0001",
        quorate=True,
        quorum="Every sector that the quorum asks for was in the room and free of conflict for this item.",
        quorum_by_sector=(
            papers.Pair(label="Health", value="Community Health Trust"),
            papers.Pair(label="Police", value="Police"),
        ),
        conflicts=("Housing Service withdrew for this item.",),
        discussion=(LONG,),
        tests=(adult_test(),),
        questions=(question,),
        recommendation=papers.RecommendationRecord(
            review_type="Safeguarding Adult Review (mandatory)",
            focus="How visits are planned, missed and made good between agencies.",
            methodology="Reflective learning session",
            reasons=LONG,
            to="the Independent Chair of the Safeguarding Adults Board",
        ),
        actions=(
            papers.ActionLine(
                action="Send the recommendation to the Independent Chair",
                owner="Secretariat",
                due="11 June 2026",
            ),
        ),
    )
    empty = papers.MinuteItem(
        number="3", title="Any other business", quorate=False, quorum="No health representative after 11:40."
    )
    return papers.Minutes(
        **WHO,
        title="Minutes",
        body="Review Panel",
        date="Tuesday 9 June 2026",
        time="10am to midday",
        place="Committee Room 2, Northmoor Town Hall",
        chair="DCI P. Lang",
        state="Draft, not yet agreed",
        attendance=(
            papers.AttendanceLine(name="DCI P. Lang", agency="Police", part="Chair"),
            papers.AttendanceLine(name="A. Lee", agency="Police", part="Voting member"),
            papers.AttendanceLine(
                name="S. Novák",
                agency="Community Health Trust",
                part="Voting member",
                deputy_for="T. Ash",
                times="from 10:20am",
            ),
            papers.AttendanceLine(name="O. Brand", agency="Adult Social Care", part="Voting member"),
        ),
        apologies=(papers.AttendanceLine(name="T. Ash", agency="Community Health Trust"),),
        not_represented=("Probation Service",),
        opening=("The chair opened the meeting at 10am. The minutes of the last meeting were agreed.",),
        items=(item, empty),
        closed="The meeting ended at midday.",
        next_meeting="Tuesday 14 July 2026 at 10am",
    )


def scoping_request() -> papers.ScopingRequest:
    return papers.ScopingRequest(
        **WHO,
        title="Request for information",
        reference="NOR-2026-0001",
        agency="Community Health Trust",
        asked_on="6 May 2026",
        due_on="Wednesday 20 May 2026",
        due_why="Ten working days after the request.",
        window="1 May 2023 to 4 May 2026",
        sender="Review Panel Secretariat",
        contact_email="reviews@northmoor.example",
        link="https://reviews.northmoor.example/northmoor/cases/NOR-2026-0001",
        paragraphs=("The panel is considering whether a review is needed and asks every member agency what it knows.",),
        people=people(),
        asked=(
            "A chronology of your contacts.",
            "What happened and why, in your view.",
            "Anything needed now to keep somebody safe.",
        ),
    )


def referral() -> papers.Referral:
    pair = papers.Pair
    return papers.Referral(
        **WHO,
        title="Referral",
        reference="NOR-2026-0001",
        received_on="5 May 2026 at 4:12pm",
        referrer="Ms J. Carter, Community Health Trust",
        sections=(
            papers.FormSection(
                title="Context",
                groups=(
                    papers.FormGroup(
                        answers=(
                            pair(label="Date of death", value="4 May 2026"),
                            pair(label="Reason", value=LONG),
                        )
                    ),
                ),
            ),
            papers.FormSection(
                title="Relevant people",
                groups=(
                    papers.FormGroup(title="Relevant person 1", answers=(pair(label="Name", value="Miriam Vale"),)),
                    papers.FormGroup(title="Relevant person 2", answers=()),
                ),
            ),
            papers.FormSection(title="Agency involvement"),
        ),
    )


def merged_chronology(rows: int = 30) -> papers.Chronology:
    return papers.Chronology(
        **WHO,
        title="Merged chronology",
        reference="NOR-2026-0001",
        made_on="21 May 2026",
        window="1 May 2023 to 4 May 2026",
        people=people(),
        returns=tuple(papers.ReturnLine(agency=one.agency, state=one.state, on=one.on) for one in returns()),
        rows=chronology(rows),
        notes=("Entries are as agencies gave them; where two agencies tell the same event, both stand.",),
    )


def notification_sheet() -> papers.FilledForm:
    said = papers.FormGroup(answers=(papers.Pair(label="What happened", value=LONG),))
    return papers.FilledForm(
        **WHO,
        title="Notification of a serious incident",
        reference="NOR-2026-0001",
        reconstructed=True,
        details=(papers.Pair(label="To", value="National panel"),),
        sections=(papers.FormSection(title="The incident", groups=(said,)),),
    )


def outcome_record() -> papers.FilledForm:
    return papers.FilledForm(
        **WHO,
        title="Outcome of the rapid review",
        reference="NOR-2026-0001",
        details=(papers.Pair(label="Sent", value="21 May 2026 at 4pm"),),
        sections=notification_sheet().sections,
        checks=(papers.Pair(label="Notified within 5 working days?", value="Yes. Incident 4 May, notified 8 May."),),
    )


def action_plan() -> papers.ActionPlan:
    notes = (papers.Pair(label="What would show that it worked", value="Nine of ten files show it."),)
    line = papers.PlanLine(
        number="1", what="Ask every new mother about her partner, alone.", owner="Nia Lee, NEL NHS ICB",
        due="1 December 2026", first_due="first 1 October 2026", standing="Late, 12 days late", notes=notes,
    )  # fmt: skip
    return papers.ActionPlan(
        partnership="Northshire Safeguarding Partnership", title="Action plan", demo=True, date="13 December 2026",
        reference="NOR-2026-0001", lead="1 late, 0 to do.", groups=(papers.PlanGroup(title="Late", lines=(line,)),),
    )  # fmt: skip


def practitioner_briefing() -> papers.PractitionerBriefing:
    return papers.PractitionerBriefing(
        partnership="Northshire Safeguarding Partnership", title="When a parent stops answering", demo=True,
        date="13 December 2026", about="A baby was hurt at home.",
        learnt=("Missed visits were each explained away.",), good=("The school nurse rang again.",),
        differently=("Say the second missed visit aloud in supervision.",), questions=("Whom would you ring?",),
        more=("The full report is on our website.",),
    )  # fmt: skip


EVERY_KIND = {
    "acknowledgement-letter": acknowledgement_letter,
    "action-plan": action_plan,
    "agency-return": agency_return,
    "agenda-pack": agenda_pack,
    "annual-report": more_papers.annual_report,
    "board-report": more_papers.board_report,
    "case-brief": brief,
    "case-letter": more_papers.case_letter,
    "chronology": merged_chronology,
    "decision-letter": decision_letter,
    "disclosure-bundle": more_papers.disclosure_bundle,
    "disclosure-sheet": more_papers.disclosure_sheet,
    "minutes": minutes,
    "notification-sheet": notification_sheet,
    "outcome-record": outcome_record,
    "pack-attachment": pack_attachment,
    "pack-sheet": lambda: case_sheet(14),
    "practitioner-briefing": practitioner_briefing,
    "referral": referral,
    "scoping-request": scoping_request,
}
