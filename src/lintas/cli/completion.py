"""`lintas completion SHELL`: what a shell needs to complete our commands, made from the parser itself.

A script of our own takes less than a dependency: argcomplete starts Python at every key, which here takes longer than a
person waits, and shtab is a package more on a machine that holds keys. zsh reads the script of bash.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from lintas.cli import exits
from lintas.kinds import all_kinds

BASH, ZSH, FISH = "bash", "zsh", "fish"
SHELLS = (BASH, ZSH, FISH)


@dataclass(frozen=True, slots=True)
class Level:
    """A command as far as it has been typed: what may follow, each with a word on it."""

    path: tuple[str, ...]
    below: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str], ...]


def completion(options: argparse.Namespace) -> int:
    """`lintas completion`."""
    from lintas.cli.arguments import parser

    print(script(parser(), options.shell), end="")
    return exits.DONE


def script(top: argparse.ArgumentParser, shell: str) -> str:
    """The script for a shell."""
    levels = list(_levels(top, (top.prog,)))
    if shell == FISH:
        return "".join(f"{line}\n" for line in _fish(levels))
    prelude = ["#compdef lintas", "autoload -U +X bashcompinit && bashcompinit"] if shell == ZSH else []
    return "".join(f"{line}\n" for line in (*prelude, *_bash(levels)))


def _levels(parser: argparse.ArgumentParser, path: tuple[str, ...]) -> Iterator[Level]:
    below, options, deeper = list[tuple[str, str]](), list[tuple[str, str]](), list[argparse.ArgumentParser]()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            below += [(each.dest, each.help or "") for each in action._choices_actions]
            deeper += action.choices.values()
        elif action.option_strings:
            options.append((action.option_strings[-1], action.help or ""))
        elif action.choices:
            below += [(str(choice), "") for choice in action.choices]
        elif action.metavar == "KIND":
            below += [(name, kind.title) for name, kind in sorted(all_kinds().items())]
    yield Level(path, tuple(below), tuple(options))
    for each in deeper:
        yield from _levels(each, (*path, each.prog.split()[-1]))


def _bash(levels: list[Level]) -> Iterator[str]:
    yield "_lintas() {"
    yield '    local here=lintas word words="" options=""'
    yield '    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do'
    yield '        case "$here $word" in'
    known = " | ".join(f'"{" ".join(each.path)}"' for each in levels if len(each.path) > 1)
    yield f'            {known}) here="$here $word" ;;'
    yield "        esac"
    yield "    done"
    yield '    case "$here" in'
    for each in levels:
        words, options = (" ".join(name for name, _ in pairs) for pairs in (each.below, each.options))
        yield f'        "{" ".join(each.path)}") words="{words}" options="{options}" ;;'
    yield "    esac"
    yield "    local now=${COMP_WORDS[COMP_CWORD]}"
    yield "    [[ $now == -* ]] && words=$options"
    yield '    COMPREPLY=($(compgen -W "$words" -- "$now"))'
    yield "}"
    yield "complete -o default -F _lintas lintas"


def _fish(levels: list[Level]) -> Iterator[str]:
    for each in levels:
        words = each.path[1:]
        seen = "; and ".join(f"__fish_seen_subcommand_from {word}" for word in words) or "__fish_use_subcommand"
        if words and each.below:
            seen += "; and not __fish_seen_subcommand_from " + " ".join(name for name, _ in each.below)
        for name, text in each.below:
            files = " -f" if not words else ""
            yield f"complete -c lintas{files} -n {_quoted(seen)} -a {_quoted(name)} -d {_quoted(text)}"
        for name, text in each.options:
            yield f"complete -c lintas -n {_quoted(seen)} -l {name.lstrip('-')} -d {_quoted(text)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("%%", "%") + "'"
