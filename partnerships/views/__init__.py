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

__all__ = [
    "administration_record", "agencies", "change_agency", "change_person", "cover_absence", "end_membership",
    "end_role", "give_role", "hand_over", "invite_again", "invite_agency_to_partnership", "invite_person", "people",
    "person", "release_lock_out", "require_second_factor", "reset_second_factor", "roles_held",
]  # fmt: skip
