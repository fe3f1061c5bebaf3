"""What the names in a Python file stand for: enough of the language for the rules, and no more."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def imported_names(imports: Iterable[ast.Import | ast.ImportFrom]) -> dict[str, str]:
    """Each name that one of these imports binds, with the dotted name it stands for.

    `import datetime as dt` gives dt: datetime; `from os import urandom` gives urandom: os.urandom. Relative imports
    are left out: the house imports by full name.
    """
    names = {}
    for node in imports:
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.split(".")[0]
                names[alias.asname or first] = alias.name if alias.asname else first
        elif node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def dotted(node: ast.AST, names: dict[str, str]) -> str | None:
    """The full dotted name of an expression such as `dt.datetime.now`, or None if it does not begin at an import."""
    attributes = []
    while isinstance(node, ast.Attribute):
        attributes.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in names:
        return None
    return ".".join([names[node.id], *reversed(attributes)])
