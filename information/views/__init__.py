"""Pages of asking agencies, of their answers, and of reading them."""

from .answering import (
    agency_return,
    print_return,
    return_not_known,
    sign_off_return,
    submit_return,
    take_back_to_write,
    to_my_return,
)
from .asking import ask_supplement, invite_agency, reopen_return, request_information, withdraw_request
from .chronicling import add_entry, change_entry, remove_entry, return_chronology
from .linking import end_link, renew_link
from .reading import case_information, chronology_table, compile_chronology, merged_chronology, my_requests
from .tabling import chronology_template, own_chronology, paste_chronology, remove_own, upload_chronology
from .writing import return_part

__all__ = [
    "add_entry", "agency_return", "ask_supplement", "case_information", "change_entry", "chronology_table",
    "chronology_template", "compile_chronology", "end_link", "invite_agency", "merged_chronology", "my_requests",
    "own_chronology", "paste_chronology", "print_return", "remove_entry", "remove_own", "renew_link", "reopen_return",
    "request_information", "return_chronology", "return_not_known", "return_part", "sign_off_return", "submit_return",
    "take_back_to_write", "to_my_return", "upload_chronology", "withdraw_request",
]  # fmt: skip
