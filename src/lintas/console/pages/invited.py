"""The first way in: whoever holds an invitation chooses a password, signs in, and goes on to a passkey."""

from __future__ import annotations

from django import forms
from django.contrib.auth import password_validation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from lintas.console import invitations, trail
from lintas.console.models import Officer


class PasswordForm(forms.Form):
    """A password, twice."""

    first = forms.CharField(label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    second = forms.CharField(
        label=_("The same again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, officer: Officer, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._officer = officer
        self.fields["first"].help_text = password_validation.password_validators_help_text_html()

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if said.get("first") and said.get("first") != said.get("second"):
            self.add_error("second", _("The two are not the same."))
        elif said.get("first"):
            try:
                password_validation.validate_password(str(said["first"]), self._officer)
            except forms.ValidationError as error:
                self.add_error("first", error)
        return said


def invited(request: HttpRequest, code: str) -> HttpResponse:
    """`/invited/CODE/`."""
    officer = invitations.invited(code)
    if officer is None:
        raise Http404
    form = PasswordForm(officer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        officer.set_password(form.cleaned_data["first"])
        officer.save()
        trail.note(officer, "took up an invitation")
        return redirect("account_login")
    return render(request, "console/invited.html", {"invited": officer, "form": form})
