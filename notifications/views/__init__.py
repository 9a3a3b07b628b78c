"""Pages of this room, by topic."""

from .acting import (
    answer_reply,
    prepare_notification,
    record_acknowledgement,
    record_notification,
    record_reply,
    withdraw_notification,
)
from .outcome import send_outcome
from .reading import case_notifications, notice, outcome_record, print_outcome, print_sheet
from .tracker import record_tracker
