"""Entities as what can be looked for, and back: how accounts, telephones, e-mail and IP addresses and files go into
STIX and MISP, and come out of them.

What an account is, its field does not say: it is known by its form where that has a check (IBAN, ISO 13616; addresses
of Bitcoin), and is the number of a bank account otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lintas.dossier import entities as form
from lintas.dossier.entities import Entities, Entity
from lintas.dossier.numbers import is_ipv6
from lintas.interop import times
from lintas.interop.feed import Feed
from lintas.interop.found import Found, Gathering
from lintas.interop.observables import Indicator
from lintas.interop.reading import read
from lintas.interop.report import Report
from lintas.interop.writing import write_misp, write_stix
from lintas.kinds.parts.codes import FREE

_SHARING: Final = {"open": "TLP:CLEAR", "official": "TLP:AMBER+STRICT", "restricted": "TLP:AMBER+STRICT"}
"""By classification; whatever else, and what carries a handling code, goes to named readers alone."""
_NARROWEST: Final = "TLP:RED"
_IBAN: Final = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_BITCOIN: Final = re.compile(r"bc1[02-9ac-hj-np-z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34}", re.ASCII)
_E_MAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[A-Za-z]{2,24}")
_SORTS: Final = {
    **dict.fromkeys(("account", "bank account", "IBAN", "Bitcoin address", "Monero address"), form.ACCOUNT),
    **dict.fromkeys(("IPv4 address", "IPv6 address"), form.IP_ADDRESS),
    "telephone number": form.TELEPHONE, "e-mail address": form.E_MAIL,
}  # fmt: skip
_SOUGHT: Final = (form.ACCOUNT, form.TELEPHONE, form.E_MAIL, form.IP_ADDRESS, form.FILE)
_PEOPLE: Final = {"individual": form.PERSON, "organization": form.ORGANISATION}


def indicators_of(held: Entities) -> list[Indicator]:
    """What of it can be looked for: numbers of accounts and telephones, e-mail and IP addresses, hashes of files."""
    return [each for entity in held.of(*_SOUGHT) for each in _of(entity)]


def write_as_stix(held: Entities) -> bytes:
    """Strict STIX 2.1; what it has no word for is not in it (`unwritten`)."""
    return write_stix(indicators_of(held), _since(held), Report())


def write_as_misp(held: Entities) -> bytes:
    """One event of MISP, not published."""
    top = next(iter(held.of(form.EXPORT)), Entity("", form.EXPORT))
    words = [*top.all(form.EXERCISE), top.first(form.KIND), top.first(form.DOSSIER)]
    return write_misp(indicators_of(held), " ".join(filter(None, words)), _since(held))


def unwritten_as_stix(held: Entities) -> tuple[str, ...]:
    """What STIX has no word for."""
    report = Report()
    write_stix(indicators_of(held), _since(held), report)
    return tuple(f"{each.where[:8]}: {each.what}" for each in report.unmapped)


def _since(held: Entities) -> str:
    """The newest act: the same dossier makes the same file, whenever it is written."""
    told = [times.of_text(each.first(form.SAID_AT).replace(" UTC", "+00:00")) for each in held.entities]
    return max(told, default="") or "1970-01-01T00:00:00Z"


def _of(each: Entity) -> Iterator[Indicator]:
    sort, value = _sort(each)
    if value:
        note = "; ".join(f"{name}: {said}" for name, said in each.but(form.NUMBER, form.SHA256))
        since = times.of_text(each.first(form.SAID_AT).replace(" UTC", "+00:00"))
        yield Indicator(sort, value, _sharing(each), since, note=note, source=each.id)


def _sort(each: Entity) -> tuple[str, str]:
    if each.sort == form.FILE:
        return "SHA-256", each.first(form.SHA256)
    number = each.first(form.NUMBER)
    if each.sort == form.IP_ADDRESS:
        return ("IPv6 address" if is_ipv6(number) else "IPv4 address"), number
    if each.sort != form.ACCOUNT:
        return each.sort, number
    compact = re.sub(r"[ -]", "", number).upper()
    if _IBAN.fullmatch(compact) and _mod_97(compact) == 1:
        return "IBAN", compact
    if _BITCOIN.fullmatch(number):
        return "Bitcoin address", number
    return ("e-mail address", number) if _E_MAIL.fullmatch(number) else ("bank account", number)


def _mod_97(iban: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97


def _sharing(each: Entity) -> str:
    codes = {said.partition(":")[0] for said in each.all(form.HANDLING)}
    if codes - {FREE}:
        return _NARROWEST
    said = [_SHARING.get(marking, _NARROWEST) for marking in each.all(form.MARKING) if marking != "none stated"]
    return max(said or ["TLP:AMBER+STRICT"], key=_ORDER.index)


_ORDER: Final = ("TLP:CLEAR", "TLP:AMBER+STRICT", _NARROWEST)


def read_indicators(data: bytes) -> Found:
    """A file in STIX or MISP form as entities; raises `UnreadableFile`."""
    feed = read(data)
    found = Gathering(feed.report)
    for each in feed.indicators:
        where = each.source or each.value
        if each.sort in _SORTS:
            found.add(f"{each.sort} {each.value}", _SORTS[each.sort], [(form.NUMBER, each.value)])
        elif each.sort == "SHA-256":
            found.add(f"{each.sort} {each.value}", form.FILE, [(form.SHA256, each.value.lower())])
        else:
            feed.report.leave(where, f"no meaning in a dossier: {each.sort} {each.value[:80]}")
    for identity in _identities(feed):
        name, sort = str(identity.get("name", "")), _PEOPLE.get(str(identity.get("identity_class")), "")
        if sort and name.strip():
            found.add(str(identity.get("id", name)), sort, [(form.NAME, name)])
    return Found(feed.form, found.done(), feed.report)


def _identities(feed: Feed) -> Iterator[dict[str, Any]]:
    """The identities of a file in STIX form."""
    objects = (
        feed.document.get("objects", []) if isinstance(feed.document, dict) and feed.form.startswith("STIX") else []
    )
    yield from (each for each in objects if each.get("type") == "identity")
