"""What people do about reviews, what they teach and the actions that follow. The pages import the acts from here."""

from .actions import agree_actions, change_owner, create_action
from .ending import complete_action, drop_action, reopen_action
from .lateness import escalate_action, escalate_action_further, explain_delay, seek_explanation
from .printing import print_plan
from .progress import ask_extension, extend_action, report_progress

__all__ = [
    "agree_actions", "ask_extension", "change_owner", "complete_action", "create_action", "drop_action",
    "escalate_action", "escalate_action_further", "explain_delay", "extend_action", "print_plan", "reopen_action",
    "report_progress", "seek_explanation",
]  # fmt: skip
