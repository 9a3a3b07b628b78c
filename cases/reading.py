"""The box under a form that names places to be read: shown once an act asks for it, and sent with the same form."""

from __future__ import annotations

from django import forms

from partnerships.refusals import ActRefused

from .acts.naming import ToBeRead

NAME = "read-places"


def places_read(request) -> str:
    """The mark of the places that somebody says they have read."""
    return request.POST.get(NAME, "")[:40]


def told(form, refusal: ActRefused) -> None:
    """A refusal's sentence on the form; where places have to be read, also the box that says so."""
    if isinstance(refusal, ToBeRead):
        form.fields[NAME] = forms.MultipleChoiceField(
            label="Does any of this say who the case is about?", required=False, widget=forms.CheckboxSelectMultiple,
            help_text=f"{refusal.places}.",
            choices=[(refusal.mark, "I have read these places, and they identify nobody. This is kept on record")],
        )  # fmt: skip
        form.data = form.data.copy()
        form.data.setlist(NAME, [])
        form.add_error(NAME, str(refusal))
        return
    form.add_error(refusal.about if refusal.about in form.fields else None, str(refusal))


def attempt_read(request, form, act, **values):
    """As `config.pages.attempt`, for an act that looks for names: with what was read, and the box if it asks."""
    try:
        return act(**values, read=places_read(request))
    except ActRefused as refusal:
        told(form, refusal)
        return None
