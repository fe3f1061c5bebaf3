"""Training certificates: what this authority certified in a course, as a file and as a paper that verify offline.

They are signed with the authority's own key, by the node and not by an officer: two officers answered for the act that
certifies, and a certificate says no more than that act. The same act may be written as often as it is asked for.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from lintas.compose import orders
from lintas.compose.written import written
from lintas.interop.training import keys, making
from lintas.interop.training.checking import Outcome, Withdrawals, check_training
from lintas.interop.training.making import Issuer, Training
from lintas.interop.training.signing import moment
from lintas.letter.certificate import Paper, typeset
from lintas.node.aside import Aside
from lintas.node.authority_keys import signing_keys
from lintas.node.certified import STANDS, Certified, certified, no_longer, standing_of
from lintas.node.plain_data import find_act
from lintas.node.state import Node
from lintas.wire.errors import BadIdentifier, LintasError
from lintas.wire.identifiers import ACT_BYTES, read, show

Args = Mapping[str, Any]
PDF, JSON = FORMS = ("pdf", "json")
_HOURS: Final = "hours"


class NotCertifiable(LintasError):
    """There is no certificate of this act, and why."""

    def __init__(self, why: str) -> None:
        self.why = why


@dataclass(frozen=True, slots=True)
class Made:
    """A certificate as it leaves: its bytes, the act that it is of, whose name it has, whether it is an exercise."""

    data: bytes
    act: bytes
    person: str
    exercise: bool


def certificate(node: Node, dossier: bytes, act: str, form: str) -> Aside:
    """The `Made` certificate of an act of ours, named by the beginning of its id, in one of `FORMS`; a paper is set
    beside the node. Raises `NoSuchAct`, `NotCertifiable`, `UnreadableFile`, `NoCode`, `MissingGlyph`, `NoTypesetter`.
    """
    wanted = find_act(node.replica(dossier), act)
    found = next((each for each in certified(node, dossier) if each.act == wanted), None)
    training, issuer = _training(found), issuer_of(node)
    now = _time(node.clock())
    signed = making.certificate(training, issuer, node.identity.signer, now)

    def work() -> Made:
        data = typeset(_paper(training, issuer, signed), now) if form == PDF else signed
        return Made(data, training.act, training.person, issuer.exercise)

    return Aside(work, lambda node, made: made)


def issuer_of(node: Node) -> Issuer:
    """This authority as the issuer of certificates."""
    authority = node.identity.authority
    return Issuer(authority.name, authority.state, node.federation.exercise)


def _training(found: Certified | None) -> Training:
    if found is None:
        raise NotCertifiable("it certifies nothing to anybody, or is not ours: who certified writes the certificate")
    if found.standing != STANDS:
        raise NotCertifiable(f"it no longer stands: {found.standing}")
    if not found.says:
        raise NotCertifiable("what it said is not here any more")
    says = found.says
    return Training(
        found.act, found.dossier, _time(found.time_ms), str(says["person"]), str(says["course"]),
        str(says["from_day"]), str(says["to_day"]), str(says["attained"]), says.get(_HOURS),
        str(says.get("holds_until", "")),
    )  # fmt: skip


def _paper(training: Training, issuer: Issuer, signed: bytes) -> Paper:
    return Paper(
        signed, making.ACT + show(training.act), issuer.name, issuer.state, training.person, training.course,
        training.attained, making.described(training), training.certified_at.date().isoformat(), training.holds_until,
        issuer.exercise,
    )  # fmt: skip


def withdrawal_list(node: Node) -> bytes:
    """The signed list of what this authority certified and no longer stands, as of now."""
    return making.withdrawals(no_longer(node), issuer_of(node), node.identity.signer, _time(node.clock()))


def keys_file(node: Node) -> bytes:
    """The keys of every authority of the federation, as this node knows them, for whoever verifies without a node."""
    return keys.write(entries(node), node.federation.exercise, _time(node.clock()))


def entries(node: Node) -> list[keys.Entry]:
    """Every authority with its keys, as they go into such a file."""
    return [
        keys.Entry(
            show(each.authority.id), each.authority.code, each.authority.name, each.authority.state, each.publics,
            {key: _time(at_ms) for key, at_ms in each.stolen.items()},
        )
        for each in signing_keys(node)
    ]  # fmt: skip


def _time(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def checked(node: Node, data: bytes) -> Outcome:
    """What the check of a certificate comes to at this node, which knows the keys of its federation, and whether it was
    withdrawn where it is in the dossier of the course. Never raises for what is in it.
    """
    ring, now = keys.read(json.loads(keys_file(node))), _time(node.clock())
    outcome = check_training(data, ring, (), now)
    said, signer = outcome.certified, outcome.signer
    found = standing_of(node, _act(said.id)) if said else None
    if said is None or signer is None or found is None or node.federation.code(found.author) != signer.code:
        return outcome
    gone = {} if found.standing == STANDS else {said.id: moment(_time(found.since_ms))}
    return check_training(data, ring, [Withdrawals(signer.code, now, gone)], now)


def _act(identifier: str) -> bytes:
    """The act that a certificate names; empty where it names none."""
    try:
        return read(identifier.removeprefix(making.ACT), ACT_BYTES)
    except BadIdentifier:
        return b""


def listed(node: Node, args: Args) -> dict[str, Any]:
    """Command: what we certified in a dossier, and whether it stands."""
    orders.signed_in(node, args)
    found = certified(node, orders.dossier_of(node, args))
    rows = [
        {"act": each.act, "person": each.says.get("person", ""), "course": each.says.get("course", ""),
         "attained": each.says.get("attained", ""), "standing": each.standing, "since_ms": each.since_ms}
        for each in found
    ]  # fmt: skip
    return {"certified": rows, "exercise": node.federation.exercise}


def written_certificate(node: Node, args: Args) -> Aside:
    """Command: write the certificate of an act into a file."""
    orders.signed_in(node, args)
    dossier, path = orders.dossier_of(node, args), Path(str(args["path"]))
    form = PDF if path.suffix.lower() == f".{PDF}" else JSON

    def write(node: Node, made: Made) -> dict[str, Any]:
        with written(path) as out:
            out.write(made.data)
        said = {"path": str(path), "bytes": len(made.data), "act": made.act, "person": made.person}
        return said | {"exercise": made.exercise}

    return certificate(node, dossier, str(args["act"]), form).ending(write)


def withdrawn(node: Node, args: Args) -> dict[str, Any]:
    """Command: the signed list of withdrawn certificates, and how many are on it."""
    orders.signed_in(node, args)
    data = base64.b64encode(withdrawal_list(node)).decode()
    return {"data": data, "count": sum(1 for _ in no_longer(node)), "exercise": node.federation.exercise}


def authority_keys(node: Node, args: Args) -> dict[str, Any]:
    """Command: the file of keys, and of how many authorities it is."""
    data = base64.b64encode(keys_file(node)).decode()
    return {"data": data, "authorities": len(node.federation.standing.entries), "exercise": node.federation.exercise}
