"""The pages of a partnership's administrator (C-8)."""

from .absence import cover_absence, hand_over
from .agencies import agencies, change_agency, invite_agency_to_partnership
from .overview import administration_record, require_second_factor, roles_held
from .people import (
    change_person,
    end_membership,
    end_role,
    give_role,
    invite_again,
    invite_person,
    people,
    person,
    release_lock_out,
    reset_second_factor,
)
