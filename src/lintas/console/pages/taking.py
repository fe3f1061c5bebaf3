"""Recalling what our acts said, or giving it to a newcomer: choose the acts, see what is made, answer for it.

Whoever answers, answers for the acts that are named, and for who is given them: a touch for one holds for no other.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from lintas.console import access, drafts, sealing, taking
from lintas.console.asking import ask, service
from lintas.console.drafting import fields_in_order
from lintas.console.models import Draft
from lintas.console.models.draft import RELEASE
from lintas.console.pages.acting import answered
from lintas.console.pages.dossier import ACTS_SHOWN, ITEMS_SHOWN, Line, drawn, upto_of
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.node.part import Part, newest
from lintas.node.plain_data import find_dossier
from lintas.node.prepare_saying import PreparedSaying
from lintas.node.recall import WHY_CHARS_MAX, NotRecallable
from lintas.node.release import NotReleasable
from lintas.node.show import Shown, show
from lintas.node.state import Node
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show as as_text

_PURPOSE_CHARS_MAX: Final = 500


class TakingForm(forms.Form):
    """Which acts, why, and, for a release, to whom."""

    acts = forms.MultipleChoiceField(label=_("Which acts"))
    because = forms.CharField(label=_("Why"), max_length=WHY_CHARS_MAX)
    audience = forms.MultipleChoiceField(label=_("To whom"))
    purpose = forms.CharField(max_length=_PURPOSE_CHARS_MAX, required=False)

    def __init__(self, form: str, acts: list[str], parties: list[str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, chosen in (("acts", acts), ("audience", parties)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(each, each) for each in chosen]
        self.fields["audience"].required = form == RELEASE
        self.fields["because"].required = form != RELEASE


def choose(request: HttpRequest, dossier: str, form: str) -> HttpResponse:
    """`/dossiers/ID/recall/` and `/dossiers/ID/release/`: the newest of our acts up to `?upto=ACT` that can be, with
    `?act=ACT` chosen; a POST with `acts`, `because` and, for a release, `audience` begins a draft.
    """
    officer, upto = officer_of(request), upto_of(request)
    line = access.dossier_for(officer, dossier)
    try:
        part, shown, open_now = ask(lambda node: _looked(node, line.pk, form, upto))
    except LintasError as error:
        raise BadRequest(words(error)) from None
    order = ask(lambda node: fields_in_order(node, line.pk))
    lines = [drawn(act, officer, order) for act in reversed(shown.acts) if act.id in open_now]
    others = [code for code in shown.parties if code != shown.us]
    chosen = {"acts": request.GET.getlist("act")}
    filled = TakingForm(form, [str(each.act["id"]) for each in lines], others, request.POST or None, initial=chosen)
    if request.method == "POST" and filled.is_valid():
        said = filled.cleaned_data
        new = Draft(officer=officer, dossier=line.pk, kind=line.kind, form=form, verb=form, re=said["acts"])
        new.fields = {"because": said["because"]} if said["because"] else {}
        new.audience, new.purpose, new.language = said["audience"], said["purpose"], officer.language
        try:
            sealing.prepared_of(new)
            return redirect("taking", new.pk)
        except LintasError as error:
            messages.error(request, words(error))
    context: dict[str, Any] = {"line": line, "marking": line.marking, "form": form, "lines": lines, "others": others}
    context |= {"given": filled, "earlier": as_text(part.earlier) if part.earlier else "", "part": part}
    status = 422 if request.method == "POST" else 200
    return render(request, "console/taking.html", context, status=status)


def _looked(node: Node, text: str, form: str, upto: bytes) -> tuple[Part, Shown, frozenset[bytes]]:
    dossier = find_dossier(node, text)
    open_now = taking.choices(node, dossier, form)
    part = newest(node, dossier, ACTS_SHOWN, ITEMS_SHOWN, upto)
    return part, show(node, dossier, part), open_now


def check(request: HttpRequest, draft: int) -> HttpResponse:
    """`/drafts/N/taking/`: the acts, why and who is told; then make it, or ask the second person. What cannot be made
    any more, since it was made already or by somebody else, is dropped.
    """
    found = drafts.own(officer_of(request), draft)
    if not found.form:
        return redirect("draft", found.pk)
    try:
        made, needed = sealing.prepared_of(found)
    except LintasError as error:
        messages.error(request, words(error))
        if isinstance(error, NotRecallable | NotReleasable):
            drafts.drop(found)
        return redirect("dossier", found.dossier)
    second = needed.persons > 1
    if request.method == "POST":
        return answered(request, found, second=second) or redirect("taking", found.pk)
    context = {
        "approvers": drafts.approvers(found),
        "second": second,
        "nonce": made.nonce.hex(),
        "method": sealing.method_for(found.officer, needed),
    }
    return render(request, "console/taking_check.html", shown(found) | context)


def shown(draft: Draft) -> dict[str, Any]:
    """What a page shows of a draft that was prepared: the acts that it names, why, and who is told or given them."""
    kept = sealing.kept(draft)
    assert isinstance(kept, PreparedSaying)
    part = Part(kept.acts, ())
    acts = ask(lambda node: show(node, kept.dossier, part)).acts
    order = ask(lambda node: fields_in_order(node, draft.dossier))
    lines: list[Line] = [drawn(act, draft.officer, order) for act in acts]
    names = service().node.federation.authorities
    readers = [(names[party].code, names[party].name) for party in kept.audience]
    return {"draft": draft, "lines": lines, "because": kept.because, "readers": readers, "form": draft.form}
