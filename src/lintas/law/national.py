"""The file of one state's own law."""

from __future__ import annotations

from lintas.law.lists import Words, clocks, grounds, read_contents
from lintas.law.rows import FUNCTIONS, WITHOUT_TREATY, Death, NationalLaw
from lintas.law.taking import Table, within


def read_laws(top: Table, words: Words) -> tuple[str, list[NationalLaw], tuple[Death, ...]]:
    """The state of the file, its laws, and the offences for which one of them allows death."""
    state = top.choice("state", words.states or ("?",))
    if top.file.rsplit("/", 1)[-1] != f"{state}.toml":
        top.wrong(f"holds the law of {state}", f"call the file {state}.toml")
    found = [_law(each, state, words) for each in top.tables("laws")]
    deaths = tuple(_death(each, words) for each in top.tables("death"))
    top.end()
    return state, found, deaths


def _death(table: Table, words: Words) -> Death:
    found = Death(table.texts("words"), table.text("article"), table.standing(words.sources))
    table.end()
    return found


def _law(table: Table, state: str, words: Words) -> NationalLaw:
    standing = table.standing(words.sources)
    within(table, standing)
    found = NationalLaw(
        state,
        frozenset(table.texts("functions", among=FUNCTIONS)),
        table.text("name"),
        table.choice("without_treaty", WITHOUT_TREATY),
        table.text("article"),
        standing,
        grounds=grounds(table, "grounds", words),
        contents=read_contents(table, "contents", words),
        arrest_contents=read_contents(table, "arrest_contents", words),
        clocks=clocks(table, words),
    )
    table.end()
    return found
