"""What this room answers to the rooms before it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from cases.models import Case
from cases.queries import visible_cases
from partnerships.actors import Actor

from . import acts, queries
from .models import Referral


def referrers_address(case: Case, at) -> str:
    """A private address for the referrer; for a case without a form the partnership's public start page."""
    referral = queries.referral_of(case)
    if referral is None:
        start = reverse("start_referral", kwargs={"partnership": case.partnership.slug})
        return f"{settings.BASE_URL}{start}"
    return acts.full_address(acts.address_of(referral, at=at))


def may_read_document(file, actor: Actor) -> bool:
    """A document on a referral: whoever may open the case; before that the office, for a referral it is entering."""
    if file.case_id is not None:
        return visible_cases(actor).filter(pk=file.case_id).exists()
    number = file.about.removeprefix("referral:")
    drafts = Referral.objects.filter(partnership=file.partnership_id).by_the_office()
    return actor.holds("secretariat") and number.isdigit() and drafts.filter(pk=int(number)).exists()
