"""The acts of the spine, by topic. Other rooms import them from here."""

from .closing import close_case, reopen_case, tell_outcome
from .opening import PersonValues, open_case
from .record import add_note, annul_event, link_case, merge_case, state_fact
from .threshold import answer_criteria, choose_lead_process
from .who import (
    add_person,
    correct_person,
    declare_conflict,
    give_agency_access,
    give_person_access,
    restrict_case,
    withdraw_conflict,
)

__all__ = [
    "PersonValues", "add_note", "add_person", "annul_event", "answer_criteria", "choose_lead_process", "close_case",
    "correct_person", "declare_conflict", "give_agency_access", "give_person_access", "link_case", "merge_case",
    "open_case", "reopen_case", "restrict_case", "state_fact", "tell_outcome", "withdraw_conflict",
]  # fmt: skip
