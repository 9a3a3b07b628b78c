"""The acts of this room. Outside bodies never sign in: what they do is recorded for them (C-53)."""

from .answers import answer_reply, record_reply
from .notices import prepare_notification, record_acknowledgement, record_notification, withdraw_notification
from .outcome import send_outcome
from .tracker import record_tracker
