"""What the command line asks of the console, over the node's socket: who has an account.

`console invite` makes an account, and a link that its owner opens once, within a bound of time, to choose how to sign
in. It is how an account begins, and how one is mended whose owner lost the way in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from django.contrib.auth.hashers import make_password

from lintas.console import invitations
from lintas.console.errors import NoExercise, UnknownConsoleRole
from lintas.console.models import Officer
from lintas.console.models.officer import CASE_ROLES, ROLES
from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.node import desk
from lintas.node.aside import Aside
from lintas.node.state import Node

Args = Mapping[str, Any]

LINK_LASTS: Final = timedelta(days=3)


def invite(node: Node, args: Args) -> Aside:
    """Make an account with these roles, or give an existing one a new link; whoever acts also gets a certificate."""
    name, roles = str(args["name"]), [str(role) for role in args.get("roles") or []]
    if unknown := next((role for role in roles if role not in ROLES), None):
        raise UnknownConsoleRole(unknown, ", ".join(ROLES))
    password = str(args.get("exercise_password") or "")
    if password and not node.federation.exercise:
        raise NoExercise()
    if CASE_ROLES.intersection(roles) and not desk.is_officer(node, name):
        desk.appoint(node, name, (AUTHOR, APPROVER))

    def work() -> dict[str, Any]:
        officer = Officer.objects.filter(name=name).first() or Officer(name=name, shown=name)
        officer.shown = str(args.get("shown") or officer.shown)
        officer.roles = roles or officer.roles
        officer.language = str(args.get("language") or officer.language)
        if password:
            officer.password = _hashed(password)
        elif not officer.password:
            officer.set_unusable_password()
        officer.save()
        link = "" if password else invitations.link_for(officer, LINK_LASTS)
        return {"name": name, "roles": list(officer.roles), "link": link, "at": invitations.origin()}

    return Aside(work, lambda node, done: done)


@lru_cache(maxsize=1)
def _hashed(password: str) -> str:
    """The hash of a password of an exercise, where every account has the same: it is slow to make on purpose."""
    return make_password(password)


COMMANDS: Final = MappingProxyType({"console invite": invite})
