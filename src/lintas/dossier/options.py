"""The keyword options of the short forms in `declare`, so that a misspelt one is a type error."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from lintas.dossier.grammar import Clock, Item, Need, Phase, Role, Total, Verb


class VerbOptions(TypedDict, total=False):
    """What `may` and `begins` take beside the role and the name; meanings as in `grammar.Verb`."""

    at: str
    to: str | None
    needs: Need | tuple[Need, ...]
    opens: str
    takes: str
    seats: str
    unseats: str
    convokes: str
    save: str
    leaves: bool
    once: str
    deposes: bool
    persons: int
    aside: bool
    use: str
    quota: int


class ItemOptions(TypedDict):
    """What `kind` passes on to its outermost item."""

    roles: tuple[Role, ...]
    verbs: tuple[Verb, ...]
    phases: tuple[Phase, ...]
    items: NotRequired[tuple[Item, ...]]
    clocks: NotRequired[tuple[Clock, ...]]
    totals: NotRequired[tuple[Total, ...]]
    traits: NotRequired[frozenset[str]]
