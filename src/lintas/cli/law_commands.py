"""`lintas law`: opinions, worked cases, the table of all pairs, changes, and mistakes in files."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from lintas.cli import exits
from lintas.cli.files import write
from lintas.cli.given import NODE_VARIABLE
from lintas.cli.law_files import copied, files, law_of, own_files, plain_data
from lintas.cli.law_page import assess_page, case_line, changes_page, matrix_page, today
from lintas.cli.law_rows import find, list_page, row_data, row_page
from lintas.cli.output import give
from lintas.cli.sentences import CliError
from lintas.compose.calendars import read_all
from lintas.law import assess as law_assess
from lintas.law.answer import CANNOT_ASSESS
from lintas.law.cases import compare
from lintas.law.changes import between, changes
from lintas.law.matrix import matrix as all_pairs
from lintas.law.plain import plain
from lintas.law.plots import matrix_svg, timeline_svg
from lintas.law.reading import examine, file_of
from lintas.law.register import Register
from lintas.law.rows import Instrument
from lintas.law.shipped import shipped, shipped_files
from lintas.law.taking import day_of

USUAL = "fraud"
"""The offence of the table of all pairs, unless another one is named."""


def assess(options: argparse.Namespace) -> int:
    """`lintas law assess`."""
    law = law_of(options)
    answer = law_assess(_question(options), law.register)
    node = options.node or os.environ.get(NODE_VARIABLE)
    calendars = read_all(Path(node) if node else None)
    give(options, plain(answer), lambda: assess_page(answer, calendars, law.sources, law.faults))
    return exits.USAGE if answer.outcome == CANNOT_ASSESS else exits.DONE


def _question(options: argparse.Namespace) -> dict[str, Any]:
    """The question of the file, with what the options say over it."""
    said = dict(_of_file(options.file, options.case)) if options.file else {}
    names = ("type", "requesting", "requested", "date", "known")
    said |= {name: getattr(options, name) for name in names if getattr(options, name)}
    offence = {"categories": options.category} if options.category else {}
    offence |= _penalties(options.penalties)
    flags = ("transnational", "organized_group", "electronic_evidence")
    offence |= {name: True for name in flags if getattr(options, name)}
    facts = dict(_finding(each) for each in options.finding)
    for name, more in (("offence", offence), ("facts", facts), ("needs", dict.fromkeys(options.need, True))):
        if more:
            before = said.get(name)
            said[name] = {**(before if isinstance(before, Mapping) else {}), **more}
    supplied = [code for each in options.supplied for code in each.split(",")]
    return said | ({"supplied": supplied} if supplied else {})


def _of_file(name: str, case: str | None) -> Mapping[str, Any]:
    said = plain_data(name)
    if case:
        found = [each for each in _cases(said) if isinstance(each, Mapping) and each.get("id") == case]
        if not found:
            raise CliError(f"The file {name} has no case {case}.", exits.NO_SUCH_THING)
        said = found[0]
    if isinstance(said, Mapping) and isinstance(said.get("query"), Mapping):
        said = said["query"]
    if not isinstance(said, Mapping) or "cases" in said:
        raise CliError(f"The file {name} holds no question; name one of its cases with --case ID.", exits.USAGE)
    return said


def _penalties(said: str | None) -> dict[str, Any]:
    if not said:
        return {}
    names = ("max_penalty_requesting_years", "max_penalty_requested_years")
    try:
        years = [float(each) if each else None for each in said.split(",")]
    except ValueError:
        years = []
    if not 1 <= len(years) <= len(names):
        raise CliError(f"--penalties takes two numbers of years, as 20,7; {said!r} is neither.", exits.USAGE)
    return {name: each for name, each in zip(names, years, strict=False) if each is not None}


def _finding(said: str) -> tuple[str, Any]:
    name, _, value = said.partition("=")
    return name, {"true": True, "false": False}.get(value, value)


def show(options: argparse.Namespace) -> int:
    """`lintas law show`."""
    whole = law_of(options)
    law = whole.register
    if not options.name:
        titles = {each.id: each.title for each in law.instruments.values()}
        give(options, titles, lambda: list_page(law, whole.sources, whole.faults))
        return exits.DONE
    found = find(law, options.name)
    if found is None:
        raise CliError(
            f"The register has no instrument, state or type of request {options.name!r}: `lintas law show` lists them.",
            exits.NO_SUCH_THING,
        )
    if options.svg:
        if not isinstance(found, Instrument):
            raise CliError(f"Only an instrument has a timeline; {options.name} is none.", exits.USAGE)
        write(Path(options.svg), timeline_svg(found, _day("today", today())).encode())
    source = whole.source(file_of(found))
    give(options, row_data(law, found) | {"from": source}, lambda: row_page(law, found, source))
    return exits.DONE


def check(options: argparse.Namespace) -> int:
    """`lintas law check`."""
    law = law_of(options).register
    cases = _cases(plain_data(options.file))
    if not cases:
        raise CliError(f"The file {options.file} has no cases: write them below `cases:`.", exits.USAGE)
    results = [_result(at, each, law) for at, each in enumerate(cases, 1)]
    failed = sum(bool(each["differences"]) for each in results)
    summary = f"{len(results) - failed} passed, {failed} failed"
    lines = [case_line(each["id"], each["title"], each["differences"]) for each in results]
    give(options, {"cases": results, "summary": summary}, lambda: "\n".join([*lines, summary]))
    return exits.NOT_VERIFIED if failed else exits.DONE


def _cases(said: Any) -> list[Any]:
    cases = said.get("cases", [said]) if isinstance(said, Mapping) else said
    return list(cases) if isinstance(cases, list) else []


def _result(at: int, case: Any, law: Register) -> dict[str, Any]:
    differences = compare(case, lambda question: law_assess(question, law))
    named = case if isinstance(case, Mapping) else {}
    return {"id": str(named.get("id", at)), "title": str(named.get("title", "")), "differences": list(differences)}


def matrix(options: argparse.Namespace) -> int:
    """`lintas law matrix`."""
    law = law_of(options).register
    states = _states(options.states, law)
    if options.type not in law.requests:
        raise CliError(f"There is no type {options.type!r}; there are: {', '.join(law.requests)}.", exits.USAGE)
    question = {
        "type": options.type,
        "date": _day("--date", options.date or today()),
        "offence": {
            "categories": options.category or [USUAL],
            "max_penalty_requesting_years": options.years,
            "max_penalty_requested_years": options.years,
            "transnational": True,
            "organized_group": True,
        },
    }
    table = all_pairs(law, lambda asked: law_assess(asked, law), states, question)
    data = [
        {"requesting": pair[0], "requested": pair[1], "mark": table.mark(*pair), "primary": answer.primary}
        for pair, answer in table.answers.items()
    ]
    if options.svg:
        offence = f"{', '.join(options.category or [USUAL])}, {options.years:g} years"
        title = f"{law.requests[options.type].title}; {offence}; law of {question['date']}"
        write(Path(options.svg), matrix_svg(table, title).encode())
    give(options, data, lambda: matrix_page(table))
    return exits.DONE


def _states(said: str | None, law: Register) -> list[str]:
    states = [each.strip().upper() for each in said.split(",")] if said else list(law.states)
    for each in states:
        if each not in law.states:
            raise CliError(f"There is no state {each!r}; there are: {', '.join(law.states)}.", exits.USAGE)
    return states


def _day(option: str, said: str) -> date:
    day = day_of(said)
    if day is None:
        raise CliError(f"{option} takes a day such as 2026-01-31; {said!r} is none.", exits.USAGE)
    return day


def diff(options: argparse.Namespace) -> int:
    """`lintas law diff`."""
    law = law_of(options).register
    until = _day("--until", options.until) if options.until else date.max
    found = changes(law, _day("--since", options.since), until)
    differences = between(shipped(), law) if law is not shipped() else []
    data = {"changes": [_plain(asdict(each)) for each in found], "differences": differences}
    give(options, data, lambda: changes_page(found, differences))
    return exits.DONE


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, date) else value for name, value in said.items()}


def copy(options: argparse.Namespace) -> int:
    """`lintas law copy`."""
    path = copied(options.name, options.folder)
    give(
        options, {"file": str(path)}, lambda: f"Written: {path}. Change it, then: lintas law validate {options.folder}"
    )
    return exits.DONE


def row(options: argparse.Namespace) -> int:
    """`lintas law row`."""
    text = own_files(options.folder).get(options.path)
    if text is None:
        raise CliError(f"The folder {options.folder} has no file {options.path}.", exits.NO_SUCH_THING)
    _, findings = examine({**shipped_files(), options.path: text})
    if findings:
        told = "; ".join(map(str, findings))
        raise CliError(f"The file {options.path} has mistakes: {told}.", exits.NOT_VERIFIED)
    name = Path(options.path).stem
    fields = {
        "instrument": name,
        "row": f"the file {options.path} as it stands",
        "source": "as each row of the file says",
        "confidence": options.confidence,
        "file": options.path,
        "rows": text.decode(),
    }
    write(Path(options.fields), json.dumps(fields, ensure_ascii=False, indent=1).encode())
    give(options, {"file": options.fields}, lambda: f"Written: {options.fields}. Enter it: lintas act REGISTER enter "
         f"--fields {options.fields} --to checker=CODE,CODE")  # fmt: skip
    return exits.DONE


def validate(options: argparse.Namespace) -> int:
    """`lintas law validate`."""
    law, findings = examine(files(options.folder))
    data = {"findings": [asdict(each) for each in findings], "rows": _rows(law)}
    give(options, data, lambda: _validate_page(map(str, sorted(findings)), law))
    return exits.NOT_VERIFIED if findings else exits.DONE


def _rows(law: Register) -> dict[str, int]:
    return {"instruments": len(law.instruments), "laws": len(law.laws), "states": len(law.states)}


def _validate_page(findings: Iterable[str], law: Register) -> str:
    lines = list(findings)
    counted = ", ".join(f"{count} {name}" for name, count in _rows(law).items())
    return "\n".join([*lines, f"{len(lines)} mistakes" if lines else f"No mistake in {counted}."])
