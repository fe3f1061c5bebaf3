"""What lies in `console.db`: what only this authority knows, and lines that can be made again from the node."""

from __future__ import annotations

from lintas.console.models.dossier import Dossier, Event, Place
from lintas.console.models.draft import Draft
from lintas.console.models.officer import Officer
from lintas.console.models.saved import SavedFilter
from lintas.console.models.team import Membership, Mention, Note
from lintas.console.models.token import Token
from lintas.console.models.trail import Entry

__all__ = [
    "Dossier",
    "Draft",
    "Entry",
    "Event",
    "Membership",
    "Mention",
    "Note",
    "Officer",
    "Place",
    "SavedFilter",
    "Token",
]
