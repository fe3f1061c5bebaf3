"""A reader of the part of CDDL (RFC 8610) that `spec/lintas.cddl` uses, and a check of values against it.

Of the validators for Python that have wheels, the one tried (pycddl 0.6.4) ends the process on a map with integer keys.
This one knows rules with parameters, maps, arrays, groups, choices, ranges, occurrences, tags, `.size` and `.cbor`, and
refuses every other word of the language. A map has no key that is not listed; matching takes the first entry that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lintas.wire import cbor
from lintas.wire.cbor import Tag
from lintas.wire.errors import Malformed

TOKEN = re.compile(
    r"""\s+|;[^\n]*|(?P<text>"[^"]*")|(?P<number>-?\d+)|(?P<control>\.size|\.cbor)|(?P<range>\.\.)|(?P<tag>\#6\.\d+)"""
    r"""|(?P<name>[A-Za-z_][\w-]*)|(?P<mark>=>|[=/:,?*+<>(){}\[\]])"""
)
SIZE_MAX = 2**31
PLAIN = {"tstr": str, "bytes": bytes, "bool": bool, "int": int}
END = ("end", "")


class Mismatch(Exception):
    """The value does not fit, and where."""


@dataclass(frozen=True)
class Node:
    """A type, or a group: what it is, and its parts."""

    what: str
    parts: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Entry:
    """An entry of a group: how often, under which key (None: none), what."""

    least: int
    most: int
    key: Node | None
    node: Node


def tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise SyntaxError(f"not in this part of CDDL: {text[at : at + 20]!r}")
        if found.lastgroup:
            yield found.lastgroup, found[0]
        at = found.end()


class Parser:
    """Rules from text, by name: their parameters and what they stand for."""

    def __init__(self, text: str) -> None:
        self.tokens, self.at = [*tokens(text), END, END, END], 0
        self.rules: dict[str, tuple[list[str], Node]] = {}
        while self.tokens[self.at] != END:
            name, parameters = self.take("name"), self.names() if self.skip("<") else []
            self.need("=")
            assert name not in self.rules, f"{name} is there twice"
            self.rules[name] = parameters, self.group(")") if self.skip("(") else self.type()

    def skip(self, mark: str) -> bool:
        found = self.tokens[self.at][1] == mark and self.tokens[self.at][0] != "text"
        self.at += found
        return found

    def need(self, mark: str) -> None:
        if not self.skip(mark):
            raise SyntaxError(f"{mark} expected, not {self.tokens[self.at - 3 : self.at + 3]}")

    def take(self, kind: str) -> str:
        found, text = self.tokens[self.at]
        if found != kind:
            raise SyntaxError(f"{kind} expected, not {self.tokens[self.at - 3 : self.at + 3]}")
        self.at += 1
        return text

    def names(self) -> list[str]:
        found = [self.take("name")]
        while self.skip(","):
            found.append(self.take("name"))
        self.need(">")
        return found

    def type(self) -> Node:
        choices = [self.controlled()]
        while self.skip("/"):
            choices.append(self.controlled())
        return choices[0] if len(choices) == 1 else Node("choice", tuple(choices))

    def controlled(self) -> Node:
        node = self.simple()
        kind, text = self.tokens[self.at]
        if kind in {"control", "range"}:
            self.at += 1
            return Node(text, (node, self.simple()))
        return node

    def simple(self) -> Node:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Node("value", (int(text),))
        if kind == "text":
            return Node("value", (text[1:-1],))
        if kind == "tag":
            self.need("(")
            inner = self.type()
            self.need(")")
            return Node("tag", (int(text[3:]), inner))
        if text == "(":
            inner = self.type()
            self.need(")")
            return inner
        if text in {"{", "["}:
            return Node("map" if text == "{" else "array", (self.group("}" if text == "{" else "]"),))
        if kind != "name":
            raise SyntaxError(f"a type expected, not {self.tokens[self.at - 3 : self.at + 3]}")
        return Node("name", (text, tuple(self.arguments()) if self.skip("<") else ()))

    def arguments(self) -> list[Node]:
        found = [self.type()]
        while self.skip(","):
            found.append(self.type())
        self.need(">")
        return found

    def group(self, end: str) -> Node:
        entries = []
        while not self.skip(end):
            entries.append(self.entry())
            self.skip(",")
        return Node("group", tuple(entries))

    def entry(self) -> Entry:
        least, most = self.occurrence()
        kind, text = self.tokens[self.at]
        if self.tokens[self.at + 1][1] == ":" and kind in {"name", "number", "text"}:
            self.at += 2
            key = Node("value", (int(text) if kind == "number" else text.strip('"'),))
            return Entry(least, most, key, self.type())
        node = self.type()
        if self.skip("=>"):
            return Entry(least, most, node, self.type())
        return Entry(least, most, None, node)

    def occurrence(self) -> tuple[int, int]:
        if self.skip("?"):
            return 0, 1
        if self.skip("+"):
            return 1, SIZE_MAX
        if self.skip("*"):
            return 0, int(self.take("number")) if self.tokens[self.at][0] == "number" else SIZE_MAX
        return 1, 1


class Schema:
    """The rules, and values checked against them."""

    def __init__(self, text: str) -> None:
        self.rules = Parser(text).rules

    def check(self, rule: str, data: bytes) -> None:
        """Raises `Mismatch` unless the bytes are one canonical item that fits the rule."""
        self.fit(Node("name", (rule, ())), decoded(data, rule), {}, rule)

    def fit(self, node: Node, value: Any, bound: Mapping[str, Node], where: str) -> None:
        """Raises `Mismatch` unless the value fits; `bound` are the parameters of the rule at hand."""
        getattr(self, f"fit_{node.what.strip('.') or 'range'}")(node.parts, value, bound, where)

    def fit_name(self, parts: tuple[Any, ...], value: Any, bound: Mapping[str, Node], where: str) -> None:
        name, arguments = parts
        if name in bound:
            return self.fit(bound[name], value, bound, where)
        if name in self.rules:
            parameters, node = self.rules[name]
            given = dict(zip(parameters, (self.closed(each, bound) for each in arguments), strict=True))
            return self.fit(node, value, given, f"{where}/{name}" if name != where else where)
        fits = {"any": True, "null": value is None, "uint": type(value) is int and value >= 0}
        need(fits[name] if name in fits else type(value) is PLAIN[name], where, f"{value!r} is not {name}")
        return None

    def closed(self, node: Node, bound: Mapping[str, Node]) -> Node:
        """An argument that is a parameter of the rule around it stands for what that stands for."""
        return bound.get(node.parts[0], node) if node.what == "name" else node

    def fit_value(self, parts: tuple[Any, ...], value: Any, _: Mapping[str, Node], where: str) -> None:
        need(type(value) is type(parts[0]) and value == parts[0], where, f"{value!r} is not {parts[0]!r}")

    def fit_choice(self, parts: tuple[Any, ...], value: Any, bound: Mapping[str, Node], where: str) -> None:
        for each in parts[:-1]:
            if self.fits(each, value, bound):
                return
        self.fit(parts[-1], value, bound, where)

    def fit_range(self, parts: tuple[Any, ...], value: Any, _: Mapping[str, Node], where: str) -> None:
        least, most = (each.parts[0] for each in parts)
        need(type(value) is int and least <= value <= most, where, f"{value!r} is not from {least} to {most}")

    def fit_size(self, parts: tuple[Any, ...], value: Any, bound: Mapping[str, Node], where: str) -> None:
        self.fit(parts[0], value, bound, where)
        self.fit(parts[1], len(value.encode() if isinstance(value, str) else value), bound, f"{where} size")

    def fit_cbor(self, parts: tuple[Any, ...], value: Any, bound: Mapping[str, Node], where: str) -> None:
        self.fit(parts[0], value, bound, where)
        self.fit(parts[1], decoded(value, where), bound, where)

    def fit_tag(self, parts: tuple[Any, ...], value: Any, bound: Mapping[str, Node], where: str) -> None:
        need(isinstance(value, Tag) and value.number == parts[0], where, f"has no tag {parts[0]}")
        self.fit(parts[1], value.value, bound, where)

    def fit_map(self, parts: tuple[Any, ...], value: Any, bound: Mapping[str, Node], where: str) -> None:
        need(type(value) is dict, where, "is not a map")
        left = dict(value)
        for entry in self.entries(parts[0], bound):
            assert entry.key is not None
            keys = [key for key in left if self.fits(entry.key, key, bound)][: entry.most]
            need(len(keys) >= entry.least, where, f"lacks {entry.key.parts[0]}")
            for key in keys:
                self.fit(entry.node, left.pop(key), bound, f"{where} {key!r}")
        need(not left, where, f"has more: {list(left)}")

    def fit_array(self, parts: tuple[Any, ...], value: Any, bound: Mapping[str, Node], where: str) -> None:
        need(type(value) is list, where, "is not an array")
        at = 0
        for entry in self.entries(parts[0], bound):
            upto = at + entry.least
            need(upto <= len(value), where, f"ends at {len(value)}")
            for place in range(at, upto):
                self.fit(entry.node, value[place], bound, f"{where}[{place}]")
            while upto < len(value) and upto - at < entry.most and self.fits(entry.node, value[upto], bound):
                upto += 1
            at = upto
        need(at == len(value), where, f"entry {at} does not fit, or is one too many")

    def entries(self, group: Node, bound: Mapping[str, Node]) -> Iterator[Entry]:
        """The entries of a group, those of groups that it names in their place."""
        for entry in group.parts:
            named = self.rules.get(entry.node.parts[0]) if entry.key is None and entry.node.what == "name" else None
            if named and named[1].what == "group":
                yield from self.entries(named[1], bound)
            else:
                yield entry

    def fits(self, node: Node, value: Any, bound: Mapping[str, Node]) -> bool:
        try:
            self.fit(node, value, bound, "")
        except Mismatch:
            return False
        return True


def need(fits: bool, where: str, why: str) -> None:
    if not fits:
        raise Mismatch(f"{where}: {why}")


def decoded(data: bytes, where: str) -> Any:
    try:
        return cbor.decode(data, size_max=SIZE_MAX, depth_max=64, items_max=SIZE_MAX, tags=(18,))
    except Malformed as error:
        raise Mismatch(f"{where}: {error}") from None
