"""What a command at the desk is given: plain values by name, each of the kind that every command takes it for.

Whoever asks sits at this machine, be it with a script of their own. What is missing, or of another kind, is refused by
its name, and ends nothing else that is being done.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from lintas.wire.errors import LintasError

KINDS: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {
        "as": (dict,), "to": (dict,), "fields": (dict,), "approve": (list,), "re": (list,), "take": (list,),
        "bad": (list,), "roles": (list,), "does": (str, list), "audience": (str, list), "acts": (int,),
        "restored_ms": (int,), "chosen": (list,), "data": (bytes,), "sha256": (bytes,), "at": (int,), "bytes": (int,),
        "number": (int,), "limit": (int,),
    }
)  # fmt: skip
"""What is no text. A text may also be given as a number."""
_ENTRIES: Final = {
    "approve": dict,
    "re": str,
    "take": str,
    "bad": str,
    "roles": str,
    "does": str,
    "audience": str,
    "chosen": str,
}
_WORDS: Final = {bytes: "bytes", dict: "a table", list: "a list", int: "a number", str: "a text"}


class MissingArgument(LintasError):
    """The command needs an argument that was not given."""

    def __init__(self, argument: str) -> None:
        self.argument = argument


class BadArgument(LintasError):
    """An argument is of another kind than the command takes."""

    def __init__(self, argument: str, needed: str) -> None:
        self.argument = argument
        self.needed = needed


class Arguments(dict[str, Any]):
    """The arguments by name; one that is missing raises `MissingArgument`."""

    def __missing__(self, name: str) -> Any:
        raise MissingArgument(name)


def read_arguments(given: Mapping[Any, Any]) -> Arguments:
    """The arguments, if each is of its kind; raises `BadArgument`. Null is as if it were not given."""
    read = Arguments({name: value for name, value in given.items() if value is not None})
    for name, value in read.items():
        kinds = KINDS.get(name, (str, int))
        if not isinstance(value, kinds):
            raise BadArgument(str(name), " or ".join(_WORDS[each] for each in kinds))
        if isinstance(value, list) and not all(isinstance(entry, _ENTRIES[name]) for entry in value):
            raise BadArgument(name, f"a list, each entry {_WORDS[_ENTRIES[name]]}")
    return read
