"""For what time and place a report is wanted."""

from __future__ import annotations

import datetime as dt

from django import forms

from config.dateparts import DayMonthYearField
from config.govforms import FilterForm, GovForm, LongTextField

from .rules.periods import EARLIEST, Period, start_of_year, year_from, year_title

THIS, LAST, DATES = "this", "last", "dates"
YEARS = 6


class PeriodForm(FilterForm):
    """This year, last year, or any two dates; a borough where there are some."""

    period = forms.ChoiceField(label="Time", required=False)
    since = DayMonthYearField(label="From", required=False)
    until = DayMonthYearField(label="To", required=False)
    borough = forms.ChoiceField(label="Borough", required=False)

    def __init__(self, data, *, today: dt.date, begins: int, boroughs: list[tuple[str, str]]):
        super().__init__(data)
        self.begins, self.start = begins, start_of_year(today, begins)
        self.fields["period"].choices = [
            (THIS, f"This year ({year_title(self.start, begins)})"),
            (LAST, f"Last year ({year_title(self.start - 1, begins)})"),
            (DATES, "From and to these dates"),
        ]
        self.fields["borough"].choices = [("", "All"), *boroughs]
        if not boroughs:
            del self.fields["borough"]

    def clean(self):
        given = super().clean()
        since, until = given.get("since"), given.get("until")
        if given.get("period") == DATES:
            for name, day, words in (("since", since, "From"), ("until", until, "To")):
                if day is None and name not in self.errors:
                    self.add_error(name, f"Enter the day {'the report begins' if words == 'From' else 'it ends'}")
        if since and since < EARLIEST:
            self.add_error("since", "From must be 1990 or later")
        if since and until and until < since:
            self.add_error("until", "To must be the same day as From or later")
        return given

    def chosen(self) -> tuple[Period, str]:
        """The period and what it is called; this year where nothing valid was asked for."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        wanted = given.get("period") or THIS
        if wanted == DATES:
            return Period(given["since"], given["until"]), ""
        start = self.start - (wanted == LAST)
        return year_from(start, self.begins), year_title(start, self.begins)


class YearForm(FilterForm):
    """One of the last years, whole."""

    year = forms.ChoiceField(label="Year", required=False)

    def __init__(self, data, *, today: dt.date, begins: int):
        super().__init__(data)
        self.begins, self.start = begins, start_of_year(today, begins)
        years = range(self.start, self.start - YEARS, -1)
        self.fields["year"].choices = [(str(year), year_title(year, begins)) for year in years]

    def chosen(self) -> tuple[Period, str]:
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        start = int(given.get("year") or self.start)
        return year_from(start, self.begins), year_title(start, self.begins)


class NarrativeForm(GovForm):
    """The board's own words, one box for each section. What is not written yet can wait; the final report wants a
    foreword."""

    mark_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, sections, longest, **kwargs):
        super().__init__(data, **kwargs)
        for section in sections:
            field = LongTextField(
                label=section.title, help_text=section.asks, required=False, rows=8, max_length=longest
            )
            self.fields[section.name] = field
            self._prepare(field, None)


class FinalForm(GovForm):
    """Somebody has read it through."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    read = forms.BooleanField(label="I have read the whole report, and nobody can be recognised in it")
