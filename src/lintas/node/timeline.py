"""The pages of an evidence file that people read: `README.txt` and `timeline.txt`.

Both follow from the report on the case alone, byte for byte, so that whoever verifies can see whether they were
altered. What parties wrote is indented, and every line is made plain: no text of theirs passes for a line of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from lintas.dossier.meanings import File, Marking
from lintas.node.plain import plain
from lintas.node.report import ActReport, Report
from lintas.wire.identifiers import show

TEXT_FORM: Final = 3
"""Raised whenever either page would come out otherwise for one case."""

README: Final = "README.txt"
TIMELINE: Final = "timeline.txt"
_TIME_MS_MAX: Final = 253_402_300_799_999
_RULE: Final = "-" * 78
_INDENT: Final = "    "
_NOT_SHOWN: Final = frozenset({"key", "root"})


def utc(time_ms: int) -> str:
    """A time in ms since 1970 as people read it."""
    if not 0 <= time_ms <= _TIME_MS_MAX:
        return f"{time_ms} ms after 1970, which is no time"
    return datetime.fromtimestamp(time_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def marks(report: Report) -> list[str]:
    """The lines that stand at the top and at the bottom of each page."""
    found = [act.marking for act in report.acts if act.marking]
    highest = max(found, key=Marking.choices.index, default="")
    said = f"CLASSIFICATION: {highest.upper()}" if highest else "CLASSIFICATION: none stated in the acts"
    return ["EXERCISE EXERCISE EXERCISE: nothing in this is real", said] if report.exercise else [said]


def readme(report: Report) -> str:
    """What this is, how to verify it, what that shows and what it does not."""
    title = report.title or report.kind
    lines = [
        *marks(report),
        "",
        f"Evidence file of lintas: {title}, dossier {report.subject}",
        f"exported by {report.exporter}; {len(report.acts)} acts, {len(report.files)} attachments",
        f"parties: {', '.join(report.parties)}",
        "",
        *_EXPLANATION.format(genesis=report.genesis).splitlines(),
        "",
        "What is inside",
        f"{_INDENT}timeline.txt  every act in order, readable",
        f"{_INDENT}case.cbor     the same acts as they were signed, with all proofs, for the program that verifies",
        *(f"{_INDENT}{file.path}  {_here(file.here)}SHA-256 {file.sha256.hex()}" for file in report.files),
        "",
        *marks(report),
    ]
    return _page(lines)


def _page(lines: list[str]) -> str:
    """The lines, none of which can break or turn another."""
    return "".join(f"{plain(line)}\n" for line in lines)


def _here(here: bool) -> str:
    return "" if here else "NOT HERE: the exporter does not have it; "


_EXPLANATION: Final = """\
This file holds the acts of one dossier as one authority has them: signed by the authorities that acted, with what they
said where the exporting authority may read it, and with the proof that its log holds them.

How to verify: on a computer with Python 3.11 or newer and the package lintas (which needs cbor2 and cryptography only),

    lintas verify FILE

It needs no network and asks nobody. It rests on the founding file of the federation, whose hash is
    {genesis}
Compare it with the one that the authorities have published. A file with another hash proves nothing.

What verification shows
  - which authority signed each act, and that not one bit of it was changed since;
  - what each author had seen when it acted, so the order of what depends on each other;
  - that the words shown are those that were sealed, and that the attachments are those that were sent;
  - that officers certified by the authority answered for the act, under pseudonyms that it can resolve, and how: that
    a passkey was touched is proven here, a session or a one-time code is the word of the authority's own node;
  - that the exporting authority's log holds the acts, and from when other authorities can attest to that log;
  - who confirmed with a signature to have stored an act, and when.

What it does not show
  - that what an act says is true;
  - times: those of acts are claimed by their authors; only cosignatures and receipts bound them, by other clocks;
  - that nothing is missing: an act that no other act and no receipt names can have been left out;
  - words that the exporting authority may not read: of those the signed header alone is here."""


def timeline(report: Report) -> str:
    """Every act in the order of the exporter's log."""
    name = report.title or report.kind
    lines = [*marks(report), "", f"{name}, dossier {report.subject}, as {report.exporter} has it"]
    lines += ["Times of acts are claimed by their authors. The order is that of the exporter's log.", _RULE]
    for act in report.acts:
        lines += [*_act(report, act), _RULE]
    lines += [f"phase at the end: {report.phase or 'not known'}", "", *marks(report)]
    return _page(lines)


def _act(report: Report, act: ActReport) -> Iterator[str]:
    did = act.verb if act.verb else f"({act.form})"
    at = f", {act.item}" if act.item else ""
    yield f"{act.number}. {act.author}: {did}{at}"
    yield f"{_INDENT}claimed time  {utc(act.time_ms)}"
    yield f"{_INDENT}act           {show(act.id)}"
    for role, parties in act.to.items():
        yield f"{_INDENT}names         {role}: {', '.join(parties)}"
    if act.re:
        yield f"{_INDENT}answers       {', '.join(act.re)}"
    yield f"{_INDENT}verdict       {act.verdict if act.proven else 'NOT PROVEN'}{f' ({act.why})' if act.why else ''}"
    yield f"{_INDENT}phase after   {act.phase or 'not known'}"
    yield f"{_INDENT}could read    {_readers(act)}"
    if act.officers:
        yield f"{_INDENT}answered for  {', '.join(f'{each} ({how})' for each, how in act.officers.items())}"
    if act.witnessed_s is not None:
        yield f"{_INDENT}witnessed     {utc(act.witnessed_s * 1000)}, by others, at the latest"
    for code, time_ms in act.received:
        yield f"{_INDENT}received by   {code}, {utc(time_ms)} by its clock"
    if act.opens:
        yield f"{_INDENT}opens         {act.opens}"
    if act.disowned:
        yield f"{_INDENT}DISOWNED by   {act.disowned}, of its author: its key was stolen; the act has no effect"
    if act.disowned_after:
        yield f"{_INDENT}relied on by  {', '.join(act.disowned_after)}, who had received and cited it before"
    if act.recalled:
        yield f"{_INDENT}recalled by   {act.recalled}, of its author"
    for code, by in act.released:
        yield f"{_INDENT}released to   {code}, by {by}"
    for code, time_ms in act.erased:
        yield f"{_INDENT}erased at     {code}, {utc(time_ms)} by its claim"
    for by in act.corrected:
        yield f"{_INDENT}CORRECTED by  {by}, of its author: read that with it"
    if act.says is not None:
        yield f"{_INDENT}it says{'' if act.says else '       (no words)'}"
        for name, value in act.says.items():
            yield from _field(report.codes, name, value, 2)
    elif act.verb:
        gone = "recalled: the exporter has it no more" if act.recalled else "sealed: not open to the exporter"
        yield f"{_INDENT}it says       ({gone})"


def _readers(act: ActReport) -> str:
    if act.readers is None:
        return f"{act.author}, and others not known here"
    return ", ".join((act.author, *act.readers))


def _field(codes: Mapping[bytes, str], name: object, value: Any, depth: int) -> Iterator[str]:
    head = f"{_INDENT * depth}{_scalar(codes, name)}:"
    if isinstance(value, dict):
        yield head
        hidden = _NOT_SHOWN if File.check(value) is None else frozenset()
        for key, each in value.items():
            if key not in hidden:
                yield from _field(codes, key, each, depth + 1)
    elif isinstance(value, list):
        yield head
        for number, each in enumerate(value, 1):
            yield from _field(codes, str(number), each, depth + 1)
    else:
        first, *rest = _scalar(codes, value).split("\n")
        yield f"{head} {first}"
        yield from (f"{_INDENT * depth}| {line}" for line in rest)


def _scalar(codes: Mapping[bytes, str], value: object) -> str:
    if isinstance(value, bytes):
        return codes.get(value) or value.hex()
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "yes", False: "no"}[value]
    return str(value)
