"""Commands about officers, for whoever runs the node. Names are its own affair, pseudonyms are what others see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lintas.dossier.officers import Certificate
from lintas.node import desk
from lintas.node.state import Node

Args = Mapping[str, Any]


def appoint(node: Node, args: Args) -> Any:
    """Let an officer act here."""
    return desk.appoint(node, str(args["name"]), tuple(args["roles"]))


def listed(node: Node, args: Args) -> Any:
    """Who may act here, and who might once."""
    serving = [_officer(name, certificate) for name, certificate in desk.officers(node)]
    former = [_former(each) for each in desk.former_officers(node)]
    return {"exercise": node.federation.exercise, "now_ms": node.clock(), "officers": serving, "former": former}


def renew(node: Node, args: Args) -> Any:
    """A new certificate."""
    name = str(args["name"])
    return _officer(name, desk.renew(node, name))


def dismiss(node: Node, args: Args) -> Any:
    """End an officer's power."""
    return _former(desk.dismiss(node, str(args["name"])))


def _officer(name: str, certificate: Certificate) -> dict[str, Any]:
    return {
        "name": name,
        "pseudonym": certificate.pseudonym,
        "roles": list(certificate.roles),
        "until_ms": certificate.until_ms,
        "passkeys": len(certificate.passkeys),
    }


def _former(gone: desk.Former) -> dict[str, Any]:
    return _officer(gone.name, gone.certificate) | {"dismissed_ms": gone.dismissed_ms}
