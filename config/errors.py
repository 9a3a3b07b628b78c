"""What people see when a page cannot be shown. 500 asks nothing of the database nor of the request."""

from __future__ import annotations

from django.shortcuts import render


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    """Says the sentence that the refusing code gave, if any."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def not_found(request, exception=None):
    """The same words for what is missing and for what belongs to another partnership."""
    return render(request, "404.html", status=404)


def stale_form(request, reason=""):
    """A form without its token, mostly because of a sign-in in another window."""
    return render(request, "errors/csrf.html", status=403)


def failed(request):
    from django.http import HttpResponseServerError
    from django.template.loader import get_template

    return HttpResponseServerError(get_template("500.html").render())
