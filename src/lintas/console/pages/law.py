"""The law beside a draft and a dossier: the question on one side, the answer on the other, anew at each change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lintas.compose.letters import GROUND
from lintas.console import access, drafts, trail
from lintas.console.asking import ask
from lintas.console.htmx import by_htmx
from lintas.console.law import concurrent, matters, question_form
from lintas.console.law.answer_page import shown
from lintas.console.law.matters import Matter
from lintas.console.models import Dossier, Draft
from lintas.console.pages.acting import about_of
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.law.answer import InPlay
from lintas.node.looking import look
from lintas.node.plain_data import find_dossier, plain
from lintas.node.state import Node
from lintas.wire.errors import LintasError

CITED = (GROUND, "article", "what")
"""Fields in which a reply names a ground, the articles, and what would cure it."""


def of_draft(request: HttpRequest, draft: int) -> HttpResponse:
    """`/drafts/N/law/`."""
    found = drafts.own(officer_of(request), draft)
    about = about_of(found)
    if not matters.is_request(about.verb):
        raise Http404
    context = {"back": reverse("draft", args=[found.pk]), "back_words": about.verb.name, "draft": found}
    return _page(request, matters.of_draft(found, about), context)


def checklist(request: HttpRequest, draft: int) -> HttpResponse:
    """`GET /drafts/N/law/checklist/`: what is still missing, for beside the form."""
    found = drafts.own(officer_of(request), draft)
    about = about_of(found)
    if not matters.is_request(about.verb):
        raise Http404
    context = {"draft": found, "law": shown(matters.of_draft(found, about))}
    return render(request, "console/law/checklist.html", context)


def of_dossier(request: HttpRequest, dossier: str) -> HttpResponse:
    """`/dossiers/ID/law/`."""
    officer = officer_of(request)
    line = access.dossier_for(officer, dossier)
    try:
        matter = matters.of_dossier(line)
    except LintasError as error:
        raise BadRequest(words(error)) from None
    if not by_htmx(request):
        trail.note(officer, "looked at a dossier", dossier=line.pk, detail="law")
    context = {"back": reverse("dossier", args=[line.pk]), "back_words": line.title, "line": line}
    context["marking"] = line.marking
    return _page(request, matter, context | {"replies": _replies(line)})


def _page(request: HttpRequest, matter: Matter, context: dict[str, Any]) -> HttpResponse:
    """The form with the answer; to htmx, the answer alone."""
    register = matter.law.register
    form = question_form.QuestionForm(register, request.POST if request.method == "POST" else None,
                                      initial=question_form.initial(matter.said))  # fmt: skip
    if request.method == "POST":
        form.is_valid()
        matter.keep(question_form.said(form.cleaned_data, request.POST, register), officer_of(request))
    context |= shown(matter) | {"form": form, "choices": question_form.ANSWERS}
    return render(request, f"console/law/{'answer' if by_htmx(request) else 'beside'}.html", context)


def _replies(line: Dossier) -> list[dict[str, str]]:
    """The verbs open to us that name a ground: to refuse for it, or to seek what cures it."""
    return ask(lambda node: list(_open(node, line.pk)))


def _open(node: Node, text: str) -> Any:
    dossier = find_dossier(node, text)
    now = node.replica(dossier).now()
    for item, verb, _role in look(node, dossier).open_to_us:
        found = now.type(item).verb(verb)
        if found and CITED[0] in found.says.fields():
            yield {"item": str(plain(item)), "verb": verb}


def beside_draft(request: HttpRequest, draft: int) -> HttpResponse:
    """`GET /drafts/N/law/beside/?purpose=WHY`."""
    found = drafts.own(officer_of(request), draft)
    about = about_of(found)
    if not matters.is_request(about.verb):
        raise Http404
    return _side_by_side(request, matters.of_draft(found, about), None, reverse("draft_law", args=[found.pk]))


def beside_dossier(request: HttpRequest, dossier: str) -> HttpResponse:
    """`GET /dossiers/ID/law/beside/?purpose=WHY`."""
    line = access.dossier_for(officer_of(request), dossier)
    try:
        matter = matters.of_dossier(line)
    except LintasError as error:
        raise BadRequest(words(error)) from None
    return _side_by_side(request, matter, line, reverse("dossier_law", args=[line.pk]))


def _side_by_side(request: HttpRequest, matter: Matter, line: Dossier | None, back: str) -> HttpResponse:
    purpose = request.GET.get("purpose", "").strip()
    context: dict[str, Any] = {"back": back, "purpose": purpose, "marking": line.marking if line else ""}
    try:
        context["requests"] = concurrent.beside(officer_of(request), matter, line, purpose)
    except LintasError as error:
        context["refused"] = words(error)
    return render(request, "console/law/concurrent.html", context)


@require_POST
def reply(request: HttpRequest, dossier: str, item: str, verb: str) -> HttpResponse:
    """`POST /dossiers/ID/law/reply/ITEM/VERB/` with `ground`: a draft of the reply, which names the ground."""
    officer, line = officer_of(request), access.dossier_for(officer_of(request), dossier)
    if {"item": item, "verb": verb} not in _replies(line):
        raise Http404
    answer = matters.of_dossier(line).answer()
    ground = next((each for each in answer.grounds if each.code == request.POST.get("ground")), None)
    if ground is None:
        raise Http404
    draft = drafts.begin(Draft(officer=officer, dossier=line.pk, kind=line.kind, verb=verb, item=item))
    known = about_of(draft).verb.says.fields()
    draft.fields = {name: text for name, text in _cited(ground).items() if name in known}
    draft.save()
    return redirect("draft", draft.pk)


def _cited(ground: InPlay) -> dict[str, str]:
    cites = "; ".join(each.text for each in ground.cites)
    return dict(zip(CITED, (f"{ground.code}: {ground.label}", cites, ground.cure or ground.label), strict=True))
