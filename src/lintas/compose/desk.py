"""The local desk: commands over the node's socket, as canonical CBOR (`spec/desk.md`).

A request is {1: command, 2: arguments}; the answer {1: result}, or {2: class of the error, 3: what it says, 4: facts}.
Only the language is here, so that a client starts without what a node is made of; `commands` answers.
"""

from __future__ import annotations

from typing import Any

from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError
from lintas.wire.limits import LIMITS

PATH = "/desk"
SOCKET = "node.sock"
"""The file of the socket, in the node's folder."""
_DEPTH_MAX = 16


class DeskError(LintasError):
    """What the node said on its socket instead of a result. `error` is the class, `facts` what it is made of."""

    def __init__(self, error: str, message: str, facts: dict[str, Any]) -> None:
        self.error = error
        self.message = message
        self.facts = facts

    def __str__(self) -> str:
        return self.message


def write_request(command: str, args: dict[str, Any]) -> bytes:
    """A request for the socket."""
    return cbor.encode({1: command, 2: args})


def read_request(data: bytes) -> tuple[str, dict[str, Any]]:
    """The command and its arguments; raises `Malformed`."""
    fields = shape.read("desk request", data, size_max=LIMITS.request_bytes_max, depth_max=_DEPTH_MAX)
    return fields.text(1, 64), fields.take(2, dict)


def write_answer(result: Any) -> bytes:
    """A result as an answer."""
    return cbor.encode({1: result})


def error_answer(error: LintasError) -> bytes:
    """An error as an answer."""
    return cbor.encode({2: type(error).__name__, 3: str(error), 4: facts_of(error)})


def facts_of(error: LintasError) -> dict[str, Any]:
    """The facts of an error that can go over the wire: numbers and text; everything else by its text."""
    return {name: value if isinstance(value, int | str | bytes) else str(value) for name, value in vars(error).items()}


def read_answer(data: bytes) -> Any:
    """The result; raises `DeskError` where the node answered with an error."""
    fields = shape.read("desk answer", data, size_max=LIMITS.desk_answer_bytes_max, depth_max=_DEPTH_MAX)
    if 2 in fields:
        raise DeskError(fields.text(2, 128), fields.text(3, 1 << 16), fields.take(4, dict))
    return fields.map.get(1)
