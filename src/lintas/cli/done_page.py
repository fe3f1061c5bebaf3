"""What an act brought about, for the officer who did it; and how far it has got, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lintas.cli.words import banner, listed, short

MARKS: Mapping[str, str] = {
    "queued": "queued here, not yet sent",
    "sent": "sent, no receipt yet",
    "taken": "there, and waits there for an act that it rests on",
    "refused": "refused there",
    "stored": "stored there, with its receipt",
    "opened": "opened there by an officer, with the authority's word for it",
}
"""The marks in words. `queued` is less than `sent`; what is more than that rests on a signed receipt or statement."""


def done_page(done: Mapping[str, Any], marks: Mapping[str, str], running: bool) -> str:
    """What an act brought about, for the officer who did it."""
    at = f" at {done['item_name']} {short(done['item'])}" if done["item"] != "dossier" else ""
    lines = [f"done: {done['verb']}{at}, act {short(done['act'])} of dossier {short(done['dossier'])}"]
    if done["opened"]:
        lines.append(f"  opened     {done['opened_name']} {short(done['opened'])}")
    lines.append(f"  phase      {done['phase']}" + (f"; {done['item_name']}: {done['item_phase']}" if at else ""))
    lines.append(f"  next move  {listed(f'{c} (us)' if c == done['us'] else c for c in done['awaited'])}")
    lines.append(f"  read by    {', '.join((done['us'], *done['readers']))}")
    if marks:
        lines.append("  delivery   " + "; ".join(f"{peer}: {MARKS[mark]}" for peer, mark in marks.items()))
    elif running:
        lines.append("  delivery   durable here; the node brings it to the others now (`lintas show` tells how far)")
    else:
        lines.append("  delivery   durable here and queued: the node does not serve, and sends it when it does")
    return banner(done["exercise"], "\n".join(lines))
