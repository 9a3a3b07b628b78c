"""What an administrator is asked. Choices come from the partnership that is open, so ids of others are no choice."""

from __future__ import annotations

from django import forms
from django.utils.text import slugify

from config.dateparts import DayMonthYearField
from config.govforms import FilterForm, GovForm, LongTextField

from .acts.roles import out_of_place
from .administration import OF_AN_AGENCY

EVERYWHERE = "everywhere"
WIDE = {"class": "govuk-input--width-20"}


def reason_field(**kwargs):
    return LongTextField(label="Why?", max_length=500, rows=3, **kwargs)


class RolesMixin:
    """Choices of roles and boroughs, and the rules that tie roles to agencies and boroughs."""

    def use(self, procedure, boroughs) -> None:
        self.roles = {role.name: role for role in procedure.roles if role.kind != "referrer"}
        self.boroughs = {borough.slug: borough for borough in boroughs}
        choices = [(borough.slug, borough.title) for borough in boroughs]
        if choices:
            self.fields["borough"].choices = [("", "Choose"), (EVERYWHERE, "Every borough"), *choices]
        else:
            del self.fields["borough"]

    def check_roles(self, names, agency) -> None:
        picked = [self.roles[name] for name in names]
        if agency is None and any(role.kind in OF_AN_AGENCY for role in picked):
            titles = " or ".join(role.title for role in picked if role.kind in OF_AN_AGENCY)
            self.add_error("agency" if "agency" in self.fields else None, f"Select the agency that the {titles} is of")
        for role in picked:
            where = out_of_place(role, agency)
            if where:
                sentence = f"The role {role.title} comes from {where}: only somebody of that agency can have it"
                self.add_error("role" if "role" in self.fields else "roles_given", sentence)
        if "borough" in self.fields and any(role.per_borough for role in picked):
            if not self.cleaned_data.get("borough"):
                self.add_error("borough", "Select the borough that the role is for")

    def borough_for(self, name):
        """The borough of a role: none where the role is the same everywhere."""
        if not self.roles[name].per_borough:
            return None
        return self.boroughs.get(self.cleaned_data.get("borough", ""))


class PeopleFilter(FilterForm):
    words = forms.CharField(label="Name, address, agency or job", required=False)
    role = forms.ChoiceField(label="Role", required=False)
    left = forms.BooleanField(label="People who have left", required=False)

    def __init__(self, data=None, *, procedure, **kwargs):
        super().__init__(data, **kwargs)
        roles = [(role.name, role.title) for role in procedure.roles if role.kind != "referrer"]
        self.fields["role"].choices = [("", "Any role"), *roles]


class PersonForm(GovForm):
    name = forms.CharField(label="Full name", max_length=120, widget=forms.TextInput(attrs=WIDE))
    agency = forms.ChoiceField(label="Agency", required=False)
    job_title = forms.CharField(label="Job title", max_length=120, required=False, widget=forms.TextInput(attrs=WIDE))
    telephone = forms.CharField(
        label="Telephone number", max_length=40, required=False, widget=forms.TextInput(attrs=WIDE)
    )

    def __init__(self, data=None, *, agencies, **kwargs):
        super().__init__(data, **kwargs)
        self.agencies = {agency.slug: agency for agency in agencies}
        self.fields["agency"].choices = [
            ("", "No agency"), *((agency.slug, agency.title) for agency in agencies)
        ]  # fmt: skip

    def clean_agency(self):
        return self.agencies.get(self.cleaned_data["agency"])


class InviteForm(RolesMixin, PersonForm):
    email = forms.EmailField(
        label="E-mail address",
        help_text="Work address. The invitation is sent to it, and it is the name to sign in with",
        widget=forms.EmailInput(attrs={**WIDE, "spellcheck": "false"}),
    )
    roles_given = forms.MultipleChoiceField(
        label="Roles", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Select at least one role"}
    )
    borough = forms.ChoiceField(label="Borough", required=False, help_text="For roles that each borough has")
    telephone = None
    field_order = ("name", "email", "agency", "job_title", "roles_given", "borough")

    def __init__(self, data=None, *, procedure, boroughs, **kwargs):
        super().__init__(data, **kwargs)
        self.use(procedure, boroughs)
        self.fields["roles_given"].choices = [(role.name, role.title) for role in self.roles.values()]

    def clean(self):
        cleaned = super().clean()
        self.check_roles(cleaned.get("roles_given", ()), cleaned.get("agency"))
        return cleaned

    def values(self) -> dict:
        """What `invite_person` takes."""
        given = self.cleaned_data
        roles = tuple((name, self.borough_for(name)) for name in given["roles_given"])
        return {name: given[name] for name in ("name", "email", "agency", "job_title")} | {"roles": roles}


class GiveRoleForm(RolesMixin, GovForm):
    role = forms.ChoiceField(label="Role")
    borough = forms.ChoiceField(
        label="Borough", required=False, help_text="For a role that each borough has for itself"
    )
    starts_on = DayMonthYearField(label="First day", required=False, help_text="Leave empty for today")
    ends_on = DayMonthYearField(label="Last day", required=False, help_text="Leave empty if it is not known")

    def __init__(self, data=None, *, procedure, boroughs, agency, **kwargs):
        super().__init__(data, **kwargs)
        self.use(procedure, boroughs)
        self.agency = agency
        choices = [(role.name, role.title) for role in self.roles.values()]
        self.fields["role"].choices = [("", "Choose a role"), *choices]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("role"):
            self.check_roles([cleaned["role"]], self.agency)
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Last day must be the same as or after the first day")
        return cleaned

    def values(self) -> dict:
        """What `give_role` takes."""
        given = self.cleaned_data
        return {
            "role": given["role"],
            "borough": self.borough_for(given["role"]),
            "starts_on": given["starts_on"],
            "ends_on": given["ends_on"],
        }


class EndRoleForm(GovForm):
    last_day = DayMonthYearField(label="Last day", required=False, help_text="Leave empty to end the role now")


class ReasonForm(GovForm):
    reason = reason_field()


class LeaverForm(GovForm):
    reason = reason_field(required=False, help_text="For example: moved to another authority")


class ConfirmForm(GovForm):
    """Nothing is asked: the button is the answer."""


class SecondFactorForm(GovForm):
    required = forms.ChoiceField(
        label="Who needs a second step to sign in?",
        choices=[("yes", "Everybody"), ("no", "Whoever wants one")],
        widget=forms.RadioSelect,
    )
    reason = reason_field()

    def clean_required(self) -> bool:
        return self.cleaned_data["required"] == "yes"


class AgencyForm(GovForm):
    """An invited agency: all of it is ours to change."""

    title = forms.CharField(label="Name of the agency", max_length=160)
    sector = forms.ChoiceField(label="Sector")
    contact_email = forms.EmailField(
        label="Contact e-mail address",
        required=False,
        help_text="Written to when the agency has no representative here",
        widget=forms.EmailInput(attrs={**WIDE, "spellcheck": "false"}),
    )

    def __init__(self, data=None, *, procedure, **kwargs):
        super().__init__(data, **kwargs)
        sectors = [(sector.name, sector.title) for sector in procedure.sectors]
        self.fields["sector"].choices = [("", "Choose a sector"), *sectors]


class MemberAgencyForm(GovForm):
    """A member agency: its name and sector stand in the procedure."""

    contact_email = forms.EmailField(
        label="Contact e-mail address",
        required=False,
        help_text="Written to when the agency has no representative here",
        widget=forms.EmailInput(attrs={**WIDE, "spellcheck": "false"}),
    )


class InviteAgencyForm(AgencyForm):
    def __init__(self, data=None, *, taken, **kwargs):
        super().__init__(data, **kwargs)
        self.taken = taken

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        slug = slugify(title)[:60]
        if not slug:
            raise forms.ValidationError("Name of the agency must have letters or numbers")
        if slug in self.taken:
            raise forms.ValidationError("There is an agency of this name already")
        return title

    def values(self) -> dict:
        """What `invite_agency_to_partnership` takes."""
        return {**self.cleaned_data, "slug": slugify(self.cleaned_data["title"])[:60]}


class AnotherPersonMixin:
    """A choice among the other people here; a list, because there are some dozens of them."""

    def offer(self, name: str, people) -> None:
        self.people = {str(row.pk): row for row in people}
        words = {pk: f"{row.user.name}, {row.agency.title}" if row.agency else row.user.name
                 for pk, row in self.people.items()}  # fmt: skip
        self.fields[name].choices = [("", "Choose a person"), *words.items()]


class CoverForm(AnotherPersonMixin, GovForm):
    by = forms.ChoiceField(label="Who stands in?")
    starts_on = DayMonthYearField(label="First day of the absence")
    ends_on = DayMonthYearField(label="Last day of the absence", when="future")
    reason = reason_field(required=False, help_text="For example: leave. It stays on the administration record")
    mark_optional = True

    def __init__(self, data=None, *, people, **kwargs):
        super().__init__(data, **kwargs)
        self.offer("by", people)

    def values(self) -> dict:
        """What `cover_absence` takes."""
        return {**self.cleaned_data, "by": self.people[self.cleaned_data["by"]]}


class HandOverForm(AnotherPersonMixin, GovForm):
    successor = forms.ChoiceField(label="Who gets all of it?")
    leaves = forms.BooleanField(
        label="The person leaves",
        help_text="Their membership ends too: they can open nothing here any more.",
        required=False,
    )
    reason = reason_field(required=False)

    def __init__(self, data=None, *, people, **kwargs):
        super().__init__(data, **kwargs)
        self.offer("successor", people)

    def values(self) -> dict:
        """What `hand_over` takes."""
        given = self.cleaned_data
        return {"to": self.people[given["successor"]], "leaves": given["leaves"], "reason": given["reason"]}
