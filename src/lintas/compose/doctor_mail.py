"""What is wrong with mail, from what a node in service says of itself: its own mailbox, and those that it keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lintas.compose.finding import FAULT, NOTE, WARNING, Finding

FILLED_MAX: Final = 0.8


def examine_mail(mail: Mapping[str, Any]) -> Iterator[Finding]:
    """All that `Service` tells of mail."""
    if own := mail["own"]:
        yield from _own(str(own["error"]))
    for box in mail["boxes"]:
        yield from _box(box, mail["box_bytes_max"])
    if mail["turned_away"]:
        yield Finding(
            "mailbox-full", WARNING, f"{mail['turned_away']} files found no room in mailboxes that are kept here",
            "whoever sent them tries again; ask the owner to collect, or raise mailbox_mib_max or mailboxes_mib_max",
        )  # fmt: skip


def _own(error: str) -> Iterator[Finding]:
    if "NoMailbox" in error or "UnknownAuthority" in error:
        yield Finding(
            "no-mailbox", FAULT, f"nobody keeps the mailbox that the registry names as our address: {error}",
            "ask that authority to name this one under mailboxes in its settings; or move to another address",
        )  # fmt: skip
    elif error:
        yield Finding(
            "mailbox-unreachable", WARNING, f"our mailbox cannot be collected: {error}",
            "nothing is lost, it is tried again; if it lasts, call the operator of the node that keeps it",
        )  # fmt: skip


def _box(box: Mapping[str, Any], bytes_max: int) -> Iterator[Finding]:
    if box["bytes_held"] > FILLED_MAX * bytes_max:
        yield Finding(
            "mailbox-filling", WARNING, f"the mailbox of {box['code']} holds {box['bytes_held']:,} of {bytes_max:,} "
            "bytes", "ask its owner to collect; a full mailbox turns files away, and nothing is lost",
        )  # fmt: skip
    if not box["used"]:
        yield Finding(
            "mailbox-unused", NOTE, f"a mailbox is kept for {box['code']}, and the registry does not have it as its "
            "address", "tell that authority to move there, or take it out of the setting mailboxes",
        )  # fmt: skip
