"""What a check found: each fault by a code, where it is, the facts, and plain words for people.

A *fault* means that something is not what it claims to be. A *doubt* could not be settled from what is there. A *note*
is no accusation: the reader should know it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from lintas.node.plain import plain


class Severity(Enum):
    """How much a finding weighs."""

    FAULT = "fault"
    DOUBT = "doubt"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found. `where` names the act, file or row; `facts` are text and numbers."""

    severity: Severity
    code: str
    where: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The finding in plain words, on one line, whatever others wrote into its facts."""
        return plain(WORDS[self.code][1].format_map(_Facts(self.facts)))

    def __str__(self) -> str:
        return f"{self.severity.value}: {plain(self.where)}: {self.words} [{self.code}]"


class _Facts(dict[str, str | int]):
    def __missing__(self, key: str) -> str:
        return f"({key} not known)"


def found(code: str, where: str, **facts: str | int) -> Finding:
    """A finding, as heavy as its code says."""
    return Finding(WORDS[code][0], code, where, facts)


_F, _D, _N = Severity.FAULT, Severity.DOUBT, Severity.NOTE

WORDS: Final[Mapping[str, tuple[Severity, str]]] = {
    # The file and its parts.
    "bad-container": (_F, "this is not an evidence file as lintas writes it: {why}"),
    "bad-case": (_F, "the case in this file cannot be read: {why}"),
    "extra-file": (_F, "this entry is in the file though no act speaks of it; whoever added it, the parties did not"),
    "text-altered": (_F, "this page was altered: it is not the one that follows from the acts"),
    "text-not-compared": (_D, "do not rely on this page: it was not compared with the acts, since this program {why}"),
    "bad-genesis": (_F, "the founding file of the federation does not hold: {why}"),
    "other-genesis": (_F, "the founding file is another one than expected: its hash is {hash}"),
    "genesis-not-compared": (
        _N,
        "all rests on the founding file with the hash {hash}: compare it with the one that the authorities published",
    ),
    # Acts.
    "unreadable-act": (_F, "the act cannot be read: {why}"),
    "bad-signature": (_F, "the act was altered, or signed by nobody of this federation: {author} did not sign this"),
    "wrong-signer": (_F, "the act names {author} as its author and is signed with the key of {signer}"),
    "bad-registry-act": (_F, "an act of the registry does not hold, or enters nothing: {why}"),
    "unknown-author": (_F, "nothing here says that the author had the key that signed: {why}"),
    "wrong-dossier": (_F, "the act belongs to another dossier: {dossier}"),
    "double-act": (_F, "the act is here twice"),
    "missing-act": (_F, "an act that this one rests on is missing: {missing}"),
    "act-known-elsewhere": (_D, "{peer} had an act that is not here, on its way or left out: {missing}"),
    "past-unproven": (_D, "the act rests on one that is not proven: {missing}"),
    "broken-chain": (_F, "the act does not continue its author's chain: {why}"),
    "fork": (_F, "{author} signed two acts as its number {sequence}: this one and {other}"),
    "not-admitted": (_F, "the dossier does not admit the act, by rule {rule}: {why}"),
    "not-judged": (_N, "the acts could not be judged: unknown kind {kind}, version {version}"),
    "declaration-altered": (_F, "the declaration of the kind is not the one that the first act names"),
    "no-declaration": (_N, "the declaration of the kind is not in the file"),
    "no-first-act": (_F, "the act that opened the dossier is missing or not proven"),
    # Bodies and those who answer for them.
    "tampered-body": (_F, "the sealed body is not the one that {author} signed"),
    "wrong-key": (_F, "the key is not the one that {author} committed to when it signed"),
    "bad-body": (_F, "the body does not open, or says nothing that can be read: {why}"),
    "body-without-act": (_F, "there is a body or a key, and the act has none"),
    "sealed": (_N, "the body could not be opened by the exporter; what it says is not shown"),
    "corrected": (_N, "{author} corrected what the act says, by {by}: read that with it"),
    "disowned": (_N, "{author} disowned the act, by {by}: its key was stolen; it has no effect"),
    "disowned-after-receipt": (_N, "{author} disowned the act, by {by}, after {peers} had received and cited it"),
    "recalled": (_N, "{author} recalled what the act said, by {by}; the header alone is proven"),
    "recalled-here": (_N, "{author} recalled what the act says, by {by}, and the exporter still had it"),
    "no-body": (_N, "the body is not here; the header alone is proven"),
    "body-not-in-form": (_D, "a field is not as the verb asks for: {field}: {why}"),
    "audience-unknown": (_D, "the list of readers is not here, so that the officers' answers could not be checked"),
    "audience-differs": (_F, "the list of readers in the vault is not the one in the act that began the epoch"),
    "too-few-officers": (_F, "{found} officers answer for the act, and {needed} must"),
    "not-certified": (_F, "the officer {pseudonym} was not certified: {why}"),
    "unknown-method": (_D, "an officer answers by a method that this program cannot check: {method}"),
    "officer-proof": (_F, "an officer's answer does not belong to this act: {why}"),
    # Attachments.
    "tampered-file": (_F, "the file is not the one that the act describes: {why}"),
    "missing-file": (_F, "the file {name} is missing, though the exporter did not say that it lacked it"),
    "file-not-here": (_N, "the exporter did not have the file {name}: {why}"),
    "attachments-differ": (_D, "the header names other files than the body"),
    "missing-chunk": (_D, "a chunk of {name} is not here; it can be fetched again"),
    "damaged-chunk": (_F, "a chunk of {name} is damaged: {why}"),
    # The log, its witnesses, receipts.
    "bad-inclusion": (_F, "the log does not hold the act at the place that is claimed: {why}"),
    "out-of-order": (_F, "the act does not lie behind the one before it in the log"),
    "no-checkpoint": (_F, "there is no checkpoint of the exporter's log"),
    "checkpoint-forged": (_F, "a checkpoint is not one that {author} signed: {why}"),
    "checkpoint-contradicts": (_F, "two checkpoints of {author} contradict each other: {why}"),
    "log-contradicts": (_F, "{author} stated two different logs of size {size}"),
    "impossible-log": (_F, "{author} stated a log that cannot be: {why}"),
    "log-rewound": (_D, "the log of {author} had {before} acts and later {after}: rewound, or its clock was wrong"),
    "cosignature-forged": (_F, "a cosignature is not one that {witness} made"),
    "half-signed": (_D, "a cosignature of {witness} counts for nothing: that of its {lacks} is not there"),
    "not-lasting": (
        _N,
        "{author} has no lasting key: what it signed of this log holds for as long as nobody can forge its signatures",
    ),
    "not-witnessed": (_N, "no other authority has cosigned a checkpoint of this log"),
    "receipt-forged": (_F, "a receipt is not one that its authority signed for the exporter: {why}"),
    "refused-by": (_N, "{peer} refused the act: {error}"),
    # The store of a node.
    "damaged-store": (_F, "the database is damaged: {why}"),
    "unreadable-row": (_F, "the row cannot be read: {why}"),
    "gap": (_F, "the positions have a gap: expected {expected}, found {found}"),
    "wrong-id": (_F, "the row names another act than its bytes are: {id}"),
    "wrong-column": (_F, "the column {column} says something else than the act"),
    "frontier-differs": (_F, "the log's frontier is not that of the acts: {why}"),
    "checkpoint-differs": (_F, "the checkpoint at size {size} is not one of this log: {why}"),
    "evidence-forged": (_F, "the statement is not one that {peer} signed for this node: {why}"),
    "evidence-differs": (_F, "the column {column} says something else than the statement"),
    "cursor-beyond": (_F, "{peer} confirmed more than there is: {upto} of {size}"),
    "later-version": (_N, "the act is of version {version}, which this program does not know; it is kept"),
    "bad-waiting": (_F, "a waiting act cannot be read: {why}"),
    "lost-key": (_D, "the body is here and its key is not"),
    "verdict-differs": (_F, "judged again, the act is {again}, and the node holds it for {held}"),
    "bad-witnessed": (_F, "the checkpoint that we cosigned cannot be read: {why}"),
}
"""Each code with its weight and its words."""
