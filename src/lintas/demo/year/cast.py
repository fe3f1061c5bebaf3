"""Who is in the federation of a year: eleven member states, the Secretariat, two dialogue partners.

The offices exist in this exercise only, their officers are invented, and none of them does anything that a state would
not like to read of itself.
"""

from __future__ import annotations

from typing import Final

from lintas.demo.federation import ASEC, FOUNDERS, MY, VN, Founder

_STATES: Final = (
    ("bn-ca", "Brunei Darussalam", "BN", ("hafiz", "siti")),
    ("kh-ca", "Cambodia", "KH", ("dara", "sokha")),
    ("id-ca", "Indonesia", "ID", ("budi", "sari")),
    ("la-ca", "Lao PDR", "LA", ("kham", "noy")),
    ("mm-ca", "Myanmar", "MM", ("aung", "hnin")),
    ("ph-ca", "the Philippines", "PH", ("jose", "luz")),
    ("sg-ca", "Singapore", "SG", ("wei", "priya")),
    ("th-ca", "Thailand", "TH", ("anong", "prasit")),
    ("tl-ca", "Timor-Leste", "TL", ("ana", "joao")),
)
_PARTNERS: Final = (
    ("jp-desk", "Japan", "JP", ("kenji", "yuki")),
    ("gb-desk", "the United Kingdom", "GB", ("grace", "oliver")),
)

STATES: Final = tuple(
    Founder(code, f"Central Authority of {name} (EXERCISE)", state, "central authority", officers)
    for code, name, state, officers in _STATES
)
"""Those beside the two at which a visitor signs in."""
PARTNERS: Final = tuple(
    Founder(code, f"Partner desk of {name} (EXERCISE)", state, "dialogue partner", officers)
    for code, name, state, officers in _PARTNERS
)
EVERYBODY: Final = (*FOUNDERS, *STATES, *PARTNERS)
MEMBERS: Final = (VN, MY, *(each.code for each in STATES))
"""The eleven member states, by their codes."""
JAPAN, BRITAIN = (each.code for each in PARTNERS)
SECRETARIAT: Final = ASEC
