"""The files of the register, in TOML, as a lawyer may write them: from their bytes to rows, or to what is wrong.

`vocabulary.toml` has the words, `states.toml` the states, `requests.toml` the types of request, `typical.toml` what
treaties usually say; `instruments/ID.toml` is one instrument and `laws/STATE.toml` the law of one state. A file of the
same name takes the place of an earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lintas.law.errors import BadRegister
from lintas.law.instruments import read_instrument, read_typical
from lintas.law.lists import Words, grounds, read_contents
from lintas.law.national import read_laws
from lintas.law.register import Register
from lintas.law.rows import (
    FUNCTIONS,
    KINDS,
    Authority,
    Death,
    GroundCode,
    Instrument,
    NationalLaw,
    RequestType,
    Rule,
    Safeguard,
    Source,
    Standing,
    State,
)
from lintas.law.taking import NEVER, Table
from lintas.wire.findings import Finding, parsed

VOCABULARY, STATES, REQUESTS, TYPICAL = "vocabulary.toml", "states.toml", "requests.toml", "typical.toml"
INSTRUMENTS, LAWS = "instruments/", "laws/"
GROUPS = ("ASEAN", "partner", "other")
STATE = re.compile(r"[A-Z]{2}")


def read(files: Mapping[str, bytes]) -> Register:
    """The register in these files, by their paths. Raises `BadRegister`, which holds every mistake."""
    register, findings = examine(files)
    if findings:
        raise BadRegister(findings)
    return register


def examine(files: Mapping[str, bytes]) -> tuple[Register, list[Finding]]:
    """The register as far as it can be read, and every mistake in its files."""
    findings: list[Finding] = []
    said = {name: parsed(name, data, findings) for name, data in sorted(files.items())}
    for name in (VOCABULARY, STATES, REQUESTS, TYPICAL):
        if name not in said:
            findings.append(Finding(name, "the file", "is not there", "put it beside the others"))
    words, rules, safeguards = _words(said, findings)
    states = words.states
    typical = read_typical(_top(said.get(TYPICAL, {}), TYPICAL, findings), words)
    requests = _requests(_top(said.get(REQUESTS, {}), REQUESTS, findings), words, safeguards)
    instruments: list[Instrument] = []
    laws: list[NationalLaw] = []
    deaths: dict[str, tuple[Death, ...]] = {}
    for name, table in said.items():
        if name.startswith(INSTRUMENTS):
            instruments.append(read_instrument(_top(table, name, findings), words, typical))
        elif name.startswith(LAWS):
            state, of_state, deaths_there = read_laws(_top(table, name, findings), words)
            laws += of_state
            deaths |= {state: deaths_there} if deaths_there else {}
        elif name not in (VOCABULARY, STATES, REQUESTS, TYPICAL):
            told = f"put it into {INSTRUMENTS} or {LAWS}, or take it away"
            findings.append(Finding(name, "the file", "is none that the register has", told))
    instruments.sort(key=lambda each: (KINDS.index(each.kind), each.preference, each.id))
    _across(instruments, findings)
    found = {each.id: each for each in instruments}
    register = Register(
        states, found, tuple(laws), requests, words.offences, words.grounds, words.contents, rules, words.sources,
        safeguards, deaths,
    )  # fmt: skip
    return register, findings


def file_of(row: Instrument | State | RequestType) -> str:
    """The file of the register in which the row stands; of a state, that of its law."""
    if isinstance(row, Instrument):
        return f"{INSTRUMENTS}{row.id}.toml"
    return f"{LAWS}{row.code}.toml" if isinstance(row, State) else REQUESTS


def _top(said: Mapping[str, Any], name: str, findings: list[Finding]) -> Table:
    """A file's table, with the day on which its rows were recorded handed down to them."""
    table = Table(said, name, "the file", findings)
    if said:
        recorded = table.day("recorded", needed=True) or NEVER
        table.inherited = Standing("low", (), recorded)
    table.where = ""
    return table


def _words(
    said: Mapping[str, Mapping[str, Any]], findings: list[Finding]
) -> tuple[Words, Mapping[str, Rule], Mapping[str, Safeguard]]:
    top = _top(said.get(VOCABULARY, {}), VOCABULARY, findings)
    listed = top.table("sources")
    sources = {name: _source(listed, name) for name in listed.names()}
    offences = _texts(top.table("offences"))
    codes = top.table("grounds")
    grounds = {code: _ground_code(codes, code) for code in codes.names()}
    contents = _texts(top.table("contents"))
    rules = {each.id: each for each in (_rule(table, sources) for table in top.tables("rules"))}
    top.end()
    held = _top(said.get(STATES, {}), STATES, findings)
    codes_of_states = [code for code in held.names() if code != "recorded"]
    states = {code: _state(each, code, sources) for code in codes_of_states for each in held.either(code)}
    requests = _top(said.get(REQUESTS, {}), REQUESTS, findings)
    types = tuple(name for name in requests.names() if name not in ("recorded", "safeguards"))
    words = Words(sources, offences, grounds, contents, states, types)
    return words, rules, {each.id: each for each in (_safeguard(table) for table in requests.tables("safeguards"))}


def _texts(table: Table) -> Mapping[str, str]:
    return {name: table.text(name) for name in table.names()}


def _source(table: Table, name: str) -> Source:
    (each,) = table.either(name)
    found = Source(
        each.text("title"), each.text("seen"), each.text("url", needed=False), each.text("as_of", needed=False)
    )
    each.end()
    return found


def _ground_code(table: Table, code: str) -> GroundCode:
    (each,) = table.either(code)
    when = each.flag("when", None)
    if when is None:
        each.wrong("lacks 'when'", "say which finding brings the ground into play: when = true")
    found = GroundCode(code, each.text("label"), each.text("fact"), bool(when), each.text("cure", needed=False))
    each.end()
    return found


def _rule(table: Table, sources: Iterable[str]) -> Rule:
    found = Rule(table.text("id"), table.text("text"), table.text("article"), table.standing(sources))
    table.end()
    return found


def _safeguard(table: Table) -> Safeguard:
    found = Safeguard(table.text("id"), table.text("rule"), table.texts("articles"), table.text("gate", needed=False))
    table.end()
    return found


def _authority(table: Table, sources: Iterable[str]) -> Authority:
    found = Authority(frozenset(table.texts("functions", among=FUNCTIONS)), table.text("name"), table.standing(sources))
    table.end()
    return found


def _state(table: Table, code: str, sources: Iterable[str]) -> State:
    table.inherited = table.standing(sources)
    if not STATE.fullmatch(code):
        table.wrong("has a name that is no code of a state", "use the two capital letters of ISO 3166-1")
    found = State(
        code,
        table.text("name"),
        table.choice("group", GROUPS),
        table.standing(sources),
        since=table.day("since"),
        authorities=tuple(_authority(each, sources) for each in table.tables("authorities")),
        extradition_without_treaty=table.text("extradition_without_treaty", needed=False),
        mla_without_treaty=table.text("mla_without_treaty", needed=False),
        conventions_alone=bool(table.flag("conventions_alone", True)),
    )
    table.end()
    return found


def _requests(top: Table, words: Words, safeguards: Mapping[str, Safeguard]) -> Mapping[str, RequestType]:
    found = {}
    for name in words.types:
        for table in top.either(name):
            standing = table.standing(words.sources)
            table.inherited = standing
            found[name] = RequestType(
                name,
                table.text("title"),
                table.choice("function", FUNCTIONS),
                table.texts("legal"),
                standing,
                fallback=table.text("fallback", needed=False),
                safeguards=table.texts("safeguards", needed=False),
                contents=read_contents(table, "contents", words),
                grounds=grounds(table, "grounds", words),
            )
            table.end()
    return found


def _across(instruments: list[Instrument], findings: list[Finding]) -> None:
    """What only all files together show."""
    ids = [each.id for each in instruments]
    for each in instruments:
        file = f"{INSTRUMENTS}{each.id}.toml"
        if ids.count(each.id) > 1:
            findings.append(Finding(file, "id", f"stands in two files: {each.id}", "give one of them another id"))
        if each.supplements and each.supplements not in ids:
            told = "write the id of the instrument that it supplements, as in that file"
            findings.append(Finding(file, "supplements", f"names {each.supplements}, which is not there", told))
