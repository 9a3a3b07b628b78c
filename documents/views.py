"""The Messages pages, downloads, the page that waits for a paper, and the demo's mailbox."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages as notes
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from config.pages import attempt, page

from . import access, acts, mailbox, queries
from .filenames import attachment
from .forms import DealWithForm, SendAgainForm, WithdrawForm

State = acts.State
COLOURS = {
    State.QUEUED: "yellow",
    State.SENDING: "yellow",
    State.SENT: "green",
    State.FAILED: "red",
    State.BOUNCED: "red",
    State.WITHDRAWN: "grey",
}


NAMES_NOBODY = ("annual-report", "board-report")


@require_safe
def messages(request):
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in queries.FILTERS else ""
    number = request.GET.get("page", "1")
    number = int(number) if number.isascii() and number.isdigit() and 0 < int(number[:6]) < 10_000 else 1
    return page(
        request,
        "documents/messages.html",
        shown=queries.message_page(request.actor, chosen, number),
        chosen=chosen,
        filters=queries.FILTERS,
        to_deal_with=queries.messages_to_deal_with(request.actor).count(),
        colours=COLOURS,
    )


@require_safe
def message(request, message: int):
    found = queries.find_message(message, request.actor)
    open_trouble = found.state in (State.BOUNCED, State.FAILED) and found.dealt_with_at is None
    return page(
        request,
        "documents/message.html",
        message=found,
        body=queries.shown_body(found),
        again=queries.sent_again_as(found),
        open_trouble=open_trouble,
        may_withdraw=found.state == State.QUEUED,
        colours=COLOURS,
    )


def send_again(request, message: int):
    found = queries.find_message(message, request.actor)
    form = SendAgainForm(request.POST or None, initial={"to_email": found.to_email})
    return _act(
        request,
        found,
        form,
        acts.send_again,
        heading="Send it again",
        button="Send it again",
        lead=f"“{found.subject}” is sent once more, in the same words, to the address you enter.",
        done="The message is on its way again.",
    )


def deal_with_bounce(request, message: int):
    found = queries.find_message(message, request.actor)
    return _act(
        request,
        found,
        DealWithForm(request.POST or None),
        acts.deal_with_bounce,
        heading="Say what was done instead",
        button="Save",
        lead=f"“{found.subject}” did not reach {found.to_email}.",
        done="The message is dealt with.",
    )


def withdraw_message(request, message: int):
    found = queries.find_message(message, request.actor)
    return _act(
        request,
        found,
        WithdrawForm(request.POST or None),
        acts.withdraw_message,
        heading="Withdraw the message",
        button="Withdraw the message",
        lead=f"“{found.subject}” to {found.to_email} has not left yet.",
        done="The message is withdrawn and will not be sent.",
    )


def _act(request, found, form, act, *, heading: str, button: str, lead: str, done: str):
    """One act on one message: the form, or back to the message with a note."""
    if request.method == "POST" and form.is_valid():
        result = attempt(form, act, message=found, actor=request.actor, at=request.at, **form.cleaned_data)
        if result is not None:
            notes.success(request, done)
            return redirect("message", partnership=request.partnership.slug, message=result.pk)
    return page(
        request,
        "documents/message_act.html",
        form=form,
        message=found,
        heading=heading,
        button=button,
        lead=lead,
    )


@require_safe
def download_file(request, file: int):
    found = queries.find_file(file, request.actor)
    if request.method == "GET":
        access.note_reading(found, request.actor, request.at)
    return attachment(bytes(found.content), found.name, found.content_type)


@require_safe
def print_job(request, job: int):
    """The paper as soon as a worker has made it: the page asks every two seconds, and 204 means not yet."""
    found = queries.find_job(job, request.actor)
    waiting = found.state == found.State.WAITING
    asked = "while" in request.GET
    if waiting and asked:
        return HttpResponse(status=204)
    kind, _, number = found.about.partition(":")
    context = {
        "job": found,
        "waiting": waiting,
        "slow": (request.at - found.asked_at).total_seconds() > 120,
        "meeting": int(number.partition(":")[0]) if kind == "meeting" else None,
        "names_people": found.kind not in NAMES_NOBODY,
    }
    if asked:
        return render(request, "documents/_print_job.html", context)
    return page(request, "documents/print_job.html", **context)


@require_safe
def demo_mail(request):
    _only_in_the_demo()
    return page(request, "documents/demo_mail.html", mails=mailbox.newest())


@require_safe
def demo_mail_message(request, mail: str):
    _only_in_the_demo()
    found = mailbox.one(mail)
    if found is None:
        raise Http404
    return page(request, "documents/demo_mail_message.html", mail=found)


def _only_in_the_demo() -> None:
    if not (settings.DEMO and hasattr(settings, "EMAIL_FILE_PATH")):
        raise Http404
