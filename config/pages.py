"""The two calls that views are made of. What the layout needs comes from `config.context`."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from partnerships.refusals import ActRefused


def page(request, template: str, *, status: int = 200, **context) -> HttpResponse:
    """A page in the house's layout."""
    return render(request, template, context, status=status)


def attempt(form, act, **kwargs):
    """Runs an act; a refusal's sentence goes onto the form, beside the field it is about, and None comes back.

    So nothing typed is lost.
    """
    try:
        return act(**kwargs)
    except ActRefused as refusal:
        form.add_error(refusal.about if refusal.about in form.fields else None, str(refusal))
        return None
