"""The files that rules look at, and what rules say about them. No rule here."""

from __future__ import annotations

import ast
import os
import subprocess
import tokenize
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

N = TypeVar("N", bound=ast.AST)

# What the walk leaves out where git is not there to say what is tracked.
UNTRACKED = frozenset({".git", ".venv", ".cache", ".hypothesis", "__pycache__", "build", "dist", "node_modules"})


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One offence: where it is, and what to do instead. `line` counts from 1; 0 means the whole file."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class File:
    """A text file: its path from the root with forward slashes, and what it holds, line endings untouched."""

    path: str
    text: str

    @cached_property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name

    @cached_property
    def suffix(self) -> str:
        """The ending of the name with its dot, or an empty string."""
        return PurePosixPath(self.path).suffix

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return self.text.splitlines()

    @cached_property
    def syntax(self) -> ast.Module:
        """The parsed module. Raises SyntaxError."""
        return ast.parse(self.text, self.path)

    def nodes(self, kind: type[N]) -> Sequence[N]:
        """The nodes of exactly this class in the parsed module. Raises SyntaxError."""
        return self._nodes.get(kind, [])

    @property
    def imports(self) -> Sequence[ast.Import | ast.ImportFrom]:
        """Every import, wherever it stands. Raises SyntaxError."""
        return [*self.nodes(ast.Import), *self.nodes(ast.ImportFrom)]

    @cached_property
    def _nodes(self) -> Mapping[type, list[Any]]:
        """Walked once for all rules; `ast.walk` would take most of their time."""
        found = defaultdict[type, list[Any]](list)
        waiting: list[ast.AST] = [self.syntax]
        while waiting:
            node = waiting.pop()
            found[type(node)].append(node)
            for value in vars(node).values():
                if isinstance(value, ast.AST):
                    waiting.append(value)
                elif isinstance(value, list):
                    waiting.extend(each for each in value if isinstance(each, ast.AST))
        return found

    @cached_property
    def prose(self) -> frozenset[int]:
        """The lines of a Python file with a comment or a triple-quoted string on them. Raises SyntaxError."""
        numbers: set[int] = set()
        try:
            for token in tokenize.generate_tokens(StringIO(self.text).readline):
                quoted = token.type == tokenize.STRING and token.string.endswith(('"""', "'''"))
                if quoted or token.type == tokenize.COMMENT:
                    numbers.update(range(token.start[0], token.end[0] + 1))
        except tokenize.TokenError as error:
            raise SyntaxError(str(error), (self.path, 0, None, None)) from error
        return frozenset(numbers)

    def under(self, *folders: str) -> bool:
        """True if the file lies below one of the folders."""
        return any(self.path.startswith(folder + "/") for folder in folders)

    def at(self, line: int, message: str) -> Finding:
        """A finding in this file."""
        return Finding(self.path, line, message)


class Tree:
    """The text files of a checkout, and the paths of its other files. Made from the disk by `tracked`, or from texts by
    path in a test.
    """

    def __init__(self, texts: Mapping[str, str], others: Collection[str] = ()) -> None:
        self.paths = frozenset(texts) | frozenset(others)
        self._files = {path: File(path, text) for path, text in sorted(texts.items())}

    def __contains__(self, path: str) -> bool:
        return path in self._files

    def __getitem__(self, path: str) -> File:
        return self._files[path]

    def files(self, suffix: str = "") -> Iterator[File]:
        """All files, or those with this ending, in the order of their paths."""
        return (file for file in self._files.values() if file.path.endswith(suffix))

    def python(self, *folders: str) -> Iterator[File]:
        """The Python files, or those below the folders."""
        return (file for file in self.files(".py") if not folders or file.under(*folders))


WRITTEN_ELSEWHERE = (
    "src/lintas/console/migrations/",
    "src/lintas/console/static/lintas/vendor/",
    "src/lintas/letter/licences/",
    "tests/console/vendor/",
)
"""What Django writes, and what is vendored as its authors made it."""
CATALOGUES = ".po"
"""Written by `tools.catalogues` and by translators; its tests look at them."""


def tracked(root: Path) -> Tree:
    """The files that git tracks or would track; without git, all but build output. Of binary files, catalogues, and
    those of `WRITTEN_ELSEWHERE` there are the paths only.
    """
    texts, listed = {}, _listed(root)
    for path in listed:
        if path.startswith(WRITTEN_ELSEWHERE) or path.endswith(CATALOGUES):
            continue
        # Bytes first: reading as text would hide what kind of line ending there is.
        data = (root / path).read_bytes() if (root / path).is_file() else b"\0"
        text = _text(data)
        if text is not None:
            texts[path] = text
    return Tree(texts, [path for path in listed if (root / path).is_file()])


def _text(data: bytes) -> str | None:
    if b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _listed(root: Path) -> list[str]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return list(_walked(root))
    return [path for path in done.stdout.decode().split("\0") if path]


def _walked(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in UNTRACKED)
        for name in sorted(names):
            yield (Path(folder) / name).relative_to(root).as_posix()
