"""Words that the kinds declare, in the language of who reads: titles, verbs, phases, names of fields.

The declarations are English data. A catalogue of its own (`kinds`) has them in other languages, found by the exact
English text, so that nothing here names a kind; what it lacks is shown in English. Each catalogue says in its header
how many of its words nobody has reviewed.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import get_language, to_locale

from lintas.dossier.reasons import Reason

LOCALE: Final = Path(__file__).parent / "locale"
CONSOLE, KINDS = "django", "kinds"
"""The catalogues: of the words of the console's own pages, and of those that come from the kinds."""
UNREVIEWED: Final = "X-Unreviewed"


@cache
def _catalogue(domain: str, language: str) -> gettext.NullTranslations:
    return gettext.translation(domain, LOCALE, [to_locale(language)], fallback=True)


def declared(text: str) -> str:
    """A text of the declarations in the language of this page; in English where the catalogue lacks it."""
    return _catalogue(KINDS, get_language() or "en").gettext(text) if text else ""


def reason(why: str) -> str:
    """What is wrong with a field, in the language of this page; what has no sentence of its own stays as it is."""
    if not isinstance(why, Reason):
        return declared(why)
    facts = {name: reason(fact) if isinstance(fact, Reason) else fact for name, fact in why.facts.items()}
    return declared(why.sentence).format(**facts)


def unreviewed(language: str) -> int:
    """How many words of a language nobody who speaks it has looked at yet."""
    headers = (_catalogue(domain, language).info() for domain in (CONSOLE, KINDS))
    return sum(int(each.get(UNREVIEWED.lower(), 0)) for each in headers)
