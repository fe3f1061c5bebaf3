"""A dossier worth exporting, and evidence files taken apart, changed and put together again as a forger would."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lintas.crypto.real import RealSuite
from lintas.kinds import all_kinds
from lintas.node.case import CASE_BYTES_MAX, Case, CaseAct, read_case, read_case_act
from lintas.node.container import Container, Writer
from lintas.node.export import export
from lintas.node.findings import Severity
from lintas.node.report import Report
from lintas.node.timeline import README, TIMELINE, readme, timeline
from lintas.node.uploads import add_file
from lintas.node.verify_export import CASE, examine, report_of
from lintas.node.witnessing import ask, checkpoint, serve, take
from tests.support.federation import Federation3, Keep, memory

CODES = ("aa-ca", "bb-ca", "cc-pol")
TERMS = {"purpose": "Boats stolen at sea", "basis": "Agreement of the invented states"}
FRAUD = {"name": "fraud", "band": "4 years or more"}
PICTURE = bytes(range(256)) * 8_000


@dataclass(frozen=True, slots=True)
class Matter:
    """A dossier of three authorities: opened and adopted, a question for one of them with a picture, its answer."""

    fed: Federation3
    dossier: bytes
    request: bytes

    def export(self, code: str = "aa-ca") -> bytes:
        """The evidence file as this authority has it."""
        return export(self.fed.nodes[code], self.dossier)


def matter(*, exercise: bool = True, keep: Keep = memory, short: Sequence[str] = ()) -> Matter:
    """The dossier, settled, with a checkpoint of the first authority that the second cosigned. `short` of a lasting
    key are some.
    """
    fed = Federation3.build(CODES, exercise=exercise, keep=keep, kinds=("exchange",), short=short)
    opened = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca", "cc-pol")})
    fed.settle()
    fed.act("bb-ca", opened.dossier, "adopt the terms")
    fed.act("cc-pol", opened.dossier, "adopt the terms")
    fed.settle()
    picture = add_file(fed.nodes["bb-ca"], "boat (1).jpg", "image/jpeg", [PICTURE])
    question = {"urgency": "urgent", "question": "Whose boat?", "purpose": "To return it", "offence": FRAUD}
    asked = fed.act(
        "bb-ca", opened.dossier, "ask", question | {"files": [picture]}, {"asked": ("aa-ca",)}, readers=("aa-ca",)
    )
    fed.settle()
    found = Matter(fed, opened.dossier, asked.act[:16])
    cosign(fed, "aa-ca", "bb-ca")
    answer = {"information": "A fisher's", "handling": "H1", "source": "A", "certainty": "1", "offence": FRAUD}
    fed.act("aa-ca", opened.dossier, "answer", answer, item=found.request)
    fed.settle()
    return found


def cosign(fed: Federation3, code: str, peer: str) -> None:
    """Have the log of one node cosigned by another as it is now."""
    node, witness = fed.nodes[code], fed.nodes[peer]
    checkpoint(node)
    node.commit()
    size, line = 0, b""
    while not line:
        asked = ask(node, witness.id, size)
        reply = serve(witness, asked.data)
        witness.commit()
        answer = take(node, asked, reply)
        node.commit()
        size, line = answer.size, answer.line


@dataclass(slots=True)
class Parts:
    """An evidence file in parts that can be changed."""

    case: Case
    acts: list[CaseAct]
    files: dict[str, bytes] = field(default_factory=dict)

    def change(self, number: int, **changes: object) -> None:
        """Change fields of the act with this number, counted from 1."""
        self.acts[number - 1] = replace(self.acts[number - 1], **changes)  # type: ignore[arg-type]

    def packed(self, pages: bool = True) -> bytes:
        """The file again, its pages rewritten as they follow from what is in it now, as a careful forger would."""
        case = replace(self.case, acts=tuple(act.to_bytes() for act in self.acts))
        texts = pages_of(case) if pages else {README: b"", TIMELINE: b""}
        return pack({**texts, CASE: case.to_bytes(), **self.files})


def pages_of(case: Case) -> dict[str, bytes]:
    """The pages that follow from a case."""
    report = report_of(*examine(RealSuite(), all_kinds(), case))
    return {README: readme(report).encode(), TIMELINE: timeline(report).encode()}


def pack(entries: Mapping[str, bytes]) -> bytes:
    """An evidence file with these entries."""
    out = io.BytesIO()
    writer = Writer(out)
    for name, data in entries.items():
        writer.add(name, [data])
    writer.close()
    return out.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The entries of an evidence file."""
    container = Container(data)
    return {name: container.read(name, CASE_BYTES_MAX) for name in container.names}


def apart(data: bytes) -> Parts:
    """An evidence file in its parts."""
    entries = unpack(data)
    case = read_case(entries.pop(CASE))
    del entries[README], entries[TIMELINE]
    return Parts(case, [read_case_act(act) for act in case.acts], entries)


def faults(report: Report) -> set[tuple[str, str]]:
    """The faults with the first word or two of where they are: ("act 3", "bad-signature")."""
    return {(place(each.where), each.code) for each in report.findings if each.severity is Severity.FAULT}


def doubts(report: Report) -> set[str]:
    """The codes of the doubts."""
    return {each.code for each in report.findings if each.severity is Severity.DOUBT}


def place(where: str) -> str:
    """Where a finding is, without the id."""
    return where.split(" (")[0]


def codes(found: Iterable[tuple[str, str]]) -> set[str]:
    """The codes of faults."""
    return {code for _, code in found}


Change = Callable[[Parts], None]
