"""An officer's own account: the name that colleagues read, the language of the pages, the zone of the times."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from lintas.console import trail
from lintas.console.asking import service
from lintas.console.models import Officer
from lintas.console.officers import colleagues
from lintas.console.signed_in import officer_of

NAMES = ("shown", "language", "time_zone", "away_until")


class MeForm(forms.Form):
    """What an officer may change of the account. Who works on dossiers also says until when he is away."""

    shown = forms.CharField(label=_("Name"), max_length=120, help_text=_("As colleagues read it."))

    def __init__(self, officer: Officer, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(officer, name) for name in NAMES})
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), help_text=_("In which times are shown to you."), choices=zones(officer.time_zone)
        )
        if officer.works_on_cases():
            self.fields["away_until"] = forms.DateField(
                label=_("Away until"),
                help_text=_("The last day, as 2026-12-31. Colleagues see it where they would hand you work."),
                required=False,
            )
            others = [each for each in colleagues() if each.pk != officer.pk]
            self.fields["cover"] = forms.ModelChoiceField(
                Officer.objects.filter(pk__in=[each.pk for each in others]),
                label=_("Who covers for you"),
                help_text=_(
                    "Put them on the team of each dossier that they are to see: this alone shows them nothing."
                ),
                required=False,
                initial=officer.cover,
            )


def zones(own: str) -> list[tuple[str, str]]:
    """The time zones of the capitals that the node has calendars of, by state, and whichever the officer has now."""
    found = {each.zone: f"{state} · {each.zone}" for state, each in sorted(service().node.policy.calendars.items())}
    known = {zone: words for zone, words in found.items() if zone in available_timezones()}
    return list(({"UTC": "UTC"} | known | {own: known.get(own, own)}).items())


def me(request: HttpRequest) -> HttpResponse:
    """`/accounts/me/`."""
    officer = officer_of(request)
    form = MeForm(officer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(officer, name, value)
        officer.save(update_fields=list(form.cleaned_data))
        trail.note(officer, "changed their own account", detail=officer.shown)
        with translation.override(officer.language):
            messages.success(request, str(_("Saved.")))
        return redirect("me")
    return render(request, "console/me.html", {"form": form})
