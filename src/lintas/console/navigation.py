"""Where an officer can go: the rooms of the console, by role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lintas.console.models import Officer
from lintas.console.models.officer import ANALYST, APPROVER, AUDITOR, CASE_ROLES, DUTY, MINISTER, OFFICER, OPERATOR


@dataclass(frozen=True, slots=True)
class Room:
    """A page in the navigation: its URL's name, what it is called, and whose it is."""

    url: str
    words: Promise | str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Place:
    """A room as it is shown: `here` if the page that is open lies in it."""

    href: str
    words: str
    here: bool


ROOMS: Final = (
    Room("worklist", _("Work"), CASE_ROLES),
    Room("desk", _("Desk"), frozenset({DUTY, MINISTER})),
    Room("kinds", _("Open a dossier"), frozenset({OFFICER, DUTY, ANALYST})),
    Room("counter", _("Counter"), frozenset({OFFICER, DUTY})),
    Room("law", _("Law"), CASE_ROLES),
    Room("facts", _("Public facts"), CASE_ROLES),
    Room("approvals", _("Approvals"), frozenset({APPROVER})),
    Room("shift", _("Shift"), frozenset({DUTY})),
    Room("node", _("Node"), frozenset({OPERATOR})),
    Room("carried", _("Courier"), frozenset({DUTY, OPERATOR})),
    Room("officers", _("Officers"), frozenset({OPERATOR})),
    Room("ladder", _("Ladder"), frozenset({OPERATOR})),
    Room("trail", _("Trail"), frozenset({AUDITOR})),
    Room("glass", _("Break glass"), frozenset({OPERATOR, APPROVER, AUDITOR})),
)


def places_for(officer: Officer, path: str) -> list[Place]:
    """The officer's rooms, in order."""
    rooms = [room for room in ROOMS if officer.has(*room.roles)]
    hrefs = [reverse(room.url) for room in rooms]
    here = max((href for href in hrefs if path.startswith(href)), key=len, default="")
    return [Place(href, str(room.words), href == here) for room, href in zip(rooms, hrefs, strict=True)]
