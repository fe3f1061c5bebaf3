"""The keys of this node's authority: kept in the vault by what they are, found by the entry that names them.

An entry in the registry says which keys are in use. So a renewal needs no moment: the new keys are made and kept, the
registry desk enters them, and when that act is here the node uses them. A seed whose key was replaced stays for a while
where something may still come wrapped to it: `RECIPIENT_KEPT_MS`.

The seed of the next signing key is given out to be kept apart from the machine: who steals the vault cannot renew.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    """Keep a seed; its public key."""
    public = _public(suite, kind, seed, algorithm)
    vault.put_secret(_name(kind, public), seed)
    return public


def _public(suite: Suite, kind: str, seed: bytes, algorithm: Algorithm) -> bytes:
    if kind == RECIPIENT:
        return suite.recipient_public(seed)
    return (suite.lasting_signer(seed) if kind == LASTING else suite.signer(seed, algorithm)).public


def signer_of(suite: Suite, vault: Vault, public: bytes) -> Signer | None:
    """The signer with this public key, if its seed is here."""
    seed = vault.secret(_name(SIGNING, public))
    return suite.signer(seed, algorithm_of(public)) if seed else None


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
    issuing = vault.secret(_name(ISSUING, authority.issuing))
    lasting = vault.secret(_name(LASTING, authority.lasting)) if authority.lasting else None
    if signer is None or not issuing or (authority.lasting and not lasting):
        raise MissingKeys(authority.code)
    lasts = suite.lasting_signer(lasting) if lasting else None
    return Identity(authority, signer, b"", suite.signer(issuing), lasting=lasts)


def issuers(suite: Suite, vault: Vault, authority: Authority) -> list[Authority]:
    """The authority with each issuing key whose seed is here: one of them made each officer's certificate."""
    seeds = [seed for name in vault.secrets(ISSUING) if (seed := vault.secret(name))]
    return [replace(authority, issuing=suite.signer(seed).public) for seed in seeds]


def make_keys(suite: Suite, vault: Vault, entropy: Entropy, algorithm: Algorithm) -> tuple[Named, bytes]:
    """New keys, kept: what the entry says of them, and the seed of the next signing key, of the same algorithm."""
    next_seed = entropy(SEED_BYTES)
    return _made(suite, vault, entropy, entropy(SEED_BYTES), next_seed, algorithm), next_seed


def renew(suite: Suite, vault: Vault, entropy: Entropy, now: Authority, next_seed: bytes) -> tuple[Authority, bytes]:
    """The authority with new keys, kept, the signing key being the one it was committed to; the seed of the next one,
    which is of the same algorithm.

    Raises `NotTheNextKey`.
    """
    algorithm = _committed(suite, next_seed, now)
    if algorithm is None:
        raise NotTheNextKey()
    following = entropy(SEED_BYTES)
    return now.following(**_made(suite, vault, entropy, next_seed, following, algorithm)), following


def _committed(suite: Suite, seed: bytes, authority: Authority) -> Algorithm | None:
    """The algorithm for which this seed gives the key to which the authority committed itself."""
    publics = ((each, suite.signer(seed, each).public) for each in Algorithm)
    return next((each for each, public in publics if commitment(public) == authority.next_key), None)


def _made(suite: Suite, vault: Vault, entropy: Entropy, seed: bytes, next_seed: bytes, algorithm: Algorithm) -> Named:
    fresh = {kind: keep(suite, vault, kind, entropy(SEED_BYTES)) for kind in (RECIPIENT, ISSUING, LASTING)}
    return {
        "signing": keep(suite, vault, SIGNING, seed, algorithm),
        "recipient": fresh[RECIPIENT],
        "issuing": fresh[ISSUING],
        "lasting": fresh[LASTING],
        "next_key": commitment(suite.signer(next_seed, algorithm).public),
    }


def signers_beyond(suite: Suite, vault: Vault, known: Iterable[bytes]) -> list[Signer]:
    """The signers in the vault that the registry, as far as it is here, does not know: made for a renewal."""
    seeds = (vault.secret(name) for name in vault.secrets(SIGNING))
    return [signer for seed in seeds if seed and (signer := suite.signer(seed)).public not in set(known)]


def renewal_asked(suite: Suite, vault: Vault, authority: Authority) -> bool:
    """Whether the key to which this entry commits its authority is in the vault already: new keys were made."""
    seeds = (vault.secret(name) for name in vault.secrets(SIGNING))
    return any(_committed(suite, seed, authority) for seed in seeds if seed)


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
