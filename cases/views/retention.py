"""How long cases are kept: what is due, one case, a legal hold, disposal by two people."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from config.pages import attempt, page

from .. import acts, retention
from ..forms import ClosingDayForm, ConfirmDisposalForm, WhyForm
from ..web import case_page, open_page


def retention_list(request):
    """What is due for disposal or soon will be, what waits for a second person, and how many are gone."""
    rows = retention.kept_cases(request.actor, request.procedure, at=request.at)
    return page(
        request, "cases/retention.html", due=[row for row in rows if row.is_due],
        soon=[row for row in rows if not row.is_due and row.known != retention.UNKNOWN],
        unknown=[row for row in rows if row.known == retention.UNKNOWN], rules=request.procedure.retention,
        gone=retention.disposed_counts(), pathways={each.name: each.title for each in request.procedure.pathways},
    )  # fmt: skip


def case_retention(request, closed):
    """One case: its rule, the day its time is over, holds, and what has been proposed."""
    case = open_page(request, closed, "case_retention")
    kept = retention.kept_one(case, request.procedure, at=request.at)
    holds = retention.holds_of(case)
    return case_page(
        request, case, "cases/case_retention.html", name="case_record", kept=kept, holds=holds,
        on_hold=any(hold.lifted_at is None for hold in holds), me=request.actor.user_id,
        by_hand=retention.entered_by_hand(case),
    )  # fmt: skip


def _why(act, *, heading: str, button: str, lead: str, done: str, needs_procedure: bool = False):
    def view(request, closed):
        case = open_page(request, closed, act.__name__)
        form = WhyForm(request.POST or None)
        more = {"procedure": request.procedure} if needs_procedure else {}
        if request.method == "POST" and form.is_valid():
            result = attempt(form, act, case=case, reason=form.cleaned_data["reason"], actor=request.actor,
                             at=request.at, **more)  # fmt: skip
            if result is not None:
                messages.success(request, done)
                return redirect("case_retention", request.partnership.slug, case.reference)
        return case_page(
            request, case, "cases/act.html", name="case_record", form=form, heading=heading, button=button, lead=lead,
            previews=[],
        )  # fmt: skip

    view.__name__, view.__doc__ = act.__name__, f"The page of “{act.__name__.replace('_', ' ')}”."
    return view


hold_case = _why(
    acts.hold_case, heading="Put the case on legal hold", button="Put on hold", done="The case is on hold.",
    lead="It is kept whatever its age until somebody ends the hold: for an inquiry, a claim, an inquest or a request.",
)  # fmt: skip
release_hold = _why(
    acts.release_hold, heading="End the legal hold", button="End the hold", done="The hold has ended.",
    lead="From then on the time for which the case is kept counts again.",
)  # fmt: skip
propose_disposal = _why(
    acts.propose_disposal, heading="Propose to dispose of the case", button="Propose it", needs_procedure=True,
    done="It is proposed. Somebody else has to confirm it.",
    lead="Look through the case first. Does an inquiry, a claim or a family still need it? Somebody else confirms.",
)  # fmt: skip
withdraw_disposal = _why(
    acts.withdraw_disposal, heading="Keep the case after all", button="Withdraw the proposal",
    done="The proposal is withdrawn.", lead="The proposal to dispose of the case falls.",
)  # fmt: skip


def enter_closing_day(request, closed):
    """The day on which a past case was closed, where the log it came from did not say."""
    case = open_page(request, closed, "enter_closing_day")
    form = ClosingDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, acts.enter_closing_day, case=case, actor=request.actor, at=request.at, **form.cleaned_data):
            messages.success(request, "The day is on record. The time for which the case is kept counts from it.")
            return redirect("case_retention", request.partnership.slug, case.reference)
    return case_page(
        request, case, "cases/act.html", name="case_record", form=form, heading="Enter when the case was closed",
        button="Save", previews=[],
        lead="The log that the case came from did not say. How long it is kept is counted from this day.",
    )  # fmt: skip


def dispose_case(request, closed):
    """The second person confirms by typing the reference."""
    case = open_page(request, closed, "dispose_case")
    form = ConfirmDisposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, acts.dispose_case, case=case, reference=form.cleaned_data["reference"],
                       actor=request.actor, at=request.at)  # fmt: skip
        if done is not None:
            messages.success(request, f"{case.reference} is being removed. This cannot be undone.")
            return redirect("retention", request.partnership.slug)
    kept = retention.kept_one(case, request.procedure, at=request.at)
    return case_page(
        request, case, "cases/dispose_case.html", name="case_record", form=form, kept=kept,
        today=timezone.localdate(request.at),
    )  # fmt: skip
