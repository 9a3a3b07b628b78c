"""The newest 25 rows, with a count, for somebody who is signed in and belongs there."""

from django.http import HttpResponseForbidden
from django.shortcuts import render

from .models import Case, Membership


def listed(request):
    """Five queries: session, user, membership, rows, count."""
    member = (
        Membership.objects.filter(user=request.user, active=True).first() if request.user.is_authenticated else None
    )
    if member is None:
        return HttpResponseForbidden()
    cases = Case.objects.filter(partnership_id=member.partnership_id)
    rows = cases.select_related("referring_agency").order_by("-received_at", "-id")[:25]
    return render(request, "list.html", {"rows": rows, "total": cases[:1001].count()})
