"""A training certificate on paper: one page, with the signed certificate in its code and attached to it.

The paper proves nothing by itself: whoever checks it checks the code, and holds what is printed against what that says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lintas.letter.code import drawn
from lintas.letter.setting import Attached, as_attached, compiled

NAME: Final = "certificate.json"
MEDIA: Final = "application/vc"
_ATTAINED: Final = {"passed": "has passed"}
"""What is printed for what was attained; `has attended` for anything else."""
CHECK: Final = (
    "How to check this paper",
    "Scan the code, or save the file that is attached to this PDF. lintas certificate FILE --trust keys.json checks it "
    "without a network; any authority of the federation does so at its counter.",
    "Hold the name, the course and the days that the check shows against this paper: the code is what is signed, and "
    "print is not.",
    "Whether the certificate was withdrawn later cannot be seen from paper or code. The issuer gives out a signed list "
    "of those that were; with it a check says so, as of the day of the list.",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed: `signed` is the certificate itself, in JSON; days are ISO 8601, empty where nothing is said."""

    signed: bytes
    id: str
    issuer: str
    state: str
    person: str
    course: str
    attained: str
    when: str
    certified_on: str
    holds_until: str
    exercise: bool


def typeset(paper: Paper, at: datetime) -> bytes:
    """The PDF/A; `at`: the time that stands in it. Raises `NoCode`, or as `setting.typeset`."""
    rows = [("When", paper.when), ("Certified on", paper.certified_on)]
    rows += [("Holds until", paper.holds_until)] if paper.holds_until else []
    rows += [("Issued by", f"{paper.issuer} ({paper.state})" if paper.state else paper.issuer)]
    file = Attached(NAME, paper.signed, MEDIA, "The signed certificate, which the code holds too", "data")
    data: dict[str, Any] = {
        "title": "Training certificate",
        "banner": "EXERCISE: nothing in it is real" if paper.exercise else "",
        "day": [int(each) for each in paper.certified_on.split("-")],
        "issuer": paper.issuer,
        "certifies": "This certifies that",
        "person": paper.person,
        "attained": f"{_ATTAINED.get(paper.attained, 'has attended')} the course",
        "course": paper.course,
        "rows": rows,
        "id": paper.id,
        "code": drawn(paper.signed.decode()),
        "alt": "QR code with the signed certificate",
        "check": CHECK,
        "attached": [as_attached(file)],
    }
    return compiled("certificate.typ", data, int(at.timestamp() * 1000))
