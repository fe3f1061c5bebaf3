"""An officer's tokens: make one for a program, see when each was used, end it."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lintas.console import tokens as kept
from lintas.console.errors import ConsoleError
from lintas.console.models import Officer, Token
from lintas.console.models.token import TOKEN_NAME_CHARS_MAX
from lintas.console.refusals import words
from lintas.console.signed_in import number, officer_of

SCOPE_WORDS = {
    kept.READ: gettext_lazy("read: the dossiers that you may see"),
    kept.DRAFT: gettext_lazy("draft: write drafts, notes and files, and change teams"),
    kept.SEAL: gettext_lazy("seal: seal your drafts, and approve what is put before you"),
    kept.AUDIT: gettext_lazy("audit: read the trail"),
    kept.OPERATE: gettext_lazy("operate: see how the node is"),
}


class TokenForm(forms.Form):
    """What a token is for, what it may do, and for how long."""

    name = forms.CharField(max_length=TOKEN_NAME_CHARS_MAX, label=gettext_lazy("What it is for"))
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label=gettext_lazy("What it may do"))
    days = forms.IntegerField(
        min_value=1, max_value=kept.LASTS_DAYS_MAX, initial=kept.LASTS_DAYS, label=gettext_lazy("For how many days")
    )

    def __init__(self, officer: Officer, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(scope, SCOPE_WORDS[scope]) for scope in kept.scopes_of(officer)]


def tokens(request: HttpRequest) -> HttpResponse:
    """`/accounts/tokens/`; a POST makes one, or with `end` ends one. A new one is shown this once."""
    officer, secret = officer_of(request), ""
    if request.method == "POST" and "end" in request.POST:
        kept.end(get_object_or_404(Token, pk=number(request.POST.get("end")), officer=officer))
        messages.info(request, _("The token is ended."))
        return redirect("tokens")
    form = TokenForm(officer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            _token, secret = kept.make(officer, said["name"], said["scopes"], timedelta(days=said["days"]))
            form = TokenForm(officer)
        except ConsoleError as error:
            form.add_error(None, words(error))
    listed = Token.objects.filter(officer=officer).order_by("-made")
    return render(request, "console/tokens.html", {"tokens": listed, "form": form, "secret": secret})
