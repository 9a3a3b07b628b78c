"""Setting up a partnership from its procedure, and all that its administrator does (C-8). Rooms import from here."""

from .absence import cover_absence, hand_over
from .agencies import change_agency, invite_agency_to_partnership
from .guard import ADMINISTRATORS, require_administrator
from .people import add_member, change_person, end_membership, invite_again, invite_person
from .record import record_administration
from .roles import end_role, give_role
from .setting_up import set_up_partnership
from .signing_in import release_lock_out, require_second_factor, reset_second_factor
