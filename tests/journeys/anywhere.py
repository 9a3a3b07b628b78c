"""What people do in any partnership: a referral of whatever form, a case's pages, criteria, who took part."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Locator, expect

from tests.browser import Visitor
from tests.stack import Stack

from .people import address, choose, letter, sign_in
from .referring import link_in

TODAY = dt.date.today()
MAIL = "rosa.{}@school.example"
ENTRIES = "input[type=text], input[type=email], input[type=tel], input:not([type]), textarea"


def refer(visitor, stack: Stack, slug: str, pathway: str, *, borough: str = "", says=None) -> tuple[str, str]:
    """A referral without an account, every needed question answered; (reference, private link).

    `says`: the beginning of a question -> its answer, where the usual one does not fit.
    """
    person, mail = visitor(), MAIL.format(slug)
    person.goto(f"/{slug}/refer/begin/")
    for label in (pathway, borough):
        if label and person.page.get_by_label(label, exact=True).count():
            choose(person, label)
    person.page.get_by_label("Your e-mail address").fill(mail)
    person.press("Continue")
    link = link_in(person.page.inner_text("main"))
    letter(stack, mail, "your private link", link)
    for _ in range(40):
        person.goto(link)
        todo = person.page.locator(".govuk-task-list__item").filter(has_not_text=re.compile("Completed|Not needed"))
        todo = todo.filter(has=person.page.locator("a"))
        if not todo.count():
            break
        person.follow(todo.first.get_by_role("link").inner_text())
        while person.page.get_by_role("button", name="Save and continue", exact=True).count():
            fill_in(person, says or {})
            person.press("Save and continue")
            assert not person.page.locator(".govuk-error-summary").count(), person.page.inner_text("main")
    person.press("Check your answers")
    person.page.get_by_label("What I have written is true").check()
    person.press("Submit the referral")
    person.heading("Referral submitted")
    return re.search(r"[A-Z]{3}-\d{4}-\d{4}", person.page.inner_text("main"))[0], link


def fill_in(person: Visitor, says: dict[str, str]) -> None:
    """Every question of the page that must be answered, and those that `says` speaks of."""
    main = person.page.locator("main form")
    for group in main.locator("fieldset:has(> .govuk-radios)").all():
        _radios(group, says)
    for group in main.locator("fieldset:has(> .govuk-checkboxes)").all():
        if "(optional)" not in group.locator("legend").first.inner_text():
            group.get_by_role("checkbox").first.check()
    for group in main.locator("fieldset:has(> .govuk-date-input)").all():
        _date(group)
    for box in main.locator(ENTRIES).all():
        _entry(main, box, says)
    for box in main.locator("select").all():
        if "(optional)" not in _label(main, box):
            box.select_option(index=1)


def _said(label: str, says: dict[str, str]) -> str:
    return next((answer for question, answer in says.items() if label.startswith(question)), "")


def _radios(group: Locator, says: dict[str, str]) -> None:
    legend = group.locator("legend").first.inner_text()
    answer = _said(legend, says)
    if answer:
        group.get_by_label(answer, exact=True).check()
    elif "(optional)" not in legend and not group.locator("input:checked").count():
        usual = group.get_by_label("No", exact=True)
        (usual if usual.count() else group.locator("input").first).check()


def _date(group: Locator) -> None:
    legend = group.locator("legend").first.inner_text()
    if "(optional)" in legend and "birth" not in legend:
        return
    day = dt.date(2017, 5, 4) if "birth" in legend else TODAY - dt.timedelta(days=3)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label).fill(str(number))


def _label(main: Locator, box: Locator) -> str:
    found = main.locator(f'label[for="{box.get_attribute("id")}"]')
    return found.first.inner_text() if found.count() else "(optional)"


def _entry(main: Locator, box: Locator, says: dict[str, str]) -> None:
    if not box.is_visible() or "-day" in (box.get_attribute("name") or "") or box.input_value():
        return
    label = _label(main, box)
    if label in ("Day", "Month", "Year", "Time") or ("(optional)" in label and not _said(label, says)):
        return
    lower = label.lower()
    usual = {"e-mail": "rosa@school.example", "telephone": "01632 960 001", "nhs number": "943 476 5919"}
    box.fill(_said(label, says) or next((text for word, text in usual.items() if word in lower), "As described"))


class Office:
    """Windows of the people of one partnership, each opened when first needed."""

    def __init__(self, visitor, slug: str, reference: str = ""):
        self.visitor, self.slug, self.reference = visitor, slug, reference
        self.windows: dict[tuple[str, str], Visitor] = {}

    def who(self, role: str, agency: str = "") -> Visitor:
        if (role, agency) not in self.windows:
            self.windows[role, agency] = sign_in(self.visitor, address(role, agency, partnership=self.slug))
        return self.windows[role, agency]

    def at_case(self, role: str, rest: str = "", agency: str = "") -> Visitor:
        """Somebody's window, at the case or a page of it."""
        person = self.who(role, agency)
        person.goto(f"/{self.slug}/cases/{self.reference}/{rest}")
        return person

    def answer_test(self, role: str, aid: str, *answers: tuple[str, str]) -> None:
        """A decision aid, one question after the other: (beginning of the question, answer)."""
        person = self.at_case(role, f"answer-criteria/{aid}/")
        for question, answer in answers:
            choose(person, answer, within=person.page.get_by_role("group", name=question))
            person.press("Next question")
        person.page.get_by_label("Reasons for the answers").fill("On what the referral says.")
        person.press("Save the answers")
        expect(person.page).to_have_url(re.compile("/criteria/$"), timeout=15_000)
        person.reads("On what the referral says.")


def everybody_took_part(person: Visitor) -> None:
    for box in person.page.get_by_role("group", name="Who took part?").get_by_role("checkbox").all():
        box.check()


def say(person: Visitor, question: str, answer: str) -> None:
    """Choose an answer of the question that begins so."""
    choose(person, answer, within=person.page.get_by_role("group", name=question))
