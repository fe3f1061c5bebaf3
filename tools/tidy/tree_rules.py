"""Rules about how files stand to one another."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from tools.tidy.tree import File, Finding, Tree

# Folders of tests that stand for no layer: what they test lies across the layers, or outside src.
TESTS_ACROSS = frozenset(
    {"browser", "conformance", "data", "model", "processes", "rules", "soak", "support", "tools", "walks"}
)

DECISIONS = "docs/decisions"
DECISION_NAME = re.compile(r"(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
DECISION_HEADINGS = ("What was seen", "Decided", "Refused", "Consequences")

FRAGMENT_NAME = re.compile(r"(?:\d+|[a-z0-9]+(?:-[a-z0-9]+)*)\.(?:feature|change|fix|security|removal|docs)\.md")

PINNED = re.compile(r"[\w.\[\]-]+==\S+")
FOREIGN = re.compile(r"://|--(?:extra-)?index|--find-links|--trusted-host|\bfile:|(?:^|\s)\.{0,2}/|(?:^|\s)[A-Z]:\\")


def packages(tree: Tree) -> Iterator[Finding]:
    """Every folder of Python below src/lintas is a package with an `__init__.py`."""
    folders: dict[str, File] = {}
    for file in tree.python("src/lintas"):
        folder = file.path.rsplit("/", 1)[0]
        folders.setdefault(folder, file)
    for folder, file in folders.items():
        if f"{folder}/__init__.py" not in tree:
            yield file.at(0, f"lies in {folder}, which has no __init__.py; add one with a docstring")


def mirror(tree: Tree) -> Iterator[Finding]:
    """Each package of src/lintas has a folder of tests of the same name, and each such folder a package."""
    layers = {file.path.split("/")[2]: file for file in tree.python("src/lintas") if file.path.count("/") > 2}
    tested: dict[str, File] = {}
    for file in tree.python("tests"):
        if file.path.count("/") > 1:
            tested.setdefault(file.path.split("/")[1], file)
    with_tests = {file.path.split("/")[1] for file in tree.python("tests") if file.name.startswith("test_")}
    for name in sorted(set(layers) - with_tests):
        yield layers[name].at(0, f"has no tests; put them in tests/{name}/test_*.py")
    for name in sorted(set(tested) - set(layers) - TESTS_ACROSS):
        yield tested[name].at(0, f"tests nothing: there is no src/lintas/{name}")


def import_cycles(tree: Tree) -> Iterator[Finding]:
    """No module of src imports itself by way of others. Imports for typing and within functions count."""
    modules = {_module_name(file): file for file in tree.python("src")}
    graph = {name: _imports(file, modules) - {name} for name, file in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle: list[str] = error.args[1]
        # graphlib walks from what is imported to its importer.
        chain = " imports ".join(reversed(cycle))
        yield modules[cycle[0]].at(0, f"is in a cycle: {chain}; move what both need to a module below")


def decisions(tree: Tree) -> Iterator[Finding]:
    """Decision pages are numbered without gaps, have the four headings, and stand in the index."""
    index = tree[f"{DECISIONS}/README.md"].text if f"{DECISIONS}/README.md" in tree else ""
    expected = 1
    for file in tree.files(".md"):
        if not file.under(DECISIONS) or file.name in {"README.md", "template.md"}:
            continue
        found = DECISION_NAME.fullmatch(file.name)
        if not found:
            yield file.at(0, "is not named NNNN-<words>.md")
            continue
        if int(found[1]) != expected:
            yield file.at(0, f"has number {found[1]}; the next one is {expected:04}")
        expected = int(found[1]) + 1
        if f"({file.name})" not in index:
            yield file.at(0, f"is not linked from {DECISIONS}/README.md")
        for heading in DECISION_HEADINGS:
            if f"## {heading}" not in file.lines:
                yield file.at(0, f'has no heading "## {heading}"; see {DECISIONS}/template.md')


def changelog(tree: Tree) -> Iterator[Finding]:
    """A changelog fragment is named for its change and type, and is whole sentences for the operator."""
    for file in tree.files():
        if not file.under("changelog.d") or file.name == "README.md":
            continue
        text = file.text.strip()
        if not FRAGMENT_NAME.fullmatch(file.name):
            yield file.at(0, "is not named as changelog.d/README.md says")
        elif not text or text[0] in "#-*" or not text.endswith((".", ".`")):
            yield file.at(1, "is not plain sentences; write what the operator will notice, ending in a full stop")


def locks(tree: Tree) -> Iterator[Finding]:
    """A lock file holds exact versions with hashes, and nothing about where they were fetched."""
    for file in tree.files(".txt"):
        if not file.under("requirements"):
            continue
        for number, line in enumerate(file.lines, 1):
            if line.lstrip().startswith("#"):
                if "://" in line or re.search(r"\s/\w", line):
                    yield file.at(number, "names an address or a path; write it with tools/lock")
            elif FOREIGN.search(line):
                yield file.at(number, "names an address or a path; write it with tools/lock")
            elif line and not line.startswith(" "):
                hashed = file.lines[number : number + 1]
                if not PINNED.match(line) or not (hashed and hashed[0].strip().startswith("--hash=sha256:")):
                    yield file.at(number, "is not an exact version with hashes; write it with tools/lock")


def _module_name(file: File) -> str:
    return file.path.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(file: File, modules: dict[str, File]) -> set[str]:
    found = set()
    for node in file.nodes(ast.Import):
        found |= {alias.name for alias in node.names}
    for each in file.nodes(ast.ImportFrom):
        base = _absolute(file, each)
        # `from a.b import c` reads a.b.c where that is a module, and else the name c of a.b.
        found |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in modules else base for alias in each.names}
    return found & set(modules)


def _absolute(file: File, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = _module_name(file).split(".")
    # A package's own __init__ counts as one level deeper than its name says.
    keep = len(package) - node.level + (file.name == "__init__.py")
    return ".".join([*package[:keep], *([node.module] if node.module else [])])
