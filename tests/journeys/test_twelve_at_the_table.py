"""A meeting of twelve from eight agencies: a conflict, a deputy, a late arrival, a tie, an early departure that breaks
the quorum, a dissent, a recommendation returned; and the minutes tell it (C-11, C-12, C-13, C-26, RED-3, RED-4, RED-5).
"""

from __future__ import annotations

import re

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
ALONE = (ICB, ADULTS, SAFETY, POLICE, NELFT, HOUSING, BHRUT)  # agencies that sent their representative
COLLEAGUES = (NELFT, SAFETY)  # agencies of which a second person comes
SMALL = {"viewport": {"width": 360, "height": 740}}
SET_UP = "from tests.journeys.table import set_up; print(set_up())"


@pytest.fixture
def table(visitor, stack):
    """The twelve, each in a browser of their own; one of them holds a telephone."""
    reference, number = stack.manage("shell", "-v", "0", "-c", SET_UP).split()[-2:]
    people = {
        agency: sign_in(visitor, address("agency-representative", agency), **(SMALL if agency == ICB else {}))
        for agency in ALONE
    }
    people |= {f"{agency} too": sign_in(visitor, address("agency-deputy", agency)) for agency in COLLEAGUES}
    people |= {role: sign_in(visitor, address(role)) for role in ("panel-chair", "secretariat")}
    people[CHILDREN] = sign_in(visitor, address("agency-deputy", CHILDREN))
    assert len(people) == 12
    return people, reference, f"/redbridge/meetings/{number}/"


def test_twelve_people_eight_agencies_and_all_that_can_happen(visitor, table):
    people, reference, where = table
    names = {who: own_name(one) for who, one in people.items()}
    they_come(visitor, people, names, reference, where)
    a_tie(people, names, reference, where)
    the_quorum_breaks_and_a_colleague_comes(people, names, reference, where)
    carried(people, reference)
    meeting.recommend(people["panel-chair"], reference)
    meeting.live(people["panel-chair"], where)
    people["panel-chair"].press("End the meeting")
    returned_by_the_ratifier(visitor, people, reference)
    the_minutes_tell_it(people["secretariat"], where, names)


def they_come(visitor, people, names, reference: str, where: str) -> None:
    """A deputy for one who cannot come; a second person of another agency; somebody with a conflict of interest."""
    chair, secretary = people["panel-chair"], people["secretariat"]
    regular = sign_in(visitor, address("agency-representative", CHILDREN))
    meeting.name_deputy(regular, where, names[CHILDREN])
    chair.goto(where)
    meeting.open_it(chair)
    meeting.take_the_chair(chair, names["panel-chair"])
    for who in (ICB, ADULTS, SAFETY, POLICE, BHRUT, NELFT, f"{NELFT} too"):
        meeting.come_in(people[who], where)
    meeting.quorate(chair, met=False)  # nobody is there for children's social care yet
    meeting.come_in(people[CHILDREN], where)
    meeting.quorate(chair, met=True)
    takes_notes(secretary, where, names["secretariat"])
    conflicted = people[BHRUT]
    meeting.declare_conflict(conflicted, reference)
    assert conflicted.goto(case_path(reference)).status == 404
    meeting.live(conflicted, where)
    conflicted.reads("You have left for this item.")


def takes_notes(secretary, where: str, name: str) -> None:
    secretary.goto(f"{where}record-attendance/")
    box = secretary.page.get_by_label("Who", exact=True)
    box.select_option(box.get_by_role("option").filter(has_text=name).first.get_attribute("value"))
    choose(secretary, "Note-taker")
    secretary.press("Record")
    expect(secretary.page.get_by_role("row").filter(has_text=name)).to_contain_text("Here")


def ballots(people, options: dict[str, str], *, safety: str = SAFETY) -> dict:
    """Who gives the vote of each of the seven agencies, and what it is."""
    voters = {agency: people[agency] for agency in (CHILDREN, ADULTS, POLICE, ICB, NELFT, HOUSING)}
    voters[SAFETY] = people[safety]
    for agency, member in voters.items():
        meeting.choose_vote(member, options.get(agency, meeting.MANDATORY), TITLES[agency])
    return voters


def a_tie(people, names, reference: str, where: str) -> None:
    """Somebody comes while the vote is open. Then eight press the button at one moment, two of them for one agency:
    seven votes, three to three and one abstains. Nothing is carried. How it stood the wall shows only at the end.
    """
    chair, wall, second = people["panel-chair"], people["secretariat"], people[f"{NELFT} too"]
    meeting.put_question(chair, reference)
    chair.reads("of 6 agencies entitled to vote have voted.")
    hears(people[POLICE], "The vote is open: ")
    meeting.come_in(people[HOUSING], where)
    chair.reads("of 7 agencies entitled to vote have voted.")
    split = dict.fromkeys([ICB, ADULTS, SAFETY], meeting.DISCRETIONARY) | {HOUSING: "Abstain"}
    voters = ballots(people, split)
    meeting.choose_vote(second, meeting.MANDATORY, TITLES[NELFT])
    meeting.vote_at_one_moment([*voters.values(), second])
    for agency, member in voters.items():
        if agency != NELFT:
            member.reads(f"The vote of {TITLES[agency]} is recorded.")
    one_vote_of_two(people[NELFT], second, names)
    expect(chair.page.locator(".app-vote")).to_contain_text("7 of 7 agencies entitled to vote have voted.")
    wall.goto(f"{where}projector/")
    wall.reads("7 of 7 agencies have voted")
    expect(wall.page.locator(".app-vote")).to_have_count(0)
    close(chair)
    chair.reads("A tie between")
    wall.reads("A tie between")
    hears(people[POLICE], "A tie between")


def one_vote_of_two(one, other, names) -> None:
    """Whoever was first has voted; the other reads who that was."""
    texts = [person.page.locator("main").inner_text() for person in (one, other)]
    told = [f"{names[who]} already voted for your agency, NELFT. It has one vote." for who in (f"{NELFT} too", NELFT)]
    assert sorted(words in text for words, text in zip(told, texts, strict=True)) == [False, True]
    assert sorted("The vote of NELFT is recorded." in text for text in texts) == [False, True]


def hears(person, words: str) -> None:
    """What a screen reader is told, politely, though nobody touched the page."""
    expect(person.page.locator("#live-news")).to_contain_text(words, timeout=20_000)


def close(chair) -> None:
    chair.follow("Close the vote")
    chair.press("Close the vote")


def the_quorum_breaks_and_a_colleague_comes(people, names, reference: str, where: str) -> None:
    """Without community safety nothing can be put to the vote; somebody else of it comes, and the panel goes on."""
    chair = people["panel-chair"]
    meeting.live(chair, where)
    chair.press("Has left", exact=False, within=chair.page.get_by_role("row").filter(has_text=names[SAFETY]))
    meeting.quorate(chair, met=False)
    hears(people[POLICE], "Not quorate")
    chair.goto(case_path(reference, "put-question/"))
    chair.reads("No question can be put.")
    expect(chair.page.get_by_role("button", name="Open the vote")).to_have_count(0)
    meeting.live(chair, where)
    meeting.come_in(people[f"{SAFETY} too"], where)
    meeting.quorate(chair, met=True)


def carried(people, reference: str) -> None:
    chair = people["panel-chair"]
    chair.follow("Put another question")
    for option in chair.page.get_by_role("checkbox").all():
        option.uncheck()
    for option in (meeting.MANDATORY, meeting.DISCRETIONARY):
        choose(chair, option)
    chair.press("Open the vote")
    voters = ballots(people, {ADULTS: meeting.DISCRETIONARY}, safety=f"{SAFETY} too")
    meeting.vote_at_one_moment(list(voters.values()))
    for agency, member in voters.items():
        member.reads(f"The vote of {TITLES[agency]} is recorded.")
    expect(chair.page.locator(".app-vote")).to_contain_text("7 of 7 agencies entitled to vote have voted.")
    close(chair)
    chair.reads(f"“{meeting.MANDATORY}” was carried by 6 of 7 agencies voting.")


def returned_by_the_ratifier(visitor, people, reference: str) -> None:
    """A member of the minority dissents; the ratifier reads that first, and sends the recommendation back."""
    member = people[ADULTS]
    member.goto(case_path(reference, "record-dissent/"))
    member.page.get_by_label("Why does your agency disagree?").fill("A discretionary review would do.")
    member.press("Record the dissent")
    member.reads("Your agency’s dissent is on the record.")
    ratifier = sign_in(visitor, address("rsab-chair"))
    ratifier.goto(case_path(reference, "return-recommendation/"))
    ratifier.reads("A discretionary review would do.")
    ratifier.page.get_by_label("Reasons").fill("Say which agencies the focus is about.")
    ratifier.press("Return it")
    ratifier.reads("The recommendation goes back to be looked at again.")


def the_minutes_tell_it(secretary, where: str, names: dict[str, str]) -> None:
    """Who was there from when until when, both votes, who did not take part and why, and what became of it."""
    secretary.goto(where)
    secretary.press("Draft the minutes")
    there = present(secretary)
    time = r"\d{1,2}(?::\d\d)?[ap]m|midday|midnight"
    assert there.pop(names[SAFETY]) == (TITLES[SAFETY], "Voting member", "until TIME")
    assert there.pop(names[f"{SAFETY} too"]) == (TITLES[SAFETY], "Voting member", "from TIME")
    assert there.pop(names[HOUSING]) == (TITLES[HOUSING], "Voting member", "from TIME")
    assert there.pop(names[CHILDREN])[2].startswith("deputy for ")
    assert there.pop(names["panel-chair"])[-1] == "Chair"
    assert there.pop(names["secretariat"])[-1] == "Note-taker"
    rest = (ICB, ADULTS, POLICE, NELFT, BHRUT)
    assert there.pop(names[f"{NELFT} too"]) == (TITLES[NELFT], "Voting member")
    assert there == {names[who]: (TITLES[who], "Voting member") for who in rest}
    text = secretary.page.locator("article").inner_text()
    told = (
        f"{names[BHRUT]} declared a conflict of interest and took no part.",
        f"{TITLES[ICB]}: {meeting.DISCRETIONARY}", f"{TITLES[HOUSING]}: Abstained", "BHRUT: conflict of interest",
        "A tie between", f"“{meeting.MANDATORY}” was carried by 6 of 7 agencies voting.",
        f"Recommended: {meeting.MANDATORY}.", "Returned by ", "Reasons: Say which agencies the focus is about.",
        "Dissent. LBR Adult Social Care: A discretionary review would do.", "The meeting ended at ",
    )  # fmt: skip
    places = [text.find(words) for words in told]
    assert -1 not in places and places == sorted(places), dict(zip(told, places, strict=True))
    assert re.search(f"The meeting opened at ({time}) with {names['panel-chair']} in the chair", text)


def present(secretary) -> dict[str, tuple[str, ...]]:
    """Name -> what the minutes say of who came, its times without the hour."""
    heading = secretary.page.get_by_role("heading", name="Present", exact=True)
    lines = heading.locator("xpath=following-sibling::ul[1]/li").all_inner_texts()
    rows = [re.sub(r"\b\d{1,2}(:\d\d)?[ap]m\b|midday|midnight", "TIME", line).split(", ") for line in lines]
    assert len(rows) == 12
    return {name: tuple(rest) for name, *rest in rows}


def own_name(person) -> str:
    return person.page.locator(".app-header__who").get_by_role("link").first.inner_text()
