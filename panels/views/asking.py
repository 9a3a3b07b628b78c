"""Pages about a question: each is of the question it showed, and says plainly when that one has ended."""

from __future__ import annotations

from django.contrib import messages

from config.pages import page

from ..models import Question
from ..queries import asked
from .common import to_case, to_meeting
from .live import live_context

NOT_SAID = "This page does not say which question it is about, so nothing was counted or changed. Look at it as it is."


def question_of_page(request, case) -> Question | None:
    """Of a form that is sent, the question it showed; of a page that is opened, the one open now. None without one."""
    if request.method == "POST":
        return asked.question_shown(case, request.POST.get("seen", ""))
    return asked.open_now(case)


def no_question(request, case):
    """There is no vote to take part in: said on the page of the meeting where the last one was, else of the case."""
    last = asked.newest(case)
    if request.method == "POST":
        messages.error(request, NOT_SAID)
    elif last is None:
        messages.info(request, "No question has been put on this case.")
    else:
        messages.info(request, asked.ended_words(last, lost="no vote is open now", at=request.at))
    return to_meeting(request, last.item.meeting, "meeting_live") if last is not None else to_case(request, case)


def moved_on(request, question: Question, form, *, lost: str):
    """The meeting as it is now, with when the question ended and that nothing was counted; what was typed is kept."""
    messages.error(request, asked.ended_words(question, lost=lost, at=request.at))
    typed = _typed(form)
    context = live_context(request, question.item.meeting, kept=typed)
    if typed and not context["form_for_vote"]:
        messages.info(request, f"You had written: “{typed}”")
    return page(request, "panels/live.html", **context)


def _typed(form) -> str:
    """The words of a form, without what was chosen: that was for another question."""
    names = [name for name in form.fields if name.endswith(("reason", "why"))]
    return "\n".join(words for name in names if (words := str(form.data.get(name) or "").strip()))


def shows_this(request, form, made) -> bool:
    """Whether the page was of this recommendation. Else the form says so, keeps its words, and is of it from now on."""
    if not form.is_bound or request.POST.get("seen") == str(made.pk):
        return form.is_bound
    form.add_error(
        None,
        "The recommendation has changed since you opened this page, so nothing was recorded. Read it as it stands "
        "now, then send your answer again. Your words are kept.",
    )
    form.show_again(made.pk)
    return False


def shows_what_was_advised(request, form, case) -> bool:
    """Whether the page showed the recommendation and the disagreements that stand now; else as `shows_this`."""
    now = asked.how_it_was_advised(case)
    if not form.is_bound or request.POST.get("seen") == now:
        return form.is_bound
    form.add_error(
        None,
        "What was recommended, or who disagrees with it, has changed since you opened this page, so nothing was "
        "recorded. Read it as it stands now, then send it again. Your words are kept.",
    )
    form.show_again(now)
    return False
