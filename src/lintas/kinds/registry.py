"""The trust registry: states that all have admitted, each entering its own authorities, their nodes and their desks.

It grows out of a genesis. The registry desk of one founding state founds it, every other founder confirms; each act
rests on the genesis (`reg`), so that every founder has signed it. A state is written by its one registry desk. A body
that is no state's enters itself and has no say in who is admitted. Bodies are plain: they hold no person, only what
each authority signed of itself, and which desks it has. What makes a body valid is in `spec/registry.md`; the fold
reads no body.

Once all have assented any state may record the admission, so that none can hold it up. The office of a state's desk
passes on, and a desk that lost its key gets a new one, within the state: never by an act of another.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, Party, SignedEntry, SignedLocation, Text, choice
from lintas.kinds.parts.papers import Reasons


class Candidate(Body):
    """The entry of the registry desk of a state that is to be admitted, signed by that desk."""

    entry = SignedEntry
    words = Text.optional


class Entry(Body):
    """An authority's entry, signed by itself: its name, its keys, the hash of its next key."""

    entry = SignedEntry
    words = Text.optional


class Renewed(Entry):
    """The entry with another signing key, and why: `stolen` if somebody else may have the old one."""

    because = choice("time", "stolen", "lost")


class Placed(Body):
    """Where the authority's node is reached and who runs it, signed by the authority."""

    location = SignedLocation
    words = Text.optional


class Desk(Body):
    """A place of work of an authority: what it does, when a person is there, in which languages, how it is reached.

    Name no person: give the telephone or the mailbox of the desk.
    """

    authority = Party
    name = Text
    does = choice(
        "hotline", "duty desk", "central authority", "registry desk", "asset recovery", "cybercrime", "immigration",
        "victims", "liaison", "node operator", "other",
    ).several  # fmt: skip
    answers = choice("at all hours", "in working hours", "by appointment")
    languages = Text
    contact = Text
    words = Text.optional


class Tested(Body):
    """When the contact was last tried, and whether a person answered."""

    on = Date
    answered = choice("answered", "did not answer")


LISTED = "listed"
BARE = frozenset({"admit", "renew the desk's keys", "hand on the office"})
"""The verbs that enter an entry at no item `entry`: there is nothing that could be suspended."""

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

NODE = Item(
    "node",
    roles=(one("keeper"),),
    verbs=(may("keeper", "move the node", Placed, at="in place"),),
    phases=(phase("in place", rests=True),),
)

DESK = Item(
    "desk",
    roles=(one("keeper"),),
    verbs=(
        may("keeper", "change the desk", Desk, at="listed"),
        may("keeper", "record a test", Tested, at="listed"),
        may("keeper", "close the desk", Reasons, at="listed", to="closed", aside=True),
    ),
    phases=(phase("closed", some("keeper", "closed"), ends=True), phase("listed", rests=True)),
)

KIND = kind(
    "registry",
    "Registry",
    sentence="No state is let in unless all agree, nobody puts another out, and I keep my own keys.",
    basis="consensus of the member states",
    traits=frozenset({"register", "plain", "directory"}),
    roles=(many("state"), many("body"), many("deputy")),
    verbs=(
        begins("found", takes="state", seats="state, body", to="member"),
        may("state, body", "confirm", at="-", to="member", persons=2),
        may("state", "propose a state", Candidate, at="member", opens="candidacy", takes="sponsor", to="proposes"),
        may("state, body", "list", Entry, at="member", opens="entry", takes="keeper", to="listed", persons=2),
        may("state, body", "place a node", Placed, at="member", opens="node", takes="keeper", to="in place"),
        may("state, body", "list a desk", Desk, at="member", opens="desk", takes="keeper", to="listed"),
        may("state", "name a deputy", at="member", seats="deputy", persons=2, aside=True),
        may("deputy", "renew the desk's keys", Renewed, persons=2, aside=True),
        may("state", "hand on the office", Renewed, at="member", seats="state", leaves=True, persons=2, aside=True),
        may("state, body, deputy", "leave", Reasons, leaves=True, persons=2, aside=True),
    ),
    phases=(
        phase("one has yet to confirm", some("state, body", "-")),
        phase("in force", rests=True),
    ),
    items=(CANDIDACY, ENTRY, NODE, DESK),
)
