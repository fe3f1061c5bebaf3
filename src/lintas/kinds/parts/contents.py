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
        "D_AUTH": "authority",
        "D_CUST": "provider",
        "D_DATA": "data",
        "D_MLA": "request_follows",
        "D_NEED": "need",
        "D_OFF": "offence",
        "E_FACTS": "facts",
        "E_ID": "person",
        "E_LAW": "law",
        "E_SERVED": "remaining_sentence",
        "E_WARRANT": "warrant",
        "K_COST": "costs",
        "K_CTRL": "watch",
        "K_JUR": "jurisdiction",
        "K_ROUTE": "route",
        "PA_DESC": "person",
        "PA_FACTS": "facts",
        "PA_LAW": "law",
        "PA_LOC": "whereabouts",
        "PA_WARRANT": "warrant",
    }
)
"""The item's code, and the field that holds it."""

PAPERS: Final = frozenset(
    {
        "C_CERT", "C_ORDER", "C_TRANSL", "E_AUTHN", "E_DEATH", "E_EVID", "E_JUDG", "E_LINK", "E_TRANSL", "T_CON_P",
        "T_JUDG", "T_MED", "T_NAT",
    }
)  # fmt: skip
"""Items that are papers of their own, such as a certificate or a certified translation: they go as files."""
FILES: Final = "files"
"""The field of requests that holds the papers that go with them."""

LAST_DAYS: Final[Mapping[str, str]] = MappingProxyType({"request_by": "arrested_on", "surrender_by": "final_order_on"})
"""The field of a reply that holds the last day for what follows, and the fact of the register from which it runs."""
ON: Final = "on"
"""The field of the same reply that says on which day that was; where there is none, it is the day of the reply."""


def held_by(said: Mapping[str, object]) -> Mapping[str, str]:
    """The items that these fields hold, each with the name of its field."""
    return {code: name for code, name in FIELDS.items() if said.get(name) not in (None, "", [], {})}
