"""The words that the console's catalogues must hold: what is marked in its pages, and what the kinds declare."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar, cast

from django.template import Engine, NodeList
from django.template.base import FilterExpression, Node, Variable
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from lintas.console.forms.sections import sections_of
from lintas.dossier.grammar import Item, Kind
from lintas.dossier.meanings import Body, Meaning
from lintas.dossier.parts import named
from lintas.kinds import all_kinds

ROOT = Path(__file__).resolve().parent.parent
CONSOLE = ROOT / "src/lintas/console"
DOSSIER = ROOT / "src/lintas/dossier"
TEMPLATES = CONSOLE / "templates"
_ONE, _TWO = slice(0, 1), slice(0, 2)
_MARKS = {
    "_": _ONE,
    "gettext": _ONE,
    "gettext_lazy": _ONE,
    "ngettext": _TWO,
    "ngettext_lazy": _TWO,
    "note": slice(1, 2),
}
"""The functions that mark words in Python, and which of their arguments are words. What the trail notes is English in
the file, whoever reads it, and is translated where it is shown.
"""

N = TypeVar("N", bound=Node)
Word = tuple[str, str]
"""English as it stands in the code, and its plural or nothing."""


def engine() -> Engine:
    """What reads the console's templates without a node."""
    libraries = {
        "i18n": "django.templatetags.i18n",
        "static": "django.templatetags.static",
        "lintas": "lintas.console.templatetags.lintas",
    }
    return Engine(dirs=[str(TEMPLATES)], libraries=libraries)


def templates() -> Iterator[tuple[str, NodeList]]:
    """Every template of the console by its name, taken apart."""
    reader = engine()
    for file in sorted(TEMPLATES.rglob("*.html")):
        name = file.relative_to(TEMPLATES).as_posix()
        yield name, reader.get_template(name).nodelist


def words_of_console() -> Mapping[Word, list[str]]:
    """What is marked for translation in the console, each with the files in which it stands."""
    found = dict[Word, list[str]]()
    marked = [(f"templates/{name}", word) for name, nodes in templates() for word in _of_template(nodes)]
    for file in sorted(CONSOLE.rglob("*.py")):
        marked += [(file.relative_to(CONSOLE).as_posix(), word) for word in _of_module(file.read_text())]
    for where, word in marked:
        places = found.setdefault(word, [])
        if where not in places:
            places.append(where)
    return found


def nodes_of(wanted: type[N], nodes: NodeList) -> list[N]:
    """The nodes of one class among these and below."""
    return cast("list[N]", nodes.get_nodes_by_type(wanted))


def _of_template(nodes: NodeList) -> Iterator[Word]:
    for node in nodes_of(TranslateNode, nodes):
        expression: FilterExpression = node.filter_expression
        if isinstance(expression.var, Variable) and isinstance(expression.var.literal, str):
            yield expression.var.literal, ""
    for block in nodes_of(BlockTranslateNode, nodes):
        plural = block.render_token_list(block.plural)[0] if block.plural else ""
        yield block.render_token_list(block.singular)[0], plural


def _of_module(source: str) -> Iterator[Word]:
    yield from _said_in(source, _MARKS)


def _said_in(source: str, marks: Mapping[str, slice]) -> Iterator[Word]:
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and (name := _called(call)) in marks:
            said = [each.value for each in call.args[marks[name]] if isinstance(each, ast.Constant)]
            if said:
                yield str(said[0]), str(said[1]) if len(said) > 1 else ""


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def words_of_kinds() -> Mapping[Word, list[str]]:
    """What the kinds declare and a page shows, each with the kinds that say it, and what may be wrong with a field."""
    found = dict[Word, list[str]]()
    for file in sorted(DOSSIER.glob("*.py")):
        for reason in dict.fromkeys(_said_in(file.read_text(), {"Reason": _ONE})):
            found.setdefault(reason, []).append(file.name)
    for name, kind in sorted(all_kinds().items()):
        for word in dict.fromkeys(_of_kind(kind)):
            found.setdefault((word, ""), []).append(name)
    return {word: places for word, places in found.items() if word[0]}


def _of_kind(kind: Kind) -> Iterator[str]:
    yield from (kind.title, kind.sentence, kind.basis)
    for *_above, item in kind.item.walk():
        yield from _of_item(item)


def _of_item(item: Item) -> Iterator[str]:
    named_things: Iterable[Iterable[object]] = (item.verbs, item.phases, item.clocks, item.totals)
    yield item.name
    yield from (role.name for role in item.roles)
    yield from (named(role.name) for role in item.roles)
    yield from (str(each.name) for things in named_things for each in things)  # type: ignore[attr-defined]
    yield from (verb.to for verb in item.verbs if verb.to)
    for verb in item.verbs:
        yield from _of_body(verb.says)


def _of_body(body: type[Body]) -> Iterator[str]:
    for section in sections_of(body):
        yield from (section.heading, section.help)
        for name, meaning in section.fields:
            yield named(name)
            yield from _of_choices(meaning)


def _of_choices(meaning: Meaning) -> Iterator[str]:
    yield from meaning.choices
    yield from meaning.plain
