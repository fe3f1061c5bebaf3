"""Numbers by which things are known: telephones, e-mail and IP addresses, vehicles, vessels; how one is written.

A vehicle or a vessel is one line, as an officer writes it, with commas or semicolons between its parts: its plate or
its name first, then the numbers that have a word before them: `EX-123.45, VIN EX0AAAA1AA0000001`,
`MV Contoh, IMO 2000004, MMSI 200000001`. Whatever else stands there describes it. A number that cannot be one is
refused, since nobody finds what is looked for under a mistyped one.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from lintas.dossier.reasons import Reason

PLAIN: Final = ""
"""The word of what stands without one: the plate or the name, then what describes it."""
VIN, IMO, MMSI = "VIN", "IMO", "MMSI"
OF_A_VEHICLE: Final = (VIN,)
OF_A_VESSEL: Final = (IMO, MMSI)
TELEPHONE_DIGITS: Final = range(7, 16)
"""ITU-T E.164: at most 15 with the code of the country; fewer than 7 are a service number inside one."""
E_MAIL_CHARS_MAX: Final = 254
"""RFC 5321 section 4.5.3.1: a path has at most 256 with its brackets."""
_TELEPHONE: Final = re.compile(r"\+[1-9][0-9]*(?:[ .()/-]+[0-9]+)*\)?", re.ASCII)
_E_MAIL: Final = re.compile(r"[^\s@,;<>]{1,64}@[^\s@,;<>.]+(?:\.[^\s@,;<>.]+)+")
_VIN: Final = re.compile(r"[A-HJ-NPR-Z0-9]{17}", re.ASCII)
_MMSI: Final = re.compile(r"[0-9]{9}", re.ASCII)
_IMO: Final = re.compile(r"[0-9]{7}", re.ASCII)


def is_vin(text: str) -> bool:
    """Whether it can be the number of a vehicle (ISO 3779): 17 letters and digits without I, O and Q."""
    return bool(_VIN.fullmatch(text.upper()))


def is_imo(text: str) -> bool:
    """Whether it can be the number of a ship (IMO resolution A.1117(30)): its last digit follows from the other six."""
    if not _IMO.fullmatch(text):
        return False
    digits = [int(each) for each in text]
    return sum(weight * digit for weight, digit in zip(range(7, 1, -1), digits, strict=False)) % 10 == digits[6]


def is_mmsi(text: str) -> bool:
    """Whether it can be the number of a ship's radio (ITU-R M.585): nine digits."""
    return bool(_MMSI.fullmatch(text))


_GOOD: Final[Mapping[str, tuple[Callable[[str], bool], Reason]]] = MappingProxyType({
    VIN: (is_vin, Reason("a VIN has 17 letters and digits, none of them I, O or Q: read it again")),
    IMO: (is_imo, Reason("an IMO number has 7 digits, of which the last follows from the others: read it again")),
    MMSI: (is_mmsi, Reason("an MMSI has 9 digits: read it again")),
})  # fmt: skip


def parts_of(text: str, words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The parts of a line: the word of a number with the number, or `PLAIN` with what stands there."""
    for part in map(str.strip, re.split("[,;]", text)):
        match = re.fullmatch(rf"({'|'.join(words)})(?:[ :.]+|(?=[0-9]))(\S.*)", part, re.ASCII | re.IGNORECASE)
        if match:
            yield match[1].upper(), match[2].replace(" ", "").upper()
        elif part:
            yield PLAIN, part


def line_of(plain: str, numbers: Mapping[str, str], more: str = "") -> str:
    """The line that says this: the plate or name, numbers by their words, and what describes it."""
    said = [plain, *(f"{word} {number}" for word, number in numbers.items() if number), more]
    return ", ".join(filter(None, said))


def wrong_vehicle(text: str) -> Reason | None:
    """What is wrong with the line of a vehicle, or nothing."""
    return _wrong(text, OF_A_VEHICLE)


def wrong_vessel(text: str) -> Reason | None:
    """What is wrong with the line of a vessel, or nothing."""
    return _wrong(text, OF_A_VESSEL)


def _wrong(text: str, words: tuple[str, ...]) -> Reason | None:
    said = list(parts_of(text, words))
    if not said:
        return Reason("give some words")
    return next((_GOOD[word][1] for word, value in said if word and not _GOOD[word][0](value)), None)


def digits_of(telephone: str) -> str:
    """The number without what stands between its digits, by which two ways of writing it are one."""
    return "".join(each for each in telephone if each in "+0123456789")


def wrong_telephone(text: str) -> Reason | None:
    """What is wrong with a telephone number, or nothing."""
    if _TELEPHONE.fullmatch(text) and len(digits_of(text)) - 1 in TELEPHONE_DIGITS:
        return None
    return Reason("give it with the code of its country before it, as +84 for Viet Nam")


def wrong_e_mail(text: str) -> Reason | None:
    """What is wrong with an e-mail address, or nothing."""
    if len(text) <= E_MAIL_CHARS_MAX and _E_MAIL.fullmatch(text):
        return None
    return Reason("give an e-mail address, as name@office.example")


def wrong_ip(text: str) -> Reason | None:
    """What is wrong with an IP address, or nothing. No range, no port and no zone: one machine, wherever it is read."""
    try:
        ip_of(text)
    except ValueError:
        return Reason("give one address, as 192.0.2.7 or 2001:db8::7, without a port")
    return None


def ip_of(text: str) -> str:
    """The address as RFC 5952 writes it, by which two ways of writing it are one; raises `ValueError`."""
    if "%" in text:
        raise ValueError(text)
    return str(ipaddress.ip_address(text))


def is_ipv6(text: str) -> bool:
    """Whether an IP address is one of version 6."""
    return ":" in text
