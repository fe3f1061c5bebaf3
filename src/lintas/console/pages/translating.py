"""An unofficial translation of what an act says, beside the act itself: for colleagues here, and for nobody else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lintas.console import access, translations
from lintas.console.asking import ask
from lintas.console.drafting import fields_in_order
from lintas.console.models import Translation
from lintas.console.pages.dossier import drawn
from lintas.console.signed_in import officer_of
from lintas.node.looking import look
from lintas.node.plain_data import find_dossier, plain

TEXT_CHARS_MAX = 100_000


class TranslationForm(forms.Form):
    """The language and the words; where nothing is written, what was there is taken away."""

    language = forms.ChoiceField(label=_("Language"))
    text = forms.CharField(
        label=_("Translation"), max_length=TEXT_CHARS_MAX, required=False, widget=forms.Textarea(attrs={"rows": 12})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = settings.LANGUAGES


def translation(request: HttpRequest, dossier: str, act: str) -> HttpResponse:
    """`/dossiers/ID/acts/ACT/translation/?language=vi`; a POST keeps it."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    shown, order = ask(lambda node: (look(node, find_dossier(node, line.pk)), fields_in_order(node, line.pk)))
    found = next((each for each in shown.acts if plain(each.id) == act and each.says is not None), None)
    if found is None:
        raise Http404
    form = TranslationForm(request.POST) if request.method == "POST" else TranslationForm(initial=_kept(request, act))
    if request.method == "POST" and form.is_valid():
        translations.write(officer, line, act, form.cleaned_data["language"], form.cleaned_data["text"])
        return redirect(f"{reverse('dossier', args=[line.pk])}?all=1#act-{act[:12]}")
    context = {"line": line, "marking": line.marking, "each": drawn(found, officer, order), "form": form}
    return render(request, "console/translation.html", context)


def _kept(request: HttpRequest, act: str) -> dict[str, str]:
    """What there is in the language that is asked for, or that of the officer."""
    language = request.GET.get("language") or officer_of(request).language
    made = Translation.objects.filter(act=act, language=language).first()
    return {"language": language, "text": made.text if made else ""}
