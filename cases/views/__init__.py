"""Pages of one case, by topic."""

from .closing import close_case, reopen_case, tell_outcome
from .correcting import (
    add_note,
    add_person,
    annul_event,
    correct_person,
    declare_conflict,
    link_case,
    merge_case,
    restrict_case,
    state_fact,
    withdraw_conflict,
)
from .looking import case, criteria, deadlines, people, record
from .threshold import answer_criteria, choose_lead_process

__all__ = [
    "add_note", "add_person", "annul_event", "answer_criteria", "case", "choose_lead_process", "close_case",
    "correct_person", "criteria", "deadlines", "declare_conflict", "link_case", "merge_case", "people", "record",
    "reopen_case", "restrict_case", "state_fact", "tell_outcome", "withdraw_conflict",
]  # fmt: skip
