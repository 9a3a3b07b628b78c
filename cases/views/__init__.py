"""Pages of one case, by topic."""

from .chasing import outstanding, send_reminder
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
from .disclosure import bundle, give_bundle, make_bundle, prepare_bundle, redact_item
from .letters import case_letters, write_letter, write_this_letter
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
    registers,
)
from .retention import (
    case_retention,
    dispose_case,
    enter_closing_day,
    hold_case,
    propose_disposal,
    release_hold,
    retention_list,
    withdraw_disposal,
)
from .rights import export_person, find_person
from .threshold import answer_criteria, choose_lead_process
