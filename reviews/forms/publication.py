"""What somebody types who looks for a published report."""

from __future__ import annotations

from django import forms

from config.govforms import FilterForm


class PublishedSearch(FilterForm):
    words = forms.CharField(label="Search the published reports", max_length=120, required=False)
