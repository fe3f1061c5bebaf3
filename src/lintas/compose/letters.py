"""A sealed request of ours, or a reply that names a ground, as a letter, set and sealed beside the node.

The seal lies in the vault. In earnest it is the authority's own, brought as a PKCS#12 file; without one a letter is
signed by hand, and says so. In an exercise one is made the first time, whose name says that it is none.
"""

from __future__ import annotations

import gettext
import hashlib
import secrets
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from lintas.crypto.pkcs12 import SEED_BYTES, exercise_seal, without_passphrase
from lintas.dossier.admission import parse_act
from lintas.dossier.grammar import Verb
from lintas.dossier.safeguards import ASK
from lintas.letter import sealing, setting
from lintas.letter.errors import BadSealFile, NoLetter
from lintas.letter.saying import Letter, Office, Sealed, Translate, letter_of
from lintas.letter.words import fixed
from lintas.node.aside import Aside
from lintas.node.looking import look
from lintas.node.plain_data import find_act
from lintas.node.reading import key_of
from lintas.node.show import Shown, ShownAct
from lintas.node.state import Node
from lintas.wire import cbor
from lintas.wire.identifiers import show

SEAL: Final = "letter seal"
"""The secret of the vault that holds the PKCS#12 file, without a passphrase."""
GROUND: Final = "ground"
"""The field in which a reply names the ground on which it rests, whatever the kind."""
COUNTED: Final = "counted"
_ACT, _HOW = "act.cbor", "verify.txt"
_LOCALE: Final = Path(str(files("lintas"))) / "console" / "locale"
"""Where the catalogues of what kinds declare lie. They are data of the console, and are read here without it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A letter as it leaves: the PDF, its code, by whom it is sealed (or empty), and whether it is an exercise."""

    pdf: bytes
    code: str
    seal: str
    exercise: bool


def letter(node: Node, dossier: bytes, act: str, language: str = "", *, court: bool = False) -> Aside:
    """The `Made` letter of an act of ours, named by the beginning of its id; it is set and sealed beside the node.

    Raises `NoSuchAct`, `NoLetter`, `MissingGlyph` or `NoTypesetter`, or as `look`.
    """
    words = fixed(language)
    shown, found = look(node, dossier), find_act(node.replica(dossier), act)
    sealed = sealed_act(node, shown, next(each for each in shown.acts if each.id == found))
    drawn = letter_of(sealed, translator(language), lambda party: _office(node, node.federation.code(party)).name,
                      court=court)  # fmt: skip
    attached = _attached(node, drawn)
    held = seal_of(node)

    def work() -> Made:
        signer = sealing.signer_of(held) if held else None
        by = sealing.name_of(signer) if signer else ""
        pdf = setting.typeset(drawn, words, language, attached, seal=by)
        return Made(sealing.seal(pdf, signer) if signer else pdf, drawn.code, by, sealed.exercise)

    return Aside(work, lambda node, made: made)


def is_request(verb: Verb) -> bool:
    """Whether an act of this verb asks others for something."""
    return verb.use == ASK


def is_written(verb: Verb) -> bool:
    """Whether there are letters of such acts: of requests, and of replies that name a ground, as a refusal does."""
    return is_request(verb) or GROUND in verb.says.fields()


def sealed_act(node: Node, shown: Shown, act: ShownAct) -> Sealed:
    """What the letter of an act in a dossier is made of; raises `NoLetter`."""
    replica = node.replica(shown.id)
    verb = replica.verb(replica.graph.nodes[act.id].act)
    if verb is None or not is_written(verb):
        raise NoLetter(f"it asks nobody for anything, and names no ground: {act.verb or act.form}")
    if act.author != shown.us:
        raise NoLetter(f"it is an act of {act.author}, whose letter it would be")
    if act.verdict != COUNTED or not act.effect or act.recall or act.says is None:
        raise NoLetter("it is void, recalled or erased")
    return Sealed(
        act=act.id,
        dossier=shown.id,
        kind=replica.kind.title,
        verb=verb,
        says=act.says,
        sender=_office(node, shown.us),
        recipients=tuple(_office(node, code) for code in _addressed(act, shown.parties, shown.us)),
        time_ms=act.time_ms,
        exercise=shown.exercise,
        officers=act.officers,
        corrected=bool(act.corrected),
    )


def _addressed(act: ShownAct, parties: tuple[str, ...], us: str) -> list[str]:
    """Whom it names, else who reads it among the parties."""
    named = {code for codes in act.to.values() for code in codes}
    return sorted((named or {code for code in parties if code in (act.readers or ())}) - {us})


def _office(node: Node, code: str) -> Office:
    authority = node.federation.by_code(code)
    return Office(code, authority.name, authority.state)


def translator(language: str) -> Translate:
    """The words of the kinds in a language; in English what its catalogue lacks."""
    if language in ("", "en"):
        return lambda text: text
    catalogue = gettext.translation("kinds", _LOCALE, [language], fallback=True)
    return lambda text: catalogue.gettext(text) if text else ""


def _attached(node: Node, letter: Letter) -> list[setting.Attached]:
    row = node.store.act(letter.sealed.act)
    assert row is not None
    act = cbor.encode({1: row.signed, 2: row.body, 3: key_of(node, parse_act(row.signed).act)})
    how = _how(letter, hashlib.sha256(node.federation.genesis).hexdigest())
    return [
        setting.Attached(_ACT, act, setting.CBOR, "The signed act of which this letter is made, and its key"),
        setting.Attached(_HOW, how.encode(), "text/plain", "How to check the act", "supplement"),
    ]


def _how(letter: Letter, genesis: str) -> str:
    return f"""\
act.cbor is one CBOR map: 1, the act as its author signed it; 2, its sealed body; 3, the key that opens this body and
no other. spec/act.md of lintas says how they are read.

The act is {show(letter.sealed.act)}
in the dossier {show(letter.sealed.dossier)}
of the federation whose genesis has SHA-256 {genesis}.

A party of the dossier finds it by the code {letter.code}: `lintas show DOSSIER` and the console name each act, and its
node checked the signature when it came. For a court the author exports the whole dossier with its proofs: `lintas
export`, which `lintas verify` checks without a node.
"""


def seal_of(node: Node) -> bytes | None:
    """The authority's seal as a PKCS#12 file, or none; in an exercise one is made the first time."""
    held = node.vault.secret(SEAL)
    if held is None and node.federation.exercise:
        held = exercise_seal(node.identity.authority.name, secrets.token_bytes(SEED_BYTES), node.clock())
        node.vault.put_secret(SEAL, held)
    return held


def bring_seal(node: Node, file: bytes, passphrase: bytes | None) -> str:
    """Keep the authority's own seal in the vault, in place of another; whose it is. Raises `BadSealFile`."""
    try:
        held = without_passphrase(file, passphrase)
    except ValueError as error:
        raise BadSealFile(str(error)) from None
    name = sealing.name_of(sealing.signer_of(held))
    node.vault.put_secret(SEAL, held)
    return name
