"""Authorities as a federation knows them: each one's signed entry, and the genesis that binds the founders' entries.

An authority has one signing identity, one key to which epoch keys are wrapped, one key that issues officers'
certificates, and one address. Its id is the hash of what it was when it was entered, so that the id outlives an
address. A genesis is a file that every founder checks by reading its hash aloud; the hash is the `reg` of every act.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from lintas.crypto.cose import check1, open1, sign1
from lintas.crypto.ports import PUBLIC_BYTES, Signer, Suite
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import digest
from lintas.wire.limits import LIMITS

ENTRY_KIND, GENESIS_LABEL, AUTHORITY_LABEL = "entry", "lintas/genesis/1", "lintas/authority/1"
IDS_CACHED_MAX = 4_096


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


class BadGenesis(TrustError):
    """The genesis contradicts itself."""

    def __init__(self, why: str) -> None:
        self.why = why


@dataclass(frozen=True, slots=True)
class Authority:
    """One authority: a short code (`vn-ca`), name, state (ISO 3166-1 alpha-2, or empty), what it is, and its keys."""

    code: str
    name: str
    state: str
    category: str
    signing: bytes
    recipient: bytes
    issuing: bytes
    address: str

    @property
    def id(self) -> bytes:
        """16 bytes; the address, which may change, is no part of it."""
        return _id(self.code, self.name, self.state, self.signing)


@lru_cache(maxsize=IDS_CACHED_MAX)
def _id(code: str, name: str, state: str, signing: bytes) -> bytes:
    return digest(AUTHORITY_LABEL, cbor.encode({1: code, 2: name, 3: state, 4: signing}))[:16]


def write_entry(authority: Authority, signer: Signer) -> bytes:
    """The authority's entry, signed by itself."""
    fields = {
        1: authority.code,
        2: authority.name,
        3: authority.state,
        4: authority.category,
        5: authority.signing,
        6: authority.recipient,
        7: authority.issuing,
        8: authority.address,
    }
    return sign1(signer, cbor.encode(fields), kind=ENTRY_KIND)


def read_entry(suite: Suite, signed: bytes) -> Authority:
    """The authority whose entry this is; raises `Malformed`, or `BadSignature` if it did not sign it itself."""
    opened = open1(signed, kind=ENTRY_KIND, size_max=LIMITS.header_bytes_max)
    fields = shape.read("entry of an authority", opened.payload, size_max=LIMITS.header_bytes_max)
    authority = Authority(
        code=fields.text(1, 32),
        name=fields.text(2, 128),
        state=fields.text(3, 2),
        category=fields.text(4, 64),
        signing=fields.octets(5, PUBLIC_BYTES),
        recipient=fields.octets(6, suite.recipient_public_bytes),
        issuing=fields.octets(7, PUBLIC_BYTES),
        address=fields.text(8, 256),
    )
    check1(suite, opened, authority.signing)
    return authority


def write_genesis(entries: Iterable[bytes], *, exercise: bool) -> bytes:
    """A genesis of these entries. `exercise`: nothing in it is real, and every page and export says so."""
    return cbor.encode({1: 1, 2: sorted(entries), 3: exercise})


class Federation:
    """The authorities of one genesis: the registry as long as the registry is no dossier."""

    def __init__(self, suite: Suite, genesis: bytes) -> None:
        """Raises `Malformed`, `BadSignature` or `BadGenesis`."""
        fields = shape.read("genesis", genesis, size_max=LIMITS.bundle_bytes_max)
        if fields.uint(1) != 1:
            raise BadGenesis(f"version {fields.uint(1)} is not known here")
        entries = fields.each(2, LIMITS.recipients_max, fields.is_octets)
        authorities = [read_entry(suite, entry) for entry in entries]
        self.genesis = genesis
        self.exercise = fields.flag(3)
        self.reg = digest(GENESIS_LABEL, genesis)
        self.authorities = {authority.id: authority for authority in authorities}
        self.codes = {authority.code: authority for authority in authorities}
        if not authorities or len(self.authorities) < len(authorities) or len(self.codes) < len(authorities):
            raise BadGenesis("it names nobody, or an authority or a code twice")

    def authority(self, identifier: bytes) -> Authority:
        """The authority with this id; raises `UnknownAuthority`."""
        found = self.authorities.get(identifier)
        if found is None:
            raise UnknownAuthority(identifier.hex())
        return found

    def by_code(self, code: str) -> Authority:
        """The authority with this code; raises `UnknownAuthority`."""
        found = self.codes.get(code)
        if found is None:
            raise UnknownAuthority(code)
        return found

    def code(self, identifier: bytes) -> str:
        """What people call the authority; the beginning of its id where it is not known."""
        found = self.authorities.get(identifier)
        return found.code if found else f"unknown {identifier.hex()[:8]}"

    def state(self, identifier: bytes) -> str:
        """The state of the authority; empty for a body that is no state's, or where it is not known."""
        found = self.authorities.get(identifier)
        return found.state if found else ""

    def signing_key(self, reg: bytes, author: bytes) -> bytes:
        """The key that signs for the author as of `reg`; raises `UnknownRegistry` or `UnknownAuthority`."""
        if reg != self.reg:
            raise UnknownRegistry(reg)
        return self.authority(author).signing
