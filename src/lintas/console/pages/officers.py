"""Who has an account here, and in which roles; for the operator. `lintas console invite` makes accounts."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from lintas.console import trail
from lintas.console.models import Officer
from lintas.console.models.officer import OPERATOR
from lintas.console.signed_in import number, officer_of, only_for


@only_for(OPERATOR)
def officers(request: HttpRequest) -> HttpResponse:
    """`/officers/`; a POST with `officer` and `does` (end, or let in again) changes an account."""
    if request.method == "POST":
        return _changed(request)
    factors = set(Authenticator.objects.exclude(type="recovery_codes").values_list("user_id", flat=True))
    listed = [(each, each.pk in factors) for each in Officer.objects.order_by("shown")]
    return render(request, "console/officers.html", {"officers": listed})


def _changed(request: HttpRequest) -> HttpResponse:
    other = get_object_or_404(Officer, pk=number(request.POST.get("officer")))
    if other.pk == officer_of(request).pk:
        messages.error(request, _("You cannot end your own account: another operator can."))
        return redirect("officers")
    other.is_active = request.POST.get("does") == "let in"
    other.save()
    trail.note(officer_of(request), "let in" if other.is_active else "ended an account", detail=other.name)
    return redirect("officers")
