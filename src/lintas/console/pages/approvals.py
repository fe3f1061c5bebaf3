"""What waits for a second person: all that would be sealed, seen before it is approved or sent back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lintas.console import drafts, sealing
from lintas.console.forms.fields import label_of
from lintas.console.models import Draft
from lintas.console.models.officer import APPROVER
from lintas.console.pages import taking
from lintas.console.pages.acting import about_of, answer, seal
from lintas.console.pages.attached import files_of
from lintas.console.pages.dossier import said
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of, only_for
from lintas.dossier.officers import APPROVER as APPROVES
from lintas.dossier.officers import SESSION
from lintas.wire.errors import LintasError


@only_for(APPROVER)
def approvals(request: HttpRequest) -> HttpResponse:
    """`GET /approvals/`."""
    return render(request, "console/approvals.html", {"drafts": drafts.waiting_for(officer_of(request))})


@only_for(APPROVER)
def approval(request: HttpRequest, draft: int) -> HttpResponse:
    """`/approvals/N/`: approve, and it is sealed at once; or send it back with a reason."""
    found = drafts.put_before(officer_of(request), draft)
    if request.method == "POST":
        return _decided(request, found)
    nonce, method = _to_answer(request, found)
    if found.form:
        return render(request, "console/taking_approval.html", taking.shown(found) | {"nonce": nonce, "method": method})
    about = about_of(found)
    context = {
        "draft": found,
        "about": about,
        "said": [(name, value, "") for name, value in said(found.fields)],
        "seats": [(label_of(role), codes) for role, codes in found.to.items()],
        "readers": [(code, about.everybody.get(code, code)) for code in found.audience],
        "others": [(code, about.everybody.get(code, code)) for code in about.parties if code not in found.audience],
        "files": files_of(found),
        "nonce": nonce,
        "method": method,
    }
    return render(request, "console/approval.html", context)


def _to_answer(request: HttpRequest, draft: Draft) -> tuple[str, str]:
    """The nonce of what is shown, and how the officer answers; where it cannot be sealed any more, it is said."""
    try:
        made, needed = sealing.prepared_of(draft)
    except LintasError as error:
        messages.error(request, words(error))
        return "", SESSION
    return made.nonce.hex(), sealing.method_for(officer_of(request), needed)


def _decided(request: HttpRequest, draft: Draft) -> HttpResponse:
    if request.POST.get("does") == "approve":
        given = answer(request, draft, APPROVES)
        return (seal(request, draft, given) if given else None) or redirect("approval", draft.pk)
    drafts.send_back(draft, officer_of(request), request.POST.get("why", ""))
    messages.info(request, _("Sent back to %(name)s.") % {"name": draft.officer})
    return redirect("approvals")
