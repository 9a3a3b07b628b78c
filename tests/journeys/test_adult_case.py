"""One adult case from the referral to the outcome, and one that the panel was divided about (RED-2 to RED-12, RED-21).

Real browsers, the real web, worker and beat, PostgreSQL and Redis: everybody acts in a window of their own.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import time

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from . import answering, meeting, office, referring
from .people import address, case_path, download, letter, letters_to, sign_in

TODAY = dt.date.today()
DIED_ON = TODAY - dt.timedelta(days=19)
ADULTS, CHILDREN, SAFETY = "LBR Adult Social Care", "LBR Children's Social Care", "LBR Community Safety"
POLICE, ICB, NELFT = "East Area BCU MPS", "NEL NHS ICB", "NELFT"
SLUGS = {
    ADULTS: "adult-social-care",
    CHILDREN: "childrens-social-care",
    SAFETY: "community-safety",
    POLICE: "east-area-police",
    ICB: "nel-icb",
    NELFT: "nelft",
}
PERSONAL = (referring.SUBJECT, referring.FAMILY, "Morwenna", referring.NHS.replace(" ", ""), "Station Road", "nurse")


@pytest.fixture
def everybody(visitor):
    """Windows of the office and of six agencies; others open theirs when they are needed."""
    windows = {agency: sign_in(visitor, address("agency-representative", slug)) for agency, slug in SLUGS.items()}
    for role in ("secretariat", "panel-chair"):
        windows[role] = sign_in(visitor, address(role))
    return windows


def test_an_adult_case_from_the_referral_to_its_outcome(visitor, stack, everybody):
    secretary, chair = everybody["secretariat"], everybody["panel-chair"]
    reference = a_referral(visitor, stack)
    office.acknowledge(secretary, reference)
    letter(stack, referring.MAIL, f"{reference}: we have your referral")
    office.send_back(secretary)
    link = referring.link_in(letter(stack, referring.MAIL, f"{reference}: we have questions"))
    answers = dict(zip(office.QUESTIONS, ("Nobody was named.", "9 October."), strict=True))
    referrer = visitor()
    referring.answer_questions(referrer, link, answers)
    office.first_look(chair, reference)
    due = office.ask_agencies(secretary, reference, list(SLUGS))
    office.reads_why(secretary, reference, due)
    reminded(stack, reference, due)
    agencies_answer(everybody, reference)
    secretary.goto(case_path(reference, "chronology/"))
    for words in ("Admitted to hospital", "Discharged home", "Last visit. Said he was lonely.", "4 entries"):
        secretary.reads(words)
    where = on_the_agenda(everybody, stack, reference)
    the_meeting(visitor, everybody, reference, where)
    ratified(visitor, stack, reference)
    office.tell(secretary, reference)
    the_outcome(referrer, stack, link, reference)
    the_mailbox(secretary, stack, reference)
    office.open_case(secretary, reference)
    secretary.reads("Outcome told")
    for window in [*everybody.values(), referrer]:
        window.no_complaints()


def words_of(pdf: bytes) -> str:
    """Everything a PDF says, as one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def a_referral(visitor, stack) -> str:
    """Begun in one browser, finished in another."""
    at_work = visitor()
    link = referring.begin(at_work, stack)
    referring.context_with_a_wrong_date(at_work, DIED_ON)
    at_home = visitor()
    referring.come_back(at_home, link, DIED_ON)
    referring.subject(at_home, DIED_ON)
    referring.other_people(at_home)
    referring.involvement_and_referrer(at_home)
    return referring.submit(at_home, stack)


def reminded(stack, reference: str, due: dt.date) -> None:
    """On the day, one digest to each agency that has not answered; a second sweep sends nothing more."""
    at = f"{due.isoformat()}T08:00:00Z"
    counted = json.loads(stack.manage("sweep_deadlines", "--at", at, "--json"))
    assert counted["queued"] > 0
    to = address("agency-representative", SLUGS[CHILDREN])
    line = f"{reference}: The agency's screening return ({CHILDREN}), due {due:%A} {due.day} {due:%B %Y}: due today"
    letter(stack, to, "waiting for you", line)
    sent = len(letters_to(stack, to))
    again = json.loads(stack.manage("sweep_deadlines", "--at", at, "--json"))
    assert (again["queued"], again["sent"]) == (0, 0)
    assert len(letters_to(stack, to)) == sent


def agencies_answer(everybody, reference: str) -> None:
    """One types, one pastes, the others do not know the people."""
    adults, nurses = everybody[ADULTS], everybody[NELFT]
    answering.find_request(adults, reference)
    answering.write_account(adults, "Two visits a day until September.", "The package was not started again.")
    rows = [(dt.date(2025, 9, 5), "Admitted to hospital after a fall."), (dt.date(2025, 10, 1), "Discharged home.")]
    answering.type_chronology(adults, rows)
    answering.send(adults)
    answering.find_request(nurses, reference)
    answering.write_account(nurses, "Weekly visits until 9 October.", "The caseload was not handed over.")
    pasted = "09/10/2025\t10:00\tLast visit. Said he was lonely.\tCase record\n2 October 2025\t\tReferred on, no reply."
    answering.paste_chronology(nurses, pasted, "2 entries added.")
    answering.send(nurses)
    for agency in (CHILDREN, SAFETY, POLICE, ICB):
        answering.not_known(everybody[agency], reference)


def on_the_agenda(everybody, stack, reference: str) -> str:
    """A meeting is convened, the case put on it, its papers printed by the worker and read by a member."""
    secretary = everybody["secretariat"]
    day = TODAY + dt.timedelta(days=5)
    where = meeting.convene(secretary, day, "9:15am")
    letter(stack, address("agency-representative", SLUGS[NELFT]), f"meeting on {day.day} {day:%B %Y}")
    meeting.put_on_agenda(secretary, reference, f"One Panel, {day.day} {day:%B %Y} at 9:15am")
    office.answer_tests(secretary, reference)
    secretary.goto(where)
    secretary.press("Prepare the papers")
    secretary.heading("Choose what goes into the papers")
    secretary.press("Prepare the papers")
    secretary.reads("One e-mail to each of")
    secretary.look()
    secretary.press("Look at the pack as it will be")
    ready(secretary)
    pack = words_of(download(secretary, "Download the PDF"))
    for words in (
        reference,
        referring.REASON[:40],
        "Arthur Penhaligon",
        "Said he was lonely",
        "Mandatory Safeguarding",
    ):
        assert words in pack, words
    secretary.goto(where + "circulate-papers/")
    secretary.press("Freeze and tell", exact=False)
    secretary.heading("Who has opened the papers")
    letter(stack, address("agency-representative", SLUGS[NELFT]), f"papers for {day.day} {day:%B %Y}")
    member = everybody[NELFT]
    member.goto(where)
    member.press("Read the papers")
    ready(member)
    assert f"Copy for {own_name(member)}" in words_of(download(member, "Download the PDF"))
    secretary.goto(where + "papers/opened/")
    secretary.reads("1 of ")
    secretary.look()
    member.goto(case_path(reference, "brief/"))
    member.reads("What the meeting is asked")
    member.look()
    return where


def the_meeting(visitor, everybody, reference: str, where: str) -> None:
    """Opened, attended, quorate, voted on by five at once, closed, recommended."""
    secretary, chair, icb = everybody["secretariat"], everybody["panel-chair"], everybody[ICB]
    deputy = sign_in(visitor, address("agency-deputy", SLUGS[CHILDREN]))
    name = own_name(deputy)
    meeting.name_deputy(everybody[CHILDREN], where, name)
    chair.goto(where)
    meeting.open_it(chair)
    meeting.turn_to(chair, reference)
    meeting.quorate(chair, met=False)
    meeting.take_the_chair(chair, own_name(chair))
    meeting.left_alone(chair)
    voters = {ADULTS: everybody[ADULTS], CHILDREN: deputy, NELFT: everybody[NELFT], SAFETY: everybody[SAFETY]}
    voters[POLICE] = everybody[POLICE]
    for member in (icb, *voters.values()):
        meeting.come_in(member, where)
    meeting.quorate(chair, met=True)
    meeting.declare_conflict(icb, reference)
    expect(chair.page.get_by_text("Left for this item", exact=True)).to_be_visible()
    assert icb.goto(case_path(reference)).status == 404
    meeting.still_the_same(chair)
    meeting.put_question(chair, reference)
    meeting.left_alone(chair)
    the_vote(chair, voters)
    chair.follow("Close the vote")
    chair.press("Close the vote")
    chair.reads(f"“{meeting.MANDATORY}” was carried by 4 of 5 agencies voting.")
    meeting.recommend(chair, reference)
    meeting.live(chair, where)
    chair.press("End the meeting")
    the_minutes(secretary, where, reference, name)


def ready(person) -> None:
    """The worker has made the sheets and bound the copy: seconds, and longer on a busy machine."""
    expect(person.page.locator("h1")).to_have_text("Your paper is ready", timeout=90_000)
    person.look()


def own_name(person) -> str:
    return person.page.locator(".app-header__who").get_by_role("link").first.inner_text()


def the_vote(chair, voters) -> None:
    """Five agencies at once, each in its own browser; the chair's page counts them without being loaded again."""
    for agency, member in voters.items():
        meeting.choose_vote(member, meeting.DISCRETIONARY if agency == POLICE else meeting.MANDATORY, agency)
    meeting.vote_at_once(list(voters.values()))
    expect(chair.page.locator(".app-vote")).to_contain_text("5 of 5 agencies entitled to vote have voted.")
    meeting.still_the_same(chair)


def the_minutes(secretary, where: str, reference: str, deputy: str) -> None:
    secretary.goto(where)
    secretary.press("Draft the minutes")
    for words in (f"Deputies: {deputy} for", "declared a conflict of interest and took no part", reference):
        secretary.reads(words)
    secretary.press("Print the minutes")
    ready(secretary)
    assert "carried by 4 of 5" in words_of(download(secretary, "Download the PDF"))


def ratified(visitor, stack, reference: str) -> None:
    """By the RSAB Independent Chair and nobody else (RED-9)."""
    letter(stack, address("rsab-chair"), f"{reference}: a recommendation waits for your answer")
    for other in ("rscp-scrutineer", "csp-chair"):
        window = sign_in(visitor, address(other))
        window.goto(case_path(reference, "ratify-recommendation/"))
        expect(window.page.get_by_role("button", name="Ratify")).to_have_count(0)
    ratifier = sign_in(visitor, address("rsab-chair"))
    ratifier.follow("To ratify")
    ratifier.follow(reference)
    ratifier.press("Ratify")
    ratifier.reads("Enter reasons")
    ratifier.page.get_by_label("Reasons").fill("The facts and the answers support it.")
    ratifier.press("Ratify")
    ratifier.reads("The recommendation is ratified.")


def the_outcome(referrer, stack, link: str, reference: str) -> None:
    """Behind the private link: the outcome, the reasons, the letter."""
    letter(stack, referring.MAIL, f"{reference}: there is an outcome")
    referrer.goto(link)
    for words in (meeting.MANDATORY, "The facts and the answers support it.", "agencies did not work together"):
        referrer.reads(words)
    paper = referrer.page.get_by_role("link", name="Download the letter (PDF)")
    until = time.monotonic() + 45
    while not paper.count():
        assert time.monotonic() < until, "the letter was not made"
        referrer.goto(link)
    text = words_of(download(referrer, "Download the letter (PDF)"))
    for words in (reference, meeting.MANDATORY, "How the criteria were answered", "Wenna Trevithick"):
        assert words in text


def the_mailbox(person, stack, reference: str) -> None:
    """What was sent can be read, and holds nobody's details (C-30)."""
    person.goto("/demo/mail/")
    person.follow(f"{reference}: there is an outcome")
    person.reads(reference)
    about = [text for text in stack.letters() if reference in text]
    assert len(about) > 10
    assert [(word, text) for text in about for word in PERSONAL if word in text] == []
