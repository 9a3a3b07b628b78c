"""Who holds which role, whether a second step is required, and the record of administration."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import acts
from .. import administration as shown
from ..forms import SecondFactorForm
from ..web import act_page, address, admin_page, posted, tabs


@require_safe
def roles_held(request):
    """Every role of the procedure with its holders; read by the secretariat too."""
    rows = shown.roles_held(request.procedure, on=timezone.localdate(request.at))
    return admin_page(request, "partnerships/roles_held.html", name="roles_held", rows=rows)


@require_safe
def administration_record(request):
    """What administrators did, newest first."""
    pages = Paginator(shown.administration_events(), shown.PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    here = address(request, "administration_record")
    return admin_page(
        request,
        "partnerships/administration_record.html",
        name="administration_record",
        pages=pages,
        page_href=lambda number: f"{here}?page={number}",
    )


def require_second_factor(request):
    """Whether everybody must have a second step: the rule, and who would have to set one up."""
    required = request.partnership.second_factor_required
    form = SecondFactorForm(posted(request), initial={"required": "yes" if required else "no"})
    return act_page(
        request,
        form,
        acts.require_second_factor,
        values=lambda: form.cleaned_data,
        done="The rule is saved.",
        back=address(request, "people"),
        template="partnerships/require_second_factor.html",
        heading="Signing in",
        button="Save",
        tabs=tabs(request, "require_second_factor"),
        required=required,
        without=shown.without_second_factor(),
    )
