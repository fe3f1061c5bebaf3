"""The trust registry: states that all have admitted, each entering its own authorities, their keys and addresses.

It grows out of a genesis. The registry desk of one founding state founds it, every other founder confirms; each act
rests on the genesis (`reg`), so that every founder has signed it. A state is written by its one registry desk. A body
that is no state's enters itself and has no say in who is admitted. Bodies are plain: they hold no person, only what
each authority signed of itself. What makes a body valid is in `spec/registry.md`; the fold reads no body.

Once all have assented any state may record the admission, so that none can hold it up.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, SignedEntry, Text, choice
from lintas.kinds.parts.papers import Reasons


class Candidate(Body):
    """The entry of the registry desk of a state that is to be admitted, signed by that desk."""

    entry = SignedEntry
    words = Text.optional


class Entry(Body):
    """An authority's entry, signed by itself: its name, where it is reached, its keys, the hash of its next key."""

    entry = SignedEntry
    words = Text.optional


class Renewed(Entry):
    """The entry with another signing key, and why: `stolen` if somebody else may have the old one."""

    because = choice("time", "stolen", "lost")


class Tested(Body):
    """When the contact was last tried, and whether a person answered."""

    on = Date
    answered = choice("answered", "did not answer")


ASSENTED = every("state", "assents", since="change the entry")

CANDIDACY = Item(
    "candidacy",
    roles=(one("sponsor"), one("recorder")),
    verbs=(
        may("state", "assent", at="-, assents, took back", to="assents"),
        may("state", "take back assent", at="assents", to="took back", aside=True),
        may("sponsor", "change the entry", Candidate, at="proposes", aside=True),
        may("state", "admit", at="assents", to="admits", takes="recorder", seats="state", persons=2, needs=ASSENTED),
        may("sponsor", "drop", Reasons, at="proposes", to="dropped", aside=True),
    ),
    phases=(
        phase("admitted", some("recorder", "-"), ends=True),
        phase("dropped", some("sponsor", "dropped"), ends=True),
        phase("assented to by all", ASSENTED),
        phase("no state is left", no("state", "-, assents, took back, admits"), rests=True),
        phase("proposed"),
    ),
)

ENTRY = Item(
    "entry",
    roles=(one("keeper"),),
    verbs=(
        may("keeper", "amend", Entry, at="listed"),
        may("keeper", "renew keys", Renewed, at="listed", persons=2),
        may("keeper", "record a test", Tested, at="listed"),
        may("keeper", "suspend", Reasons, at="listed", to="suspended", aside=True),
        may("keeper", "restore", Entry, at="suspended", to="listed", persons=2, aside=True),
        may("keeper", "retire", Reasons, at="listed, suspended", to="retired", persons=2, aside=True),
    ),
    phases=(
        phase("retired", some("keeper", "retired"), ends=True),
        phase("suspended", some("keeper", "suspended"), rests=True),
        phase("listed", rests=True),
    ),
)

KIND = kind(
    "registry",
    "Registry",
    sentence="No state is let in unless all agree, nobody puts another out, and I keep my own keys.",
    basis="consensus of the member states",
    traits=frozenset({"register", "plain", "directory"}),
    roles=(many("state"), many("body")),
    verbs=(
        begins("found", takes="state", seats="state, body", to="member"),
        may("state, body", "confirm", at="-", to="member", persons=2),
        may("state", "propose a state", Candidate, at="member", opens="candidacy", takes="sponsor", to="proposes"),
        may("state, body", "list", Entry, at="member", opens="entry", takes="keeper", to="listed", persons=2),
        may("state, body", "leave", Reasons, leaves=True, persons=2, aside=True),
    ),
    phases=(
        phase("one has yet to confirm", some("state, body", "-")),
        phase("in force", rests=True),
    ),
    items=(CANDIDACY, ENTRY),
)
