"""What can be looked for, under the names of STIX patterns and of MISP attributes.

One neutral model between them: a sort, a value, how it may be shared, when it is worth looking for. What one of the
two has no word for is reported, never dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of observable: its path in a STIX pattern, its type and category in MISP; empty where there is none."""

    stix: str
    misp: str
    category: str = "Network activity"


SORTS: Final[Mapping[str, Sort]] = MappingProxyType(
    {
        "IPv4 address": Sort("ipv4-addr:value", "ip-dst"),
        "IPv6 address": Sort("ipv6-addr:value", "ip-dst"),
        "domain": Sort("domain-name:value", "domain"),
        "URL": Sort("url:value", "url"),
        "e-mail address": Sort("email-addr:value", "email-src", "Payload delivery"),
        "e-mail subject": Sort("email-message:subject", "email-subject", "Payload delivery"),
        "MD5": Sort("file:hashes.MD5", "md5", "Payload delivery"),
        "SHA-1": Sort("file:hashes.'SHA-1'", "sha1", "Payload delivery"),
        "SHA-256": Sort("file:hashes.'SHA-256'", "sha256", "Payload delivery"),
        "SHA-512": Sort("file:hashes.'SHA-512'", "sha512", "Payload delivery"),
        "file name": Sort("file:name", "filename", "Payload delivery"),
        "mutex": Sort("mutex:name", "mutex", "Artifacts dropped"),
        "registry key": Sort("windows-registry-key:key", "regkey", "Persistence mechanism"),
        "network (AS)": Sort("autonomous-system:number", "AS"),
        "MAC address": Sort("mac-addr:value", "mac-address"),
        "account": Sort("user-account:account_login", "target-user", "Targeting data"),
        "Bitcoin address": Sort("", "btc", "Financial fraud"),
        "Monero address": Sort("", "xmr", "Financial fraud"),
        "IBAN": Sort("", "iban", "Financial fraud"),
        "bank account": Sort("", "bank-account-nr", "Financial fraud"),
        "telephone number": Sort("", "phone-number", "Person"),
        "vulnerability": Sort("", "vulnerability", "External analysis"),
    }
)

BY_STIX: Final[Mapping[str, str]] = MappingProxyType({each.stix: name for name, each in SORTS.items() if each.stix})
_ALIASES: Final = {
    "ip-src": "ip-dst",
    "hostname": "domain",
    "email-dst": "email-src",
    "email": "email-src",
    "uri": "url",
}
_BY_MISP: Final = {each.misp: name for name, each in reversed(list(SORTS.items()))}


def sort_of_misp(kind: str, value: str) -> str:
    """Our name for an attribute type of MISP; empty where there is none."""
    name = _BY_MISP.get(_ALIASES.get(kind, kind), "")
    return "IPv6 address" if name == "IPv4 address" and ":" in value else name


_AS: Final = re.compile(r"AS\s?(\d+)", re.ASCII | re.IGNORECASE)


def plain(sort: str, value: str) -> str:
    """The value in the one form that it has here: an autonomous system is its number, which MISP writes with AS."""
    found = _AS.fullmatch(value) if sort == "network (AS)" else None
    return found[1] if found else value


_HASH_DIGITS: Final = {"MD5": 32, "SHA-1": 40, "SHA-256": 64, "SHA-512": 128}


def cannot_be(sort: str, value: str) -> str:
    """What is wrong where a value cannot be of its sort, so that nobody would ever find it; else empty."""
    digits = _HASH_DIGITS.get(sort)
    good = digits is None or re.fullmatch(rf"[0-9a-fA-F]{{{digits}}}", value, re.ASCII)
    return "" if good else f"it cannot be a hash {sort}: {value[:80]}"


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something to look for. `sharing` is a word of TLP 2.0 or empty; times are UTC as 2026-01-31T00:00:00Z or empty.

    `tags` are machine tags as they were written; `source` is the identifier that it had.
    """

    sort: str
    value: str
    sharing: str = ""
    since: str = ""
    until: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
