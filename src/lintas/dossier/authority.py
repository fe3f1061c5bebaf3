"""Authorities as a federation knows them: each one's entry, signed by itself, and who stands for whom as of an act.

An authority has one signing identity, one key to which epoch keys are wrapped, one key that issues officers'
certificates, and one address. Its id is the hash of what it was when it was first entered, so that the id outlives keys
and addresses. An entry commits to the next signing key, so that whoever steals the present one cannot replace it.

A genesis is a file that every founder checks by reading its hash aloud. The registry dossier grows out of it: whoever
reads that dossier fills the `Federation`. What the genesis or one act of the registry says is never taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from lintas.crypto.cose import check1, open1, sign1
from lintas.crypto.ports import PUBLIC_BYTES, SIGNING_PUBLIC_BYTES, Signer, Suite
from lintas.log.both import LogKey
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import digest
from lintas.wire.limits import LIMITS

ENTRY_KIND, GENESIS_LABEL, AUTHORITY_LABEL = "entry", "lintas/genesis/1", "lintas/authority/1"
IDS_CACHED_MAX = 4_096
NEXT_LABEL = "lintas/next-key/1"
CODE, STATE = re.compile(r"[a-z0-9-]{2,32}"), re.compile(r"([A-Z]{2})?")
"""What people call an authority, in letters of which none looks like another; ISO 3166-1 alpha-2, or nothing."""
UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Controls, line breaks, marks of direction. Listed, since what Unicode calls printable differs from year to year, and
all nodes must judge alike."""


class TrustError(LintasError):
    """An authority or a genesis is not what this node trusts."""


class UnknownAuthority(TrustError):
    """No authority of this federation has this id or code."""

    def __init__(self, name: str) -> None:
        self.name = name


class UnknownRegistry(TrustError):
    """The act rests on a genesis or registry act that this node does not know."""

    def __init__(self, reg: bytes) -> None:
        self.reg = reg


class ForeignGenesis(TrustError):
    """A peer rests on another genesis than we do."""

    def __init__(self, peer: str, genesis: bytes) -> None:
        self.peer = peer
        self.genesis = genesis


class NotEntered(TrustError):
    """The registry act on which the act rests enters no key of its author."""

    def __init__(self, reg: bytes, author: bytes) -> None:
        self.reg = reg
        self.author = author


class NotRevoked(TrustError):
    """A DISOWN names a key that its own `reg` does not know to be replaced."""

    def __init__(self, reg: bytes) -> None:
        self.reg = reg


class BadGenesis(TrustError):
    """The genesis contradicts itself."""

    def __init__(self, why: str) -> None:
        self.why = why


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority: a short code (`vn-ca`), name, state (ISO 3166-1 alpha-2, or empty), what it is, and its keys.

    `desk`: it is its state's registry desk. `next_key`: the commitment to its next signing key, empty where it made
    none. `address`: where it was first reached. `known_as` and `number`: its id, and how many entries came before it,
    where this is not the first. `lasting`: the key that signs checkpoints beside `signing`, empty where it has none.
    """

    code: str
    name: str
    state: str
    category: str
    signing: bytes
    recipient: bytes
    issuing: bytes
    address: str
    desk: bool = False
    next_key: bytes = b""
    known_as: bytes = b""
    number: int = 0
    lasting: bytes = b""

    @property
    def id(self) -> bytes:
        """16 bytes; the address, which may change, is no part of it."""
        return self.known_as or _id(self.code, self.name, self.state, self.signing)

    @property
    def log_key(self) -> LogKey:
        """The keys that sign its checkpoints, and cosign those of others."""
        return LogKey(self.signing, self.lasting)

    @property
    def house(self) -> str:
        """Whose registry desk enters it: its state; itself, where it is no state's."""
        return self.state or self.code

    @property
    def _stays(self) -> tuple[object, ...]:
        return self.id, self.code, self.state, self.address, self.desk

    def following(self, **changes: Any) -> Authority:
        """The next entry of this authority, with these changes."""
        return replace(self, known_as=self.id, number=self.number + 1, **changes)

    def succeeds(self, before: Authority) -> str:
        """What is wrong with this entry as the one that follows `before`; empty if nothing is."""
        if self.number != before.number + 1:
            return f"it is entry {self.number} of its authority, and entry {before.number + 1} is next"
        if self._stays != before._stays:
            return "its id, code, state, first address and whether it is a desk stay"
        if self.signing == before.signing:
            same = (self.next_key, self.lasting) == (before.next_key, before.lasting)
            return "" if same else "the lasting key, and the commitment to the next one, stay until that is used"
        if before.lasting and not self.lasting:
            return "who has a lasting key does not go without one again"
        return "" if commitment(self.signing) == before.next_key else "its new key is not the one it was committed to"


@lru_cache(maxsize=IDS_CACHED_MAX)
def _id(code: str, name: str, state: str, signing: bytes) -> bytes:
    return digest(AUTHORITY_LABEL, cbor.encode({1: code, 2: name, 3: state, 4: signing}))[:16]


def commitment(public: bytes) -> bytes:
    """What an entry says of the next signing key: 32 bytes."""
    return digest(NEXT_LABEL, public)


def write_entry(authority: Authority, signer: Signer) -> bytes:
    """The authority's entry, signed by itself."""
    fields: dict[int, object] = {
        1: authority.code,
        2: authority.name,
        3: authority.state,
        4: authority.category,
        5: authority.signing,
        6: authority.recipient,
        7: authority.issuing,
        8: authority.address,
    }
    fields |= {9: True} if authority.desk else {}
    fields |= {10: authority.next_key} if authority.next_key else {}
    fields |= {11: authority.known_as, 12: authority.number} if authority.known_as else {}
    fields |= {13: authority.lasting} if authority.lasting else {}
    return sign1(signer, cbor.encode(fields), kind=ENTRY_KIND)


def read_entry(suite: Suite, signed: bytes) -> Authority:
    """The authority whose entry this is; raises `Malformed`, or `BadSignature` if it did not sign it itself."""
    opened = open1(signed, kind=ENTRY_KIND, size_max=LIMITS.header_bytes_max)
    fields = shape.read("entry of an authority", opened.payload, size_max=LIMITS.header_bytes_max)
    authority = Authority(
        code=_matching(fields, 1, CODE, "a code"),
        name=check_line(fields, 2, 128),
        state=_matching(fields, 3, STATE, "a state"),
        category=check_line(fields, 4, 64),
        signing=_signing_key(fields),
        recipient=fields.octets(6, suite.recipient_public_bytes),
        issuing=fields.octets(7, PUBLIC_BYTES),
        address=check_line(fields, 8, 256),
        desk=fields.flag(9),
        next_key=fields.octets(10, 32) if 10 in fields else b"",
        known_as=fields.octets(11, 16) if 11 in fields else b"",
        number=fields.uint(12, least=1) if 11 in fields or 12 in fields else 0,
        lasting=fields.octets(13, suite.lasting_public_bytes) if 13 in fields else b"",
    )
    if authority.number and not authority.known_as:
        raise fields.bad(11, "is missing in an entry that is not the first")
    check1(suite, opened, authority.signing)
    return authority


def _signing_key(fields: shape.Fields) -> bytes:
    public = fields.octets(5)
    if len(public) not in SIGNING_PUBLIC_BYTES:
        raise fields.bad(5, "is no signing key of an algorithm that is known here")
    return public


def _matching(fields: shape.Fields, label: int, pattern: re.Pattern[str], what: str) -> str:
    text = fields.text(label, 32)
    if not pattern.fullmatch(text):
        raise fields.bad(label, f"is not {what}")
    return text


def check_line(fields: shape.Fields, label: int, most: int) -> str:
    """A text that is shown as it is; raises `BadShape` where a character of it would move a cursor or turn the line."""
    text = fields.text(label, most)
    if UNSHOWN.search(text):
        raise fields.bad(label, "has characters that cannot be shown")
    return text


def write_genesis(entries: Iterable[bytes], *, exercise: bool) -> bytes:
    """A genesis of these entries. `exercise`: nothing in it is real, and every page and export says so."""
    return cbor.encode({1: 1, 2: sorted(entries), 3: exercise})


@dataclass(frozen=True, slots=True)
class Entered:
    """What makes an authority's key valid: its entry, and the `reg`s of the keys that this one replaced."""

    authority: Authority
    replaced: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is entered in some view of the registry: by id, the entry and its `reg`; `gone` are suspended or retired.
    `addresses`: of those whose node has moved since their first entry.
    """

    entries: Mapping[bytes, tuple[Authority, bytes]]
    gone: frozenset[bytes] = field(default_factory=frozenset)
    addresses: Mapping[bytes, str] = field(default_factory=dict)


class Federation:
    """The authorities: those of a genesis, and what the registry has said since, as far as it was filed here.

    `authorities` and `codes` are those in force now. An act is admitted by what its own `reg` says (`signing_key`).
    """

    def __init__(self, suite: Suite, genesis: bytes) -> None:
        """Of the genesis alone. Raises `Malformed`, `BadSignature` or `BadGenesis`."""
        fields = shape.read("genesis", genesis, size_max=LIMITS.bundle_bytes_max)
        if fields.uint(1) != 1:
            raise BadGenesis(f"version {fields.uint(1)} is not known here")
        entries = fields.each(2, LIMITS.recipients_max, fields.is_octets)
        authorities = [read_entry(suite, entry) for entry in entries]
        self.genesis = genesis
        self.exercise = fields.flag(3)
        self.reg = digest(GENESIS_LABEL, genesis)
        self.founders = {authority.id: authority for authority in authorities}
        if not entries or min(len(self.founders), len({each.code for each in authorities})) < len(entries):
            raise BadGenesis("it names nobody, or an authority or a code twice")
        if any(authority.known_as for authority in authorities):
            raise BadGenesis("a founder's first entry is needed, not a later one")
        self.desks = MappingProxyType(_desks(authorities))
        self._start()

    def _start(self) -> None:
        self.registry: bytes | None = None
        self._entered: dict[bytes, Entered | None] = {}
        self._ever: dict[bytes, Authority] = {}
        self._keys = {each.id: {each.signing: each.lasting} for each in self.founders.values()}
        self.stand(Standing({each.id: (each, self.reg) for each in self.founders.values()}))

    def founded(self) -> Federation:
        """The federation of this genesis, without what the registry has said."""
        twin = object.__new__(Federation)
        twin.genesis, twin.exercise, twin.reg = self.genesis, self.exercise, self.reg
        twin.founders, twin.desks = self.founders, self.desks
        twin._start()
        return twin

    def file(self, act: bytes, entered: Entered | None) -> None:
        """An act of the registry is here, and what it enters, if it does."""
        self._entered[act] = entered
        if entered:
            authority = entered.authority
            self._keys.setdefault(authority.id, {})[authority.signing] = authority.lasting

    def stand(self, standing: Standing) -> None:
        """Who is in force now."""
        self.standing = standing
        for identifier, (authority, _) in standing.entries.items():
            self._ever[identifier] = authority
        now = {i: a for i, (a, _) in standing.entries.items() if i not in standing.gone}
        self.authorities = now
        self.codes = {now[each].code: now[each] for each in sorted(now, reverse=True)}

    def authority(self, identifier: bytes) -> Authority:
        """The authority with this id, also one that is in force no longer; raises `UnknownAuthority`."""
        found = self._ever.get(identifier)
        if found is None:
            raise UnknownAuthority(identifier.hex())
        return found

    def address(self, identifier: bytes) -> str:
        """Where the authority's node is reached now; raises `UnknownAuthority`."""
        return self.standing.addresses.get(identifier) or self.authority(identifier).address

    def by_code(self, code: str) -> Authority:
        """The authority with this code; raises `UnknownAuthority`."""
        found = self.codes.get(code)
        if found is None:
            raise UnknownAuthority(code)
        return found

    def code(self, identifier: bytes) -> str:
        """What people call the authority; the beginning of its id where it is not known."""
        found = self._ever.get(identifier)
        return found.code if found else f"unknown {identifier.hex()[:8]}"

    def state(self, identifier: bytes) -> str:
        """The state of the authority; empty for a body that is no state's, or where it is not known."""
        found = self._ever.get(identifier)
        return found.state if found else ""

    @property
    def size(self) -> int:
        """How many acts of the registry were filed."""
        return len(self._entered)

    def knows(self, reg: bytes) -> bool:
        """Whether this is the genesis, or an act of the registry that is here."""
        return reg == self.reg or reg in self._entered

    def as_of(self, reg: bytes, author: bytes) -> Entered:
        """The author's entry as of `reg`, which must be what entered it; raises `UnknownRegistry`,
        `UnknownAuthority` or `NotEntered`.
        """
        if reg == self.reg:
            founder = self.founders.get(author)
            if founder is None:
                raise UnknownAuthority(author.hex())
            return Entered(founder)
        if reg not in self._entered:
            raise UnknownRegistry(reg)
        entered = self._entered[reg]
        if entered is None or entered.authority.id != author:
            raise NotEntered(reg, author)
        return entered

    def signing_key(self, reg: bytes, author: bytes) -> bytes:
        """The key that signs for the author as of `reg`; raises as `as_of`."""
        return self.as_of(reg, author).authority.signing

    def check_revoked(self, reg: bytes, author: bytes, regs: Iterable[bytes]) -> None:
        """Raises `NotRevoked` unless these are keys of the author that its key as of `reg` replaced, or as `as_of`."""
        replaced = self.as_of(reg, author).replaced
        for each in regs:
            if each not in replaced:
                raise NotRevoked(each)

    def basis(self, identifier: bytes) -> bytes:
        """The `reg` of what the authority signs now; raises `UnknownAuthority`."""
        if identifier not in self.standing.entries:
            raise UnknownAuthority(identifier.hex())
        return self.standing.entries[identifier][1]

    def keys(self, identifier: bytes, *, former: bool = False) -> tuple[bytes, ...]:
        """The key with which an authority in force speaks; or with `former` all that any authority ever had, the
        present one first: for what was signed at another time. Raises `UnknownAuthority`.
        """
        found = (self._ever if former else self.authorities).get(identifier)
        if found is None:
            raise UnknownAuthority(identifier.hex())
        older = [key for key in reversed(self._keys[identifier]) if key != found.signing]
        return (found.signing, *older) if former else (found.signing,)

    def log_keys(self, identifier: bytes) -> tuple[LogKey, ...]:
        """All the keys with which the authority ever signed checkpoints, as they go together, the present ones first;
        raises `UnknownAuthority`.
        """
        return tuple(LogKey(key, self._keys[identifier][key]) for key in self.keys(identifier, former=True))


def _desks(authorities: Iterable[Authority]) -> dict[str, bytes]:
    """The registry desk of each house: the one that says so in its entry, else the one whose code is lowest."""
    houses: dict[str, list[Authority]] = {}
    for each in sorted(authorities, key=lambda authority: authority.code):
        houses.setdefault(each.house, []).append(each)
    flagged = {house: [each for each in found if each.desk] for house, found in houses.items()}
    if twice := next((house for house, found in flagged.items() if len(found) > 1), None):
        raise BadGenesis(f"{twice} has two registry desks")
    return {house: (flagged[house] or found)[0].id for house, found in houses.items()}
