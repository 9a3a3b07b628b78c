"""People, roles, agencies, signing in, and the record of administration. Act pages are named after their act."""

from django.urls import path

from . import views

PERSON = "people/<int:person>"

urlpatterns = [
    path("people/<int:person>/cover-absence/", views.cover_absence, name="cover_absence"),
    path("people/<int:person>/hand-over/", views.hand_over, name="hand_over"),
    path("people/", views.people, name="people"),
    path("people/invite-person/", views.invite_person, name="invite_person"),
    path(f"{PERSON}/", views.person, name="person"),
    path(f"{PERSON}/change-person/", views.change_person, name="change_person"),
    path(f"{PERSON}/give-role/", views.give_role, name="give_role"),
    path(f"{PERSON}/roles/<int:holding>/end-role/", views.end_role, name="end_role"),
    path(f"{PERSON}/end-membership/", views.end_membership, name="end_membership"),
    path(f"{PERSON}/invite-again/", views.invite_again, name="invite_again"),
    path(f"{PERSON}/release-lock-out/", views.release_lock_out, name="release_lock_out"),
    path(f"{PERSON}/reset-second-factor/", views.reset_second_factor, name="reset_second_factor"),
    path("roles/", views.roles_held, name="roles_held"),
    path("agencies/", views.agencies, name="agencies"),
    path(
        "agencies/invite-agency-to-partnership/",
        views.invite_agency_to_partnership,
        name="invite_agency_to_partnership",
    ),
    path("agencies/<slug:agency>/change-agency/", views.change_agency, name="change_agency"),
    path("signing-in/", views.require_second_factor, name="require_second_factor"),
    path("administration-record/", views.administration_record, name="administration_record"),
]
