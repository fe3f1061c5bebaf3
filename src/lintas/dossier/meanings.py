"""What a field of a body says of the world: the field types of which the bodies of all kinds are made.

A body is a class whose attributes are meanings; its docstring is the help text of its form:

    class Sighting(Body):
        '''Where and when the person was seen.'''
        person = PersonName
        on = Date
        photographs = File.optional.several

Safeguards hang on meanings, not on the names of fields, so that no kind can forget them. Values are what the wire can
carry: text, integers, bytes, lists and maps; no floats. What a value must look like is said here; whether an act may be
sealed is said in `safeguards`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from lintas.dossier import numbers
from lintas.dossier.reasons import Reason
from lintas.wire.identifiers import ACT_BYTES, DOSSIER_BYTES, HASH_BYTES
from lintas.wire.limits import KIB, LIMITS

Check = Callable[[object], str | None]
"""Says in words what is wrong with a value, or nothing."""

ENTRIES_MAX = 200
"""How many entries a field of several may have."""

PENALTY_BANDS = (
    "fine only",
    "less than 1 year",
    "1 year or more",
    "2 years or more",
    "4 years or more",
    "10 years or more",
    "life",
    "death",
)
"""The highest penalty that the author's own law allows: the bands that treaties and statutes ask about."""

GATEWAYS = (
    ("adequate", "the law there protects personal data well enough, as our law has found"),
    ("safeguards", "an instrument binds the recipient, or we assessed that it protects the data well enough"),
    ("special circumstances", "strictly necessary in this one case, and weighed against the rights of the person"),
    ("not governed", "our law asks for none here"),
)
"""On what a transfer of personal data to another state rests: Data Protection Act 2018 (GB) ss 74 to 76, for one."""

FOR_PUBLIC = ("words", "languages", "by whom", "on", "until")
"""The parts of a sheet for the public: the words that were agreed, in which languages, who makes them known, on which
day, and the last day of what they are about."""

SEATS = ("speaker", "interpreter", "note-taker")
"""As what somebody sits in a call."""

CALL_SIGNAL_BYTES_MAX = 32 * KIB
"""What one browser tells another to connect, sealed and in base64url."""

RULINGS = ("refuse", "sanitise", "assurance first", "release on the assurance")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field (or, with no field, with the act), and what to do about it."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A field type. `personal`: it says something of a person. `plain`: what each choice means in plain words.
    `browser`: a browser makes it, in a call; nobody writes it.

    `again`: of the person whom the body names, and of nobody else. `non_punishment`: by it an authority says whether
    acts that a victim was made to do are set aside; until then no alert names that victim. `public`: which part of a
    sheet for the public it is, one of `FOR_PUBLIC`; what is none stands on no sheet. None of these is a part of what
    a kind declares (`declaration`), since neither the fold nor a reader of bodies asks for it.
    """

    name: str
    checks: Check
    personal: bool = False
    choices: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    required: bool = True
    many: bool = False
    again: bool = False
    browser: bool = False
    non_punishment: bool = False
    public: str = ""

    @property
    def optional(self) -> Meaning:
        """The same field type, which may be left out."""
        return replace(self, required=False)

    @property
    def several(self) -> Meaning:
        """The same field type, of which there is a list."""
        return replace(self, many=True)

    @property
    def of_the_same(self) -> Meaning:
        """The same field type, for what is said of the person whom the body names: other spellings of a name."""
        return replace(self, again=True)

    @property
    def on_non_punishment(self) -> Meaning:
        """The same field type, for what was considered of acts that a victim was made to do."""
        return replace(self, non_punishment=True)

    def for_public(self, part: str) -> Meaning:
        """The same field type, for what stands on a sheet for the public as this part of it."""
        if part not in FOR_PUBLIC:
            raise ValueError(f"{part!r} is no part of a sheet for the public")
        return replace(self, public=part)

    def says(self, other: Meaning) -> bool:
        """Whether this is the other field type, be it optional or of several."""
        return self.name == other.name

    def check(self, value: object) -> str | None:
        """What is wrong with the value, in words, or None."""
        if not self.many:
            return self.checks(value)
        if not isinstance(value, list) or not 0 < len(value) <= ENTRIES_MAX:
            return Reason("give a list of 1 to {most} entries", most=ENTRIES_MAX)
        wrong = ((number, self.checks(entry)) for number, entry in enumerate(value, 1))
        return next((Reason("entry {number}: {why}", number=n, why=why) for n, why in wrong if why), None)


class Body:
    """Base of every body: class attributes are meanings, the docstring is the help text."""

    _reserved: ClassVar[frozenset[str]] = frozenset({"fields"})
    _fields: ClassVar[Mapping[str, Meaning]] = MappingProxyType({})

    def __init_subclass__(cls) -> None:
        """Refuse an attribute that is no field: a slip there would silently drop it from every form."""
        for name, value in vars(cls).items():
            if not name.startswith("_") and (name in Body._reserved or not isinstance(value, Meaning)):
                raise TypeError(f"{cls.__name__}.{name} is not a field type")
        found: dict[str, Meaning] = {}
        for base in reversed(cls.__mro__):
            found.update({name: value for name, value in vars(base).items() if isinstance(value, Meaning)})
        cls._fields = MappingProxyType(found)

    @classmethod
    def fields(cls) -> Mapping[str, Meaning]:
        """The fields in the order declared, those of the parent first."""
        return cls._fields


def _words(most_bytes: int) -> Check:
    def check(value: object) -> str | None:
        if not isinstance(value, str) or not value.strip():
            return Reason("give some words")
        try:
            size = len(value.encode())
        except UnicodeEncodeError:
            return Reason("write it in Unicode: half a character is left in it")
        return Reason("shorten it to {most} bytes", most=most_bytes) if size > most_bytes else None

    return check


def _numbered(wrong: Callable[[str], Reason | None]) -> Check:
    """A line that is written as its number asks."""
    return lambda value: _LINE(value) or wrong(str(value))


def _bytes(length: int, what: str) -> Check:
    why = Reason("give the {length} bytes of {what}", length=length, what=what)
    return lambda value: None if isinstance(value, bytes) and len(value) == length else why


def _day(value: object) -> str | None:
    text = value if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) else ""
    try:
        date.fromisoformat(text)
    except ValueError:
        return Reason("give a day as 2026-01-31")
    return None


def _birth(value: object) -> str | None:
    partial = isinstance(value, str) and re.fullmatch(r"\d{4}(-\d{2}){0,2}", value, re.ASCII)
    if not partial or _day(f"{value}-01-01"[:10]):
        return Reason("give a date of birth as 1990, 1990-05 or 1990-05-17")
    return None


def _count(value: object) -> str | None:
    return None if type(value) is int and 0 <= value < 2**63 else Reason("give a number, not less than 0")


def _one_of(choices: tuple[str, ...]) -> Check:
    why = Reason("choose one of: {choices}", choices=", ".join(choices))
    return lambda value: None if value in choices else why


def record(needed: Mapping[str, Check], free: Mapping[str, Check] | None = None) -> Check:
    """A map with these entries and no others."""
    known = {**needed, **(free or {})}

    def check(value: object) -> str | None:
        if not isinstance(value, dict):
            return Reason("give {parts}", parts=", ".join(needed))
        if unknown := [str(name) for name in value if name not in known]:
            return Reason("leave out {part}", part=unknown[0])
        if missing := [name for name in needed if name not in value]:
            return Reason("give its {part}", part=missing[0])
        wrong = ((name, known[name](entry)) for name, entry in value.items())
        return next((Reason("{part}: {why}", part=name, why=why) for name, why in wrong if why), None)

    return check


_LINE = _words(LIMITS.line_bytes_max)
_HASH = _bytes(HASH_BYTES, "a SHA-256")
_KEY = _bytes(32, "a key")


def _amount(value: object) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"\d{1,18}(\.\d{1,4})?", value, re.ASCII)
    return None if good else Reason("write the amount in digits, as 1250.50")


def _currency(value: object) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"[A-Z]{3}", value, re.ASCII)
    return None if good else Reason("give the three letters of ISO 4217, as MYR")


_FILE = record({"name": _LINE, "media": _LINE, "bytes": _count, "sha256": _HASH, "key": _KEY, "root": _HASH})


def _file(value: object) -> str | None:
    if (why := _FILE(value)) or not isinstance(value, dict):
        return why
    if not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", value["media"], re.ASCII):
        return Reason("media: give a media type, as application/pdf")
    too_large = value["bytes"] > LIMITS.chunks_max * LIMITS.chunk_bytes_max
    return Reason("bytes: a file has at most 1 TiB") if too_large else None


def _signed(value: object) -> str | None:
    good = isinstance(value, bytes) and 0 < len(value) <= LIMITS.header_bytes_max
    return None if good else Reason("give it as its authority signed it")


def _base64url(length: int, what: str) -> Check:
    """So many bytes in base64url (RFC 4648, section 5) without padding."""
    written = re.compile(rf"[A-Za-z0-9_-]{{{-(-length * 4 // 3)}}}")
    why = Reason("give {what} in base64url", what=what)
    return lambda value: None if isinstance(value, str) and written.fullmatch(value) else why


def _language(value: object) -> str | None:
    good = isinstance(value, str) and re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", value, re.ASCII)
    return None if good else Reason("give the language by its tag, as vi or zh-Hans")


_CALL_KEY = _base64url(65, "the public key of a place in a call")


def choice(*words: str) -> Meaning:
    """One of these words."""
    return Meaning("choice", _one_of(words), choices=words)


AgeGroup = choice("adult", "child", "not known")
MAY_BE_YOUNG = frozenset({"child", "not known"})
"""Of a person whose age is not known nobody may take for granted that he or she is 18."""


def codes(*pairs: tuple[str, str]) -> Meaning:
    """One of these codes, each with what it means in plain words."""
    names = tuple(code for code, _ in pairs)
    return Meaning("choice", _one_of(names), choices=names, plain=tuple(words for _, words in pairs))


Text = Meaning("text", _words(LIMITS.text_bytes_max))
Secret = Meaning("secret", _words(LIMITS.text_bytes_max))
"""Words that no list shows and no search index holds."""
Place = Meaning("place", _LINE)
Date = Meaning("date", _day)
BirthDate = Meaning("date of birth", _birth, personal=True)
PersonName = Meaning("person's name", _LINE, personal=True)
DocumentNumber = Meaning("document number", _LINE, personal=True)
Account = Meaning("account", _LINE, personal=True)
Telephone = Meaning("telephone number", _numbered(numbers.wrong_telephone), personal=True)
EMail = Meaning("e-mail address", _numbered(numbers.wrong_e_mail), personal=True)
IPAddress = Meaning("IP address", _numbered(numbers.wrong_ip), personal=True)
"""Of one machine; whose line it was is found by the time beside it, which the words of the act say."""
Vehicle = Meaning("vehicle", _numbered(numbers.wrong_vehicle), personal=True)
"""Its plate, its VIN, or both, and what describes it; personal, since a register says whose it is. So is a vessel."""
Vessel = Meaning("vessel", _numbered(numbers.wrong_vessel), personal=True)
"""Its name, its IMO number or MMSI, and what describes it."""
Money = Meaning("money", record({"amount": _amount, "currency": _currency}))
"""{amount: decimal digits as text, currency: ISO 4217}."""
Count = Meaning("count", _count)
Party = Meaning("party", _bytes(16, "an authority's identifier"))
Link = Meaning(
    "link",
    record(
        {"dossier": _bytes(DOSSIER_BYTES, "a dossier's identifier"), "relation": _LINE},
        {"act": _bytes(ACT_BYTES, "an act's identifier")},
    ),
)
"""{dossier, act, relation}: an act of another dossier; without act, that dossier."""
File = Meaning("file", _file)
"""{name, media, bytes, sha256, key, root}: media type, size and SHA-256 of the file itself, the key of its chunks,
and the address that stands for all of them (`crypto.manifest`)."""
SignedEntry = Meaning("signed entry", _signed)
"""What an authority says of itself: name and keys, signed by itself."""
SignedLocation = Meaning("signed location", _signed)
"""Where the authority's node is reached, signed by itself."""
CallPlace = Meaning(
    "place in a call",
    record({
        "seat": _one_of(SEATS),
        "sitting": _LINE,
        "key": _CALL_KEY,
        "commitment": _base64url(HASH_BYTES, "a commitment"),
    }),
    browser=True,
)  # fmt: skip
"""{seat, sitting, key, commitment}: as what and who sits there; the rest as `docs/explanation/calls.md` says."""
CallSignal = Meaning(
    "signal in a call",
    record({"of": _CALL_KEY, "to": _CALL_KEY, "sealed": _words(CALL_SIGNAL_BYTES_MAX)}),
    browser=True,
)
"""{of, to, sealed}: by their keys, which place tells which other what; sealed so that the other alone can open it."""
LeftPlace = Meaning("place left in a call", record({"key": _CALL_KEY}), browser=True)
Marking = Meaning(
    "classification",
    _one_of(_MARKINGS := ("open", "official", "restricted", "confidential", "secret")),
    choices=_MARKINGS,
)
Offence = Meaning("offence", record({"name": _LINE, "band": _one_of(PENALTY_BANDS)}, {"purpose": _LINE}))
"""{name, band, purpose}: the offence, its penalty band in the author's law, and what the author pursues by it."""
Gateway = Meaning(
    "gateway of transfer",
    _one_of(tuple(name for name, _ in GATEWAYS)),
    choices=tuple(name for name, _ in GATEWAYS),
    plain=tuple(words for _, words in GATEWAYS),
)
Wish = Meaning(
    "what a service rests on",
    _one_of(_WISHES := ("the person asked for it, in a language that the person understands", "a treaty binds us")),
    choices=_WISHES,
)
"""Why something is done for a person: it was asked for, or must be done whatever the person wishes."""
Bracket = Meaning(
    "bracket",
    record(
        {"paragraph": _count, "words": _words(LIMITS.text_bytes_max)},
        {"instead": _words(LIMITS.text_bytes_max), "why": _words(LIMITS.text_bytes_max), "language": _language},
    ),
)
"""{paragraph, words, instead, why}: words of a text that its author cannot accept yet, what it proposes in their place,
and the reason. Paragraphs with words are counted from 1 on; 0 says nothing of where. Without `instead` the words would
go, or nothing is proposed yet. `language`: of which version, where a text has several, if not of that first tabled."""
Language = Meaning("language", _language)
"""By its tag (BCP 47), as vi or zh-Hans."""
Annexed = Meaning("annexed position", _words(LIMITS.text_bytes_max))
"""A position of the author's that stands beside a text which it does not keep others from adopting."""
Decision = Meaning("ruling on release", _one_of(RULINGS), choices=RULINGS)


class Note(Body):
    """A few words."""

    text = Text.optional


class Correction(Body):
    """What was wrong: an error, an acquittal, a withdrawal. It travels to every holder and search set."""

    cause = choice("error", "acquitted", "withdrawn")
    text = Text


class Ruling(Body):
    """Decided before data of a person go where the law allows death for the offence."""

    ruling = Decision
    reasons = Text
