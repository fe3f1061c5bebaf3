"""A dossier, who works on it here, and what they note for each other."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from lintas.console import access, teams, trail
from lintas.console.api.door import Bearer, officer_of
from lintas.console.api.shapes import Text
from lintas.console.asking import ask
from lintas.console.models import Dossier, Membership, Note, Officer
from lintas.console.tokens import DRAFT, READ
from lintas.node.looking import look
from lintas.node.plain_data import find_dossier, plain

router = Router(tags=["dossiers"])


def _line(request: HttpRequest, dossier: str) -> Dossier:
    return access.dossier_for(officer_of(request), dossier)


@router.get("/dossiers/{dossier}", auth=Bearer(READ))
def dossier(request: HttpRequest, dossier: str) -> HttpResponse | dict[str, Any]:
    """The whole dossier, as `lintas show --json` gives it. Its authors are told that it was opened here."""
    line = _line(request, dossier)
    trail.note(officer_of(request), "looked at a dossier", dossier=line.pk)
    shown: dict[str, Any] = ask(lambda node: plain(look(node, find_dossier(node, line.pk))))
    return shown


@router.get("/dossiers/{dossier}/team", auth=Bearer(READ))
def team(request: HttpRequest, dossier: str) -> list[dict[str, Any]]:
    """Who works on it here."""
    held = Membership.objects.filter(dossier=_line(request, dossier).pk).select_related("officer", "by")
    return [
        {"officer": each.officer.name, "shown": str(each.officer), "by": each.by.name, "since": each.since.isoformat()}
        for each in held.order_by("since")
    ]


@router.put("/dossiers/{dossier}/team/{officer}", auth=Bearer(DRAFT), response={204: None})
def put_on(request: HttpRequest, dossier: str, officer: str) -> Status[None]:
    """Put an officer on the team."""
    line = _line(request, dossier)
    teams.put_on(officer_of(request), line, get_object_or_404(Officer, name=officer, is_active=True))
    return Status(204, None)


@router.delete("/dossiers/{dossier}/team/{officer}", auth=Bearer(DRAFT), response={204: None})
def take_off(request: HttpRequest, dossier: str, officer: str) -> Status[None]:
    """Take an officer off the team; the last one stays."""
    line = _line(request, dossier)
    teams.take_off(officer_of(request), line, get_object_or_404(Officer, name=officer, is_active=True))
    return Status(204, None)


@router.get("/dossiers/{dossier}/notes", auth=Bearer(READ))
def notes(request: HttpRequest, dossier: str) -> list[dict[str, str]]:
    """Notes beside it, oldest first. They stay in this authority."""
    found = Note.objects.filter(dossier=_line(request, dossier).pk).select_related("officer").order_by("at", "pk")
    return [{"officer": each.officer.name, "at": each.at.isoformat(), "text": each.text} for each in found]


@router.post("/dossiers/{dossier}/notes", auth=Bearer(DRAFT), response={204: None})
def add_note(request: HttpRequest, dossier: str, said: Text) -> Status[None]:
    """Write a note for colleagues."""
    teams.write_note(officer_of(request), _line(request, dossier), said.text)
    return Status(204, None)
