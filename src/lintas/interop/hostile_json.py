"""JSON from strangers: UTF-8, bounded in size and depth, every name once, no numbers that are none."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from lintas.interop.report import Report
from lintas.wire.errors import LintasError

FILE_BYTES_MAX: Final = 32 * 1024 * 1024
DEPTH_MAX: Final = 64
"""How deep maps and lists may lie in each other."""
_ESCAPED: Final = rb"\ud"
"""How half of a character begins, and every character beyond the first 65,536, where JSON writes it in escapes."""
_HALF: Final = re.compile("[\ud800-\udfff]")


class UnreadableFile(LintasError):
    """The file cannot be read at all; `why` says what is wrong with it."""

    def __init__(self, why: str) -> None:
        self.why = why


def load(data: bytes, report: Report) -> Any:
    """The value; raises `UnreadableFile`."""
    if len(data) > FILE_BYTES_MAX:
        raise UnreadableFile(f"it has {len(data)} bytes; at most {FILE_BYTES_MAX} are read: split it")
    if _depth(data) > DEPTH_MAX:
        raise UnreadableFile(f"it is nested more than {DEPTH_MAX} deep")

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) < len(found):
            twice = sorted({name for name, _ in found if sum(other == name for other, _ in found) > 1})
            report.mend("file", f"named twice, the last one counts: {', '.join(twice)}")
        return made

    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=pairs, parse_constant=_no_number)
        return _whole(value, report) if _ESCAPED in data.lower() else value
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"it is not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise UnreadableFile(f"it is not JSON: {error.msg} in line {error.lineno}") from None
    except ValueError:
        # Python converts no integer of more than some thousand digits.
        raise UnreadableFile("a number in it has too many digits") from None


def _whole(value: Any, report: Report) -> Any:
    """The value without halves of characters, which no file and no page can hold."""
    if isinstance(value, str):
        mended = _HALF.sub("\ufffd", value)
        if mended != value:
            report.mend("file", "half a character was left in it: it is shown as \ufffd")
        return mended
    if isinstance(value, list):
        return [_whole(each, report) for each in value]
    if isinstance(value, dict):
        return {_whole(name, report): _whole(each, report) for name, each in value.items()}
    return value


def _no_number(word: str) -> None:
    raise UnreadableFile(f"{word} is no number")


def _depth(data: bytes) -> int:
    """How deep it is nested, without building anything; brackets inside strings do not count."""
    deepest = depth = 0
    inside = escaped = False
    for byte in data:
        if inside:
            inside, escaped = (True, False) if escaped else (byte != 0x22, byte == 0x5C)
        elif byte == 0x22:
            inside = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest
