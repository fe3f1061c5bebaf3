"""What rests on the law: extradition, transfer of a sentenced person and of proceedings, the register of law itself."""

from __future__ import annotations

from lintas.demo.rows.row import FRAUD, Row, day, my, vn

SOUGHT = {"person": "Hoang Van Bai Tap (invented)", "born": "1981", "offence": FRAUD, "status": "accused",
          "facts": "Directed callers who took the savings of 14 invented victims.",
          "law": "an invented penal code, article 174", "treaty": "ASEAN Treaty on Extradition, as if in force",
          "whereabouts": "an invented district"}  # fmt: skip

EXTRADITION = Row(
    "extradition",
    "A person sought for fraud, arrested, heard, and granted with the days by which surrender is due",
    (
        vn("share a draft", SOUGHT, "requested=my-ca"),
        vn("ask for provisional arrest", SOUGHT, two=True),
        my("arrest provisionally", {"on": day(-6), "place": "an invented town", "order": "order EX-MY-0601",
                                    "request_by": day(40)}, two=True),
        vn("request", SOUGHT, two=True),
        my("acknowledge", {"by": day(20), "reference": "EX-MY-0601"}),
        my("begin the hearing", {"text": "The person has counsel, and an interpreter."}),
        my("commit", {"outcome": "committed by an invented court", "on": day(0)}),
        my("grant", {"order": "order EX-MY-0640", "offence": FRAUD, "conditions": "tried for this offence alone",
                     "surrender_by": day(25)}, two=True),
    ),
    "granted",
)  # fmt: skip

SENTENCED = Row(
    "transfer_of_sentenced_person",
    "A prisoner who asked to serve the rest at home, with three consents on record",
    (
        my("express interest", {
            "person": "Nguyen Thi Vi Du (invented)", "born": "1975", "nationality": "VN", "offence": FRAUD,
            "sentence": "six years", "remaining": "three years and two months", "basis": "arrangement for the case"},
           "administering=vn-ca"),
        my("send documents", {"documents": "judgment, time served, report of the prison", "offence": FRAUD}),
        vn("send its documents", {"documents": "proof of nationality, the law on serving it here", "offence": FRAUD}),
        my("record the person's consent", {"explained_by": "an invented counsel", "language": "Vietnamese",
                                           "on": day(-2)}, opens="consent"),
        vn("verify through the consul", {"explained_by": "an invented consul", "language": "Vietnamese",
                                         "on": day(-1)}, item="consent"),
        my("consent", {"enforcement": "the rest of the sentence is served there"}, two=True),
        vn("consent", {"enforcement": "continued, not converted"}, two=True),
    ),
    "three consents",
    {"consent": "verified"},
)  # fmt: skip

PROCEEDINGS = Row(
    "transfer_of_proceedings",
    "A case that goes where the evidence is, taken over with its file",
    (
        my("offer the proceedings", {
            "person": "Le Thi Mau (invented)", "born": "1990", "offence": FRAUD, "why": "the evidence is there",
            "facts": "Accounts and callers are there; two of nine invented victims are here.",
            "law": "an invented penal code, section 420", "stage": "investigation ended",
            "time_bar": "none before 2033", "basis": "UNTOC art. 21"}, "taking=vn-ca"),
        vn("acknowledge", {"by": day(25), "reference": "EX-VN-0720"}),
        vn("accept", {"authority": "an invented prosecutor", "offence_here": "fraud, article 174",
                      "acts_done": "statements count as if taken here"}, two=True),
        my("hand over the file", {"what": "the file, 212 leaves", "offence": FRAUD, "manifest": "a list of 31 pieces",
                                  "custody": "sealed at the office, handed to a courier",
                                  "conditions": "for this case"},
           two=True),
        vn("confirm the file", {"text": "Complete, 31 pieces.", "received": day(0)}),
    ),
    "prosecuted there",
)  # fmt: skip

TREATY = {"instrument": "EXT_EXERCISE", "states": "the two states", "row": "EXERCISE: full request within 45 days",
          "article": "9(4)", "source": "EXERCISE: certified copy from an invented depositary",
          "confidence": "read in the original"}  # fmt: skip

REGISTER = Row(
    "law_register",
    "A row of an invented treaty that is being checked, and an instrument that both are negotiating",
    (
        my("open", {"text": "The law between two invented neighbours."}, "state=my-ca,vn-ca"),
        vn("enter", TREATY, "checker=my-ca", opens="row", two=True),
        my("check", {"reasons": "Compared with our copy, article by article.", "article": "9(4)"}, item="row"),
        vn("begin an instrument", {
            "title": "Arrangement on controlled delivery (EXERCISE)", "level": "agreement between agencies",
            "functions": "controlled delivery", "states": "the two states"}, opens="instrument", two=True),
        vn("circulate a text", {"what": "first text, ten articles", "on": day(0)}, item="instrument"),
    ),
    "kept",
    {"row": "another checker is wanted", "instrument": "under negotiation"},
)  # fmt: skip

ROWS = (EXTRADITION, SENTENCED, PROCEEDINGS, REGISTER)
