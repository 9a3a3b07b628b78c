"""What is held on one person: found, then exported. Nothing of it stands in an address."""

from __future__ import annotations

from config.pages import attempt, page
from documents.filenames import attachment
from partnerships.web import admin_page

from .. import acts, rights
from ..forms import ExportForm, FindPersonForm


def find_person(request):
    """Looks for a person across the cases, and offers what was found for export."""
    form, found, export = FindPersonForm(request.POST or None, today=request.at.date()), None, None
    if request.method == "POST" and form.is_valid():
        sought = rights.Sought(**form.cleaned_data)
        found = rights.find_people(request.actor, sought)
        sure = [str(person.pk) for person in found if rights.certain(person, sought)]
        export = ExportForm(people=found, initial={"people": sure})
    return admin_page(request, "cases/find_person.html", name="find_person", form=form, found=found, export=export)


def export_person(request):
    """The ZIP; with a mistake the form again."""
    keys = [int(key) for key in request.POST.getlist("people") if key.isascii() and key.isdigit() and len(key) < 12]
    form = ExportForm(request.POST or None, people=rights.people_by(request.actor, keys))
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.export_person, actor=request.actor, at=request.at, **form.cleaned_data)
        if done is not None:
            return attachment(done, "everything-held.zip", "application/zip")
    return page(request, "cases/export_person.html", form=form)
