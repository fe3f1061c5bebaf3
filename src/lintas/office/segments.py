"""Two readings of one paragraph beside each other: what stays, what goes, what comes; brackets written in it left out.

From them follow *spots*: words, as few as can be and never half of one, and what one reading has in their place. A
spot is found again by its words, so it takes in so much of what stands around it that they occur once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from lintas.office.brackets import WRITTEN
from lintas.office.lines import Line
from lintas.office.pieces import Accept, Change, stands

STAYS, GOES, COMES = "stays", "goes", "comes"
WIDENED_CHARS_MAX: Final = 200
"""By how many characters a spot is widened at most."""
SPOTS_MAX: Final = 40
"""In how many places of a paragraph two readings may differ; in more, all from the first to the last is one."""
COMPARED_CHARS_MAX: Final = 10_000
"""How long a paragraph may be in which several places are told apart."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters that stay, go or come, with the changes around them and the element in which they stand."""

    how: str
    text: str
    changes: tuple[Change, ...] = ()
    node: Any = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Words and what comes in their place (either may be empty), with the segments that differ."""

    words: str
    instead: str
    by: tuple[Segment, ...]


def segments(line: Line, before: Accept, after: Accept) -> list[Segment]:
    """The paragraph as it is read before and after; a line ends where a paragraph of the document does."""
    raw = list(_raw(line, before, after))
    noise_before = _noise("".join(each.text for each in raw if each.how != COMES))
    noise_after = _noise("".join(each.text for each in raw if each.how != GOES))
    found, at_before, at_after = list[Segment](), 0, 0
    for each in raw:
        kept = list[str]()
        for character in each.text:
            noisy = (each.how != COMES and noise_before[at_before]) or (each.how != GOES and noise_after[at_after])
            at_before, at_after = at_before + (each.how != COMES), at_after + (each.how != GOES)
            kept += [] if noisy else [character]
        if kept:
            found.append(Segment(each.how, "".join(kept), each.changes, each.node))
    return found


def _raw(line: Line, before: Accept, after: Accept) -> Iterator[Segment]:
    for number, paragraph in enumerate(line.made_of, 1):
        ends = [("\n", paragraph.end, None)] if number < len(line.made_of) else []
        for text, changes, node in [*((p.text, p.changes, p.node) for p in paragraph.pieces), *ends]:
            was, will = stands(changes, before), stands(changes, after)
            if was or will:
                yield Segment(STAYS if was and will else GOES if was else COMES, text, changes, node)


def _noise(text: str) -> bytearray:
    """Which characters belong to a bracket written in the text."""
    found = bytearray(len(text))
    for match in WRITTEN.finditer(text):
        found[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return found


def spots(parts: Sequence[Segment]) -> list[Spot]:
    """Where the two readings differ, in the order of the text; none meets another."""
    whole = "".join(each.text for each in parts if each.how != COMES)
    changed = list(_changed(parts, whole))
    if changed and (len(changed) > SPOTS_MAX or len(whole) > COMPARED_CHARS_MAX):
        changed = [_joined(changed, whole)]
    wide = _widened(changed, whole)
    while len(changed) > 1 and (at := _unclear(wide, whole)):
        changed[at - 1 : at + 1] = [_joined(changed[at - 1 : at + 1], whole)]
        wide = _widened(changed, whole)
    return [
        Spot(
            whole[start:end].strip(),
            (whole[start : each.start] + each.instead + whole[each.end : end]).strip(),
            each.by,
        )
        for each, (start, end) in zip(changed, wide, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Changed:
    """Characters `start` to `end` of the one reading, what the other has there, and the segments that differ."""

    start: int
    end: int
    instead: str
    by: tuple[Segment, ...]


def _changed(parts: Iterable[Segment], whole: str) -> Iterator[_Changed]:
    """What differs, each as long as it can be; blanks between two differences belong to them."""
    held, at = list[_Changed](), 0
    for part in parts:
        end = at + (len(part.text) if part.how != COMES else 0)
        if part.how != STAYS:
            if held and whole[held[-1].end : at].strip(" "):
                yield _joined(held, whole)
                held.clear()
            held.append(_Changed(at, end, part.text if part.how == COMES else "", (part,)))
        at = end
    if held:
        yield _joined(held, whole)


def _joined(changed: Sequence[_Changed], whole: str) -> _Changed:
    """Several, and what stays between them, as one."""
    instead = changed[0].instead
    for one, other in pairwise(changed):
        instead += whole[one.end : other.start] + other.instead
    return _Changed(changed[0].start, changed[-1].end, instead, tuple(part for each in changed for part in each.by))


def _widened(changed: Sequence[_Changed], whole: str) -> list[tuple[int, int]]:
    """Of each where it begins and ends once it takes in what it needs; up to its neighbours at most."""
    found = list[tuple[int, int]]()
    for number, each in enumerate(changed):
        start = changed[number - 1].end if number else 0
        end = changed[number + 1].start if number + 1 < len(changed) else len(whole)
        left, right = whole[start : each.start], whole[each.end : end]
        before, after = _around(whole[each.start : each.end], each.instead, left, right, whole)
        found.append((each.start - len(before), each.end + len(after)))
    return found


def _unclear(wide: Sequence[tuple[int, int]], whole: str) -> int:
    """The first that meets the one before it, or whose words occur more than once; 0 if there is none."""
    for number, (start, end) in enumerate(wide):
        if not _once(whole[start:end], whole):
            return max(1, number)
        if number and start < wide[number - 1][1]:
            return number
    return 0


def _around(words: str, instead: str, left: str, right: str, whole: str) -> tuple[str, str]:
    """What of `left` and `right` belongs to it: whole words, one word at least, and so many that it occurs once.

    Nothing where all of the text is meant.
    """
    before = _tail(left) if _glued(left[-1:], words or instead) else ""
    after = _head(right) if _glued((words or instead)[-1:], right) else ""
    while True:
        found, stated = before + words + after, before + instead + after
        enough = found.strip() and stated.strip() and _once(found, whole)
        more_left, more_right = left[: len(left) - len(before)], right[len(after) :]
        if enough or not (more_left or more_right) or len(before) + len(after) > WIDENED_CHARS_MAX:
            return before, after
        if more_left:
            before = _tail(more_left) + before
        else:
            after += _head(more_right)


def _once(words: str, whole: str) -> bool:
    """Whether the words stand in one place alone, overlapping ones counted."""
    return whole.find(words) == whole.rfind(words)


def _glued(one: str, other: str) -> bool:
    """Whether a word goes on from the end of the one to the beginning of the other."""
    return bool(one and other and one[-1].isalnum() and other[0].isalnum())


def _tail(text: str) -> str:
    """The last word of the text, with the blanks after it."""
    kept = text.rstrip()
    start = max((kept.rfind(sign) for sign in " \t\n"), default=-1) + 1
    return text[max(start, len(text) - WIDENED_CHARS_MAX) :]


def _head(text: str) -> str:
    """The first word of the text, with the blanks before it."""
    blanks = len(text) - len(text.lstrip())
    ends = [at for sign in " \t\n" if (at := text.find(sign, blanks)) >= 0]
    return text[: min([*ends, len(text), blanks + WIDENED_CHARS_MAX])]
