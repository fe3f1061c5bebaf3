"""Which fields of requests hold which items that treaties ask for, by the codes of the law register.

What a lawyer has written in such a field is in the request; all else is a paper that goes with it, and the lawyer says
so. A field that a kind names otherwise, or for something else, is no harm: an item is never taken as missing for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "C_AUTH": "authority",
        "C_ASSIST": "details",
        "C_CONF": "confidentiality",
        "C_FACTS": "facts",
        "C_LAW": "law",
        "C_OFFENCE": "offence",
        "C_PERSONS": "person",
        "C_PROCEDURE": "procedure",
        "C_PURPOSE": "purpose",
        "C_TIME": "wanted_by",
        "E_FACTS": "facts",
        "E_ID": "person",
        "E_LAW": "law",
        "E_WARRANT": "warrant",
        "PA_DESC": "person",
        "PA_FACTS": "facts",
        "PA_LAW": "law",
        "PA_LOC": "whereabouts",
        "PA_WARRANT": "warrant",
    }
)
"""The item's code, and the field that holds it."""


def held_by(said: Mapping[str, object]) -> Mapping[str, str]:
    """The items that these fields hold, each with the name of its field."""
    return {code: name for code, name in FIELDS.items() if said.get(name) not in (None, "", [], {})}
