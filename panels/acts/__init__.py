"""What people do around a meeting, by topic. The pages import the acts from here."""

from .agenda import (
    add_agenda_item,
    add_other_item,
    defer_item,
    move_item,
    recall_criteria,
    record_discussion,
    remove_agenda_item,
)
from .attendance import name_deputy, record_apologies, record_attendance, record_leaving
from .correspondence import decide_by_correspondence
from .dissents import decide_escalation, escalate, pass_on_dissent, reconvene, record_dissent
from .feeds import end_calendar_feed, make_calendar_feed
from .meetings import cancel_meeting, close_meeting, convene_meeting, convene_series, open_meeting, take_item
from .minutes import agree_minutes, draft_minutes, edit_minutes, print_minutes
from .moving import move_meeting
from .papers import circulate_papers, prepare_papers, read_papers, remind_to_read
from .questions import close_question, put_question, withdraw_question
from .ratifying import (
    object_to_recommendation,
    ratify_recommendation,
    replace_recommendation,
    return_recommendation,
)
from .recommending import need_information, recommend
from .undertakings import sign_confidentiality
from .votes import cast_vote, enter_vote

__all__ = [
    "add_agenda_item",
    "add_other_item",
    "agree_minutes",
    "cancel_meeting",
    "cast_vote",
    "circulate_papers",
    "close_meeting",
    "close_question",
    "convene_meeting",
    "convene_series",
    "decide_by_correspondence",
    "decide_escalation",
    "defer_item",
    "draft_minutes",
    "edit_minutes",
    "end_calendar_feed",
    "enter_vote",
    "escalate",
    "make_calendar_feed",
    "move_item",
    "move_meeting",
    "name_deputy",
    "need_information",
    "object_to_recommendation",
    "open_meeting",
    "pass_on_dissent",
    "prepare_papers",
    "print_minutes",
    "put_question",
    "ratify_recommendation",
    "read_papers",
    "recall_criteria",
    "recommend",
    "reconvene",
    "record_apologies",
    "record_attendance",
    "record_discussion",
    "record_dissent",
    "record_leaving",
    "remind_to_read",
    "remove_agenda_item",
    "replace_recommendation",
    "return_recommendation",
    "sign_confidentiality",
    "take_item",
    "withdraw_question",
]
