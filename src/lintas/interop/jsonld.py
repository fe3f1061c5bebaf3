"""JSON-LD 1.1 as far as files of CASE use it: names made whole by the context in the file, nodes by their ids.

No context is ever fetched: what only another place explains stays as it is written, and that is said. Reverse
properties and included blocks are passed over, and that is said too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.report import Report

NODES_MAX: Final = 100_000


@dataclass(slots=True)
class Node:
    """A node: its id, its types, and by the whole name of each property its values: text, numbers, or nodes' ids."""

    id: str
    types: list[str] = field(default_factory=list)
    says: dict[str, list[Any]] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        """The values of a property that are text or numbers."""
        return [str(each) for each in self.says.get(name, []) if isinstance(each, str | int | float)]

    def refs(self, name: str) -> list[str]:
        """The ids of nodes that a property names."""
        return [each.id for each in self.says.get(name, []) if isinstance(each, Ref)]


@dataclass(frozen=True, slots=True)
class Ref:
    """A node, by its id."""

    id: str


def nodes(document: Any, report: Report, nodes_max: int = NODES_MAX) -> dict[str, Node]:
    """Every node of the document, by its id; raises `UnreadableFile` where there are more than so many."""
    reading = _Reading(report, nodes_max)
    for each in document if isinstance(document, list) else [document]:
        if isinstance(each, dict):
            reading.node(each, {})
        else:
            report.leave("file", f"no node: {str(each)[:40]}")
    return reading.found


class _Reading:
    def __init__(self, report: Report, nodes_max: int) -> None:
        self.found = dict[str, Node]()
        self._report, self._most = report, nodes_max

    def node(self, each: Mapping[str, Any], context: Mapping[str, str]) -> Ref | None:
        """The node, and all that lie in it; None for one that has nothing but others."""
        context = self._context(each.get("@context"), context)
        for inner in _listed(each.get("@graph")):
            if isinstance(inner, dict):
                self.node(inner, context)
        names = [name for name in each if name not in {"@context", "@graph", "@id"}]
        if not names and "@id" not in each:
            return None
        identifier = _whole(str(each["@id"]), context, "@base") if "@id" in each else f"_:b{len(self.found)}"
        made = self.found.setdefault(identifier, Node(identifier))
        if len(self.found) > self._most:
            raise UnreadableFile(f"it has more than {self._most} nodes: split it")
        for name in names:
            self._property(made, name, each[name], context)
        return Ref(identifier)

    def _property(self, made: Node, name: str, value: Any, context: Mapping[str, str]) -> None:
        if name in {"@type", "type"} and (name == "@type" or context.get("type") == "@type"):
            made.types += [_whole(str(each), context, "@vocab") for each in _listed(value)]
        elif name.startswith("@"):
            self._report.leave(made.id, f"passed over: {name[:40]}")
        else:
            made.says.setdefault(_whole(name, context, "@vocab"), []).extend(self._values(value, context))

    def _values(self, value: Any, context: Mapping[str, str]) -> Iterator[Any]:
        for each in _listed(value):
            if not isinstance(each, dict):
                yield each
            elif "@value" in each:
                yield each["@value"]
            elif "@list" in each or "@set" in each:
                yield from self._values(each.get("@list", each.get("@set")), context)
            elif (ref := self.node(each, context)) is not None:
                yield ref

    def _context(self, given: Any, outer: Mapping[str, str]) -> Mapping[str, str]:
        found = dict(outer)
        for each in _listed(given):
            if isinstance(each, dict):
                terms = {name: term.get("@id") if isinstance(term, dict) else term for name, term in each.items()}
                found.update({name: term for name, term in terms.items() if isinstance(term, str)})
            elif isinstance(each, str):
                self._report.mend("@context", f"it lies elsewhere and is not fetched: {each[:120]}")
        return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


_EXPANDED_TIMES_MAX: Final = 8
"""A term may be explained by another one, and so on; in a circle, too."""


def _whole(name: str, context: Mapping[str, str], default: str) -> str:
    """The whole name (IRI): by its prefix, as a term of the context, or under the vocabulary or base."""
    for _ in range(_EXPANDED_TIMES_MAX):
        prefix, colon, rest = name.partition(":")
        if name in context and not name.startswith("@"):
            name = context[name]
        elif colon and not rest.startswith("//") and prefix in context:
            name = context[prefix] + rest
        else:
            break
    return name if ":" in name or name.startswith("@") else context.get(default, "") + name
