"""A meeting of twelve from eight agencies: a conflict, a deputy, a late arrival, a tie, a departure that breaks the
quorum, a dissent, a recommendation returned; and the minutes tell it (C-11, C-12, C-13, C-26, RED-3, RED-4, RED-5)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from . import meeting
from .people import address, case_path, choose, sign_in

CHILDREN, ADULTS, SAFETY = "childrens-social-care", "adult-social-care", "community-safety"
POLICE, ICB, NELFT, BHRUT, HOUSING = "east-area-police", "nel-icb", "nelft", "bhrut", "housing-service"
TITLES = {
    CHILDREN: "LBR Children's Social Care", ADULTS: "LBR Adult Social Care", SAFETY: "LBR Community Safety",
    POLICE: "East Area BCU MPS", ICB: "NEL NHS ICB", NELFT: "NELFT", BHRUT: "BHRUT", HOUSING: "LBR Housing Service",
}  # fmt: skip
# Who sits at the table: a representative of each of the eight (for one of them a deputy), leads of two of them who
# come with theirs, the chair and the secretariat.
VOTERS = (ICB, ADULTS, SAFETY, POLICE, NELFT, HOUSING)
SET_UP = "from tests.journeys.table import set_up; print(set_up())"


@pytest.fixture
def table(visitor, stack):
    reference, number = stack.manage("shell", "-v", "0", "-c", SET_UP).split()[-2:]
    people = {agency: sign_in(visitor, address("agency-representative", agency)) for agency in (*VOTERS, BHRUT)}
    people |= {f"lead {agency}": sign_in(visitor, address("agency-lead", agency)) for agency in (NELFT, POLICE)}
    people |= {role: sign_in(visitor, address(role)) for role in ("panel-chair", "secretariat")}
    people["deputy"] = sign_in(visitor, address("agency-deputy", CHILDREN))
    assert len(people) == 12
    return people, reference, f"/redbridge/meetings/{number}/"


def test_twelve_people_eight_agencies_and_all_that_can_happen(visitor, table):
    people, reference, where = table
    chair, secretary = people["panel-chair"], people["secretariat"]
    they_come(visitor, people, reference, where)
    a_tie(people, chair, reference)
    the_quorum_breaks_and_comes_back(people, chair, reference, where)
    carried(people, chair, reference)
    meeting.recommend(chair, reference)
    meeting.live(chair, where)
    chair.press("End the meeting")
    returned_by_the_ratifier(visitor, reference)
    the_minutes_tell_it(secretary, where, reference, people["names"])


def they_come(visitor, people, reference: str, where: str) -> None:
    """Eight agencies; a deputy for one; one comes late; one has a conflict; two leads come beside their people."""
    chair, secretary = people["panel-chair"], people["secretariat"]
    regular = sign_in(visitor, address("agency-representative", CHILDREN))
    people["names"] = {name: own_name(one) for name, one in people.items() if name != "names"}
    meeting.name_deputy(regular, where, people["names"]["deputy"])
    chair.goto(where)
    meeting.open_it(chair)
    meeting.take_the_chair(chair, people["names"]["panel-chair"])
    for agency in (ICB, ADULTS, SAFETY, POLICE, BHRUT, NELFT):
        meeting.come_in(people[agency], where)
    meeting.quorate(chair, met=False)  # nobody is there for children's social care yet
    meeting.come_in(people["deputy"], where)
    meeting.quorate(chair, met=True)
    for lead in (NELFT, POLICE):
        recorded(secretary, where, people["names"][f"lead {lead}"], "Adviser, no vote")
    recorded(secretary, where, people["names"]["secretariat"], "Note-taker")
    meeting.declare_conflict(people[BHRUT], reference)
    assert people[BHRUT].goto(case_path(reference)).status == 404
    meeting.live(people[BHRUT], where)
    people[BHRUT].reads("You have left for this item.")
    meeting.come_in(people[HOUSING], where)  # late: the meeting has begun


def recorded(secretary, where: str, name: str, part: str) -> None:
    secretary.goto(f"{where}record-attendance/")
    box = secretary.page.get_by_label("Who", exact=True)
    box.select_option(box.get_by_role("option").filter(has_text=name).first.get_attribute("value"))
    choose(secretary, part)
    secretary.page.get_by_role("button").filter(has_text="Record").first.click()
    secretary.reads(name)


def voters_of(people) -> dict:
    return {TITLES[agency]: people[agency] for agency in VOTERS} | {TITLES[CHILDREN]: people["deputy"]}


def vote(people, chair, options: dict[str, str]) -> None:
    """Seven agencies in seven browsers press the button before anybody was answered."""
    voters = voters_of(people)
    for title, member in voters.items():
        meeting.choose_vote(member, options.get(title, meeting.MANDATORY), title)
    meeting.vote_at_once(list(voters.values()))
    expect(chair.page.locator(".app-vote")).to_contain_text("7 of 7 agencies entitled to vote have voted.")


def a_tie(people, chair, reference: str) -> None:
    """Three to three and one abstains: nothing is carried, and it would go up."""
    meeting.put_question(chair, reference)
    split = dict.fromkeys([TITLES[ICB], TITLES[ADULTS], TITLES[SAFETY]], meeting.DISCRETIONARY)
    vote(people, chair, split | {TITLES[HOUSING]: "Abstain"})
    chair.follow("Close the vote")
    chair.press("Close the vote")
    chair.reads("statutory partners")


def the_quorum_breaks_and_comes_back(people, chair, reference: str, where: str) -> None:
    safety = people[SAFETY]
    meeting.live(chair, where)
    row = chair.page.get_by_role("row").filter(has_text=people["names"][SAFETY])
    chair.press("Has left", exact=False, within=row)
    meeting.quorate(chair, met=False)
    chair.goto(case_path(reference, "put-question/"))
    expect(chair.page.get_by_role("button", name="Open the vote")).to_have_count(0)
    meeting.live(safety, where)
    safety.press("I am back")
    meeting.live(chair, where)
    meeting.quorate(chair, met=True)


def carried(people, chair, reference: str) -> None:
    chair.follow("Put another question")
    for option in chair.page.get_by_role("checkbox").all():
        option.uncheck()
    for option in (meeting.MANDATORY, meeting.DISCRETIONARY):
        choose(chair, option)
    chair.press("Open the vote")
    vote(people, chair, {TITLES[ADULTS]: meeting.DISCRETIONARY})
    chair.follow("Close the vote")
    chair.press("Close the vote")
    chair.reads(f"“{meeting.MANDATORY}” was carried by 6 of 7 agencies voting.")


def returned_by_the_ratifier(visitor, reference: str) -> None:
    """A member of the minority dissents; the ratifier reads that first, and sends the recommendation back."""
    member = sign_in(visitor, address("agency-representative", ADULTS))
    member.goto(case_path(reference, "record-dissent/"))
    member.page.get_by_label("Why does your agency disagree?").fill("A discretionary review would do.")
    member.press("Record the dissent")
    member.reads("Your agency’s dissent is on the record.")
    ratifier = sign_in(visitor, address("rsab-chair"))
    ratifier.goto(case_path(reference, "return-recommendation/"))
    ratifier.reads("A discretionary review would do.")
    ratifier.page.get_by_label("Reasons").fill("Say which agencies the focus is about.")
    ratifier.press("Return it to the panel")
    ratifier.reads("returned")


def the_minutes_tell_it(secretary, where: str, reference: str, names: dict[str, str]) -> None:
    secretary.goto(where)
    secretary.press("Draft the minutes")
    for words in (
        f"{names[BHRUT]} declared a conflict of interest and took no part.",
        f"Deputies: {names['deputy']} for", "until", "Dissent. LBR Adult Social Care: A discretionary review would do.",
        "was carried by 6 of 7 agencies voting.", "Adviser, no vote", "Note-taker",
    ):  # fmt: skip
        secretary.reads(words)
    text = secretary.page.locator("article").inner_text()
    assert text.index("statutory partners") < text.index("was carried by 6 of 7"), "the tie comes before the vote"
    late = secretary.page.get_by_role("listitem").filter(has_text=names[HOUSING]).first
    expect(late).to_contain_text("from ")
    secretary.goto(case_path(reference, "panel/"))
    secretary.reads("Say which agencies the focus is about.")


def own_name(person) -> str:
    return person.page.locator(".app-header__who").get_by_role("link").first.inner_text()
