"""Cyber incident: response teams tell each other what they see and who else is hit, apart from any case.

No person is named and nothing here is evidence: what a prosecutor needs is preserved and asked for elsewhere.
Indicators travel as files in STIX 2.1 or MISP form, with their markings.
"""

from __future__ import annotations

from datetime import timedelta

from lintas.dossier.declare import Item, Total, begins, clock, kind, many, may, no, one, phase, some
from lintas.dossier.meanings import Body, Count, Date, File, Link, Secret, Text, choice, codes
from lintas.kinds.parts.papers import Reasons, Words

SEVERITY = {"severe": timedelta(hours=1), "significant": timedelta(hours=8), "to know": timedelta(days=3)}

TLP = codes(
    ("TLP:RED", "for the named recipients only"),
    ("TLP:AMBER+STRICT", "for the recipients' own organisation only"),
    ("TLP:AMBER", "for the recipients' organisation and its clients, as needed"),
    ("TLP:GREEN", "for the recipients' community, not in public"),
    ("TLP:CLEAR", "free to share"),
)


class Incident(Body):
    """What was attacked and how, since when, how severe, what others should look for, and how it may be shared."""

    severity = choice(*SEVERITY)
    sort = choice("ransomware", "intrusion", "denial of service", "fraud site or mail", "supply chain", "data leak",
                  "other")  # fmt: skip
    sectors = Text
    first_seen = Date.optional
    seen = Secret
    look_for = Text
    sharing = TLP


class Affected(Body):
    """How far we are affected, counted in systems, and what we ask for."""

    systems = Count
    sectors = Text
    asks = Text.optional


class Indicators(Body):
    """A set of indicators: the file, its form, its marking, and until when it is worth looking for."""

    file = File
    form = choice("STIX 2.1", "MISP", "CSV", "YARA or Sigma rules")
    sharing = TLP
    worth_until = Date.optional
    note = Text.optional


class Lessons(Body):
    """What it was, what stopped it, what others should change; the case where one was opened."""

    what = Text
    stopped_by = Text
    change = Text.optional
    dossier = Link.optional


INDICATORS = Item(
    "indicators",
    roles=(one("giving"),),
    verbs=(
        may("giving", "replace", Indicators, at="given", aside=True),
        may("giving", "take back", Reasons, at="given", to="taken back", aside=True),
        may("notifying, notified", "report what was found", Words),
    ),
    phases=(phase("taken back", some("giving", "taken back"), ends=True), phase("given", rests=True)),
)

KIND = kind(
    "incident",
    "Cyber incident",
    sentence="The teams of all states that it may hit know what to look for, and I see who is hit and who is not.",
    basis="arrangements between national response teams; ASEAN Regional CERT; FIRST Traffic Light Protocol 2.0",
    traits=frozenset({"operation"}),
    roles=(one("notifying"), many("notified")),
    verbs=(
        begins("notify", Incident, takes="notifying", seats="notified", to="open"),
        may("notifying", "notify another as well", Words, at="open", seats="notified", aside=True),
        may("notifying", "bring up to date", Incident, at="open", aside=True),
        may("notifying, notified", "write", Words),
        may("notified", "acknowledge", at="-", to="looking"),
        may("notified", "not affected", at="-, looking", to="not affected", needs=some("notifying", "open")),
        may("notified", "affected as well", Affected, at="-, looking, not affected, affected", to="affected",
            aside=True, needs=some("notifying", "open")),
        may("notified", "clean again", Words, at="affected", to="not affected", aside=True),
        may("notifying, notified", "give indicators", Indicators, opens="indicators", takes="giving", to="given"),
        may("notifying", "close", Lessons, at="open", to="closed", needs=no("notified", "-, looking")),
        may("notifying", "close with answers missing", Lessons, at="open", to="closed", aside=True),
    ),
    phases=(
        phase("closed", some("notifying", "closed"), rests=True),
        phase("not yet acknowledged by all", some("notified", "-")),
        phase("looking", some("notified", "looking")),
        phase("known to all"),
    ),
    items=(INDICATORS,),
    clocks=(
        clock("acknowledge", "notified", "notify", ("severity", SEVERITY),
            "acknowledge, not affected, affected as well"),
    ),
    totals=(Total("systems affected", "affected as well", "systems"),),
)  # fmt: skip
