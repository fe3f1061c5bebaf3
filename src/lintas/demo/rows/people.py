"""What offices do for persons and at borders: care, alerts, consuls, entry, certificates, and whom to call."""

from __future__ import annotations

from lintas.demo.rows.certificate import SIGNER
from lintas.demo.rows.row import Row, day, my, vn

TRAFFICKED = "trafficking in persons; 10 years or more"

VICTIM = Row(
    "victim",
    "A person found in a fraud compound: care, finding, non-punishment, and a return that waits for consent",
    (
        my("refer", {
            "person": "Tran Thi Vi Du (invented)", "born": "1999", "offence": TRAFFICKED, "age": "adult",
            "language": "Vietnamese", "needs": "a doctor, an interpreter, a call home"},
           "caring=my-ca", "receiving=vn-ca"),
        my("take into care", {"by": day(1), "age": "adult"}),
        my("review", {"age": "adult", "referral": "still right", "guardian": "not for us to say",
                      "placement": "still right", "data_needed": "still right", "review_by": day(60),
                      "found": "the shelter is safe, and the interpreter comes each day",
                      "heard": "asked in Vietnamese: wants to stay until the family is found"}),
        my("record the finding", {"victim": "yes", "found_by": "an invented protection officer",
                                  "reasons": "held without papers and made to call"}, two=True),
        my("consider non-punishment", {"considered": "set aside", "reasons": "calls that the person was made to do"},
           two=True),
        my("propose return", {"text": "The person asks to go home; consent is taken next week."}, opens="return"),
        vn("assess the risk", {"reasons": "family found, no threat known, a place in an invented shelter"},
           item="return"),
    ),
    "identified, in care",
    {"return": "proposed"},
)  # fmt: skip

BORDER = Row(
    "border_alert",
    "A stolen document that counters look for, and its withdrawal, which each has confirmed",
    (
        my("alert", {
            "offence": "use of a stolen document; 1 year or more", "measure": "refuse the document",
            "documents": "EX0000042", "basis": "DGICM arrangement (EXERCISE)", "review_on": day(30),
            "until": day(90)}, "watching=vn-ca", two=True),
        vn("put on watch"),
        my("stand down", {"cause": "found", "reasons": "its owner found it at home"}),
        vn("confirm that it is taken down", {"lists": "the list of every counter", "on": day(0)}),
    ),
    "taken down everywhere",
)  # fmt: skip

CONSUL = Row(
    "consular_notice",
    "A consul who hears of a person in hospital because the person asked for it",
    (
        my("tell the consul", {
            "person": "Pham Van Thu (invented)", "what": "in hospital", "place": "an invented hospital",
            "wish": "the person asked for it, in a language that the person understands",
            "fear_of_return": "asked, and none was said", "since": day(-1), "language": "Vietnamese"},
           "consulate=vn-ca", two=True),
        vn("acknowledge"),
        vn("report a visit", {"on": day(0), "by": "an invented consulate", "asked": "news to the family"}),
    ),
    "in contact",
)  # fmt: skip

TRAVEL = Row(
    "travel",
    "A student's entry, asked for at the student's own wish, granted with its last day",
    (
        vn("apply", {
            "person": "Le Thi Hoc (invented)", "document": "EX0000077", "reason": "study",
            "wish": "the person asked for it, in a language that the person understands",
            "from_day": day(20), "to_day": day(380), "host": "an invented university"}, "receiving=my-ca"),
        my("acknowledge", {"by": day(10)}),
        my("grant", {"granted": "entry and stay for study", "valid_from": day(20), "valid_until": day(380)}),
    ),
    "granted",
)  # fmt: skip

LANE = Row(
    "green_lane",
    "A lane for seafarers that two states agreed for half a year, and a signer whom a counter trusts",
    (
        vn("open", {"certificates": "vaccination and test certificates in HC1 and VDS-NC form",
                    "agreement": "an invented agreement between the two states"}, "state=my-ca"),
        my("propose a lane", {
            "travellers": "seafarers who change ships", "certificates": "vaccination",
            "points_of_entry": "two invented ports", "from_day": day(3), "until": day(180)},
           "other=vn-ca", opens="lane", two=True),
        vn("agree", {"text": "We agree, for our ports as well."}, item="lane", two=True),
        my("announce a signer", {
            "sorts": "vaccination", "form": "EU DCC (HC1)", "until": day(180),
            "fingerprint": "SHA-256 9b7ae6725d55919c..."},
           opens="signer", two=True, files={"certificate": ("signer.pem", SIGNER)}),
        vn("examine it", {"text": "Compared by telephone (EXERCISE)."}, item="signer"),
        vn("trust it", {"text": "The key is the one that was read to us."}, item="signer", two=True),
    ),
    "in use",
    {"lane": "open", "signer": "trusted by some"},
)  # fmt: skip

POINTS = Row(
    "contact_points",
    "Offices that can be called, and when one of them last answered a test",
    (
        my("open the list", {"text": "Who answers at the border, between the two states (EXERCISE)."},
           "authority=vn-ca"),
        my("list", {
            "office": "Border liaison office (EXERCISE)", "sort": "border liaison office", "matters": "documents",
            "hours": "at all hours", "reached": "+00 0000 0002", "languages": "Malay, English"}, opens="post"),
        vn("report a test", {"on": day(0), "how": "by telephone, at night", "result": "answered", "minutes": "4"},
           item="post"),
    ),
    "kept",
    {"post": "listed"},
)  # fmt: skip

ROWS = (VICTIM, BORDER, CONSUL, TRAVEL, LANE, POINTS)
