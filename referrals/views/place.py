"""Where a referral is being written: behind a private link, or in the office. It gives the actor and the addresses."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.urls import reverse

from partnerships.actors import Actor, referrer
from partnerships.links import open_link

from .. import queries
from ..acts import LINK
from ..models import Referral


@dataclass(frozen=True)
class Place:
    slug: str
    referral: Referral
    actor: Actor
    token: str = ""

    @property
    def public(self) -> bool:
        return bool(self.token)

    def _address(self, public: str, office: str, **more) -> str:
        whose = {"token": self.token} if self.public else {"referral": self.referral.pk}
        return reverse(public if self.public else office, kwargs={"partnership": self.slug, **whose, **more})

    @property
    def tasks(self) -> str:
        return self._address("refer_tasks", "draft")

    @property
    def full_address(self) -> str:
        """The private link as a person keeps it."""
        return f"{settings.BASE_URL}{self.tasks}"

    @property
    def check(self) -> str:
        return self._address("refer_check", "draft_check")

    @property
    def saved(self) -> str:
        return self._address("refer_saved", "draft_saved")

    def page(self, name: str) -> str:
        return self._address("refer_section", "draft_section", page=name)

    def part(self, name: str) -> str:
        """The way from the check page to one answer's page and back again."""
        return f"{self.page(name)}?from=check"


def by_link(request, token: str) -> Place:
    """The place behind a private link, or the usual 404: a wrong link tells nothing."""
    link = open_link(token, LINK, at=request.at)
    if link is None or link.partnership_id != request.partnership.pk:
        raise Http404
    referral = queries.referral_numbered(link.object_id)
    return Place(request.partnership.slug, referral, referrer(referral.referrer_name), token)


def in_office(request, referral: int) -> Place:
    """A draft that the office is writing; a referrer's own draft is not the office's to open."""
    found = queries.referral_numbered(referral)
    if found.entered_by_id is None:
        raise Http404
    return Place(request.partnership.slug, found, request.actor)


def posted(request):
    """What was posted, however little; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def private(view):
    """A page that no browser or proxy keeps and no search engine lists."""

    def guarded(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    guarded.__name__, guarded.__doc__ = view.__name__, view.__doc__
    return guarded
