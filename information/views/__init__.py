"""Pages of asking agencies, of their answers, and of reading them."""

from .answering import (
    add_entry,
    agency_return,
    change_entry,
    paste_chronology,
    remove_entry,
    return_account,
    return_chronology,
    return_not_known,
    sign_off_return,
    submit_return,
    take_back_to_write,
    to_my_return,
)
from .asking import ask_supplement, invite_agency, reopen_return, request_information, withdraw_request
from .linking import end_link, renew_link
from .reading import case_information, chronology_table, compile_chronology, merged_chronology, my_requests

__all__ = [
    "add_entry", "agency_return", "ask_supplement", "case_information", "change_entry", "chronology_table",
    "compile_chronology", "end_link", "invite_agency", "merged_chronology", "my_requests", "paste_chronology",
    "remove_entry", "renew_link", "reopen_return", "request_information", "return_account", "return_chronology",
    "return_not_known", "sign_off_return", "submit_return", "take_back_to_write", "to_my_return", "withdraw_request",
]  # fmt: skip
