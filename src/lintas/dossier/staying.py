"""Why an act, or something in it, does not leave for another tool: sentences that a page can say in its language."""

from __future__ import annotations

from typing import Final

from lintas.dossier.reasons import Reason

DISOWNED: Final = Reason("its author says that it was made with a stolen key")
RECALLED: Final = Reason("its author recalled it")
CORRECTED: Final = Reason("its author corrected it")
NO_EFFECT: Final = Reason("it has no effect")
NOT_OPEN: Final = Reason("its words are not open to us")
CHILD: Final = Reason("somebody under 18 may be known by it: its words stay")
PROTECTED: Final = Reason("a protected person may be known by it: its words stay")


def bound(handling: str) -> Reason:
    """The code that another authority gave it forbids this use."""
    return Reason("it carries {handling}: ask its author for leave", handling=handling)


def unlisted(field: str) -> Reason:
    """A field that no list shows and no index holds."""
    return Reason("{field} is for nobody's lists", field=field)
