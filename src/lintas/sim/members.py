"""The authorities of a simulated federation: keys, genesis, officers. All of it is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lintas.crypto.ports import Suite
from lintas.dossier.authority import Authority, commitment, write_entry, write_genesis
from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.node.author import OfficerAtWork
from lintas.node.desk import appoint, sign_in
from lintas.node.keys import Identity
from lintas.node.ports import Entropy
from lintas.node.state import Node
from lintas.wire.identifiers import digest

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Member:
    """An authority with its keys, and the seed of the signing key to which its entry commits it."""

    identity: Identity
    next_seed: bytes


def member(suite: Suite, number: int, entropy: Entropy) -> Member:
    """The authority with this number: the central authority of a state of its own."""
    letter = LETTERS[number]
    signer, issuing, recipient, next_seed = (
        suite.signer(entropy(32)),
        suite.signer(entropy(32)),
        entropy(32),
        entropy(32),
    )
    # Of the recipient's seed, so that the histories of the seeds that tests name stay what they were.
    lasting = suite.lasting_signer(digest("lintas/sim/lasting", recipient))
    code = f"{letter}{letter}-ca"
    authority = Authority(
        code=code,
        name=f"Central Authority {letter.upper()} (simulated)",
        state=2 * letter.upper(),
        category="central authority",
        signing=signer.public,
        recipient=suite.recipient_public(recipient),
        issuing=issuing.public,
        address=f"https://{code}.example",
        next_key=commitment(suite.signer(next_seed).public),
        lasting=lasting.public,
    )
    return Member(Identity(authority, signer, recipient, issuing, lasting=lasting), next_seed)


def genesis(members: Sequence[Member]) -> bytes:
    """The genesis that all of them signed."""
    entries = [write_entry(each.identity.authority, each.identity.signer) for each in members]
    return write_genesis(entries, exercise=True)


def officers(node: Node) -> tuple[OfficerAtWork, OfficerAtWork]:
    """Two officers of the node, signed in: one who acts and one who approves."""
    found = []
    for name, role in (("first", AUTHOR), ("second", APPROVER)):
        found.append(sign_in(node, name, appoint(node, name, (AUTHOR, APPROVER)).token, role))
    return found[0], found[1]
