"""What tests of the console play on: two nodes that serve, one with a console, and browsers without a screen."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree, rmtree
from typing import TYPE_CHECKING, Any

from lintas.compose.service import Service
from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.node import desk
from lintas.node.state import Node
from tests.compose.served import found, served
from tests.processes.federation import free_port
from tests.transport.serving import serving

if TYPE_CHECKING:
    from django.test import Client

    from lintas.console.models import Officer

OURS, THEIRS = "aa-ca", "bb-ca"
CODES = (OURS, THEIRS)
FOUNDED = "as founded"
HOST = "testserver.localhost"
PORT = free_port()
ORIGIN = f"http://{HOST}:{PORT}"
WAIT_S = 20.0
_names = itertools.count()


@dataclass(slots=True)
class Stage:
    """Our node and theirs. Names of officers are never used twice: the vault keeps what it was given."""

    ours: Service
    theirs: Service
    _officers: list[Officer] = field(default_factory=list)

    def officer(self, *roles: str) -> Officer:
        """Somebody with an account here, in these roles."""
        from lintas.console.models import Officer

        name = f"officer{next(_names)}"
        self.ours.worker.do(lambda node: desk.appoint(node, name, (AUTHOR, APPROVER)))
        officer: Officer = Officer.objects.create(name=name, shown=name.capitalize(), roles=list(roles))
        return officer

    def browser(self, officer: Officer | None = None) -> Client:
        """A browser in which the officer is signed in."""
        from django.test import Client

        client = Client(headers={"host": HOST}, raise_request_exception=True)
        if officer is not None:
            client.force_login(officer)
        return client

    def there(self, job: Callable[[Node], Any]) -> Any:
        """What a job gives at the other node."""
        return self.theirs.worker.do(job)

    def opened_by_them(self) -> str:
        """A dossier that the other side opened with us, once it is in our lists; its id."""
        from tests.compose.served import opened

        done = self.theirs.worker.do(lambda node: opened(node, OURS))
        from lintas.wire.identifiers import show

        self.until(lambda: _line(show(done.dossier)))
        return show(done.dossier)

    def joins(self, officer: Officer, dossier: str) -> Client:
        """The officer's browser, once they are on the team of a dossier that came."""
        self.until(lambda: _line(dossier))
        client = self.browser(officer)
        assert client.post(f"/dossiers/{dossier}/team/", {"officer": officer.pk, "does": "add"}).status_code == 302
        return client

    def until(self, holds: Callable[[], object]) -> Any:
        """What is waited for, once it is so."""
        end = time.monotonic() + WAIT_S
        while not (found := holds()):
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.02)
        return found


def _line(dossier: str) -> object:
    from lintas.console.models import Dossier

    return Dossier.objects.filter(pk=dossier).first()


def draft(client: Client, begin: str, to: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
    """Begin a draft at an address and fill it in, section by section; the address of the draft."""
    address: str = client.post(begin).url  # type: ignore[attr-defined]
    page = client.get(address, follow=True)
    if f"{address}whom/" in page.content.decode():
        assert client.post(f"{address}whom/", to).status_code == 302, "whom"
    for section in sorted(set(re.findall(rf"{address}section/\d+/", page.content.decode()))):
        answer = client.post(section, fields)
        assert answer.status_code == 302, answer.content.decode()
    return address


def nonce_on(client: Client, page: str) -> str:
    """The nonce of what a page shows as it would be sealed."""
    found = re.search(r'name="nonce" value="([0-9a-f]+)"', client.get(page).content.decode())
    return found[1] if found else ""


def seal(client: Client, draft: str, **said: object) -> Any:
    """Look at the last page of a draft and seal what it shows, or ask for approval; the answer."""
    return client.post(f"{draft}check/", {"nonce": nonce_on(client, f"{draft}check/"), **said})


def found_here(root: Path) -> None:
    """A federation of two in folders, which stays aside as it was founded."""
    found(root / FOUNDED, CODES)
    as_founded(root)


def as_founded(root: Path) -> None:
    """Both nodes have nothing but what they were founded with, and our console its own: what tests leave behind is read
    again at each start, by every later one.
    """
    for code in CODES:
        for path in (root / code).glob("*"):
            if path.is_dir():
                rmtree(path)
            elif not path.name.startswith("console."):
                path.unlink()
        copytree(root / FOUNDED / code, root / code, dirs_exist_ok=True)


@contextmanager
def staged(root: Path) -> Iterator[Stage]:
    """Both nodes of a federation in service, the console beside ours."""
    from django.core.management import call_command

    from lintas.console import asking, commands
    from lintas.console.follow import Follower
    from lintas.console.live.hub import hub

    call_command("flush", interactive=False, verbosity=0)
    with ExitStack() as stack:
        ours, theirs = (stack.enter_context(served(root / code)) for code in CODES)
        follower = Follower(ours, hub)
        asking.serve_from(ours, follower.catch_up)
        ours.commands.update(commands.COMMANDS)
        ours.listeners.append(follower.ring)
        follower.start()
        stack.callback(follower.stop)
        yield Stage(ours, theirs)


@contextmanager
def door() -> Iterator[str]:
    """The console at its port of this machine; its address."""
    from lintas.console import mount
    from lintas.console.live.hub import hub

    try:
        with serving(mount.door("127.0.0.1", PORT, hub.close)):
            yield ORIGIN
    finally:
        hub.closed = False
