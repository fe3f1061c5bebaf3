"""The law register: treaties, parties, reservations, national law; each row signed, checked by others, amended openly.

A row may carry a file of the register, which nodes that rely on this register read over the one that comes with
lintas, once it is in force; a state's own law is entered by that state alone (`node/adopted.py`). An instrument is
followed from its negotiation to its end: whoever keeps its text records what happened to it, each state what it did.

Whoever is named checks a row. Any state may join the checkers; one that disputes holds it up until it checks again.
A row in force stays in force while its amendment is being checked. Whether it was law on a given day is in its dates.
"""

from __future__ import annotations

from lintas.dossier.declare import Item, begins, every, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Date, File, Text, choice
from lintas.kinds.parts.office import hand_over, take_over
from lintas.kinds.parts.papers import Reasons, Words

OFFER, HAND_OVER = hand_over("keeper")
PROPOSE, TAKE_OVER = take_over("keeper", by="state")


CONFIDENCES = ("read in the original", "read in a summary", "recalled", "reported by the state")


class Row(Body):
    """A row of law: what it says, from when to when, its source, and how sure we are of it.

    For programs: the path of a file of the register, as instruments/EXT_BN_TL.toml or laws/VN.toml, and its whole text.
    """

    instrument = Text
    article = Text.optional
    states = Text.optional
    row = Text
    file = Text.optional
    rows = Text.optional
    valid_from = Date.optional
    valid_to = Date.optional
    source = Text
    text = File.optional
    confidence = choice(*CONFIDENCES)


class Instrument(Body):
    """What is negotiated or concluded, among whom, and where its text is kept."""

    title = Text
    level = choice("treaty", "agreement between governments", "agreement between agencies", "arrangement for one case")
    functions = Text
    states = Text
    text = File.optional


class Version(Body):
    """The text as it stands, what changed in it, and the day."""

    what = Text
    on = Date
    text = File.optional


class Bond(Body):
    """When it was signed, ratified, accepted or left; by whom for us, and from which day it has effect for us."""

    on = Date
    by = Text
    effect_from = Date.optional
    text = File.optional


class Notification(Body):
    """A declaration, a reservation or a notification, its article, and from which day it has effect."""

    what = choice("declaration", "reservation", "central authority", "language", "withdrawal of a reservation", "other")
    text = Text
    article = Text.optional
    effect_from = Date.optional


OPEN_TO_ALL = some("depositary", "adopted, in force, amending")

INSTRUMENT = Item(
    "instrument",
    roles=(one("depositary"),),
    verbs=(
        may("depositary", "circulate a text", Version, at="negotiating", aside=True),
        may("depositary", "record that the text is adopted", Version, at="negotiating", to="adopted", persons=2),
        may("depositary", "record that negotiations ended", Reasons, at="negotiating, adopted", to="given up",
            persons=2, aside=True),
        may("state", "sign", Bond, at="-", to="signed", persons=2, needs=OPEN_TO_ALL),
        may("state", "ratify or accede", Bond, at="-, signed, left", to="bound", persons=2, needs=OPEN_TO_ALL),
        may("state", "notify", Notification, at="signed, bound, bound as amended"),
        may("depositary", "record the entry into force", Version, at="adopted", to="in force", persons=2,
            needs=some("state", "bound", least=2)),
        may("depositary", "circulate an amendment", Version, at="in force", to="amending", persons=2, aside=True),
        may("state", "accept the amendment", Bond, at="bound, bound as amended", to="bound as amended", persons=2,
            needs=some("depositary", "amending")),
        may("depositary", "record that the amendment is in force", Version, at="amending", to="in force", persons=2,
            needs=some("state", "bound as amended", since="circulate an amendment")),
        may("depositary", "record that the amendment failed", Reasons, at="amending", to="in force", persons=2),
        may("state", "denounce", Bond, at="bound, bound as amended", to="left", persons=2, aside=True),
        may("depositary", "record the termination", Version, at="in force, amending", to="terminated", persons=2,
            aside=True),
        may("depositary", "hand on the keeping", Words, seats="depositary", persons=2, aside=True),
        may("keeper", "close what its depositary left", Reasons, to="closed", persons=2, aside=True),
    ),
    phases=(
        phase("terminated", some("depositary", "terminated"), ends=True),
        phase("given up", some("depositary", "given up"), ends=True),
        phase("closed", some("keeper", "closed"), ends=True),
        phase("amendment circulated", some("depositary", "amending")),
        phase("in force", some("depositary", "in force"), rests=True),
        phase("two are bound", some("depositary", "adopted"), some("state", "bound", least=2)),
        phase("open for signature", some("depositary", "adopted"), rests=True),
        phase("under negotiation"),
    ),
)  # fmt: skip

AMENDED = "amend, amend what is in force"
RIGHT = some("checker", "found right", since=AMENDED, least=2)

DISPUTED = some("checker", "disputes")

ROW = Item(
    "row",
    roles=(one("owner"), many("checker")),
    verbs=(
        may("owner", "amend", Row, at="entered", persons=2, aside=True),
        may("owner", "amend what is in force", Row, at="in force, amending", to="amending", persons=2, aside=True),
        may("owner", "name another checker", Words, at="entered, in force, amending", seats="checker", aside=True),
        may("owner", "excuse a checker", Words, at="entered, in force, amending", unseats="checker", aside=True),
        may("state", "take part in checking", Words, takes="checker", aside=True),
        may("checker", "check", Reasons, at="-, found right, disputes", to="found right",
            needs=some("owner", "entered, amending")),
        may("checker", "dispute", Reasons, at="-, found right", to="disputes", aside=True),
        may("checker", "no longer dispute", at="disputes", to="found right", needs=some("owner", "in force")),
        may("owner", "put in force", at="entered, amending", to="in force", persons=2,
            needs=(RIGHT, no("checker", "disputes"))),
        may("owner", "repeal", Row, at="entered, in force, amending", to="repealed", persons=2, aside=True),
        may("keeper", "strike out what its owner left", Reasons, to="struck out", persons=2, aside=True),
    ),
    phases=(
        phase("repealed", some("owner", "repealed"), ends=True),
        phase("struck out", some("keeper", "struck out"), ends=True),
        phase("in force, disputed", some("owner", "in force"), DISPUTED),
        phase("in force", some("owner", "in force"), rests=True),
        phase("disputed", DISPUTED),
        phase("checked", RIGHT),
        phase("another checker is wanted", every("checker", "found right", since=AMENDED), rests=True),
        phase("nobody checks it", no("checker", "-, found right"), rests=True),
        phase("in force, amendment being checked", some("owner", "amending")),
        phase("being checked"),
    ),
)  # fmt: skip

KIND = kind(
    "law_register",
    "Law register",
    sentence="Every row says who entered it, who checked it, and whether it was law on the day of my request.",
    basis="decision of the senior officials",
    traits=frozenset({"register", "plain"}),
    roles=(one("keeper"), many("state")),
    verbs=(
        begins("open", Words, takes="keeper", seats="state", to="keeping"),
        may("keeper", "admit", Words, seats="state", aside=True),
        may("state", "leave", Words, leaves=True, aside=True),
        may("keeper, state", "enter", Row, opens="row", takes="owner", seats="checker", to="entered", persons=2),
        may("keeper, state", "begin an instrument", Instrument, opens="instrument", takes="depositary",
            to="negotiating", persons=2),
        OFFER,
        PROPOSE,
    ),
    phases=(phase("kept", rests=True),),
    items=(ROW, INSTRUMENT, HAND_OVER, TAKE_OVER),
)  # fmt: skip
