"""A review on its way, each step by whoever does it: ordered, carried out, reported, published, learnt from."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from playwright.sync_api import expect

from desk.demo.report_pdf import report_pdf
from tests.browser import Visitor

from . import answering, anywhere
from .anywhere import TODAY, Office
from .people import address, choose, download, fill_day, letter, sign_in

IN_A_MONTH, IN_HALF_A_YEAR = TODAY + dt.timedelta(days=30), TODAY + dt.timedelta(days=180)
OTHER_FILE = "If it is not the very file that was signed off: what is different, and who agreed to it?"
CHECKED = "Nobody can be recognised from it: no name, date of birth, address, school or picture"
TYPED = "(box) => box.tagName == 'TEXTAREA' || box.tagName == 'INPUT' && !['radio', 'checkbox'].includes(box.type)"
# A case as the log that was kept before has it.
BEGUN = """
import datetime as dt
from django.utils import timezone
from cases.acts import PersonValues, open_case
from cases.models import Decision, Event, Fact, Track
from cases.spine import open_track, settle_stage
from desk.demo.following import Teller
from panels.models import Recommendation
from partnerships.models import Partnership
from partnerships.queries import boroughs
from partnerships.scope import tenant
from procedures import library
from procedures.models import ProcedureVersion
partnership = Partnership.objects.get(slug="{slug}")
now = timezone.now()
with tenant(partnership):
    procedure = library.in_force("{slug}", on=now.date())
    version = ProcedureVersion.objects.get(partnership=partnership, version=procedure.version)
    kind, office = procedure.find("review_types", "{kind}"), Teller(procedure, now).office
    case = open_case(
        procedure_version=version, pathway="{pathway}", received_at=now - dt.timedelta(days=20), actor=office,
        at=now - dt.timedelta(days=20), borough=next((b for b in boroughs() if b.slug == "{borough}"), None),
        why="From the log.", facts={{}},
        people=(PersonValues(kind="subject", first_name="{first}", last_name="{last}", born_on=dt.date(2017, 5, 4)),),
    )
"""
# On it a review was decided on.
DECIDED = """
    at = now - dt.timedelta(days=2)
    event = Event.objects.create(
        case=case, act="ratify_recommendation", summary="Decided before.", at=at, actor_label="The board",
        data={{"review_type": kind.name}},
    )
    Decision.objects.create(
        case=case, kind="ratify_recommendation", outcome=kind.title, decided_by="The board", decided_at=at,
        reasons="As the log says.", data={{"review_type": kind.name, "focus": "Who knew what, and whom they told."}},
        event=event,
    )
    Fact.objects.create(case=case, name="decision_to_review", happened_at=at, event=event)
    Track.objects.filter(partnership=partnership, case=case).update(closed_at=at)
    print(case.reference)
"""
# On it the panel has recommended a review, and nobody has answered.
RECOMMENDED = """
    at = now - dt.timedelta(days=2)
    event = Event.objects.create(
        case=case, act="recommend", track="{pathway}", summary="Recommended before.", at=at, actor_label="One Panel",
    )
    Recommendation.objects.create(
        case=case, body=procedure.find("pathways", "{pathway}").body, review_type=kind.name, event=event,
        review_type_title=kind.title, focus="Who knew what, and whom they told.", reasons="As the log says.",
        recommended_at=at, recommended_by="One Panel", methodology=procedure.methodologies[0].name,
        methodology_title=procedure.methodologies[0].title,
    )
    Track.objects.filter(partnership=partnership, case=case).update(closed_at=at)
    open_track(case, procedure, "{pathway}", at=at)
    Track.objects.filter(partnership=partnership, case=case, name="{pathway}").update(stage="recommended")
    settle_stage(case, procedure)
    case.save()
    print(case.reference)
"""


def begun(visitor, stack, slug: str, *, pathway: str, kind: str, people=("Isla", "Yelland"), borough="",
          how: str = DECIDED) -> Walk:  # fmt: skip
    """A case on which a review waits to be commissioned; or, with `how`, to be ratified first."""
    text = BEGUN + how.lstrip("\n")
    said = text.format(slug=slug, pathway=pathway, kind=kind, first=people[0], last=people[1], borough=borough)
    reference = stack.manage("shell", "-v", "0", "-c", said).strip().splitlines()[-1]
    return Walk(Office(visitor, slug, reference))


CHOSEN = "Seven quiet herons"


class Walk:
    """One review. `where`: its address once it is commissioned."""

    def __init__(self, office: Office):
        self.office, self.where = office, ""

    def at(self, role: str, rest: str = "", agency: str = "") -> Visitor:
        """Somebody at the review or a page of it."""
        person = self.office.who(role, agency)
        person.goto(f"{self.where}{rest}")
        return person

    def do(self, role: str, act: str, button: str, done: str, says: dict | None = None, *, agency="", ticks=(),
           days=(), files=()) -> Visitor:  # fmt: skip
        """An act page of the review: every needed question answered, then its button."""
        person = self.at(role, f"{act}/" if act else "", agency)
        return filled(person, button, done, says, ticks=ticks, days=days, files=files)

    def of_case(self, role: str, act: str, button: str, done: str, says: dict | None = None, **more) -> Visitor:
        return filled(self.office.at_case(role, f"{act}/"), button, done, says, **more)

    def of_action(self, role: str, action: str, act: str, done: str, says: dict | None = None, *,
                  agency="", **more) -> Visitor:  # fmt: skip
        person = self.office.who(role, agency)
        person.goto(f"{action}{act}/")
        return filled(person, "Put it on record", done, says, **more)


def filled(person: Visitor, button: str, done: str, says=None, *, ticks=(), days=(), files=(), lists=()) -> Visitor:
    """Answers what the page needs, presses, reads what it says then. `lists`: (question, words of an option)."""
    anywhere.fill_in(person, says or {})
    main = person.page.locator("main form")
    for question, answer in (says or {}).items():
        box = main.get_by_label(question, exact=True)
        if box.count() == 1 and box.evaluate(
            "(box) => ['TEXTAREA', 'INPUT'].includes(box.tagName) && box.type != 'radio'"
        ):
            box.fill(answer)
    for tick in ticks:
        choose(person, tick)
    for question, day, *time_of_day in days:
        fill_day(person, day, question, *time_of_day)
    for question, option in lists:
        box = person.page.get_by_label(question)
        box.select_option(box.get_by_role("option").filter(has_text=option).first.get_attribute("value"))
    for question, file in files:
        person.page.get_by_label(question).first.set_input_files(file)
    person.press(button)
    assert not person.page.locator(".govuk-error-summary").count(), person.page.inner_text("main")[:800]
    person.reads(done)
    return person


def pdf(name: str, *lines: str) -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": report_pdf("A report", list(lines))}


# Ordering


def commissioned(walk: Walk, role: str, agency: str = "") -> None:
    """From what waits for them, with what follows from the type shown, to the page of the review."""
    person = walk.office.who(role, agency)
    person.goto(f"/{walk.office.slug}/")
    waits = f"{walk.office.reference}: the review that was decided on waits to be commissioned"
    person.follow(waits)
    person.press("Commission the review")
    if person.page.locator(".govuk-error-summary").count():
        filled(person, "Commission the review", "is commissioned.")
    person.reads("is commissioned.")
    walk.where = person.page.url
    person.goto(f"/{walk.office.slug}/")
    assert not person.page.get_by_role("link", name=waits).count()


def terms_set(walk: Walk, role: str) -> None:
    """C-24, RED-33: scope, who takes part, the governance group, what is said to the media."""
    says = {"Which questions does the review answer?": "What was known of the older children?",
            "What is said to the media and the public, and when?": "Nothing before the trial."}  # fmt: skip
    person = walk.do(role, "set-terms", "Set the terms", "", says)
    person.goto(f"{walk.where}terms/")
    person.reads("Version 1, in force")
    person.reads("Nothing before the trial.")


def family_agreed(walk: Walk, role: str) -> None:
    """Who of the family takes part, and the log of what was said to them (C-23)."""
    walk.of_case(role, "record-involvement", "Save", "", {"Do they agree to be involved?": "Yes"})
    walk.of_case(role, "record-contact", "Save", "", {"What were they told?": "Why there is a review."})
    walk.at(role, "people/").reads("Contact with family and practitioners")


# Who carries it out


def on_the_list(office: Office, name: str, email: str, *, with_sign_in: bool = True) -> None:
    """On the approved list, with a sign-in that opens their reviews and nothing else; once for all reviews."""
    secretary = office.who("secretariat")
    secretary.goto(f"/{office.slug}/reviewers/")
    if secretary.page.get_by_role("link", name=name).count():
        return
    secretary.goto(f"/{office.slug}/reviewers/add-reviewer/")
    filled(secretary, "Save", name, {"Name": name, "E-mail address": email, "Are they independent": "Yes"})
    if not with_sign_in:
        return
    page = secretary.page.url
    administrator = office.who("administrator")
    administrator.goto(page)
    administrator.press("Give them a sign-in")
    administrator.reads("it opens the reviews they carry out and nothing else")


def first_sign_in(visitor, stack, email: str) -> Visitor:
    """A reviewer's own: the invitation's link, a password of their choice, then their reviews and nothing else."""
    where = "/account/password/reset/key/"
    link = re.search(rf"http://localhost:\d+{where}[\w-]+", letter(stack, email, "", where))
    reviewer = visitor()
    reviewer.goto(link[0])
    for box in ("New password", "New password again"):
        reviewer.page.get_by_label(box, exact=True).fill(CHOSEN)
    reviewer.press("Save the new password")
    return sign_in(visitor, email, password=CHOSEN)


def appointed(walk: Walk, checks: str, appoints: str, name: str, *, agency: str = "", told=()) -> None:
    """C-22, C-34: each check of the text answered, then the contract and who outside knows the name."""
    person = walk.at(checks, "check-reviewer/")
    for group in person.page.get_by_role("group").filter(has=person.page.get_by_label("Yes", exact=True)).all():
        bad = "conflict" in group.inner_text()
        choose(person, "No" if bad else "Yes", within=group)
    person.page.get_by_label(name, exact=False).first.check()
    person.press("Record the checks")
    person.reads(f"The checks on {name} were made. Every check is met.")
    person = walk.at(appoints, "appoint-reviewer/", agency)
    person.page.get_by_label(name, exact=False).first.check()
    filled(person, "Appoint", f"{name} is appointed.", ticks=told,
           days=[("First day of the contract", TODAY), ("Last day of the contract", IN_HALF_A_YEAR)])  # fmt: skip


def asked_in_writing(walk: Walk, role: str, reviewer: Visitor, question: str, answer: str) -> None:
    walk.do(role, "request-progress", "Ask", "", {"What is the reviewer asked?": question},
            days=[("When is the answer wanted?", IN_A_MONTH)])  # fmt: skip
    reviewer.goto(f"{walk.where}people/")
    reviewer.follow("Answer", exact=False)
    filled(reviewer, "Send the answer", "", {"Your answer": answer})
    walk.at(role, "people/").reads(answer)


# What agencies bring


def reports_asked(walk: Walk, agencies: list[str]) -> None:
    secretary = walk.at("secretariat", "reports/")
    secretary.press("Ask agencies for their reports")
    for box in secretary.page.get_by_role("checkbox").all():
        box.uncheck()
    for agency in agencies:
        choose(secretary, agency)
    secretary.press("Ask for information")
    secretary.reads("asked for information.")
    secretary = walk.at("secretariat", "reports/")
    for agency in agencies:
        secretary.reads(agency)


def report_sent(walk: Walk, agency: str, said: dict[str, str], rows, *, signs: str = "") -> None:
    """The agency's author writes and sends; the officer who must signs it off (DAR app. 3)."""
    author = walk.office.at_case("agency-representative", "submit-return/", agency)
    answering.answer_form(author, said)
    if rows:
        answering.type_chronology(author, rows)
    author.press("Check and send")
    author.press("Ask for the signature" if signs else "Send")
    if signs:
        signer = walk.office.at_case(signs, "sign-off-return/", agency)
        signer.press("Sign off and send")
        signer.reads("You have signed the return off.")


def chronology_seen(walk: Walk, role: str, entries: int) -> None:
    """One picture of time by agency and nine columns; as a spreadsheet and as a PDF (DAR app. 6)."""
    person = walk.at(role, "chronology/")
    expect(person.page.locator("svg a rect")).to_have_count(entries)
    expect(person.page.locator("#entries thead th")).to_have_count(9)
    assert download(person, "Download for Excel")[:2] == b"PK"


def called_together(walk: Walk, stack, role: str, guest: str) -> tuple[str, str]:
    """A learning event in a minute or two, with a guest who has no account and says that they come: (its address,
    the guest's private link)."""
    person = walk.at(role, "convene-learning-event/")
    begins = timezone.localtime() + dt.timedelta(seconds=75)
    says = {"What is it called?": "Looking back together", "Where?": "Town Hall", "Who is invited?": f"Gita {guest}",
            "What is it for?": "To see it as it was seen then."}  # fmt: skip
    days = [("When does it begin?", begins.date(), f"{begins:%H:%M}")]
    filled(person, "Convene and invite", "The learning event is convened", says, days=days)
    link = re.search(r"http://\S+/learning-event/\S+/", letter(stack, guest, ""))[0]
    visitor = walk.office.visitor()
    visitor.goto(link)
    filled(visitor, "Send", "We have your answer.", {"Will you come?": "Yes"})
    return person.page.url, link


def learnt_together(walk: Walk, role: str, event: str, link: str) -> None:
    """It is over: what was learnt, and what the guest thought of it. Whose answer it was is not kept."""
    person = walk.office.who(role)
    person.goto(f"{event}record-learning-event/")
    while "held before it began" in filled_in(person, {"What was learnt?": "Nobody had the whole picture."}, ["Gita"]):
        person.page.wait_for_timeout(3_000)
    person.reads("It is on the record.")
    guest = walk.office.visitor()
    guest.goto(link)
    filled(guest, "Send", "", {"What will you do differently?": "Ring once more."})
    person.goto(event)
    person.reads("1 answer so far.")


def filled_in(person: Visitor, says: dict[str, str], ticks: list[str]) -> str:
    """As `filled`, for what may be too early; what the page says then."""
    anywhere.fill_in(person, says)
    for tick in ticks:
        choose(person, tick)
    person.press("Record")
    return person.page.inner_text("main")


# The report


def drafted(walk: Walk, reviewer: Visitor, note: str) -> None:
    reviewer.goto(f"{walk.where}report/")
    reviewer.follow("Hand in a draft")
    filled(reviewer, "Hand the draft in", "The draft is handed in.", {"What is new in it?": note},
           files=[("The draft", pdf("Draft.pdf", note))])  # fmt: skip


def drafted_by_office(walk: Walk, note: str) -> None:
    """For a reviewer who sent it by e-mail."""
    says = {"What is new in it?": note, "Whose draft is it": "Rena Reed"}
    files = [("The draft", pdf("Draft.pdf", note))]
    walk.do("secretariat", "submit-draft", "Hand the draft in", "The draft is handed in.", says, files=files)


def carried_out(walk: Walk, orders: str, checks: str, appoints: str, name: str) -> None:
    """Ordered, its terms set, somebody of the approved list appointed, a first draft there."""
    commissioned(walk, orders)
    terms_set(walk, checks)
    on_the_list(walk.office, name, address("rena", partnership=walk.office.slug), with_sign_in=False)
    appointed(walk, checks, appoints, name)
    drafted_by_office(walk, "The first draft.")


def done(walk: Walk, action: str) -> None:
    walk.of_action("secretariat", action, "complete-action", "The action is done")


def commented(walk: Walk, role: str, whose: str, text: str, reviewer: Visitor, answer: str) -> None:
    """A body's comments on the draft, and what became of them."""
    walk.do(role, "comment-on-draft", "Put the comments on record", "The comments are on record.",
            {"Whose comments are they?": whose, "What do they say?": text})  # fmt: skip
    reviewer.goto(f"{walk.where}report/")
    reviewer.follow("Answer", exact=False)
    filled(reviewer, "Put the answer on record", "The comment is answered.", {"What became of it?": answer})


def signed_off(walk: Walk, people: list[tuple[str, str]], says: dict | None = None) -> None:
    """By each of those the text names, in its order."""
    for role, agency in people:
        walk.do(role, "sign-off-report", "Sign it off", "Your signature is on record.", says, agency=agency)
    walk.at(people[-1][0], "report/", people[-1][1]).reads("Signed off")


SOON = "If bodies that get the report beforehand have less time than the procedure gives them: why?"


def publication_decided(walk: Walk, people: list[tuple[str, str]], outcome: str, *, day: dt.date | None = None,
                        reasons: str = "", soon: str = "") -> None:  # fmt: skip
    """Each of those who decide says the same; `soon`: why on a day that leaves bodies outside too little time."""
    days = [("If anything is published: on which day?", day)] if day else []
    for role, agency in people:
        person = walk.at(role, "decide-publication/", agency)
        says = {"What is published?": outcome, **({"If not the whole report: why?": reasons} if reasons else {})}
        says |= {SOON: soon} if soon else {}
        filled(person, "Record the decision", "is on record.", says, days=days)


def happened(person: Visitor, ago: int) -> None:
    """It was done so many days before it is recorded (C-51)."""
    if ago:
        fill_day(person, TODAY - dt.timedelta(days=ago), "When did this happen?", "10:30am")


def sent_outside(walk: Walk, bodies: list[str]) -> None:
    """To each body outside, not later than the last day that the page names (C-20)."""
    walk.at("secretariat", "report/").reads("Last day to send it")
    person = walk.at("secretariat", "send-report/")
    filled(person, "Record that it was sent", "", ticks=bodies)


def published(walk: Walk, role: str, title: str, *, agency: str = "", press: str = "", learning=False) -> str:
    """The day has come; somebody has read it for personal details; the address of its public page."""
    says = {
        "Title for the public": title, "What it is about, in a few sentences": "Handovers lose what people know.",
        "Name of the reviewer": "Rita Reviewer", "Who has read the whole of it for personal details?": "Nia Reader",
        **({"Statement for the press": press} if press else {}),
        **({} if learning else {OTHER_FILE: "Names were taken out, as those who signed agreed."}),
    }  # fmt: skip
    label = "What was learnt: the text that is published" if learning else "The report as it is published"
    person = walk.do(role, "publish-report", "Publish it now", "It is public now.", says, agency=agency,
                     ticks=[CHECKED], files=[(label, pdf("Report.pdf", "Nobody is named."))])  # fmt: skip
    return person.page.url


def read_by_anybody(walk: Walk, title: str) -> Visitor:
    public = walk.office.visitor()
    public.goto(f"/{walk.office.slug}/published/")
    public.follow(title)
    public.heading(title)
    file = public.page.get_by_role("link", name=re.compile("Download")).get_attribute("href")
    assert public.page.request.get(public.base_url + file).status == 200
    return public


# What comes of it


def recommended(walk: Walk, role: str, wording: str, agency: str, theme: str, *, before: str = "") -> str:
    """With agency, owner, day, measure and theme; what earlier reviews asked for is shown first (C-28)."""
    person = walk.office.at_case(role, "record-recommendation/")
    says = {"What is recommended?": wording, "Who answers for it there?": "Named professional",
            "What would show that it worked?": "Nine of ten files say so."}  # fmt: skip
    filled(person, "Record it", "", says, ticks=[theme], days=[("By when?", IN_HALF_A_YEAR)],
           lists=[("Which agency is it for?", agency)])  # fmt: skip
    if before:
        person.reads("Asked for before")
        person.reads(before)
    if person.page.get_by_role("heading", name="Asked for before").count() and "record-rec" in person.page.url:
        person.press("Record it")
    person.reads("is recorded.")
    return person.page.url


def accepted(person: Visitor, recommendation: str, body: str) -> None:
    person.goto(f"{recommendation}answer-recommendation/")
    filled(person, "Record it", "", {"Is it accepted?": "Accepted", "Who decided?": body})


def planned(walk: Walk, role: str, what: str, agency: str, day: dt.date, *, carries_out: str = "",
            decided_ago: int = 0) -> str:  # fmt: skip
    """An action with its owner and day; its address."""
    person = walk.office.at_case(role, "create-action/")
    happened(person, decided_ago)
    says = {"What is to be done?": what, "What would show that it worked?": "Nine of ten files say so.",
            "Where does it come from?": "A review led to it"}  # fmt: skip
    lists = [("Which agency does it?", agency)]
    lists += [("Which recommendation does it carry out?", carries_out)] if carries_out else []
    filled(person, "Create the action", "is on the plan.", says, days=[("By which day?", day)], lists=lists)
    link = person.page.get_by_role("link", name=what)
    return link.first.get_attribute("href")


def followed_to_its_end(walk: Walk, role: str = "secretariat") -> None:
    """Nothing of the review is open any more, and its page says so."""
    walk.at(role).reads("The review is finished, and nothing that came of it is open.")


def in_the_annual_report(walk: Walk, *texts: str) -> None:
    """This year's report of the partnership tells of the review and of what became of its findings (DAR-11)."""
    person = walk.office.who("secretariat")
    person.goto(f"/{walk.office.slug}/reports/")
    person.page.locator("a[href*='/reports/annual/']").first.click()
    for text in texts:
        person.reads(text)
    person.look()
