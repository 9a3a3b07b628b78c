"""What people do with a referral: begin, save, submit, acknowledge, ask back, check, withdraw.

Saving locks the referral's row, so two people who save at once do so one after the other, and the second is told
what the first changed. Submitting locks it too: however often it is sent, and from wherever, one case comes of it.
"""

from .arriving import receive_paper
from .deciding import (
    acknowledge_referral,
    check_referral,
    redirect_referral,
    send_back_referral,
    withdraw_referral,
)
from .importing import choose_sheet, discard_import, import_log, map_columns, name_words, upload_log
from .rows import LINK, address_of, full_address, send_link
from .submitting import resubmit_referral, submit_referral
from .writing import Overtaken, discard_draft, remove_document, save_page, set_receipt, start_referral
