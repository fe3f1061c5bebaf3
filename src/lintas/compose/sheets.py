"""Words for the public as a sheet, set and sealed beside the node as a letter is."""

from __future__ import annotations

from dataclasses import dataclass

from lintas.compose.letters import seal_of
from lintas.letter import sealing
from lintas.letter.saying import receipt_code
from lintas.letter.sheet import sheet
from lintas.node.aside import Aside
from lintas.node.public_words import public_words
from lintas.node.state import Node


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it leaves: the PDF, its code, by whom it is sealed (or empty), and whether it is an exercise."""

    pdf: bytes
    code: str
    seal: str
    exercise: bool


def sheet_of(node: Node, dossier: bytes) -> Aside:
    """The `Sheet` of the words that were agreed and made known; it is set and sealed beside the node.

    Whoever gives it out seals it, be it the authority that made the words known or another that agreed to them. Raises
    `NoSheet`, `MissingGlyph` or `NoTypesetter`.
    """
    words, held = public_words(node, dossier), seal_of(node)

    def work() -> Sheet:
        signer = sealing.signer_of(held) if held else None
        by = sealing.name_of(signer) if signer else ""
        pdf = sheet(words, by)
        made = sealing.seal(pdf, signer) if signer else pdf
        return Sheet(made, receipt_code(words.act), by, words.exercise)

    return Aside(work, lambda node, made: made)
