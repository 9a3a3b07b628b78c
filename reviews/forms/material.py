"""Narrowing the picture of time."""

from __future__ import annotations

from django import forms

from config.dateparts import DayMonthYearField
from config.govforms import FilterForm


class WindowForm(FilterForm):
    since = DayMonthYearField(label="From", required=False)
    until = DayMonthYearField(label="To", required=False)
    gap = forms.IntegerField(
        label="Show stretches without an entry of at least this many months", min_value=0, max_value=120, required=False
    )
