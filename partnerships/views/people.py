"""People: found, invited, changed, given roles, leaving; their locks and second factors."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import acts, queries
from .. import administration as shown
from ..forms import ConfirmForm, EndRoleForm, GiveRoleForm, InviteForm, LeaverForm, PeopleFilter, PersonForm, ReasonForm
from ..web import act_page, address, admin_page, posted


@require_safe
def people(request):
    """Everybody of the partnership: agency, roles, last sign-in, second step, locked or not."""
    form = PeopleFilter(request.GET or None, procedure=request.procedure)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    today = timezone.localdate(request.at)
    found = shown.people_found(**chosen, on=None if chosen.get("left") else today)
    holders = next(iter(_holders(request, chosen, today)), None)
    pages = Paginator(found, shown.PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    kept = {key: value for key, value in request.GET.items() if value and key != "page"}
    here = address(request, "people")
    return admin_page(
        request,
        "partnerships/people.html",
        name="people",
        form=form,
        holders=holders,
        rows=shown.people_shown(pages.object_list, procedure=request.procedure, at=request.at),
        pages=pages,
        page_href=lambda number: f"{here}?{urlencode({**kept, 'page': number})}",
        chosen=[{"text": str(form.fields[name].label), "href": here} for name, value in chosen.items() if value],
        here=here,
    )


def _holders(request, chosen, today):
    """Who holds the role that was asked for, or stands in for whoever does."""
    wanted = chosen.get("role")
    return [row for row in shown.roles_held(request.procedure, on=today) if row.name == wanted] if wanted else []


@require_safe
def person(request, person: int):
    """One person, and all that can be done about them."""
    membership = shown.find_membership(person)
    return admin_page(
        request,
        "partnerships/person.html",
        name="people",
        member=membership,
        shown=shown.people_shown([membership], procedure=request.procedure, at=request.at)[0],
        myself=membership.pk == request.membership.pk,
        events=shown.administration_events(about=membership)[:25],
    )


def invite_person(request):
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    form = InviteForm(
        posted(request),
        procedure=request.procedure,
        agencies=queries.agencies(),
        boroughs=queries.boroughs(),
    )
    return act_page(
        request,
        form,
        acts.invite_person,
        values=form_values(form),
        done="The person has a place here, and an e-mail tells them.",
        back=address(request, "people"),
        heading="Invite a person",
        button="Send the invitation",
        lead=f"They get an e-mail with a link to choose a password. The link works once, within {days} days.",
    )


def form_values(form):
    """What a form gives to its act: its own `values`, else what was cleaned."""
    return getattr(form, "values", None) or (lambda: form.cleaned_data)


def _about(request, person: int, form_class, act, *, with_form=None, **words):
    """A form about one person that becomes one act."""
    membership = shown.find_membership(person)
    form = form_class(posted(request), **(with_form(membership) if with_form else {}))
    give = form_values(form)
    return act_page(
        request,
        form,
        act,
        values=lambda: {"membership": membership, **give()},
        back=address(request, "person", person=membership.pk),
        caption=membership.user.name,
        **words,
    )


def change_person(request, person: int):
    def started(membership):
        return {
            "agencies": [*queries.agencies(), *([membership.agency] if membership.agency else [])],
            "initial": {
                "name": membership.user.name,
                "agency": membership.agency.slug if membership.agency else "",
                "job_title": membership.job_title,
                "telephone": membership.telephone,
            },
        }

    return _about(
        request, person, PersonForm, acts.change_person, with_form=started, heading="Change a person",
        button="Save", done="The changes are saved.",
    )  # fmt: skip


def give_role(request, person: int):
    def started(membership):
        return {"procedure": request.procedure, "boroughs": queries.boroughs(), "agency": membership.agency}

    return _about(
        request, person, GiveRoleForm, acts.give_role, with_form=started, heading="Give a role",
        button="Give the role", done="The role is given.",
    )  # fmt: skip


def end_role(request, person: int, holding: int):
    membership = shown.find_membership(person)
    held = shown.find_holding(membership, holding)
    form = EndRoleForm(posted(request))
    return act_page(
        request,
        form,
        acts.end_role,
        values=lambda: {"holding": held, **form.cleaned_data},
        done="The role is ended.",
        back=address(request, "person", person=membership.pk),
        template="partnerships/end_role.html",
        caption=membership.user.name,
        heading="End a role",
        button="End the role",
        left=shown.still_holds(membership, procedure=request.procedure, on=timezone.localdate(request.at)),
        role=shown.role_shown(held, request.procedure, timezone.localdate(request.at)),
    )


def end_membership(request, person: int):
    membership = shown.find_membership(person)
    left = shown.still_holds(membership, procedure=request.procedure, on=timezone.localdate(request.at))
    return _about(
        request, person, LeaverForm, acts.end_membership, template="partnerships/end_membership.html",
        heading="End the membership", button="End the membership", left=left,
        done="The person can no longer open anything here.",
    )  # fmt: skip


def invite_again(request, person: int):
    return _about(
        request, person, ConfirmForm, acts.invite_again, heading="Invite again", button="Send the invitation",
        lead="A new link to choose a password is sent. The one sent before stays good until it is used or too old.",
        done="The invitation is on its way.",
    )  # fmt: skip


def release_lock_out(request, person: int):
    return _about(
        request, person, ConfirmForm, acts.release_lock_out, heading="Release the lock-out",
        button="Release the lock-out", done="The person can try to sign in again.",
        lead="The password was wrong 8 times. Make sure that it was the person themselves who tried.",
    )  # fmt: skip


def reset_second_factor(request, person: int):
    return _about(
        request, person, ReasonForm, acts.reset_second_factor, heading="Reset the second step",
        button="Reset the second step", done="The second step is reset, and the person is told.",
        lead="Do this only when you know that it is the person who asks: ring a number that you know, or meet them. "
        "Authenticator app, security keys and recovery codes are all taken away.",
    )  # fmt: skip
