"""The rules by name. A rule that is not here does not run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from tools.tidy import code_rules, text_rules, tree_rules
from tools.tidy.tree import Finding, Tree

Rule = Callable[[Tree], Iterable[Finding]]

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.__name__: rule
        for rule in (
            text_rules.line_ends,
            text_rules.tabs,
            text_rules.machine_paths,
            text_rules.process_words,
            text_rules.open_work,
            text_rules.pages,
            code_rules.module_lines,
            code_rules.function_lines,
            code_rules.prints,
            code_rules.clock_and_chance,
            code_rules.mocks,
            code_rules.docstrings,
            tree_rules.packages,
            tree_rules.mirror,
            tree_rules.import_cycles,
            tree_rules.decisions,
            tree_rules.changelog,
            tree_rules.locks,
        )
    }
)


def findings(tree: Tree) -> list[tuple[Finding, str]]:
    """Every finding of every rule, by path and line, with the rule's name. A file that is not Python is one too."""
    found = set()
    for name, rule in RULES.items():
        try:
            found |= {(finding, name) for finding in rule(tree)}
        except SyntaxError as error:
            found.add((Finding(error.filename or "", error.lineno or 0, "is not valid Python"), "syntax"))
    return sorted(found)
