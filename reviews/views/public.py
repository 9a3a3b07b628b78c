"""What the public reads without signing in: the published reports of one partnership, and of all that publish."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from config.pages import page
from documents.filenames import attachment

from .. import forms, queries

PAGE = 25


def _listed(request, partnership):
    form = forms.PublishedSearch(request.GET or None)
    words = form.cleaned_data["words"] if request.GET and form.is_valid() else ""
    pages = Paginator(queries.public_reports(words, partnership), PAGE)
    shown = pages.get_page(request.GET.get("page"))
    slug = partnership.slug if partnership else ""
    here = reverse("published", args=[slug]) if slug else reverse("published_everywhere")

    def page_href(number: int) -> str:
        return f"{here}?{urlencode({'words': words, 'page': number})}"

    return _fresh(page(
        request, "reviews/published.html", shown=shown, rows=list(shown), form=form, words=words, here=here,
        everywhere=partnership is None, page_href=page_href,
    ))  # fmt: skip


def _fresh(response):
    """A page that was taken down is gone for everybody who asks again: nobody keeps a copy on the way."""
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def published(request):
    """The published reports and briefings of one partnership (C-21)."""
    return _listed(request, request.partnership)


@require_safe
def published_everywhere(request):
    """Those of every partnership here, to be searched together."""
    return _listed(request, None)


@require_safe
def published_report(request, publication):
    """One of them, with the reviewer's name and what the press was told."""
    found = queries.public_report(request.partnership, publication)
    return _fresh(page(request, "reviews/published_report.html", report=found))


@require_safe
def published_file(request, publication, edition):
    """Its file, under a name that says nothing of anybody."""
    if edition > 32_000:
        raise Http404
    found = queries.public_file(request.partnership, publication, edition)
    return attachment(
        bytes(found.content), f"{request.partnership.slug}-{found.kind}-{found.key}.pdf", "application/pdf"
    )
