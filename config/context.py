"""What every page knows without its view saying so: who, where, and the way around."""

from __future__ import annotations

from django.conf import settings
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

from config import links, once
from config.access import ACCESS, may_open

# The pages of the main navigation: URL name, words, role kinds that are shown it (none: every member).
# config.access decides who may open them; this only keeps the row short for each person.
NAVIGATION = (
    ("home", "What is due", ()),
    ("log", "Referrals", ("secretariat", "panel-chair", "statutory-partner", "administrator")),
    ("outstanding", "Outstanding", ("secretariat",)),
    ("my_requests", "Requests", ("member", "agency-lead")),
    ("my_cases", "Cases", ("member", "agency-lead", "ratifier")),
    ("my_actions", "My actions", ("member", "agency-lead", "action-owner")),
    ("lessons", "Learning", ("secretariat", "panel-chair", "statutory-partner")),
    ("action_plan", "Actions", ("secretariat", "panel-chair", "statutory-partner")),
    ("meetings", "Meetings", ("secretariat", "panel-chair", "member", "agency-lead", "statutory-partner")),
    ("reviews", "Reviews", ("secretariat", "panel-chair", "statutory-partner", "reviewer")),
    ("recommendations", "To ratify", ("ratifier", "statutory-partner")),
    ("reports", "Reports", ("secretariat", "panel-chair", "statutory-partner", "ratifier", "administrator")),
    ("messages", "Messages", ("secretariat", "administrator")),
    ("our_procedure", "Our procedure", ()),
    ("people", "People", ("administrator",)),
    ("roles_held", "Who is who", ("secretariat",)),
)
FOOTER = (
    ("help", "Help"),
    ("accessibility", "Accessibility statement"),
    ("privacy", "Privacy"),
    ("cookies", "Cookies"),
)


def common(request) -> dict:
    """The variables of templates/base.html; a template context processor, so it must never fail."""
    partnership = getattr(request, "partnership", None)
    user = getattr(request, "user", None)
    person = user if user is not None and user.is_authenticated else None
    member = getattr(request, "membership", None)
    home = address("home", partnership) if partnership and member else ""
    return {
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request) + once.hidden_token()),
        "service_name": settings.SERVICE_NAME,
        "partnership": partnership,
        "person": person,
        "demo_mail": links.address("demo_mail") if settings.DEMO else "",
        "demo": bool(settings.DEMO or (partnership and partnership.is_demo)),
        "home_url": home or links.address("start"),
        "navigation": navigation(request, partnership) if partnership and member else [],
        "footer_links": [{"text": words, "href": links.address(name)} for name, words in FOOTER],
    }


def navigation(request, partnership) -> list[dict]:
    """The main pages for this member's roles; marked where the open page is one of them or lies under it."""
    found = []
    for name, words, kinds in NAVIGATION:
        href = address(name, partnership)
        if href and (not kinds or request.actor.holds(*kinds)) and may_open(ACCESS[name], request.actor.kinds):
            under = name != "home" and request.path.startswith(href.rstrip("/") + "/")
            found.append({"text": words, "href": href, "current": request.path == href or under})
    return found


def address(name, partnership) -> str:
    """The address of a partnership's page, or nothing where no room offers it."""
    return links.address_if_any(name, partnership=partnership.slug)
