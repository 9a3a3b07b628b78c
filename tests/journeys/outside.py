"""Bodies outside: the notification and what comes back, recorded by those who have the duty (C-17, C-31, C-53)."""

from __future__ import annotations

from .anywhere import Office, fill_in
from .people import choose, problems

PANEL = "Child Safeguarding Practice Review Panel"


def notified(office: Office, *, role: str = "local-authority") -> None:
    """The sheet is prepared, then what was sent is recorded, then the acknowledgement."""
    person = office.at_case(role, "prepare-notification/")
    person.follow(f"{PANEL}: Serious incident notification")
    person.press("Keep the sheet")
    person.reads("The national system will ask for more than the sheet says:")
    person.follow("Record that it was sent")
    person.press("Record the notification")
    person.reads("the notification was sent")
    secretary = office.at_case("secretariat", "notifications/")
    secretary.follow("Record the acknowledgement", exact=False)
    secretary.press("Record the acknowledgement")
    secretary.reads("On the record: the notice is acknowledged.")


def outcome_sent(office: Office, says: dict[str, str], missing: list[str] | None = None) -> None:
    """The record is put aside and gone on with, refused while something required is `missing`, then sent."""
    secretary = office.at_case("secretariat", "send-outcome/")
    secretary.press("Put it aside")
    secretary.reads("The record is kept. Nothing has been sent.")
    secretary.follow("Go on with it")
    secretary.press("Record that it was sent")
    assert problems(secretary) == missing if missing is not None else problems(secretary)
    fill_in(secretary, says)
    secretary.press("Record that it was sent")
    if secretary.page.get_by_text("Your answers lead to further questions.").count():
        fill_in(secretary, says)
        secretary.press("Record that it was sent")
    secretary.reads("On the record: the outcome was sent.")
    secretary.fits()


def replied(office: Office, answer: str) -> None:
    secretary = office.at_case("secretariat", "notifications/")
    secretary.reads("Waiting for an answer")
    secretary.follow("Record the answer", exact=False)
    secretary.press("Record the answer")
    assert problems(secretary) == ["Select an answer to “What does it answer?”"]
    choose(secretary, answer)
    secretary.press("Record the answer")
    secretary.reads(f"Answered: {answer.lower()}")
