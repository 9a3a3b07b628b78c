"""Groups of questions that may be answered several times: "add another" without needing scripts.

A view makes one `Repeating` for each such group beside its form. Its buttons are submit buttons named
PREFIX-add and PREFIX-remove-N: when one was pressed (`pressed`), the view shows the page again, and
everything typed is still there, unchecked.
"""

from django.forms.utils import ErrorDict
from django.http import QueryDict

from config.govforms import tidied

MOST = 50


class Repeating:
    """The forms of one group; `title` names one of them, as "Person"; numbering starts at 1."""

    def __init__(self, form_class, prefix, data=None, *, initial=(), title="Entry", least=0, most=MOST, today=None):
        self.form_class, self.prefix, self.title = form_class, prefix, title
        self.least, self.most, self.today = least, most, today
        self.data = tidied(data) if data is not None else None
        self.focus = None
        self.forms = self._posted() if data is not None else self._fresh(list(initial))

    @property
    def pressed(self):
        """Whether "add another" or "remove" was pressed; then show the page again instead of acting."""
        return self.focus is not None

    def _form(self, number, data=None, initial=None):
        form = self.form_class(
            data,
            prefix=f"{self.prefix}-{number}",
            initial=initial,
            today=self.today,
            empty_permitted=number >= self.least,
        )
        form.repeat_title = f"{self.title} {number + 1}"
        return form

    def _fresh(self, initial):
        count = max(len(initial), self.least, 1)
        return [self._form(i, initial=initial[i] if i < len(initial) else None) for i in range(count)]

    def _posted(self):
        try:
            count = int(self.data.get(f"{self.prefix}-count") or 0)
        except ValueError:
            count = 0
        count = max(self.least, 1, min(count, self.most))
        order = list(range(count))
        removed = [i for i in order if f"{self.prefix}-remove-{i}" in self.data]
        if removed:
            order = [i for i in order if i not in removed]
            self.focus = max(0, removed[0] - 1)
        if f"{self.prefix}-add" in self.data and len(order) < self.most:
            self.focus = len(order)
            order.append(count)
        if not order:
            order = [count]
        forms = [self._form(number, self._moved(old, number)) for number, old in enumerate(order)]
        return [form.hold() for form in forms] if self.pressed else forms

    def _moved(self, old, new):
        """The posted data with the group's number `old` answered under the number `new`."""
        moved = QueryDict(mutable=True)
        start = f"{self.prefix}-{old}-"
        for key in self.data:
            if key.startswith(start):
                values = self.data.getlist(key) if hasattr(self.data, "getlist") else [self.data[key]]
                moved.setlist(f"{self.prefix}-{new}-{key[len(start) :]}", values)
        return moved

    def hold(self):
        """Keep what was typed in every form of the group and say no errors."""
        for form in self.forms:
            form._errors = ErrorDict()
        return self

    def is_valid(self):
        return all([form.is_valid() for form in self.forms])

    @property
    def answers(self):
        """The answers of each group that says anything; asked for after is_valid."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]
