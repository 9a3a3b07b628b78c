"""Filters of the lists."""

from __future__ import annotations

from django import forms

from config.dateparts import DayMonthYearField
from config.govforms import GovForm


class LogFilter(GovForm):
    """What the log is narrowed to; every value is checked, so nothing typed in an address can break the page."""

    mark_optional = False
    q = forms.CharField(label="Reference or name", required=False, max_length=100)
    stage = forms.ChoiceField(label="Stage", required=False)
    pathway = forms.ChoiceField(label="Kind of case", required=False)
    agency = forms.ChoiceField(label="Referred by", required=False)
    borough = forms.ChoiceField(label="Borough", required=False)
    received_from = DayMonthYearField(label="Received from", required=False)
    received_to = DayMonthYearField(label="Received to", required=False)
    open = forms.ChoiceField(
        label="Open or closed", required=False, choices=[("", "All"), ("yes", "Open"), ("no", "Closed")]
    )

    def __init__(self, data, *, stages, pathways, agencies, boroughs):
        super().__init__(data)
        for name, choices in (
            ("stage", stages), ("pathway", pathways), ("agency", agencies), ("borough", boroughs)
        ):  # fmt: skip
            self.fields[name].choices = [("", "All"), *choices]
        if not boroughs:
            del self.fields["borough"]
