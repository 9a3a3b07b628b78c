"""Papers for somebody outside: choose, take out, make, give (C-33)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from config.pages import attempt
from documents.wordings import blocks_of, paragraphs_of

from .. import acts, queries
from ..acts.disclosure import TakenOut
from ..disclosure import passages_of, record_of_bundle, sources_of
from ..entries import entry_of
from ..forms import BundleForm, GiveBundleForm, MakeBundleForm, RedactForm
from ..models import BundleItem
from ..web import case_page, open_page


def prepare_bundle(request, reference, entry):
    case = open_page(request, reference, "prepare_bundle")
    asked = entry_of(case, "log_disclosure", entry)
    if asked is None:
        raise Http404
    said = asked.data["answers"]["recorded"]
    sources = sources_of(case)
    form = BundleForm(
        request.POST or None, sources=sources,
        initial={"title": "Bundle of papers", "made_for": said.get("act-who", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.prepare_bundle, case=case, entry=entry, actor=request.actor, at=request.at,
                       **form.chosen())  # fmt: skip
        if done is not None:
            return redirect("bundle", request.partnership.slug, case.reference, done.pk)
    return case_page(
        request, case, "cases/prepare_bundle.html", name="case_registers", form=form, asked=said.get("act-what", "")
    )


def _bundle(request, reference, bundle, name):
    case = open_page(request, reference, name)
    found = queries.bundle_in(case, bundle)
    if found is None:
        raise Http404
    return case, found


def bundle(request, reference, bundle):
    """The papers and what becomes of each, the file as soon as it is made, and the record of what was left out."""
    case, found = _bundle(request, reference, bundle, "bundle")
    form = MakeBundleForm(
        initial={"words": "\n".join(found.words), "words_reason": found.words_reason, "with_record": found.with_record}
    )
    return _shown(request, case, found, form)


def _shown(request, case, found, form):
    items = list(found.items.all())
    choices = BundleItem.Choice
    kept = [item for item in items if item.choice != choices.OUT]
    # How many places of each paper were taken out is known once the bundle is made; papers are numbered as in it.
    counted = found.job.told.get("taken", {}) if found.job else {}
    return case_page(
        request, case, "cases/bundle.html", name="case_registers", bundle=found, form=form,
        kept=kept, taken={item.pk: counted.get(str(number)) for number, item in enumerate(kept, 1)},
        left=[item for item in items if item.choice == choices.OUT], left_out=record_of_bundle(found),
    )  # fmt: skip


def redact_item(request, reference, bundle, sheet):
    """One paper: whole, in part or not at all."""
    case, found = _bundle(request, reference, bundle, "redact_item")
    item = queries.item_in(found, sheet)
    if item is None:
        raise Http404
    passages = passages_of(item)
    form = RedactForm(
        request.POST or None, item=item, passages=passages,
        initial={"choice": item.choice, "reason": item.reason, "words": "\n".join(item.words),
                 "passages": [f"p{number}" for number in item.passages_out],
                 "pages": ", ".join(map(str, item.pages_out)),
                 "boxes": "\n".join(item.boxes), "looked": bool(item.looked_for)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.redact_item, item=item, taken=TakenOut(**form.cleaned_data), actor=request.actor,
                       at=request.at)  # fmt: skip
        if done is not None:
            return redirect("bundle", request.partnership.slug, case.reference, found.pk)
    return case_page(
        request, case, "cases/redact_item.html", name="case_registers", form=form, bundle=found, item=item,
        passages=passages, blocks_of=lambda text: blocks_of(paragraphs_of(str(text))),
    )  # fmt: skip


def make_bundle(request, reference, bundle):
    case, found = _bundle(request, reference, bundle, "make_bundle")
    form = MakeBundleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.make_bundle, bundle=found, actor=request.actor, at=request.at, **form.cleaned_data)
        if done is not None:
            messages.success(request, "The bundle is being made. Open this page again in a moment.")
            return redirect("bundle", request.partnership.slug, case.reference, found.pk)
    return _shown(request, case, found, form)


def give_bundle(request, reference, bundle):
    case, found = _bundle(request, reference, bundle, "give_bundle")
    form = GiveBundleForm(
        request.POST or None, today=timezone.localdate(request.at), initial={"to": found.made_for}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(form, acts.give_bundle, bundle=found, to=data["to"], how=data["how"], actor=request.actor,
                       at=form.at(request.at))  # fmt: skip
        if done is not None:
            messages.success(request, "It is on the record that the bundle was given.")
            return redirect("bundle", request.partnership.slug, case.reference, found.pk)
    return case_page(request, case, "cases/give_bundle.html", name="case_registers", form=form, bundle=found)
