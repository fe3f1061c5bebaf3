"""The file of one instrument, and the file of what treaties usually say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lintas.law.lists import Words, clocks, grounds, read_contents
from lintas.law.rows import (
    FUNCTIONS,
    KINDS,
    SCOPES,
    Content,
    Declaration,
    Ground,
    Instrument,
    Party,
    Provision,
    Scope,
)
from lintas.law.taking import STANDING, Table, in_order, within

LISTS = ("list", "list_or_serious", "list_or_any_eevidence", "untoc")


@dataclass(frozen=True, slots=True)
class Typical:
    """What treaties of one function usually say: not read from the treaty that follows it."""

    grounds: tuple[Ground, ...]
    contents: tuple[Content, ...]


def read_typical(top: Table, words: Words) -> Mapping[str, Typical]:
    """The file of what treaties usually say, by function."""
    found = {}
    for function in top.names():
        if function == "recorded":
            continue
        for table in top.either(function):
            within(table, table.standing(words.sources))
            found[function] = Typical(grounds(table, "grounds", words), read_contents(table, "contents", words))
            table.end()
    return found


def read_instrument(top: Table, words: Words, typical: Mapping[str, Typical]) -> Instrument:
    """The file of an instrument."""
    name = top.text("id", example='"EXT_AA_BB"')
    if name and top.file.rsplit("/", 1)[-1] != f"{name}.toml":
        top.wrong(f"holds the instrument {name}", f"call the file {name}.toml")
    if name.startswith("DOMESTIC_"):
        top.wrong(f"has the id {name}, which is for national laws", "choose an id such as EXT_AA_BB or MLA_AA_BB")
    follows = top.choice("typical", typical, needed=False) if typical else ""
    scope = _scope(top.table("scope", needed=True), words)
    top.inherited = within(top, scope.standing).inherited
    found = Instrument(
        id=name,
        title=top.text("title"),
        kind=top.choice("kind", KINDS),
        functions=frozenset(top.texts("functions", among=FUNCTIONS)),
        scope=scope,
        standing=top.standing(words.sources),
        entry_into_force=top.day("entry_into_force"),
        convention=bool(top.flag("convention")),
        preference=top.whole("preference") or 0,
        supplements=top.text("supplements", needed=False),
        depositary=top.text("depositary", needed=False),
        parties=_parties(top.table("parties", needed=True), words),
        declarations=tuple(_declaration(each, words) for each in top.tables("declarations")),
        provisions=tuple(_provision(each, words) for each in top.tables("provisions")),
        clocks=clocks(top, words),
        grounds=_grounds(top.table("grounds"), words, typical.get(follows), follows),
        contents=_contents(top.table("contents"), words, typical.get(follows), follows),
    )
    _check(top, found, words)
    top.end()
    return found


def _scope(table: Table, words: Words) -> Scope:
    found = Scope(
        table.choice("rule", SCOPES),
        table.text("text"),
        table.standing(words.sources),
        offences=frozenset(table.texts("offences", needed=False, among=words.offences)),
        serious_years=table.number("serious_years"),
        article=table.text("article", needed=False),
    )
    if found.rule in LISTS and not found.offences:
        table.wrong(f"has the rule {found.rule!r} and lists no offences", 'add offences = ["...", "..."]')
    table.end()
    return found


def _parties(table: Table, words: Words) -> Mapping[str, tuple[Party, ...]]:
    return {state: tuple(_party(each, state, words) for each in table.either(state)) for state in table.names()}


def _party(table: Table, state: str, words: Words) -> Party:
    if state not in words.states:
        table.unknown("state", state, words.states)
    found = Party(
        state,
        table.standing(words.sources),
        signed=table.day("signed"),
        bound=table.day("bound"),
        how=table.text("how", needed=False),
        in_force=table.day("in_force"),
        left=table.day("left"),
    )
    in_order(
        table, ("signed", found.signed), ("bound", found.bound), ("in_force", found.in_force), ("left", found.left)
    )
    since = words.states[state].since if state in words.states else None
    if since and found.in_force and found.in_force < since and found.how != "succession":
        table.wrong(
            f"is bound from {found.in_force}, before there was such a state ({since})",
            'mend the day, or say how = "succession"',
        )
    table.end()
    return found


def _declaration(table: Table, words: Words) -> Declaration:
    found = Declaration(
        table.choice("state", words.states or ("?",)),
        table.text("text"),
        table.standing(words.sources),
        article=table.text("article", needed=False),
        extradition_basis=table.flag("extradition_basis", None),
    )
    table.end()
    return found


def _provision(table: Table, words: Words) -> Provision:
    found = Provision(table.text("article"), table.text("topic"), table.text("text"), table.standing(words.sources))
    table.end()
    return found


def _grounds(table: Table, words: Words, typical: Typical | None, follows: str) -> Mapping[str, tuple[Ground, ...]]:
    """What was read, then what is usual, for each function; what was read of a ground comes in its place."""
    found = {}
    if any(name not in STANDING for name in table.names()):
        within(table, table.standing(words.sources))
    for function in [name for name in table.names() if name not in STANDING]:
        if function not in FUNCTIONS:
            table.unknown("function", function, FUNCTIONS)
        found[function] = grounds(table, function, words)
    if typical:
        read = found.get(follows, ())
        codes = {row.code for row in read}
        found[follows] = (*read, *(row for row in typical.grounds if row.code not in codes))
    return found


def _contents(table: Table, words: Words, typical: Typical | None, follows: str) -> Mapping[str, tuple[Content, ...]]:
    found: dict[str, tuple[Content, ...]] = {}
    if any(name not in STANDING for name in table.names()):
        within(table, table.standing(words.sources))
    for kind in [name for name in table.names() if name not in STANDING]:
        if kind not in words.types:
            table.unknown("type of request", kind, words.types)
        found[kind] = read_contents(table, kind, words, found)
    if typical and follows not in found:
        found[follows] = typical.contents
    return found


def _check(top: Table, found: Instrument, words: Words) -> None:
    if found.kind == "bilateral" and len(found.parties) != 2:
        top.wrong(f"is bilateral and has {len(found.parties)} parties", "name the two states, or mend its kind")
    first = found.entry_into_force
    for rows in found.parties.values():
        for row in rows:
            if first and row.in_force and row.in_force < first:
                top.wrong(
                    f"is in force for {row.state} from {row.in_force}, before the instrument itself ({first})",
                    "mend one of the two days",
                )
    for declared in found.declarations:
        if declared.state not in found.parties:
            top.wrong(f"has a declaration of {declared.state}, which is no party", "name the party, or add it")
