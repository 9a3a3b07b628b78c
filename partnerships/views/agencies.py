"""Agencies: members as the procedure names them, and those invited for single cases."""

from __future__ import annotations

from django.views.decorators.http import require_safe

from .. import acts
from .. import administration as shown
from ..forms import AgencyForm, InviteAgencyForm, MemberAgencyForm
from ..web import act_page, address, admin_page, posted
from .people import form_values


@require_safe
def agencies(request):
    """Every agency with sector, contact address and how many people it has here."""
    rows = shown.agencies_shown(request.procedure)
    return admin_page(
        request,
        "partnerships/agencies.html",
        name="agencies",
        members=[row for row in rows if row.agency.member],
        invited=[row for row in rows if not row.agency.member],
    )


def change_agency(request, agency: str):
    row = shown.find_agency(agency)
    data = posted(request)
    initial = {"contact_email": row.contact_email, "title": row.title, "sector": row.sector}
    if row.member:
        form = MemberAgencyForm(data, initial=initial)
    else:
        form = AgencyForm(data, initial=initial, procedure=request.procedure)
    return act_page(
        request,
        form,
        acts.change_agency,
        values=lambda: {"agency": row, **form.cleaned_data},
        done="The agency is changed.",
        back=address(request, "agencies"),
        caption=row.title,
        heading="Change an agency",
        button="Save",
        lead="Its name and sector stand in the procedure." if row.member else "",
    )


def invite_agency_to_partnership(request):
    taken = {row.agency.slug for row in shown.agencies_shown(request.procedure)}
    form = InviteAgencyForm(posted(request), procedure=request.procedure, taken=taken)
    return act_page(
        request,
        form,
        acts.invite_agency_to_partnership,
        values=form_values(form),
        done="The agency can now be asked.",
        back=address(request, "agencies"),
        heading="Add an agency to invite",
        button="Add the agency",
        lead="An agency that is no member can be asked for information and advise on single cases. It has no vote.",
    )
