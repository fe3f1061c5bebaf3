"""The authorities of a simulated federation: keys, genesis, officers. All of it is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lintas.crypto.ports import Suite
from lintas.dossier.authority import Authority, commitment, write_entry, write_genesis
from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.node.desk import appoint, sign_in
from lintas.node.keys import ISSUING, LASTING, RECIPIENT, SIGNING, Identity, keep
from lintas.node.order import OfficerAtWork
from lintas.node.ports import Entropy, Vault
from lintas.node.state import Node
from lintas.wire.identifiers import digest

OFFICERS: Final = ("first", "second")
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Member:
    """An authority with its keys, the seeds of those (to sign, to receive, to issue, to last), and the seed of the
    signing key to which its entry commits it.
    """

    identity: Identity
    seeds: tuple[bytes, bytes, bytes, bytes]
    next_seed: bytes

    def keep_keys(self, suite: Suite, vault: Vault) -> None:
        """Put the seeds into the vault of its node, as `node init` does."""
        for kind, seed in zip((SIGNING, RECIPIENT, ISSUING, LASTING), self.seeds, strict=True):
            keep(suite, vault, kind, seed)


def member(suite: Suite, number: int, entropy: Entropy, state: str = "", *, desk: bool = False) -> Member:
    """The authority with this number: the central authority of a state of its own, or one more of that state. `desk`:
    its entry says that it is the registry desk, as that of a state must which is to be admitted.
    """
    letter = LETTERS[number]
    signing_seed, issuing_seed, recipient, next_seed = (entropy(32) for _ in range(4))
    signer, issuing = suite.signer(signing_seed), suite.signer(issuing_seed)
    # Of the recipient's seed, so that the histories of the seeds that tests name stay what they were.
    lasting_seed = digest("lintas/sim/lasting", recipient)
    lasting = suite.lasting_signer(lasting_seed)
    code = f"{letter}{letter}-ca"
    authority = Authority(
        code=code,
        name=f"Central Authority {letter.upper()} (simulated)",
        state=state or 2 * letter.upper(),
        category="central authority",
        signing=signer.public,
        recipient=suite.recipient_public(recipient),
        issuing=issuing.public,
        address=f"https://{code}.example",
        next_key=commitment(suite.signer(next_seed).public),
        lasting=lasting.public,
        desk=desk,
    )
    seeds = (signing_seed, recipient, issuing_seed, lasting_seed)
    return Member(Identity(authority, signer, recipient, issuing, lasting=lasting), seeds, next_seed)


def genesis(members: Sequence[Member]) -> bytes:
    """The genesis that all of them signed."""
    entries = [write_entry(each.identity.authority, each.identity.signer) for each in members]
    return write_genesis(entries, exercise=True)


def tokens(node: Node) -> tuple[str, str]:
    """With which two new officers of the node sign in."""
    one, other = (appoint(node, name, (AUTHOR, APPROVER)).token for name in OFFICERS)
    return one, other


def officers(node: Node, tokens: tuple[str, str]) -> tuple[OfficerAtWork, OfficerAtWork]:
    """The two officers of the node, signed in: one who acts and one who approves."""
    one, other = tokens
    return sign_in(node, OFFICERS[0], one, AUTHOR), sign_in(node, OFFICERS[1], other, APPROVER)
