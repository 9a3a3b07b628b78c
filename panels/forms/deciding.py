"""Typed to decide: the question, votes, the recommendation, disagreement."""

from __future__ import annotations

from django import forms

from config.dateparts import DateTimeFields, DayMonthYearField
from config.govforms import GovForm, LongTextField

from .. import rules


class OfWhatWasShown(GovForm):
    """Carries what the page showed when it was opened: the number of the question or recommendation it is about, or how
    a vote stood. Something else may stand there when it is sent.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def taken(self) -> dict:
        """What was typed, for an act that is told by its other arguments what it is about."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def show_again(self, seen: object) -> None:
        """The page is drawn once more with what was typed, and from now on about what it shows then."""
        self.data["seen"] = str(seen)  # our own copy: `config.govforms.tidied`


class QuestionForm(OfWhatWasShown):
    wording = LongTextField(
        label="The question", rows=3, max_length=1000,
        help_text="It is shown on the projector too: name nobody of the family.",
    )  # fmt: skip
    options = forms.MultipleChoiceField(
        label="Which answers can be voted for?", widget=forms.CheckboxSelectMultiple,
        help_text="Choose at least two. Abstaining is always possible.",
    )  # fmt: skip

    def __init__(self, *args, options=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["options"].choices = options


class WithdrawForm(OfWhatWasShown):
    reason = LongTextField(label="Reason", rows=4)


class CorrespondenceForm(QuestionForm):
    answers_by = DateTimeFields(
        label="Answers by", when="future", help_text="For example, 8 9 2026 and 5pm. No answer is taken later."
    )


class MoreTimeForm(OfWhatWasShown):
    answers_by = DateTimeFields(label="Answers by", when="future", help_text="For example, 8 9 2026 and 5pm")
    reason = LongTextField(label="Why is there more time?", rows=2, max_length=1000)


class ToAMeetingForm(OfWhatWasShown):
    meeting = forms.TypedChoiceField(
        label="Which meeting?", coerce=int, required=False, empty_value=None, widget=forms.RadioSelect
    )
    reason = LongTextField(label="Why does the case need a meeting?", rows=3, max_length=1000)

    def __init__(self, *args, meetings=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].choices = [*meetings, ("", "One that still has to be convened")]


class VoteForm(OfWhatWasShown):
    """`others`: the answers that are no option, as {value, label}."""

    option = forms.ChoiceField(label="Your agency’s vote", widget=forms.RadioSelect)
    reason = LongTextField(label="Reason", required=False, rows=2, max_length=2000)

    def __init__(self, *args, options=(), others=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = [(one["value"], one["label"]) for one in [*options, *others]]
        if any(one["value"] == rules.A_MEETING for one in others):
            self.fields["reason"].help_text = "Needed if you say that this needs a meeting."

    def clean(self):
        data = super().clean()
        if data.get("option") == rules.A_MEETING and not (data.get("reason") or "").strip():
            self.add_error("reason", "Enter why this needs a meeting")
        return data


class PaperVoteForm(VoteForm):
    """Whoever runs the meeting enters what somebody said or wrote for their agency. `people`: (number, name)."""

    person = forms.TypedChoiceField(label="Who gives it?", coerce=int, widget=forms.RadioSelect)
    field_order = ("person", "option", "reason")

    def __init__(self, *args, people=(), agency="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
        self.fields["option"].label = f"{agency}: how does it vote?"


class CloseQuestionForm(OfWhatWasShown):
    early_why = LongTextField(
        label="Why does the vote end before the time given?", required=False, rows=2, max_length=1000,
        help_text="Agencies that have not answered can no longer do so.",
    )  # fmt: skip
    no_meeting_why = LongTextField(
        label="Why is no meeting needed?", required=False, rows=3, max_length=1000,
        help_text="It stands in the record beside the answers that ask for one.",
    )  # fmt: skip
    chairs_choice = forms.ChoiceField(
        label="The chair’s own choice", required=False, widget=forms.RadioSelect,
        help_text="Counts only if the votes alone carry nothing.",
    )  # fmt: skip
    chairs_reason = LongTextField(label="The chair’s reasons", required=False, rows=3)

    def __init__(self, *args, options=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chairs_choice"].choices = [("", "None"), *((one["value"], one["label"]) for one in options)]


class MoreInformationForm(OfWhatWasShown):
    what = LongTextField(label="What has to be found out?", rows=4)
    from_whom = forms.CharField(label="From whom", max_length=150)
    wanted_by = DayMonthYearField(
        label="By which day?", when="future", help_text="It is a deadline of the case, and whoever is late is reminded."
    )
    second_meeting = forms.TypedChoiceField(
        label="How is the decision taken then?", widget=forms.RadioSelect, coerce=lambda value: value == "meeting",
        choices=[("writing", "In writing, without a second meeting"), ("meeting", "At another meeting")],
    )  # fmt: skip


NO_METHODOLOGY = "none"


class RecommendForm(OfWhatWasShown):
    needed = ("methodology",)  # by the act, for every type that is a review
    review_type = forms.ChoiceField(label="Type of review", widget=forms.RadioSelect)
    focus = LongTextField(label="Focus", rows=4, help_text="What the review should look at, or what should be learnt.")
    methodology = forms.ChoiceField(
        label="Methodology", required=False, widget=forms.RadioSelect,
        help_text="Choose one for every review. “None” is for when there will be no review.",
    )  # fmt: skip
    reasons = LongTextField(label="Reasons", rows=6)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args, types=(), methodologies=(), confirms=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].label = f"I confirm: {' '.join(confirms)}"
        if not confirms:
            del self.fields["confirmed"]
        self.fields["review_type"].choices = types
        self.fields["methodology"].choices = [*methodologies, (NO_METHODOLOGY, "None: there will be no review")]
        if not methodologies:
            del self.fields["methodology"]

    def clean_methodology(self) -> str:
        value = self.cleaned_data["methodology"]
        return "" if value == NO_METHODOLOGY else value


class OfMembers(forms.Form):
    """Put before a form whose answer each member of a body gives for itself: what is entered of the others (BEX-4).

    `members`: (slug, title) of those that have not answered for themselves; `mine`: the title of one's own agency.
    """

    def __init__(self, *args, members=(), mine: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.members = list(members)
        same = f"Gave the same answer as {mine}" if mine else "Gave this answer"
        for slug, title in self.members:
            self.fields[f"member-{slug}"] = forms.ChoiceField(
                label=title, required=False, widget=forms.RadioSelect, initial="",
                choices=[("", "Answers for itself"), ("same", same), ("none", "Takes no part")],
            )  # fmt: skip
            self.fields[f"words-{slug}"] = forms.CharField(
                label=f"{title}: who spoke for it, or why it takes no part", max_length=300, required=False
            )

    def clean(self):
        data = super().clean()
        for slug, title in self.members:
            if data.get(f"member-{slug}") and not (data.get(f"words-{slug}") or "").strip():
                self.add_error(f"words-{slug}", f"Enter who spoke for {title}, or why it takes no part")
        return data

    def said(self) -> list[tuple[str, bool, str]]:
        """(member, whether it gave the same answer, who spoke for it or why it takes no part)."""
        data = self.cleaned_data
        return [
            (slug, data[f"member-{slug}"] == "same", data[f"words-{slug}"])
            for slug, _ in self.members
            if data.get(f"member-{slug}")
        ]


class DecideForm(OfMembers, RecommendForm):
    """Those above the body decide finally. `counted`: its members answer each for itself, so nobody is named here."""

    decided_with = LongTextField(
        label="Who took part in the decision?",
        rows=2,
        max_length=1000,
        help_text="Names and the partners they speak for.",
    )

    def __init__(self, *args, counted=False, **kwargs):
        super().__init__(*args, **kwargs)
        if counted:
            del self.fields["decided_with"]


class ReasonsForm(OfWhatWasShown):
    reasons = LongTextField(label="Reasons", rows=6)


class OfABody(forms.Form):
    """Put before a form whose answer a body gives together: who took part and who agreed (C-14, BEX-4).

    `body`: (its title, how it decides); None where one person answers for themselves.
    """

    decided_with = LongTextField(label="Who took part, and who agreed?", rows=3, max_length=1000)

    def __init__(self, *args, body: tuple[str, str] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if body is None:
            del self.fields["decided_with"]
            return
        title, rule = body
        self.fields[
            "decided_with"
        ].help_text = (
            f"Needed: {rule}. Name each member of the {title} and what they said; of one who took no part, why."
        )


class AnswerForm(OfMembers, OfABody, ReasonsForm):
    """A body agrees with a recommendation, or sends it back."""


class ReplaceForm(OfMembers, OfABody, RecommendForm):
    """A body decides something else."""


class DissentForm(OfWhatWasShown):
    rationale = LongTextField(
        label="Why does your agency disagree?", rows=6,
        help_text="Your agency’s lead reads this first and takes it to the chair.",
    )  # fmt: skip


class PassOnForm(OfWhatWasShown):
    remarks = LongTextField(label="Your remarks", required=False, rows=4)
