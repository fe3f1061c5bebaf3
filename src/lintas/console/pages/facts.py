"""The public facts: look up who chairs what, who leads which area, what was adopted where; begin a draft with a row."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lintas.console import drafts, public_facts, trail
from lintas.console.models.officer import CASE_ROLES
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.facts.register import Register, Thing
from lintas.facts.rows import LATEST, Fact
from lintas.facts.sorts import SORTS
from lintas.wire.errors import LintasError

WORDS_CHARS_MAX: Final = 100


class FactsForm(forms.Form):
    """What is looked for."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=WORDS_CHARS_MAX)
    sort = forms.ChoiceField(
        label=gettext_lazy("Of what"),
        required=False,
        choices=[("", gettext_lazy("all")), *((name, each.title) for name, each in SORTS.items())],
    )
    on = forms.DateField(
        label=gettext_lazy("Holding on this day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    known = forms.DateField(
        label=gettext_lazy("As the register stood on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


@only_for(*CASE_ROLES)
def facts(request: HttpRequest) -> HttpResponse:
    """`GET /facts/?words=melaka&sort=text&on=2026-11-29&known=2026-11-29`."""
    known, form = public_facts.known(), FactsForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = known.register.things(
        sort=asked.get("sort", ""), on=asked.get("on"), known=asked.get("known") or LATEST, words=asked.get("words", "")
    )
    groups = [(sort.title, [public_facts.drawn(known.register, each) for each in things])
              for sort, things in groupby(found, key=lambda each: each.sort)]  # fmt: skip
    context = {"form": form, "groups": groups, "faults": known.faults, "own": known.own}
    return render(request, "console/facts.html", context)


@only_for(*CASE_ROLES)
def fact(request: HttpRequest, name: str) -> HttpResponse:
    """`GET /facts/ID/`: every row of it, what names it, dossiers about it, and what may begin with a row."""
    known, officer = public_facts.known(), officer_of(request)
    thing = _named(known.register, name)
    shown = public_facts.drawn(known.register, thing)
    for number, row in enumerate(shown["rows"]):
        row |= {"number": number, "targets": public_facts.targets(officer, row["row"])}
    naming = [public_facts.drawn(known.register, each) for each in known.register.naming(thing.id)]
    dossiers = public_facts.dossiers_about(officer, known.register, thing)
    context = {"thing": shown, "naming": naming, "dossiers": dossiers, "looked_max": public_facts.DOSSIERS_MAX}
    return render(request, "console/fact.html", context)


@only_for(*CASE_ROLES)
@require_POST
def into_draft(request: HttpRequest, name: str) -> HttpResponse:
    """`POST /facts/ID/draft/` with the number of a `row` and a `target`: a draft with what its fields take."""
    officer, register = officer_of(request), public_facts.known().register
    row = _row(_named(register, name), request.POST.get("row", ""))
    draft = public_facts.draft_of(officer, row, request.POST.get("target", ""))
    if draft is None:
        raise Http404
    try:
        draft = drafts.begin(draft)
        offered = public_facts.fill(draft, register, row)
    except LintasError as error:
        raise BadRequest(words(error)) from None
    trail.note(officer, "took a public fact into a draft", dossier=draft.dossier, detail=f"{row.id}: {row.sure}")
    if not row.verified:
        messages.warning(request, _("Nobody has verified this row: %(sure)s") % {"sure": row.sure})
    for value, why in offered.left:
        messages.info(request, _("Left to you: %(value)s (%(why)s)") % {"value": value, "why": why})
    return redirect("draft", draft.pk)


def _named(register: Register, name: str) -> Thing:
    thing = register.thing(name)
    if thing is None:
        raise Http404
    return thing


def _row(thing: Thing, number: str) -> Fact:
    found = dict(zip(map(str, range(len(thing.rows))), thing.rows, strict=True)).get(number)
    if found is None:
        raise Http404
    return found
