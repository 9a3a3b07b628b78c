"""The acts of the spine, by topic. Other rooms import them from here."""

from .annual import WRITERS, not_over, report_annually, write_annual_report
from .chasing import send_reminder, send_reminders
from .closing import close_case, reopen_case, tell_outcome
from .disclosure import give_bundle, make_bundle, prepare_bundle, redact_item
from .letters import write_letter
from .opening import PersonValues, open_case
from .record import add_note, annul_event, link_case, merge_case, state_fact
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
from .registers import (
    answer_disclosure,
    complete_safety_action,
    end_process,
    log_disclosure,
    log_safety_action,
    name_authorities,
    record_contact,
    record_involvement,
    record_process,
)
from .retention import (
    dispose_case,
    enter_closing_day,
    hold_case,
    propose_disposal,
    release_hold,
    withdraw_disposal,
)
from .rights import export_person
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
