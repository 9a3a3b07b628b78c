"""What people do around a meeting, by topic. The pages import the acts from here."""

from .actions import end_action, record_action
from .agenda import (
    add_agenda_item,
    add_other_item,
    change_other_item,
    defer_item,
    move_item,
    recall_criteria,
    record_discussion,
    remove_agenda_item,
)
from .amending import answer_comment, comment_on_minutes, send_draft_minutes
from .attendance import name_deputy, record_apologies, record_attendance, record_leaving
from .correspondence import decide_by_correspondence, give_more_time, take_to_a_meeting
from .dissents import decide_escalation, escalate, pass_on_dissent, reconvene, record_dissent
from .feeds import end_calendar_feed, make_calendar_feed
from .meetings import cancel_meeting, close_meeting, convene_meeting, convene_series, open_meeting, take_item
from .minutes import agree_minutes, draft_minutes, edit_minutes, print_minutes
from .moving import move_meeting
from .objecting import object_to_recommendation
from .papers import circulate_papers, prepare_papers, read_papers, remind_to_read
from .polls import answer_dates, choose_date, offer_dates, withdraw_dates
from .questions import close_question, put_question, withdraw_question
from .ratifying import (
    ratify_recommendation,
    replace_recommendation,
    return_recommendation,
)
from .recommending import need_information, recommend
from .undertakings import sign_confidentiality
from .votes import cast_vote, enter_vote
