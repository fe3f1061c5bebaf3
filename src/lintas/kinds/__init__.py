"""The kinds of cooperation: one file each, found by being here.

A file declares `KIND`. Bodies and items that several kinds share lie in `parts`, which is no kind.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from lintas.dossier.grammar import Kind

__all__ = ["BadKind", "all_kinds", "load_kinds"]


class BadKind(Exception):
    """A file among the kinds declares none, or one whose name another file has taken or that lost a former version."""

    def __init__(self, module: str, why: str) -> None:
        """`module` is the full name of the file's module."""
        super().__init__(f"{module}: {why}")
        self.module, self.why = module, why


def all_kinds() -> dict[str, Kind]:
    """Every kind of this package, by name."""
    return load_kinds(importlib.import_module(__name__))


def load_kinds(package: ModuleType) -> dict[str, Kind]:
    """Every kind that a module of this package declares, by name; packages inside it are passed over.

    Raises `BadKind`.
    """
    found: dict[str, Kind] = {}
    for entry in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if entry.ispkg:
            continue
        kind = getattr(importlib.import_module(entry.name), "KIND", None)
        if not isinstance(kind, Kind):
            raise BadKind(entry.name, "declares no KIND")
        if kind.name in found:
            raise BadKind(entry.name, f"{kind.name} is declared twice")
        if [(each.name, each.version) for each in kind.former] != [(kind.name, n) for n in range(1, kind.version)]:
            raise BadKind(entry.name, f"its former versions are not {kind.name} 1 to {kind.version - 1}")
        found[kind.name] = kind
    return found
