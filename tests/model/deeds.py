"""What acts do, as the second fold keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from lintas.dossier.grammar import Item, Verb


@dataclass(frozen=True, slots=True)
class Seating:
    """One party seated in, or unseated from, one role at its home by one act (5.3)."""

    party: bytes
    role: str
    home: bytes
    act: bytes
    convoked: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What a verb with `to` does to one lane of its author (6.1)."""

    item: bytes
    role: str
    party: bytes
    to: str
    act: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """An item that an act opens (5.1)."""

    id: bytes
    type: Item
    parent: bytes
    act: bytes


@dataclass(frozen=True, slots=True)
class Deed:
    """What a counted verb does. It depends on the act and its past only, whatever view it is seen in."""

    verb: Verb
    item: bytes
    role: str
    opened: Opened | None
    moves: tuple[Move, ...]
    seats: tuple[Seating, ...]
    unseats: tuple[Seating, ...]
