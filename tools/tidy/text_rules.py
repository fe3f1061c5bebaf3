"""Rules about text, whatever the language. Patterns are written so that they do not match themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.tidy.tree import File, Finding, Tree

# Vectors and test data keep the bytes that they were given.
DATA = ("spec/vectors", "tests/data")

MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|home|root|Users)/[\w.]")

# Ordinary words stay free: a user agent, an undercover agent, a sandboxed frame, a briefing, a prompt answer.
PROCESS_WORDS = re.compile(
    r"\b(?:[s]ub-?agents?|(?:AI|coding|helper|parallel) (?:a[g]ents?|s[e]ssions?|a[s]sistants?)"
    r"|(?:the|this|our) (?:s[a]ndbox|b[r]ief says|task b[r]ief)|c[o]ntext windows?|large l[a]nguage models?|L[L]Ms?"
    r"|c[h]atbots?|[Gg]enerated (?:by|with) (?:an )?A[I]|as an A[I])\b"
)

OPEN_WORK = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b")
ISSUE = re.compile(r"#\d+|/issues/\d+")

PAGE = re.compile(r"(?<![\w/:.<>*-])([A-Za-z][\w-]*\.md)\b")
LINK = re.compile(r"\]\((?!\w+:|#)([^)\s#]+)[^)]*\)")
NAMED = re.compile(r"\.md\b|\]\(")


def line_ends(tree: Tree) -> Iterator[Finding]:
    """Lines end in one line feed, without blanks before it, and so does the file."""
    for file in tree.files():
        if file.under(*DATA) or not file.text:
            continue
        if "\r" in file.text:
            yield file.at(0, "has carriage returns; use line feeds alone")
        if not file.text.endswith("\n"):
            yield file.at(len(file.lines), "does not end in a line feed")
        for number, line in enumerate(file.lines, 1):
            if line != line.rstrip():
                yield file.at(number, "has blanks at the end of the line")


def tabs(tree: Tree) -> Iterator[Finding]:
    """Python is indented with spaces; a tab in a string is written as an escape."""
    for file in tree.python():
        for number, line in enumerate(file.lines, 1):
            if "\t" in line:
                yield file.at(number, "has a tab; use spaces, or the escape in a string")


def machine_paths(tree: Tree) -> Iterator[Finding]:
    """No path that exists on one machine only."""
    yield from _matches(tree, MACHINE_PATH, "names a path of one machine; use a path from the root, or a setting")


def process_words(tree: Tree) -> Iterator[Finding]:
    """The project speaks of its subject, not of how the work on it was organised."""
    yield from _matches(tree, PROCESS_WORDS, "speaks of how the work is organised; say it without")


def open_work(tree: Tree) -> Iterator[Finding]:
    """Work left open has an issue that says so; a bare marker is forgotten."""
    for file, number, line in _lines(tree, OPEN_WORK):
        if OPEN_WORK.search(line) and not ISSUE.search(line):
            yield file.at(number, "leaves work open without an issue; do it, or name the issue (#12)")


def pages(tree: Tree) -> Iterator[Finding]:
    """A page that is named is in the repository, and a link leads to a file."""
    names = {file.name for file in tree.files(".md")}
    paths = {parent for path in tree.paths for parent in _with_parents(path)}
    for file, number, line in _lines(tree, NAMED):
        if file.suffix == ".py" and number not in file.prose:
            continue
        for name in PAGE.findall(line):
            if name not in names:
                yield file.at(number, f"names {name}, which is not in this repository")
        for target in LINK.findall(line) if file.suffix == ".md" else ():
            if _resolved(file.path, target) not in paths:
                yield file.at(number, f"links to {target}, which is not there")


def _matches(tree: Tree, pattern: re.Pattern[str], message: str) -> Iterator[Finding]:
    for file, number, line in _lines(tree, pattern):
        if found := pattern.search(line):
            yield file.at(number, f"{message}: {found[0]!r}")


def _lines(tree: Tree, wanted: re.Pattern[str]) -> Iterator[tuple[File, int, str]]:
    """The lines of the files in which the pattern stands somewhere."""
    for file in tree.files():
        if not file.under(*DATA) and wanted.search(file.text):
            for number, line in enumerate(file.lines, 1):
                yield file, number, line


def _with_parents(path: str) -> Iterator[str]:
    parts = path.split("/")
    return ("/".join(parts[:length]) for length in range(1, len(parts) + 1))


def _resolved(path: str, target: str) -> str:
    parts = path.split("/")[:-1]
    for part in target.rstrip("/").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts = [*parts, part]
    return "/".join(parts)
