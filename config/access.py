"""The one access table: URL name -> who may open the page. Sign-in is the default; public pages are a short list.

What a person may do on a page is asked again by the act (`cases.spine.may`); which cases they see by
`cases.queries.visible_cases`. A URL name missing here is refused as if it did not exist, and fails a test.
"""

from __future__ import annotations

PUBLIC = "public"  # anybody, signed in or not
SIGNED_IN = "signed in"  # any account
MEMBERS = "members"  # anybody who belongs to the partnership of the path

# Sign-in itself checks for itself.
THIRD_PARTY_PREFIXES = ("account_", "mfa_", "usersessions_")


def roles(*kinds: str) -> frozenset[str]:
    """Only people who hold a role of one of these kinds (procedures.vocabulary.ROLE_KINDS)."""
    return frozenset(kinds)


OFFICE = roles("secretariat", "administrator")
CASEWORK = roles("secretariat", "panel-chair")

ACCESS: dict[str, object] = {
    # config
    "start": PUBLIC,
    "help": PUBLIC,
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "cookies": PUBLIC,
    "style_guide": PUBLIC,
    "style_guide_live": PUBLIC,
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    # documents
    "messages": OFFICE,
    "message": OFFICE,
    "send_again": OFFICE,
    "deal_with_bounce": OFFICE,
    "withdraw_message": OFFICE,
    "download_file": MEMBERS,
    "print_job": MEMBERS,
    "demo_mail": PUBLIC,
    "demo_mail_message": PUBLIC,
    # desk
    "home": MEMBERS,
    "log": roles("secretariat", "panel-chair", "statutory-partner", "administrator"),
    "log_csv": roles("secretariat", "panel-chair", "administrator"),
    "log_xlsx": roles("secretariat", "panel-chair", "administrator"),
    "my_cases": roles("member", "agency-lead", "ratifier", "reviewer"),
    "our_procedure": MEMBERS,
    # referrals
    "start_referral": PUBLIC,
    "refer_begin": PUBLIC,
    "refer_lost_link": PUBLIC,
    "refer_tasks": PUBLIC,
    "refer_saved": PUBLIC,
    "refer_section": PUBLIC,
    "refer_check": PUBLIC,
    "refer_sent": PUBLIC,
    "refer_questions": PUBLIC,
    "refer_withdraw": PUBLIC,
    "refer_letter": PUBLIC,
    "drafts": roles("secretariat"),
    "new_referral": roles("secretariat"),
    "draft": roles("secretariat"),
    "draft_saved": roles("secretariat"),
    "draft_section": roles("secretariat"),
    "draft_receipt": roles("secretariat"),
    "draft_check": roles("secretariat"),
    "discard_draft": roles("secretariat"),
    "referral": MEMBERS,
    "print_referral": MEMBERS,
    "acknowledge_referral": roles("secretariat"),
    "send_back_referral": roles("secretariat"),
    "resubmit_referral": roles("secretariat"),
    "withdraw_referral": roles("secretariat"),
    "check_referral": CASEWORK,
    "redirect_referral": CASEWORK,
    # cases
    "case": MEMBERS,
    "case_people": MEMBERS,
    "case_record": MEMBERS,
    "case_deadlines": MEMBERS,
    "case_criteria": MEMBERS,
    "add_note": roles("secretariat", "panel-chair"),
    "add_person": roles("secretariat"),
    "correct_person": roles("secretariat"),
    "annul_event": roles("secretariat", "panel-chair"),
    "state_fact": roles("secretariat"),
    "link_case": roles("secretariat"),
    "merge_case": roles("secretariat"),
    "restrict_case": roles("secretariat", "administrator"),
    "declare_conflict": MEMBERS,
    "withdraw_conflict": roles("secretariat", "panel-chair"),
    "answer_criteria": MEMBERS,
    "answer_aid": MEMBERS,
    "choose_lead_process": roles("secretariat", "panel-chair"),
    "tell_outcome": roles("secretariat"),
    "close_case": roles("secretariat", "panel-chair"),
    "reopen_case": roles("secretariat", "panel-chair"),
    # panels: what one may do on a page is asked again by the act; deputies hold no role, so the lists are wide
    "meetings": MEMBERS,
    "waiting_cases": CASEWORK,
    "convene_meeting": MEMBERS,
    "meeting": MEMBERS,
    "meeting_calendar": MEMBERS,
    "open_meeting": MEMBERS,
    "close_meeting": MEMBERS,
    "cancel_meeting": MEMBERS,
    "circulate_papers": MEMBERS,
    "meeting_papers": MEMBERS,
    "name_deputy": MEMBERS,
    "meeting_live": MEMBERS,
    "meeting_live_part": MEMBERS,
    "meeting_vote_part": MEMBERS,
    "arrive": MEMBERS,
    "leave": MEMBERS,
    "record_attendance": MEMBERS,
    "record_leaving": MEMBERS,
    "add_other_item": MEMBERS,
    "agenda_item": MEMBERS,
    "move_item": MEMBERS,
    "take_item": MEMBERS,
    "recall_criteria": MEMBERS,
    "record_discussion": MEMBERS,
    "remove_other_item": MEMBERS,
    "draft_minutes": MEMBERS,
    "minutes": MEMBERS,
    "agree_minutes": MEMBERS,
    "print_minutes": MEMBERS,
    "recommendations": roles("ratifier", "statutory-partner"),
    "case_panel": MEMBERS,
    "add_agenda_item": CASEWORK,
    "remove_agenda_item": CASEWORK,
    "defer_item": MEMBERS,
    "put_question": MEMBERS,
    "cast_vote": MEMBERS,
    "close_question": MEMBERS,
    "withdraw_question": MEMBERS,
    "need_information": MEMBERS,
    "decide_by_correspondence": MEMBERS,
    "recommend": MEMBERS,
    "record_dissent": roles("member"),
    "pass_on_dissent": roles("agency-lead"),
    "reconvene": MEMBERS,
    "escalate": MEMBERS,
    "decide_escalation": MEMBERS,
    "ratify_recommendation": MEMBERS,
    "return_recommendation": MEMBERS,
    "replace_recommendation": MEMBERS,
    "object_to_recommendation": MEMBERS,
}
