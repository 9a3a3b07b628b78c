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
from .recorded import (
    agree_coordination,
    decide_dispute,
    decide_threshold,
    give_view,
    inform_family,
    inform_partners,
    invite_referrer,
    open_track,
    raise_dispute,
    record_learning_result,
    refer_to_body,
    report_delay,
    seek_view,
    send_minutes,
    send_recommendation,
    share_rationale,
    tell_body,
)
from .threshold import answer_criteria, choose_lead_process

__all__ = [
    "add_note", "add_person", "agree_coordination", "annul_event", "answer_criteria", "case", "choose_lead_process",
    "close_case", "correct_person", "criteria", "deadlines", "decide_dispute", "decide_threshold",
    "declare_conflict", "give_view", "inform_family", "inform_partners", "invite_referrer", "link_case",
    "merge_case", "open_track", "people", "raise_dispute", "record", "record_learning_result", "refer_to_body",
    "reopen_case", "report_delay", "restrict_case", "seek_view", "send_minutes", "send_recommendation",
    "share_rationale", "state_fact", "tell_body", "tell_outcome", "withdraw_conflict",
]  # fmt: skip
