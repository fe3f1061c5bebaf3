"""The page of a call by voice and video, and what its script (`static/lintas/call/`) asks for and sends.

Sound and pictures go from browser to browser; nothing of them comes here, and nothing is recorded anywhere.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lintas.compose.relays import ice
from lintas.console import access, calls, heard, trail
from lintas.console.asking import ask, service
from lintas.console.calls import Call
from lintas.console.declared import declared
from lintas.console.headers import IN_A_CALL
from lintas.console.models import Dossier, Officer
from lintas.console.refusals import words
from lintas.console.signed_in import officer_of
from lintas.dossier.meanings import CallPlace, CallSignal, LeftPlace, Meaning
from lintas.node.ends import End, ends
from lintas.node.plain_data import DOSSIER_WORD, find_dossier
from lintas.wire.errors import LintasError


def call(request: HttpRequest, dossier: str, item: str) -> HttpResponse:
    """`/dossiers/ID/call/ITEM/`: the page; ITEM is `dossier` for a call that is still to be made.

    A POST of JSON does something: {does: sit, place, signals, to, instead}, {does: connect, signals}, {does: leave,
    key}; {does: here, key} says that the browser in a seat is there. It gives the call's state, or {error} with 409.
    """
    officer, line = officer_of(request), access.dossier_for(officer_of(request), dossier)
    if request.method == "POST":
        return _done(request, officer, line, item)
    found = _found(line, item)
    if found.sits() is None:
        return redirect("dossier", line.pk)
    trail.note(officer, "looked at a dossier", dossier=line.pk)
    try:
        servers = _servers()
    except LintasError as error:
        messages.error(request, words(error))
        return redirect("dossier", line.pk)
    context = {
        "line": line, "marking": line.marking, "call": found, "item": item, "new": item == DOSSIER_WORD,
        "limits": calls.Limits(), "ends": [each for each in _ends(line) if not each.ours],
        "sits": found.sits(), "seats": calls.SEAT_WORDS, "servers": json.dumps(servers),
        "again": heard.seats(officer, found),
    }  # fmt: skip
    response = render(request, "console/call.html", context)
    response["Permissions-Policy"] = IN_A_CALL
    return response


def state(request: HttpRequest, dossier: str, item: str) -> HttpResponse:
    """`GET /dossiers/ID/call/ITEM/state/?to=KEY`: who sits there, and what was told the place of this key."""
    line = access.dossier_for(officer_of(request), dossier)
    return JsonResponse(_state(line, item, request.GET.get("to", "")))


def _servers() -> dict[str, Any]:
    said = service().settings
    return ice(said.call_servers, said.call_secret_file, said.code, int(time.time()), relayed=said.call_relay)


def _ends(line: Dossier) -> tuple[End, ...]:
    return ask(lambda node: ends(node, find_dossier(node, line.pk)))


def _found(line: Dossier, item: str) -> Call:
    try:
        return ask(lambda node: calls.call(node, line.pk, item))
    except LintasError:
        raise Http404 from None


def _state(line: Dossier, item: str, key: str) -> dict[str, Any]:
    found = _found(line, item)
    return {
        "phase": declared(found.phase),
        "ended": found.ended,
        "people": [asdict(each) for each in found.people],
        "signals": [each for each in found.signals if each["to"] == key],
        "url": reverse("call", args=[line.pk, item]),
    }


def _done(request: HttpRequest, officer: Officer, line: Dossier, item: str) -> HttpResponse:
    try:
        said = json.loads(request.body)
        at, key = _do(officer, line, item, said)
    except LintasError as error:
        return JsonResponse({"error": words(error)}, status=409)
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"error": "not as the console sends it"}, status=400)
    return JsonResponse(_state(line, at, key))


def _do(officer: Officer, line: Dossier, item: str, said: Mapping[str, Any]) -> tuple[str, str]:
    """Do what the browser asks; the item of the call, and the key of its place."""
    if said["does"] == "sit":
        return _sit(officer, line, item, said), str(said["place"]["key"])
    if said["does"] == "here":
        heard.here(officer, str(said["key"]))
        return item, str(said["key"])
    if said["does"] == "connect":
        calls.connect(officer, line, item, list(said["signals"]))
        return item, str(said["key"])
    calls.leave(officer, line, item, str(said["key"]))
    heard.left(str(said["key"]))
    return item, str(said["key"])


def _sit(officer: Officer, line: Dossier, item: str, said: Mapping[str, Any]) -> str:
    """Somebody of ours sits down, in a new seat or in one that is taken again; the item of the call."""
    place, key, instead = said["place"], str(said["place"]["key"]), str(said.get("instead") or "")
    says: dict[Meaning, Any] = {CallPlace: place, CallSignal: list(said["signals"])}
    to = [str(code) for code in said["to"]]
    if instead:
        heard.to_take(officer, ask(lambda node: calls.call(node, line.pk, item)), instead)
        says[LeftPlace] = {"key": instead}
    at = calls.sit(officer, line, item, says, to)
    heard.sat(officer, key, instead)
    return at
