"""The keys of this node's authority: kept in the vault by what they are, found by the entry that names them.

An entry in the registry says which keys are in use. So a renewal needs no moment: the new keys are made and kept, the
registry desk enters them, and when that act is here the node uses them. A seed whose key was replaced stays for a while
where something may still come wrapped to it: `RECIPIENT_KEPT_MS`.

The seed of the next signing key is given out to be kept apart from the machine: who steals the vault cannot renew. A
node with a hardware module keeps its signing keys there, and here only that they are: they are made in the module, and
the next one is brought into it when it is used, so that an authority outlives the loss of its module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypedDict

from lintas.crypto.ports import Algorithm, Signer, Suite, algorithm_of
from lintas.dossier.authority import Authority, commitment, write_entry
from lintas.log.both import LogSigner
from lintas.node.ports import Entropy, Vault
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import digest, show

SIGNING, RECIPIENT, ISSUING = "identity/signing/", "identity/recipient/", "identity/issuing/"
LASTING = "identity/lasting/"
REPLACED = "identity/replaced/"
IN_MODULE = "identity/in-module/"
"""Public keys that sign, of which the private half is in the hardware module and no seed is here."""
SEED_BYTES = 32
RECIPIENT_KEPT_MS = 90 * 24 * 60 * 60 * 1000
_LABEL = "lintas/seed/1"


class Named(TypedDict):
    """What an entry says of its keys, by field of `Authority`."""

    signing: bytes
    recipient: bytes
    issuing: bytes
    lasting: bytes
    next_key: bytes


class MissingKeys(LintasError):
    """The vault lacks the keys of this authority's entry: it is another node's, or an old copy, or was lost."""

    def __init__(self, code: str) -> None:
        self.code = code


class InModule(MissingKeys):
    """The keys of this authority are in a hardware module, and the settings name none."""


class NotTheNextKey(LintasError):
    """The key is not the one to which the authority committed itself."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the node speaks for, with its keys; `older_seeds` open what was wrapped to keys that were replaced.
    `recipient_seed` is empty where it was destroyed. `lasting` is None where the entry names no lasting key.
    """

    authority: Authority
    signer: Signer
    recipient_seed: bytes
    issuing: Signer
    older_seeds: tuple[bytes, ...] = ()
    lasting: Signer | None = None

    @property
    def log_signer(self) -> LogSigner:
        """What signs our checkpoints, and cosigns those of others."""
        return LogSigner(self.signer, self.lasting)


def keep(suite: Suite, vault: Vault, kind: str, seed: bytes, algorithm: Algorithm = Algorithm.ED25519) -> bytes:
    """Keep a seed; its public key, which is of this algorithm if it is a signing key: then it goes into the hardware
    module, where there is one. Raises `TokenTrouble`.
    """
    public = _public(suite, kind, seed, algorithm)
    if kind == SIGNING and vault.module:
        vault.module.take(algorithm, seed, public)
        return _mark(vault, kind, public)
    vault.put_secret(_name(kind, public), seed)
    return public


def _fresh(suite: Suite, vault: Vault, entropy: Entropy, kind: str, algorithm: Algorithm = Algorithm.ED25519) -> bytes:
    """The public half of a new key that signs, kept; made in the hardware module, where there is one."""
    if vault.module:
        return _mark(vault, kind, vault.module.make(algorithm))
    return keep(suite, vault, kind, entropy(SEED_BYTES), algorithm)


def _mark(vault: Vault, kind: str, public: bytes) -> bytes:
    vault.put_secret(IN_MODULE + _name(kind, public), public)
    return public


def in_module(vault: Vault, kind: str = "") -> list[bytes]:
    """The public keys of which the private half is in the hardware module."""
    return [public for name in vault.secrets(IN_MODULE + kind) if (public := vault.secret(name))]


def _public(suite: Suite, kind: str, seed: bytes, algorithm: Algorithm) -> bytes:
    if kind == RECIPIENT:
        return suite.recipient_public(seed)
    return (suite.lasting_signer(seed) if kind == LASTING else suite.signer(seed, algorithm)).public


def signer_of(suite: Suite, vault: Vault, public: bytes) -> Signer | None:
    """The signer with this public key, if its seed is here or in the module."""
    return _signer(suite, vault, SIGNING, public)


def _signer(suite: Suite, vault: Vault, kind: str, public: bytes) -> Signer | None:
    if vault.module and vault.secret(IN_MODULE + _name(kind, public)):
        return vault.module.signer(public)
    seed = vault.secret(_name(kind, public))
    return suite.signer(seed, algorithm_of(public)) if seed else None


def _kept(suite: Suite, vault: Vault, kind: str) -> Iterator[bytes]:
    """The public keys of a kind that signs of which the private half is here or in the module."""
    yield from in_module(vault, kind)
    for name in vault.secrets(kind):
        publics = (suite.signer(seed, each).public for each in Algorithm if (seed := vault.secret(name)))
        yield from (public for public in publics if _name(kind, public) == name)


def identity_of(suite: Suite, vault: Vault, authority: Authority) -> Identity:
    """The identity of an authority as of its entry; raises `MissingKeys`."""
    recipient = vault.secret(_name(RECIPIENT, authority.recipient))
    if not recipient:
        raise MissingKeys(authority.code)
    older = (vault.secret(name) for name in vault.secrets(RECIPIENT))
    others = tuple(seed for seed in older if seed and seed != recipient)
    return replace(_signing(suite, vault, authority), recipient_seed=recipient, older_seeds=others)


def first_identity(suite: Suite, vault: Vault, authority: Authority) -> Identity:
    """The identity of an authority as of the entry with which its node began; raises `MissingKeys`.

    Its key to receive may have been replaced and destroyed: there is nothing then that it opens.
    """
    try:
        return identity_of(suite, vault, authority)
    except MissingKeys:
        if vault.secret(_name(REPLACED, authority.recipient)) is None:
            raise
    return _signing(suite, vault, authority)


def _signing(suite: Suite, vault: Vault, authority: Authority) -> Identity:
    """The keys with which an authority signs as of its entry; raises `MissingKeys`."""
    signer = signer_of(suite, vault, authority.signing)
    issuing = _signer(suite, vault, ISSUING, authority.issuing)
    lasting = vault.secret(_name(LASTING, authority.lasting)) if authority.lasting else None
    if signer is None or issuing is None or (authority.lasting and not lasting):
        elsewhere = not vault.module and authority.signing in in_module(vault)
        raise InModule(authority.code) if elsewhere else MissingKeys(authority.code)
    lasts = suite.lasting_signer(lasting) if lasting else None
    return Identity(authority, signer, b"", issuing, lasting=lasts)


def issuers(suite: Suite, vault: Vault, authority: Authority) -> list[Authority]:
    """The authority with each issuing key that it has: one of them made each officer's certificate."""
    return [replace(authority, issuing=public) for public in _kept(suite, vault, ISSUING)]


def make_keys(suite: Suite, vault: Vault, entropy: Entropy, algorithm: Algorithm) -> tuple[Named, bytes]:
    """New keys, kept: what the entry says of them, and the seed of the next signing key, of the same algorithm."""
    next_seed = entropy(SEED_BYTES)
    signing = _fresh(suite, vault, entropy, SIGNING, algorithm)
    return _made(suite, vault, entropy, signing, next_seed), next_seed


def renew(suite: Suite, vault: Vault, entropy: Entropy, now: Authority, next_seed: bytes) -> tuple[Authority, bytes]:
    """The authority with new keys, kept, the signing key being the one it was committed to; the seed of the next one,
    which is of the same algorithm.

    Raises `NotTheNextKey`.
    """
    algorithm = _committed(suite, next_seed, now)
    if algorithm is None:
        raise NotTheNextKey()
    following = entropy(SEED_BYTES)
    signing = keep(suite, vault, SIGNING, next_seed, algorithm)
    return now.following(**_made(suite, vault, entropy, signing, following)), following


def _committed(suite: Suite, seed: bytes, authority: Authority) -> Algorithm | None:
    """The algorithm for which this seed gives the key to which the authority committed itself."""
    publics = ((each, suite.signer(seed, each).public) for each in Algorithm)
    return next((each for each, public in publics if commitment(public) == authority.next_key), None)


def _made(suite: Suite, vault: Vault, entropy: Entropy, signing: bytes, next_seed: bytes) -> Named:
    """What an entry says of its keys: the signing key, which is kept, and new ones beside it.

    The key that signs certificates is of Ed25519 like all that officers have. It is in the module where that signs with
    Ed25519, and no lasting key is: few modules know ML-DSA.
    """
    algorithm = algorithm_of(signing)
    here = vault.module is None or algorithm is not Algorithm.ED25519
    return {
        "signing": signing,
        "recipient": keep(suite, vault, RECIPIENT, entropy(SEED_BYTES)),
        "issuing": keep(suite, vault, ISSUING, entropy(SEED_BYTES)) if here else _fresh(suite, vault, entropy, ISSUING),
        "lasting": keep(suite, vault, LASTING, entropy(SEED_BYTES)),
        "next_key": commitment(suite.signer(next_seed, algorithm).public),
    }


def signers_beyond(suite: Suite, vault: Vault, known: Iterable[bytes]) -> list[Signer]:
    """The signers in the vault that the registry, as far as it is here, does not know: made for a renewal."""
    beyond = set(_kept(suite, vault, SIGNING)) - set(known)
    return [signer for public in sorted(beyond) if (signer := signer_of(suite, vault, public))]


def renewal_asked(suite: Suite, vault: Vault, authority: Authority) -> bool:
    """Whether the key to which this entry commits its authority is in the vault already: new keys were made."""
    return any(commitment(public) == authority.next_key for public in _kept(suite, vault, SIGNING))


def seed_of(text: str) -> bytes:
    """The seed in a file of a next key; raises `NotTheNextKey` if there is none in it."""
    try:
        seed = bytes.fromhex(text.strip())
    except ValueError:
        raise NotTheNextKey() from None
    if len(seed) != SEED_BYTES:
        raise NotTheNextKey()
    return seed


def entry_of(suite: Suite, vault: Vault, authority: Authority) -> bytes:
    """The entry of this authority, signed with its key; raises `MissingKeys`."""
    signer = signer_of(suite, vault, authority.signing)
    if signer is None:
        raise MissingKeys(authority.code)
    return write_entry(authority, signer)


def destroy_old(suite: Suite, vault: Vault, identity: Identity, now_ms: int) -> int:
    """Destroy the seeds to receive that were replaced `RECIPIENT_KEPT_MS` ago; how many.

    When each was replaced is noted here, at the first call after it.
    """
    destroyed = 0
    for seed in identity.older_seeds:
        public = suite.recipient_public(seed)
        since = vault.secret(_name(REPLACED, public))
        if since is None:
            vault.put_secret(_name(REPLACED, public), now_ms.to_bytes(8, "big"))
        elif now_ms - int.from_bytes(since, "big") > RECIPIENT_KEPT_MS:
            vault.put_secret(_name(RECIPIENT, public), b"")
            destroyed += 1
    return destroyed


def _name(kind: str, public: bytes) -> str:
    return kind + show(digest(_LABEL, public)[:15])
