"""A line between two duty desks, for tests: ours in a browser, theirs at their node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lintas.node.author import author
from lintas.node.desk import appoint
from lintas.node.order import Order
from lintas.node.presence import present
from lintas.node.state import Node
from lintas.wire.identifiers import read as read_id
from lintas.wire.identifiers import show
from tests.console.stage import OURS, THEIRS, Stage, draft, seal

if TYPE_CHECKING:
    from django.test import Client

TERMS = {"terms": "those adopted", "languages": "English"}


@dataclass(frozen=True, slots=True)
class Opening:
    """How people begin to talk: the address, the role of the other side, what is said, what they answer."""

    address: str
    role: str
    fields: Mapping[str, str]
    answer: str


HOTLINE = Opening("/open/hotline/open%20the%20line/", "end", TERMS, "come on duty")
CALL = Opening(
    "/open/call/arrange/", "guest", {"when": "now", "languages": "English", "subject": "an invented matter"}, "agree"
)


class Line:
    """A line between us and them, with our duty officer before it and theirs at work."""

    def __init__(self, stage: Stage, how: Opening = HOTLINE) -> None:
        self.stage = stage
        self.duty = stage.officer("duty")
        self.client: Client = stage.browser(self.duty)
        begun = draft(self.client, how.address, {f"to_{how.role}": [THEIRS]}, how.fields)
        self.path = str(seal(self.client, begun).url)
        self.dossier = self.path.strip("/").split("/")[-1]
        self._id = read_id(self.dossier, 16)
        stage.until(lambda: self._id in stage.there(lambda node: node.store.dossiers()))
        self.theirs(how.answer)

    def theirs(self, verb: str, item: bytes | None = None, to: str = "", **fields: object) -> bytes:
        """The other side does this; its act, once it is in our lists."""

        def job(node: Node) -> bytes:
            name = f"theirs {node.store.size()}"
            appoint(node, name, ("author",))
            us = node.federation.by_code(OURS).id
            order = Order(
                verb, fields, (us,), (present(node, name, "author"),), item=item, to={to: (us,)} if to else {}
            )
            return author(node, self._id, order).act

        if item:
            self.stage.until(lambda: self.stage.there(lambda node: node.replica(self._id).now().exists(item)))
        act: bytes = self.stage.there(job)
        self.stage.until(lambda: self.stage.ours.worker.do(lambda node: node.store.act(act)))
        return act

    def page(self, path: str = "") -> str:
        """What the page shows."""
        return self.client.get(path or self.path).content.decode()

    def said_by_them(self, text: str = "We saw it too", urgency: str = "now") -> str:
        """A message of theirs to us; the address of its acknowledgement."""
        act = self.theirs("say", to="reader", urgency=urgency, text=text)
        return f"{self.path}say/{show(act[:16])}/acknowledge/"
