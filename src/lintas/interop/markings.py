"""The Traffic Light Protocol 2.0 of FIRST: its words, which is stricter, and how STIX and MISP write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

TLP: Final = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
"""From free to narrow."""

_V1: Final = {"TLP:WHITE": "TLP:CLEAR"}

STIX_IDS: Final[Mapping[str, str]] = {
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "TLP:CLEAR",
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "TLP:GREEN",
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "TLP:AMBER",
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "TLP:AMBER+STRICT",
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "TLP:RED",
}
"""The fixed marking definitions of TLP 2.0 (OASIS extension of STIX 2.1)."""

STIX_IDS_OF_TLP_1: Final[Mapping[str, str]] = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "TLP:CLEAR",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "TLP:GREEN",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "TLP:AMBER",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "TLP:RED",
}
"""Those of STIX 2.1 section 7.2.1.4, which are TLP 1.0: white is now clear."""


def word(text: str) -> str:
    """The word of TLP 2.0 for "tlp:white", "TLP:Amber+Strict" and the like; empty where it is none."""
    said = text.strip().upper()
    said = _V1.get(said, said)
    return said if said in TLP else ""


def strictest(words: Iterable[str]) -> str:
    """The narrowest of these; empty where there is none."""
    return max((each for each in words if each in TLP), key=TLP.index, default="")


def stix_id(marking: str) -> str:
    """The marking definition that says it."""
    return next(identifier for identifier, each in STIX_IDS.items() if each == marking)
