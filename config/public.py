"""Pages that need no sign-in and belong to no partnership, and a person's own account page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required

from config.context import address
from config.pages import page
from partnerships import queries


def start(request):
    """The public start: every partnership with its two doors, and the way back for who is signed in."""
    mine = queries.partnerships_of(request.user) if request.user.is_authenticated else []
    doors = [door(each) for each in queries.all_partnerships()]
    return page(request, "public/start.html", doors=doors, mine=[door(each) for each in mine])


def door(partnership):
    """A partnership with the addresses of its referral form and of its members' first page."""
    return {
        "title": partnership.title,
        "refer": address("start_referral", partnership),
        "home": address("home", partnership),
        "published": address("published", partnership),
    }


def help_page(request):
    """How to get help, in the same place on every page (WCAG 3.2.6)."""
    partnerships = [each for each in queries.all_partnerships() if each.contact_email]
    return page(request, "public/help.html", partnerships=partnerships)


def accessibility(request):
    """The accessibility statement that the 2018 regulations ask for."""
    return page(request, "public/accessibility.html")


def privacy(request):
    """What is kept, why and for how long, in outline; each partnership has its own full notice."""
    return page(request, "public/privacy.html")


def cookies(request):
    """The cookies there are; all are needed for signing in, so nobody is asked."""
    return page(request, "public/cookies.html")


@login_required
def account_settings(request):
    """One's own name, password and second factor."""
    return page(request, "account/settings.html", partnerships=queries.partnerships_of(request.user))
