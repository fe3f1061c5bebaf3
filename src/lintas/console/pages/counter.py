"""The page for an officer at a counter: a code is pasted or photographed, a verdict shown, nothing kept.

What a traveller shows is sent in the body of a request and answered in the same: it stands in no address, no session,
no draft and no file, and no cache may keep the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lintas.console import counter
from lintas.console.declared import declared
from lintas.console.headers import AT_A_COUNTER
from lintas.console.models.officer import DUTY, OFFICER
from lintas.console.refusals import words
from lintas.console.signed_in import number, officer_of, only_for
from lintas.interop.training.checking import WITHDRAWN, Outcome, is_training
from lintas.interop.travel.checking import CODE_BYTES_MAX
from lintas.interop.travel.picture import codes_in, reads_pictures
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN, Verdict
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show

AT_COUNTERS: Final = (OFFICER, DUTY)

_NAMES: Final[Mapping[str, Promise | str]] = {
    "form": gettext_lazy("Form"),
    "signer": gettext_lazy("Signer"),
    "signature": gettext_lazy("Signature"),
    "time": gettext_lazy("Time"),
    "right to sign this": gettext_lazy("Right to sign this"),
    "content": gettext_lazy("Content"),
    "key": gettext_lazy("Key"),
    "withdrawal": gettext_lazy("Withdrawal"),
}
_RESULTS: Final[Mapping[str, Promise | str]] = {
    PASSED: gettext_lazy("in order"),
    FAILED: gettext_lazy("failed"),
    UNKNOWN: gettext_lazy("not known"),
}
_PLAINLY: Final[Mapping[str, Promise | str]] = {
    "form": gettext_lazy("It cannot be read as any certificate that is checked here. Ask for it again or for paper."),
    "signer": gettext_lazy("Nobody whom our state trusts has signed it."),
    "signature": gettext_lazy("It was changed after it was signed, or signed in a way that cannot be checked here."),
    "time": gettext_lazy("It is not valid today."),
    "right to sign this": gettext_lazy("Whoever signed it is not trusted for certificates of this sort."),
    "content": gettext_lazy("It does not say all that it must, or is of several persons: have one shown at a time."),
}
"""What it means for the officer that a check did not pass."""
_OF_TRAINING: Final[Mapping[str, Promise | str]] = {
    "form": gettext_lazy("It cannot be read as a training certificate. Ask for it again."),
    "signer": gettext_lazy("No authority of this federation has signed it, whatever name stands on it."),
    "key": gettext_lazy("It is signed with a key that somebody else may have. Ask its issuer for a new one."),
    "signature": gettext_lazy("It was changed after it was signed."),
    "time": gettext_lazy("It does not hold today."),
    "withdrawal": gettext_lazy("Its issuer has withdrawn it."),
    "content": gettext_lazy("It does not say all that it must."),
}
_WITHDRAWAL: Final[Mapping[str, Promise | str]] = {
    PASSED: gettext_lazy("As far as this node has come, its issuer has not withdrawn it."),
    UNKNOWN: gettext_lazy(
        "Whether it was withdrawn is not known here: this node is not in the course. Ask its issuer."
    ),
}


@only_for(*AT_COUNTERS)
def counter_page(request: HttpRequest) -> HttpResponse:
    """`/counter/`; a POST with `code` shows the verdict on it, one with `document` and `purpose` the alerts on it."""
    trust = counter.trust_list()
    context: dict[str, Any] = {"trust": trust, "reads_pictures": reads_pictures()}
    if "document" in request.POST:
        context |= _alerts(request)
    elif request.method == "POST":
        context |= _verdict(request, trust)
    response = render(request, "console/counter.html", context)
    response["Permissions-Policy"] = AT_A_COUNTER
    return response


def _verdict(request: HttpRequest, trust: counter.TrustList) -> dict[str, Any]:
    code = request.POST.get("code", "").strip().encode()
    if not code:
        return {"refused": _("Paste what the code says, or take a picture of it.")}
    if len(code) > CODE_BYTES_MAX:
        return {"refused": _("That is too long to be a code.")}
    if is_training(code):
        return _of_training(counter.check_training(officer_of(request), code))
    return _shown(counter.check(officer_of(request), code, trust))


def _alerts(request: HttpRequest) -> dict[str, Any]:
    document, purpose = request.POST.get("document", ""), request.POST.get("purpose", "").strip()
    try:
        found = counter.alerts(officer_of(request), document, purpose)
    except LintasError as error:
        return {"refused": words(error), "purpose": purpose}
    return {"asked": True, "alerts": [(show(each.dossier), each) for each in found], "purpose": purpose}


def _shown(verdict: Verdict) -> dict[str, Any]:
    """The verdict in words; whose it is only where the signature is that of a trusted signer."""
    failing = next((each.name for each in verdict.checks if each.result != PASSED), "")
    signed = verdict.result("signer") == verdict.result("signature") == PASSED
    return {
        "verdict": verdict,
        "about": ", ".join(filter(None, (str(declared(verdict.sort)) if verdict.sort else "", verdict.state))),
        "plainly": _PLAINLY.get(failing, ""),
        "holder": verdict.holder if signed else None,
        "checks": [(_NAMES[each.name], _RESULTS[each.result], each.why) for each in verdict.checks],
    }


def _of_training(outcome: Outcome) -> dict[str, Any]:
    """The outcome in words, with what was certified only where an authority that is known signed it."""
    failing = next((each.name for each in outcome.checks if each.result == FAILED), "")
    withdrawal = outcome.check(WITHDRAWN)
    return {
        "training": outcome,
        "plainly": _OF_TRAINING.get(failing, ""),
        "withdrawn": _WITHDRAWAL.get(withdrawal.result, "") if withdrawal else "",
        "checks": [(_NAMES[each.name], _RESULTS[each.result], each.why) for each in outcome.checks],
    }


@only_for(*AT_COUNTERS)
@require_POST
def picture(request: HttpRequest) -> HttpResponse:
    """`POST /counter/picture/?width=W&height=H`, the pixels in grey as body: `text` of the one code in it."""
    width, height = number(request.GET.get("width")), number(request.GET.get("height"))
    try:
        found = codes_in(request.body, width, height)
    except LintasError as error:
        return JsonResponse({"error": words(error)}, status=409)
    if len(found) != 1:
        none, several = _("There is no code in the picture that can be read."), _("There are several codes in it.")
        return JsonResponse({"error": several if found else none}, status=409)
    return JsonResponse({"text": found[0]})
