"""From what one wants to do to a sealed act: whom it concerns, what it says page by page, check, seal.

A draft lies on this node alone until it is sealed. Two steps stand before what cannot be undone: what will be sealed,
word for word, with the list of who will be able to read it; and then the sealing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lintas.console import access, drafting, drafts, one_step, sealing
from lintas.console.asking import ask
from lintas.console.declared import reason
from lintas.console.errors import ChangedSince, NoSecondPerson
from lintas.console.forms.fields import label_of
from lintas.console.forms.sections import Section
from lintas.console.forms.whom import WhomForm
from lintas.console.law import answer_page, days
from lintas.console.law.matters import is_request, of_draft
from lintas.console.models import Draft, Officer
from lintas.console.models.draft import WAITING, WRITING
from lintas.console.models.officer import ANALYST, DUTY, OFFICER
from lintas.console.pages.dossier import said
from lintas.console.passkeys import request_options
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.dossier.officers import AUTHOR, Answer
from lintas.wire.errors import LintasError


@only_for(OFFICER, DUTY, ANALYST)
@require_POST
def begin_dossier(request: HttpRequest, kind: str, verb: str) -> HttpResponse:
    """`POST /open/KIND/VERB/`: a draft of the first act of a new dossier."""
    return _begin(Draft(officer=officer_of(request), kind=kind, verb=verb, item="dossier"))


@require_POST
def begin_act(request: HttpRequest, dossier: str, item: str, verb: str) -> HttpResponse:
    """`POST /dossiers/ID/do/ITEM/VERB/`: a draft of an act there."""
    line = access.dossier_for(officer_of(request), dossier)
    return _begin(Draft(officer=officer_of(request), dossier=line.pk, kind=line.kind, verb=verb, item=item))


def _begin(draft: Draft) -> HttpResponse:
    try:
        if ask(lambda node: one_step.made_in_call(drafting.matter(node, draft).verb)):
            return redirect("call", draft.dossier, draft.item)
        return redirect("draft", drafts.begin(draft).pk)
    except LintasError as error:
        raise BadRequest(words(error)) from None


def _own(request: HttpRequest, number: int) -> Draft:
    return drafts.own(officer_of(request), number)


def about_of(draft: Draft) -> drafting.Matter:
    """What the draft is about, as things stand now; raises `BadRequest` where the node does not know it any more."""
    try:
        return ask(lambda node: drafting.matter(node, draft))
    except LintasError as error:
        raise BadRequest(words(error)) from None


def tasks(request: HttpRequest, draft: int) -> HttpResponse:
    """`GET /drafts/N/`: what is to be filled in, and what of it is done. A verb without words goes on to the check."""
    found = _own(request, draft)
    if found.form:
        return redirect("taking", found.pk)
    about = about_of(found)
    if not about.sections() and not about.asks_whom():
        return redirect("draft_check", found.pk)
    listed = [(section, _state(found, section)) for section in about.sections()]
    context = {"draft": found, "about": about, "sections": listed, "whom": _whom_state(found, about)}
    return render(request, "console/draft.html", context | _progress(context) | _law(found, about))


def _law(draft: Draft, about: drafting.Matter) -> dict[str, Any]:
    """What the law says of a request, beside it."""
    return {"law": answer_page.shown(of_draft(draft, about))} if is_request(about.verb) else {}


def _progress(context: dict[str, Any]) -> dict[str, int]:
    states = [state for _section, state in context["sections"]]
    states += [context["whom"]] if context["about"].asks_whom() else []
    return {"done": states.count("done"), "of": len(states)}


def _state(draft: Draft, section: Section) -> str:
    begun = any(name in draft.fields for name, _meaning in section.fields)
    if not begun and section.number not in draft.looked:
        return "not started"
    return "done" if all(name in draft.fields for name in section.required()) else "looked"


def _whom_state(draft: Draft, about: drafting.Matter) -> str:
    return "done" if draft.audience or draft.to else "not started"


def whom(request: HttpRequest, draft: int) -> HttpResponse:
    """`/drafts/N/whom/`: who takes which role, and who will be able to read it."""
    found = _own(request, draft)
    about = about_of(found)
    said_before = {f"to_{role}": _as_said(codes, about.seats.get(role, True)) for role, codes in found.to.items()}
    said_before |= {"audience": found.audience}
    form = WhomForm(
        about.seats,
        about.parties,
        about.everybody,
        about.us,
        request.POST if request.method == "POST" else None,
        initial=said_before,
    )
    if request.method == "POST" and form.is_valid():
        found.to, found.audience = form.to(), form.audience()
        sealing.forget(found)
        found.save()
        return redirect("draft", found.pk)
    return render(request, "console/draft_whom.html", {"draft": found, "about": about, "form": form})


def _as_said(codes: list[str], many: bool) -> Any:
    return codes if many else next(iter(codes), "")


def section(request: HttpRequest, draft: int, number: int) -> HttpResponse:
    """`/drafts/N/section/K/`: one page of what it says. What is half written is kept; what is wrong is said beside it.

    Sent by itself while somebody types (`X-Autosave`), it is kept and nothing more.
    """
    found = _own(request, draft)
    about = about_of(found)
    this = next((each for each in about.sections() if each.number == number), None)
    if this is None:
        raise Http404
    form = this.form(found.fields, sorted(about.everybody), request.POST if request.method == "POST" else None)
    if request.method == "POST":
        valid = form.is_valid()
        _keep(found, this, form.cleaned_data)
        if request.headers.get("X-Autosave"):
            return HttpResponse(status=204)
        if valid and not _add_problems(form, this, found):
            return redirect("draft", found.pk)
    context = {"draft": found, "about": about, "section": this, "form": form, **_law(found, about)}
    context["days"] = days.beside(found, [name for name, _meaning in this.fields])
    return render(request, "console/draft_section.html", context)


def _keep(draft: Draft, section: Section, cleaned: dict[str, Any]) -> None:
    """What was said in a section takes the place of what was said there before."""
    names = {name for name, _meaning in section.fields}
    kept = {name: value for name, value in draft.fields.items() if name not in names}
    draft.fields = kept | {name: value for name, value in cleaned.items() if value not in (None, "", [])}
    draft.looked = sorted({*draft.looked, section.number})
    sealing.forget(draft)
    draft.save()


def _add_problems(form: Any, section: Section, draft: Draft) -> bool:
    """Say beside each field what is wrong with what was given; what is missing is the task list's to say."""
    names = {name for name, _meaning in section.fields}
    for name, why in ask(lambda node: drafting.problems_of_values(node, draft)):
        if name in names:
            form.add_error(name, reason(why))
    return bool(form.errors)


def check(request: HttpRequest, draft: int) -> HttpResponse:
    """`/drafts/N/check/`: all that will be sealed, and to whom; then seal it, or ask the second person."""
    found = _own(request, draft)
    if found.form:
        return redirect("taking", found.pk)
    about = about_of(found)
    approvers = drafts.approvers(found)
    answering = drafting.answers(found, next(iter(approvers), None))
    wrong = ask(lambda node: drafting.problems(node, found, answering)) or sealing.obstacles(found)
    context = {
        "draft": found,
        "about": about,
        "said": list(_rows(found, about)),
        "problems": [(label_of(name) if name else "", reason(why)) for name, why in wrong],
        "approvers": approvers,
    }
    if wrong:
        status = 422 if request.method == "POST" else 200
        return render(request, "console/draft_check.html", context | _readers(found, about), status=status)
    made, needed = sealing.prepared_of(found)
    second = needed.persons > 1
    if request.method == "POST":
        return answered(request, found, second=second) or redirect("draft_check", found.pk)
    context |= {"second": second, "nonce": made.nonce.hex(), "method": sealing.method_for(found.officer, needed)}
    return render(request, "console/draft_check.html", context | _readers(found, about))


def _readers(draft: Draft, about: drafting.Matter) -> dict[str, Any]:
    """Who takes which role by it, who reads it, and who only sees that it was done."""
    return {
        "seats": [(label_of(role), codes) for role, codes in draft.to.items()],
        "readers": [(code, about.everybody.get(code, code)) for code in draft.audience],
        "others": [(code, about.everybody.get(code, code)) for code in about.parties if code not in draft.audience],
    }


@require_POST
def language(request: HttpRequest, draft: int) -> HttpResponse:
    """`POST /drafts/N/language/` with `language`: in which its words are written, whatever the page speaks."""
    found = _own(request, draft)
    try:
        drafts.speak(found, request.POST.get("language", ""))
    except LintasError as error:
        raise BadRequest(words(error)) from None
    return redirect("draft_check", found.pk)


def answered(request: HttpRequest, draft: Draft, *, second: bool) -> HttpResponse | None:
    """What follows from the author's answer; None if the draft stays as it is, with the reason in a message."""
    approver = _chosen(request, draft)
    if second and approver is None:
        messages.error(request, words(NoSecondPerson("")))
        return None
    given = answer(request, draft, AUTHOR)
    if given is None:
        return None
    if not second or approver is None:
        return seal(request, draft, given)
    drafts.ask_approval(draft, approver, given)
    messages.success(request, _("%(name)s was asked to approve it. Nothing has been sent yet.") % {"name": approver})
    return redirect("dossier", draft.dossier) if draft.dossier else redirect("worklist")


def answer(request: HttpRequest, draft: Draft, role: str) -> Answer | None:
    """The answer of the officer who sends this form; None, with the reason in a message, if it does not hold."""
    nonce, touch = request.POST.get("nonce", ""), request.POST.get("assertion", "")
    try:
        return sealing.answered(draft, officer_of(request), role, nonce, touch)
    except LintasError as error:
        messages.error(request, words(error))
        return None


@require_POST
def challenge(request: HttpRequest, draft: int) -> HttpResponse:
    """`POST /drafts/N/challenge/`: for what a passkey is to be touched; for the author, and for who approves it."""
    officer = officer_of(request)
    mine = Q(officer=officer, state=WRITING) | Q(approver=officer, state=WAITING)
    found = get_object_or_404(Draft.objects.select_related("officer", "approver").filter(mine), pk=draft)
    try:
        made, _needed = sealing.prepared_of(found)
    except LintasError as error:
        return JsonResponse({"error": words(error)}, status=409)
    if made.nonce.hex() != request.POST.get("nonce"):
        return JsonResponse({"error": words(ChangedSince())}, status=409)
    return JsonResponse(request_options(officer, made.challenge))


def _rows(draft: Draft, about: drafting.Matter) -> Iterator[tuple[str, Any, str]]:
    """What the draft says, section by section, each with where it is changed."""
    for section in about.sections():
        href = reverse("draft_section", args=[draft.pk, section.number])
        held = {name: draft.fields[name] for name, _meaning in section.fields if name in draft.fields}
        yield from ((name, value, href) for name, value in said(held))


def _chosen(request: HttpRequest, draft: Draft) -> Officer | None:
    chosen = request.POST.get("approver")
    return next((each for each in drafts.approvers(draft) if str(each.pk) == chosen), None)


def seal(request: HttpRequest, draft: Draft, given: Answer) -> HttpResponse | None:
    """Seal the draft, and go to its dossier; None, with the reason in a message, if it was refused."""
    try:
        dossier, _act = drafts.seal(draft, given)
    except LintasError as error:
        messages.error(request, words(error))
        return None
    messages.success(request, _("Sealed, and on its way to those who may read it."))
    return redirect("dossier", dossier)


@require_POST
def drop(request: HttpRequest, draft: int) -> HttpResponse:
    """`POST /drafts/N/drop/`: it will not be sealed."""
    found = _own(request, draft)
    drafts.drop(found)
    return redirect("dossier", found.dossier) if found.dossier else redirect("worklist")
