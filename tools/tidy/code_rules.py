"""Rules about one Python file at a time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeGuard

from tools.tidy.names import dotted, imported_names
from tools.tidy.tree import Finding, Tree

MODULE_LINES_MAX = 400
KIND_LINES_MAX = 200
FUNCTION_LINES_MAX = 50

# Layers that are told the time and given their entropy. `node` has ports for both.
PURE_LAYERS = ("wire", "crypto", "log", "dossier", "kinds", "sync", "law", "names", "inquiry", "trace", "node")
PURE = tuple(f"src/lintas/{layer}" for layer in PURE_LAYERS)
CLOCKS_AND_CHANCE = frozenset(
    {
        "asyncio.sleep",
        "datetime.date.today",
        "datetime.datetime.now",
        "datetime.datetime.today",
        "datetime.datetime.utcnow",
        "os.getrandom",
        "os.urandom",
        "uuid.uuid1",
        "uuid.uuid4",
    }
)
CLOCK_AND_CHANCE_MODULES = frozenset({"random", "secrets", "time"})

# Who speaks to a terminal. Everything else returns what it has to say.
MAY_PRINT = ("src/lintas/cli", "src/lintas/demo", "bench", "tools")

MOCK_LIBRARIES = frozenset({"flexmock", "mock", "pytest_mock", "unittest.mock"})


def module_lines(tree: Tree) -> Iterator[Finding]:
    """A module has at most 400 lines, a kind at most 200."""
    for file in tree.python():
        kind = file.under("src/lintas/kinds") and file.path.count("/") == 3 and not file.name.startswith("_")
        limit = KIND_LINES_MAX if kind else MODULE_LINES_MAX
        if len(file.lines) > limit:
            yield file.at(limit + 1, f"has {len(file.lines)} lines, {limit} at most; split it along its ideas")


def function_lines(tree: Tree) -> Iterator[Finding]:
    """A function has at most 50 lines, from `def` to its end, docstring and all."""
    for file in tree.python("src", "tests", "tools", "bench", "spec"):
        found: list[ast.FunctionDef | ast.AsyncFunctionDef] = [*file.nodes(ast.FunctionDef)]
        for node in (*found, *file.nodes(ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                advice = f"{FUNCTION_LINES_MAX} at most; keep the branching and take out leaves"
                yield file.at(node.lineno, f"{node.name} has {lines} lines, {advice}")


def prints(tree: Tree) -> Iterator[Finding]:
    """Only what people start at a terminal prints."""
    for file in tree.python("src", "tests"):
        if file.under(*MAY_PRINT) or file.name == "__main__.py":
            continue
        for node in file.nodes(ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id == "print":
                yield file.at(node.lineno, "prints; return the text, or write to a stream that was passed in")


def clock_and_chance(tree: Tree) -> Iterator[Finding]:
    """wire to sync, the engines and node are passed the time and their entropy."""
    message = "takes {} from the machine; pass the time or the entropy in"
    for file in tree.python(*PURE):
        names = imported_names(file.imports)
        for each in file.imports:
            for module in _modules(each):
                if module.split(".")[0] in CLOCK_AND_CHANCE_MODULES:
                    yield file.at(each.lineno, message.format(module))
        for node in (*file.nodes(ast.Name), *file.nodes(ast.Attribute)):
            if (name := dotted(node, names)) in CLOCKS_AND_CHANCE:
                yield file.at(node.lineno, message.format(name))


def mocks(tree: Tree) -> Iterator[Finding]:
    """Our own code is never replaced in a test; a port has a fake that passes the port's contract tests."""
    for file in tree.python("src", "tests"):
        names = imported_names(file.imports)
        for each in file.imports:
            full = set(imported_names([each]).values()) | set(_modules(each))
            if any(name == lib or name.startswith(lib + ".") for name in full for lib in MOCK_LIBRARIES):
                yield file.at(each.lineno, "imports a mock library; write a fake behind the port")
        for node in file.nodes(ast.Call):
            if _patches_lintas(node, names):
                yield file.at(node.lineno, "patches lintas; pass a fake in through the port")


def docstrings(tree: Tree) -> Iterator[Finding]:
    """Every module of src has a docstring, and so has every public class and function at its top level."""
    for file in tree.python("src"):
        if not ast.get_docstring(file.syntax):
            yield file.at(1, "has no docstring; say what it is for, its rules, what it leaves to others")
        for node in file.syntax.body:
            if _is_public_definition(node) and not ast.get_docstring(node):
                yield file.at(node.lineno, f"{node.name} is public and has no docstring")


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module] if node.module and not node.level else []
    return [alias.name for alias in node.names]


def _patches_lintas(call: ast.Call, names: dict[str, str]) -> bool:
    """True for `monkeypatch.setattr` (or `delattr`) on a name of lintas, given as a string or as an object."""
    if not (isinstance(call.func, ast.Attribute) and call.func.attr in {"setattr", "delattr"} and call.args):
        return False
    target = call.args[0]
    if isinstance(target, ast.Constant):
        name = str(target.value)
    else:
        name = dotted(target, names) or ""
    return name == "lintas" or name.startswith("lintas.")


def _is_public_definition(node: ast.AST) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
        return False
    return not any(ast.unparse(decorator).endswith("overload") for decorator in node.decorator_list)
