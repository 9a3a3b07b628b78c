"""A referral that came as a Word form; a school that answers by private link; everybody outstanding in one click."""

from __future__ import annotations

import datetime as dt
import re

from tests.browser import Visitor
from tests.documents.test_reading import word

from . import answering
from .people import address, case_path, fill_day, letter, problems, sign_in

FORM = (
    ("First name", "Ida"), ("Last name", "Moss"), ("Date of birth", "2 March 1950"), ("Shoe size", "7"),
)  # fmt: skip


def test_a_word_form_becomes_a_draft_to_check(visitor):
    office = sign_in(visitor, address("secretariat"))
    office.goto("/redbridge/referrals/new/")
    office.follow("Begin from the file")
    office.fits()
    office.press("Read it")
    assert len(problems(office)) == 2
    office.page.get_by_label("The e-mail or Word form").set_input_files(
        {"name": "referral.docx", "mimeType": "application/octet-stream", "buffer": word(*FORM)}
    )
    office.page.get_by_label("Adult", exact=False).first.check()
    office.press("Read it")
    office.reads("3 answers were filled in from referral.docx. Check each of them.")
    office.reads("What could not be placed (1)")
    office.fits()
    office.page.get_by_role("link", name=re.compile("Subject|Person")).first.click()
    assert office.page.get_by_label("First name", exact=False).first.input_value() == "Ida"


def test_a_school_answers_by_private_link_and_the_others_are_chased(visitor, stack):
    office = sign_in(visitor, address("secretariat"))
    reference = a_case_where_agencies_were_asked(office)
    the_school_is_asked(office, reference)
    school = the_school_answers(visitor, stack, reference)
    everybody_else_is_reminded(office, reference)
    office.goto(case_path(reference, "information/"))
    office.follow("Oak School")
    office.reads("She was in school every day.")
    assert school.page.url.startswith(stack.base_url + "/redbridge/answer/")
    school.goto(school.page.url[:-3] + "xx/")
    school.heading("We do not know this link")
    school.fits()


def a_case_where_agencies_were_asked(office: Visitor) -> str:
    office.goto("/redbridge/outstanding/")
    office.heading("Who is outstanding")
    office.fits()
    row = office.page.get_by_role("row").filter(has_text="BHRUT").filter(has_text="screening")
    return re.search(r"RED-\d{4}-\d{4}", row.first.inner_text())[0]


def the_school_is_asked(office: Visitor, reference: str) -> None:
    office.goto(case_path(reference, "invite-agency/"))
    page = office.page
    if page.get_by_label("Another agency").count():
        page.get_by_label("Another agency").check()
    page.get_by_label("Name of the agency").fill("Oak School")
    page.get_by_label("Why is it invited?").fill("Her daughter’s school.")
    page.get_by_label("What kind of agency is it?").select_option("other")
    office.press("Invite")
    office.goto(case_path(reference, "request-information/"))
    office.fits()
    page.get_by_label("Named person at Oak School").fill("Una Head")
    page.get_by_label("E-mail address of that person at Oak School").fill("una.head@oakschool.example")
    for box in page.locator("input[name=agencies]").all():
        box.set_checked(False)
    page.get_by_label("Oak School", exact=True).check()
    office.press("Ask for information")
    office.reads("1 agency is asked for information.")


def the_school_answers(visitor, stack, reference: str) -> Visitor:
    mail = letter(stack, "una.head@oakschool.example", reference)
    assert "Moss" not in mail
    school = visitor()
    school.goto(re.search(r"http\S+/answer/\S+", mail)[0])
    school.heading("Oak School")
    school.fits()
    start = school.page.url
    answering.write_account(school, "She was in school every day.", "Nothing stood out.")
    answering.paste_chronology(school, "12/03/2024\t\tParents’ evening", "1 entry added.")
    school.fits()
    school.goto(start)
    school.reads("Begun" if school.page.get_by_text("Begun").count() else "Done")
    answering.send(school)
    school.fits()
    return school


def everybody_else_is_reminded(office: Visitor, reference: str) -> None:
    office.goto(case_path(reference, "send-reminder/"))
    office.fits()
    office.press("Remind the ticked ones")
    assert problems(office) == ["Tick what you want to remind of"]
    office.page.get_by_role("checkbox").first.check()
    office.press("Remind the ticked ones")
    office.reads("The record says who was written to.")
    office.goto(case_path(reference, "record/"))
    office.reads("Reminded: ")


def test_an_absence_is_covered(visitor):
    administrator = sign_in(visitor, address("administrator"))
    administrator.goto("/redbridge/people/?role=panel-chair")
    administrator.reads("Who is Panel Chair now")
    administrator.fits()
    administrator.page.locator("tbody th a").first.click()
    administrator.press("Hand over everything")
    administrator.fits()
    administrator.follow("Back")
    administrator.press("Cover an absence")
    today = dt.date.today()
    administrator.page.get_by_label("Who stands in?").select_option(index=1)
    fill_day(administrator, today, "First day of the absence")
    fill_day(administrator, today + dt.timedelta(days=3), "Last day of the absence")
    administrator.press("Cover the absence")
    administrator.goto("/redbridge/roles/")
    administrator.reads("stands in")
    administrator.fits()
