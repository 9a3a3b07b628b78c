"""The acts of asking agencies and of their answers, by topic. Other rooms import them from here."""

from .answering import return_not_known, sign_off_return, submit_return
from .asking import ask_supplement, reopen_return, request_information, withdraw_request
from .compiling import compile_chronology
from .inviting import invite_agency
from .linking import end_link, renew_link

__all__ = [
    "ask_supplement", "compile_chronology", "end_link", "invite_agency", "renew_link", "reopen_return",
    "request_information", "return_not_known", "sign_off_return", "submit_return", "withdraw_request",
]  # fmt: skip
