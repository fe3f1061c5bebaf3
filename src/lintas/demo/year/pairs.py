"""The dossiers of two offices, played between others, at other times: the same rows in other houses, with other people.

Days that have come when an act is made are those of the act; days to come stay as far off as they are, so that nothing
that is open is late. The rows that `make demo` carries act by act have theirs here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from lintas.demo.federation import MY, VN, Founder
from lintas.demo.rows import ROWS
from lintas.demo.rows.row import FRAUD, Row, Step, day, my, vn

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_AFTER: Final = re.compile(r"(\d+) days on")


def after(days: int) -> str:
    """The day that is so many days after the act that says it."""
    return f"{days} days on"


EXCHANGE = Row(
    "exchange",
    "A police question that was answered and closed, and information that was given unasked",
    (
        vn("open", {"purpose": "fraud compounds and the accounts that serve them",
                    "basis": "UNTOC arts 18(4) and 27"}, "member=my-ca"),
        my("adopt the terms"),
        vn("ask", {"urgency": "other", "person": "Pham Thi Vi Du (invented)", "born": "1987",
                   "accounts": "EX-5540-1182-77", "question": "Who draws on the account?",
                   "purpose": "to stop the loss", "offence": FRAUD}, "asked=my-ca", opens="question"),
        my("answer", {"information": "A company that she directs; it is in use.", "accounts": "EX-5540-1182-77",
                      "offence": FRAUD, "handling": "H0", "source": "A", "certainty": "1"}, item="question"),
        vn("close", {"text": "Thank you."}, item="question"),
        my("give", {"information": "The same company opened a second account last week.", "offence": FRAUD,
                    "handling": "H1", "source": "A", "certainty": "1"}, "receiving=vn-ca", opens="given"),
        vn("acknowledge", item="given"),
    ),
    "open",
    {"question": "closed", "given": "acknowledged"},
)  # fmt: skip

ASKED = {"urgency": "ordinary", "measures": "records", "details": "records of the account for three months",
         "authority": "an invented prosecutor", "facts": "31 invented victims paid into the account.",
         "law": "an invented penal code, article 174", "purpose": "investigation and trial of fraud",
         "treaty": "ASEAN MLAT (2004)", "accounts": "EX-5540-1182-77", "offence": FRAUD}  # fmt: skip

MLA = Row(
    "mla",
    "A request for the records of an account, accepted and delivered",
    (
        vn("share a draft", ASKED, "requested=my-ca"),
        my("comment on the draft", {"reasons": "Our courts need the period in the first paragraph."}),
        vn("request", ASKED, two=True),
        my("acknowledge", {"by": day(60), "reference": "EX-MY-0117"}),
        my("accept", {"doing": "records, with a certificate", "executing": "an invented court"}),
        my("execute", {"text": "Before the court."}),
        my("deliver", {"what": "statements of three months", "offence": FRAUD, "manifest": "three files",
                       "custody": "from the bank to this office, sealed", "conditions": "for this trial alone"},
           two=True),
        vn("close", {"outcome": "used in an invented trial", "on": day(0)}),
    ),
    "closed",
)  # fmt: skip

HOTLINE = Row(
    "hotline",
    "A line between two duty desks, a message that a person read and answered, and a desk that is handed over",
    (
        vn("open the line", {"terms": "EXERCISE terms of reference", "languages": "English"}, "end=my-ca"),
        my("come on duty"),
        vn("say", {"urgency": "today", "text": "A boat left an invented harbour with about 40 people."},
           "reader=my-ca", opens="message"),
        my("acknowledge", item="message"),
        my("reply", {"text": "A cutter is under way."}, item="message"),
        vn("settle", {"text": "All are ashore."}, item="message"),
        my("hand over the desk", {"desk": "day desk", "to_desk": "night desk", "still_open": "nothing"}),
        my("take the desk", {"desk": "day desk", "to_desk": "night desk", "still_open": "nothing"}),
    ),
    "open",
    {"message": "settled"},
)  # fmt: skip

MEETING = Row(
    "meeting",
    "An annual meeting of two ministries that nobody else can see, with its agreed minutes",
    (
        my("convene", {"body": "Annual meeting of two ministries (EXERCISE)", "place": "an invented town",
                       "opens": after(12), "agenda": "1. Cases under way; 2. Next steps", "theme": "one desk, one form",
                       "held": "in person"}, "member=vn-ca"),
        my("circulate the agenda", {"body": "Annual meeting of two ministries (EXERCISE)", "place": "an invented town",
                                    "opens": after(9), "agenda": "1. Cases under way; 2. Next steps"}),
        vn("agree to the agenda"),
        vn("hand in a paper", {"title": "What we did this year (EXERCISE)", "kind_of_paper": "report"}, opens="paper",
           files={"file": ("report.txt", "EXERCISE. Nine invented cases, one course.\n")}),
        my("table", {"title": "Agreed minutes (EXERCISE)", "becomes": "agreed minutes"}, opens="minutes",
           files={"file": ("minutes.txt", "EXERCISE. Both ministries shall name one desk.\n")}),
        vn("put in brackets", {"brackets": "1 | shall | should | our law binds us"}, item="minutes"),
        my("revise", {"title": "Agreed minutes (EXERCISE)"}, item="minutes",
           files={"file": ("minutes.txt", "EXERCISE. Both ministries should name one desk.\n")}),
        vn("lift the bracket", item="minutes"),
        my("open the meeting"),
        my("record consensus", {"done": "adopted"}, item="minutes",
           files={"text": ("minutes.txt", "EXERCISE. Both ministries should name one desk.\n")}),
        my("close the meeting", {"text": "We meet again next year."}),
    ),
    "closed",
    {"minutes": "adopted", "paper": "in"},
)  # fmt: skip

PAIRS: Final = (EXCHANGE, MLA, HOTLINE, MEETING, *ROWS)
"""A dossier of every row between two offices."""

PERSONS: Final = (
    "Contoh Binti Rekaan (invented)", "Somchit Samutti (invented)", "Juan Halimbawa (invented)",
    "Sok Utahor (invented)", "Budi Karangan (invented)", "Tan Li Xu (invented)", "Maria Ezemplu (invented)",
)  # fmt: skip


def between(row: Row, first: Founder, second: Founder, number: int) -> Row:
    """The row between two others: `first` does what the office of Viet Nam does, `second` what Malaysia's does."""
    code = {VN: first.code, MY: second.code}

    def named(text: str) -> str:
        role, _, codes = text.partition("=")
        return f"{role}={','.join(code[each] for each in codes.split(','))}"

    steps = tuple(
        replace(step, by=code[step.by], to=tuple(map(named, step.to)), fields=_other(step.fields, number))
        for step in row.steps
    )
    return replace(row, steps=steps)


def _other(fields: Mapping[str, str], number: int) -> Mapping[str, str]:
    """The same with another invented person."""
    return {**fields, "person": PERSONS[number % len(PERSONS)]} if number and "person" in fields else fields


def dated(step: Step, today: date, on: date) -> Step:
    """The step as it is taken on a day: days that have come by `today` are counted from that day instead."""

    def moved(value: str) -> str:
        if days := _AFTER.fullmatch(value):
            return (on + timedelta(days=int(days[1]))).isoformat()
        if not _DAY.fullmatch(value) or (said := date.fromisoformat(value)) > today:
            return value
        return (on - (today - said)).isoformat()

    return replace(step, fields={name: moved(value) for name, value in step.fields.items()})
