"""What the check of an exported case found, for a reader who has no node."""

from __future__ import annotations

from typing import Any

from lintas.cli.words import answered_for, banner, clean, grouped, listed, short, when, wrapped
from lintas.log.both import LASTING, SIGNING
from lintas.node.plain_data import plain
from lintas.node.report import ActReport, Report
from lintas.wire.identifiers import read

HASH_BYTES = 32


def verify_page(report: Report, name: str) -> str:
    """The verdict first, then what was found, then the acts as far as they are proven."""
    faults = [each for each in report.findings if each.severity.value == "fault"]
    if not faults:
        verdict = f"VERIFIED  {name}: nothing in it is other than it claims to be"
    else:
        verdict = f"NOT VERIFIED  {name}: {len(faults)} things are not what they claim to be"
    lines = [verdict, *_subject(report), "", *_findings(report)]
    if report.acts:
        lines += ["", "acts   (times in UTC, as each author claims them)", *(_act(each) for each in report.acts)]
    lines += [f"  file {f.name}: {f.size_bytes:,} bytes, sha256 {f.sha256.hex()[:16]}..." for f in report.files]
    return banner(report.exercise, "\n".join(lines))


def _subject(report: Report) -> list[str]:
    if not report.subject:
        return []
    witnesses = (f"{code} at {when(at * 1000)} ({_signed(lasting)})" for code, at, lasting in report.witnesses)
    return [
        f"  {report.title or report.kind}, dossier {short(report.subject)}, exported by {report.exporter}",
        f"  parties    {listed(report.parties)}",
        f"  phase      {report.phase or 'not known'}",
        f"  log        {report.checkpoint_size} acts when exported, signed {_signed(report.lasting)}",
        f"  witnesses  {listed(witnesses, 'none')}",
        "  hash of the founding file, to be compared with the one that the authorities published:",
        grouped(read(report.genesis, HASH_BYTES).hex()) if report.genesis else "    not known",
    ]


def _signed(lasting: bool) -> str:
    return f"with its {SIGNING} and its {LASTING}" if lasting else f"with its {SIGNING} only"


def _findings(report: Report) -> list[str]:
    order = ("fault", "doubt", "note")
    # The page shows the hash of the founding file itself, as it is read aloud.
    told = [each for each in report.findings if each.code != "genesis-not-compared"]
    ranked = sorted(told, key=lambda each: order.index(each.severity.value))
    return [wrapped(clean(f"{each.severity.value}: {each.where}: {each.words}"), 4) for each in ranked]


def _act(act: ActReport) -> str:
    proven = act.verdict if act.proven else "NOT PROVEN"
    said = act.verb or act.form
    answer = f"; answered for by {listed(answered_for(act.officers))}" if act.officers else ""
    disowned = f"; disowned by its author in {act.disowned}" if act.disowned else ""
    relied = f", after {listed(act.disowned_after)} had received and cited it" if act.disowned_after else ""
    return f"  {act.number:>3}  {when(act.time_ms)}  {act.author}: {said}; {proven}{disowned}{relied}{answer}"


def verify_data(report: Report) -> dict[str, Any]:
    """The report as plain data, with the verdict and the words of each finding."""
    data: dict[str, Any] = plain(report)
    data.pop("codes", None)
    data["ok"] = report.ok
    data["findings"] = [plain(each) | {"words": each.words} for each in report.findings]
    return data
