"""What every page knows without its view saying so: who, where, and the way around."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

from config import links, once
from config.access import ACCESS, may_open

# Up to so many pages stand side by side in the main navigation; whoever has more sees the sections instead.
SIDE_BY_SIDE = 7


class Section(NamedTuple):
    """Pages that belong together. `pages`: URL name, words, role kinds that are shown it (none: every member).
    `holds`: a URL name under whose address lie pages of this section that its own pages do not lead over."""

    words: str
    pages: tuple[tuple[str, str, tuple[str, ...]], ...]
    holds: str = ""


# config.access decides who may open them; this only keeps the row short for each person.
NAVIGATION = (
    Section("What is due", (("home", "What is due", ()),)),
    Section("Cases", (
        ("log", "Referrals", ("secretariat", "panel-chair", "statutory-partner", "administrator")),
        ("outstanding", "Outstanding", ("secretariat",)),
        ("my_requests", "Requests", ("member", "agency-lead")),
        ("my_cases", "Cases", ("member", "agency-lead", "ratifier")),
    ), "my_cases"),
    Section("Meetings", (
        ("meetings", "Meetings", ("secretariat", "panel-chair", "member", "agency-lead", "statutory-partner")),
    )),
    Section("To ratify", (("recommendations", "To ratify", ("ratifier", "statutory-partner")),)),
    Section("Reviews", (
        ("reviews", "Reviews", ("secretariat", "panel-chair", "statutory-partner", "ratifier", "reviewer")),
        ("action_plan", "Actions", ("secretariat", "panel-chair", "statutory-partner", "ratifier")),
        ("my_actions", "My actions", ("member", "agency-lead", "action-owner")),
        ("lessons", "Learning", ("secretariat", "panel-chair", "statutory-partner", "ratifier")),
    )),
    Section("Reports", (
        ("reports", "Reports", ("secretariat", "panel-chair", "statutory-partner", "ratifier", "administrator")),
    )),
    Section("Letters", (
        ("messages", "Messages", ("secretariat", "administrator")),
        ("letters", "Letters", ("secretariat", "administrator")),
    )),
    Section("How we work", (
        ("our_procedure", "Our procedure", ()),
        ("roles_held", "Who is who", ("secretariat",)),
        ("people", "People", ("administrator",)),
        ("retention", "Retention", ("secretariat", "panel-chair")),
    )),
)  # fmt: skip
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
        "navigation": navigation(request, partnership) if partnership and member else {"main": [], "beside": []},
        "footer_links": [{"text": words, "href": links.address(name)} for name, words in FOOTER],
    }


def navigation(request, partnership) -> dict[str, list[dict]]:
    """The way around for this member's roles. `main`: pages side by side, or sections where they would not fit;
    `beside`: the pages of the section whose page is open. Each marked where it is open or the open page lies under it.
    """
    sections = [(section.words, _pages(request, partnership, section)) for section in NAVIGATION]
    found = folded(sections, SIDE_BY_SIDE)
    # On a page further in, the pages of its section make room for what is read; what a section holds marks it.
    if not any(request.path == page["href"] for page in found["beside"]):
        found["beside"] = []
    for section in NAVIGATION:
        if _under(request, address(section.holds, partnership)):
            for entry in found["main"]:
                if entry["text"] == section.words and "active" in entry:
                    entry["active"] = True
    return found


def folded(sections: list[tuple[str, list[dict]]], most: int) -> dict[str, list[dict]]:
    """Pages in one row. sections: words and pages {text, href, current}; those of one page keep the page's own words.
    `main`: every page where they are at most `most`, otherwise sections (`active` where a page of theirs is open);
    `beside`: the pages of the section that is open."""
    if sum(len(pages) for _, pages in sections) <= most:
        return {"main": [page for _, pages in sections for page in pages], "beside": []}
    main, beside = [], []
    for words, pages in sections:
        if len(pages) < 2:
            main += pages
            continue
        inside = any(page["current"] for page in pages)
        main.append({"text": words, "href": pages[0]["href"], "active": inside})
        beside = pages if inside else beside
    return {"main": main, "beside": beside}


def _pages(request, partnership, section: Section) -> list[dict]:
    found = []
    for name, words, kinds in section.pages:
        href = address(name, partnership)
        if href and (not kinds or request.actor.holds(*kinds)) and may_open(ACCESS[name], request.actor.kinds):
            current = request.path == href or (name != "home" and _under(request, href))
            found.append({"text": words, "href": href, "current": current})
    return found


def _under(request, href: str) -> bool:
    return bool(href) and request.path.startswith(href.rstrip("/") + "/")


def address(name, partnership) -> str:
    """The address of a partnership's page, or nothing where no room offers it."""
    return name and links.address_if_any(name, partnership=partnership.slug)
