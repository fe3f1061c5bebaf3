"""The keys of this node's authority: kept in the vault by what they are, found by the entry that names them.

An entry in the registry says which keys are in use. So a renewal needs no moment: the new keys are made and kept, the
registry desk enters them, and when that act is here the node uses them. A seed whose key was replaced stays for a while
where something may still come wrapped to it: `RECIPIENT_KEPT_MS`.

The seed of the next signing key is given out to be kept apart from the machine: who steals the vault cannot renew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lintas.crypto.ports import Signer, Suite
from lintas.dossier.authority import Authority, commitment, write_entry
from lintas.node.ports import Entropy, Vault
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import digest, show

SIGNING, RECIPIENT, ISSUING = "identity/signing/", "identity/recipient/", "identity/issuing/"
REPLACED = "identity/replaced/"
SEED_BYTES = 32
RECIPIENT_KEPT_MS = 90 * 24 * 60 * 60 * 1000
_LABEL = "lintas/seed/1"


class MissingKeys(LintasError):
    """The vault lacks the keys of this authority's entry: it is another node's, or an old copy, or was lost."""

    def __init__(self, code: str) -> None:
        self.code = code


class NotTheNextKey(LintasError):
    """The key is not the one to which the authority committed itself."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the node speaks for, with its keys; `older_seeds` open what was wrapped to keys that were replaced.
    `recipient_seed` is empty where it was destroyed.
    """

    authority: Authority
    signer: Signer
    recipient_seed: bytes
    issuing: Signer
    older_seeds: tuple[bytes, ...] = ()


def keep(suite: Suite, vault: Vault, kind: str, seed: bytes) -> bytes:
    """Keep a seed; its public key."""
    public = suite.recipient_public(seed) if kind == RECIPIENT else suite.signer(seed).public
    vault.put_secret(_name(kind, public), seed)
    return public


def signer_of(suite: Suite, vault: Vault, public: bytes) -> Signer | None:
    """The signer with this public key, if its seed is here."""
    seed = vault.secret(_name(SIGNING, public))
    return suite.signer(seed) if seed else None


def identity_of(suite: Suite, vault: Vault, authority: Authority) -> Identity:
    """The identity of an authority as of its entry; raises `MissingKeys`."""
    named = ((SIGNING, authority.signing), (RECIPIENT, authority.recipient), (ISSUING, authority.issuing))
    seeds = [vault.secret(_name(kind, public)) for kind, public in named]
    signing, recipient, issuing = (seed or b"" for seed in seeds)
    if not all(seeds):
        raise MissingKeys(authority.code)
    older = (vault.secret(name) for name in vault.secrets(RECIPIENT))
    others = tuple(seed for seed in older if seed and seed != recipient)
    return Identity(authority, suite.signer(signing), recipient, suite.signer(issuing), others)


def first_identity(suite: Suite, vault: Vault, authority: Authority) -> Identity:
    """The identity of an authority as of the entry with which its node began; raises `MissingKeys`.

    Its key to receive may have been replaced and destroyed: there is nothing then that it opens.
    """
    try:
        return identity_of(suite, vault, authority)
    except MissingKeys:
        if vault.secret(_name(REPLACED, authority.recipient)) is None:
            raise
    signer = signer_of(suite, vault, authority.signing)
    issuing = vault.secret(_name(ISSUING, authority.issuing))
    if signer is None or not issuing:
        raise MissingKeys(authority.code)
    return Identity(authority, signer, b"", suite.signer(issuing))


def issuers(suite: Suite, vault: Vault, authority: Authority) -> list[Authority]:
    """The authority with each issuing key whose seed is here: one of them made each officer's certificate."""
    seeds = [seed for name in vault.secrets(ISSUING) if (seed := vault.secret(name))]
    return [replace(authority, issuing=suite.signer(seed).public) for seed in seeds]


def make_keys(suite: Suite, vault: Vault, entropy: Entropy) -> tuple[bytes, bytes, bytes, bytes, bytes]:
    """New keys, kept: public keys to sign, receive and issue, the commitment to the next key, and the seed of that."""
    publics = [keep(suite, vault, kind, entropy(SEED_BYTES)) for kind in (SIGNING, RECIPIENT, ISSUING)]
    next_seed = entropy(SEED_BYTES)
    return publics[0], publics[1], publics[2], commitment(suite.signer(next_seed).public), next_seed


def renew(suite: Suite, vault: Vault, entropy: Entropy, now: Authority, next_seed: bytes) -> tuple[Authority, bytes]:
    """The authority with new keys, kept, the signing key being the one it was committed to; the seed of the next one.

    Raises `NotTheNextKey`.
    """
    if commitment(suite.signer(next_seed).public) != now.next_key:
        raise NotTheNextKey()
    signing = keep(suite, vault, SIGNING, next_seed)
    recipient, issuing = (keep(suite, vault, kind, entropy(SEED_BYTES)) for kind in (RECIPIENT, ISSUING))
    following = entropy(SEED_BYTES)
    commits = commitment(suite.signer(following).public)
    return now.following(signing=signing, recipient=recipient, issuing=issuing, next_key=commits), following


def signers_beyond(suite: Suite, vault: Vault, known: Iterable[bytes]) -> list[Signer]:
    """The signers in the vault that the registry, as far as it is here, does not know: made for a renewal."""
    seeds = (vault.secret(name) for name in vault.secrets(SIGNING))
    return [signer for seed in seeds if seed and (signer := suite.signer(seed)).public not in set(known)]


def renewal_asked(suite: Suite, vault: Vault, authority: Authority) -> bool:
    """Whether the key to which this entry commits its authority is in the vault already: new keys were made."""
    seeds = (vault.secret(name) for name in vault.secrets(SIGNING))
    return any(commitment(suite.signer(seed).public) == authority.next_key for seed in seeds if seed)


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
