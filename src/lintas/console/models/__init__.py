"""What lies in `console.db`: what only this authority knows, and lines that can be made again from the node."""

from __future__ import annotations

from lintas.console.models.disk import DiskUse
from lintas.console.models.dossier import Dossier, Event, Place
from lintas.console.models.draft import Draft
from lintas.console.models.glass import Glass
from lintas.console.models.heard import Heard
from lintas.console.models.ladder import Rung, Wait
from lintas.console.models.officer import Officer
from lintas.console.models.question import Question
from lintas.console.models.roster import Turn
from lintas.console.models.saved import SavedFilter
from lintas.console.models.team import Membership, Mention, Note
from lintas.console.models.token import Token
from lintas.console.models.trail import Entry
from lintas.console.models.translation import Translation

__all__ = [
    "DiskUse", "Dossier", "Draft", "Entry", "Event", "Glass", "Heard", "Membership", "Mention", "Note", "Officer",
    "Place", "Question", "Rung", "SavedFilter", "Token", "Translation", "Turn", "Wait",
]  # fmt: skip
