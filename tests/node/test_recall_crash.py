"""A recall that a crash cuts short anywhere ends as if nothing had happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from lintas.crypto.manifest import file_id
from lintas.dossier.sealing import NoBody
from lintas.node.obey import obey
from lintas.node.reading import read
from lintas.node.state import Node
from lintas.node.uploads import add_file
from tests.node.hostile import federation, shared
from tests.node.recalling import erased_by, keys_of, opens, rest, taken_back, words
from tests.support.federation import Federation3


class Killed(BaseException):
    """The process ends here."""


def dying(node: Node, step: int) -> list[str]:
    """Let the node die at its step-th change of what is durable, before (even) or after (odd) it."""
    points = list[str]()

    def at(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any) -> Any:
            points.append(f"before {name}")
            if len(points) == step:
                raise Killed
            result = call(*args)
            points.append(f"after {name}")
            if len(points) == step:
                raise Killed
            return result

        return run

    @contextmanager
    def batch() -> Iterator[Any]:
        points.append("before commit")
        if len(points) == step:
            raise Killed
        with whole() as each:
            yield each
        points.append("after commit")
        if len(points) == step:
            raise Killed

    whole = node.store.batch
    node.store.batch = batch  # type: ignore[method-assign]
    node.store.scrub = at("scrub", node.store.scrub)  # type: ignore[method-assign]
    node.vault.change = at("change of the vault", node.vault.change)  # type: ignore[method-assign]
    node.chunks.drop = at("drop of a chunk", node.chunks.drop)  # type: ignore[method-assign]
    return points


def revive(fed: Federation3, code: str) -> None:
    """The node again, on what was durable, with nothing in its way."""
    node = fed.nodes[code]
    for port, name in (("store", "batch"), ("store", "scrub"), ("vault", "change"), ("chunks", "drop")):
        vars(getattr(node, port)).pop(name, None)
    obey(fed.restart(code))


def with_a_file() -> tuple[Federation3, bytes, bytes, tuple[bytes, bytes]]:
    """As `told`, and what goes names a file; its id and its only chunk."""
    fed = federation()
    dossier = shared(fed)
    bb = fed.nodes["bb-ca"]
    fed.act("bb-ca", dossier, "adopt the terms", {"text": "agreed"})
    file = add_file(bb, "a.txt", "text/plain", [b"what the file says"])
    needed = {"information": "with a file", "offence": {"name": "fraud", "band": "10 years or more"},
              "handling": "H0", "source": "A", "certainty": "1", "files": [file]}  # fmt: skip
    act = fed.act("bb-ca", dossier, "give", needed, {"receiving": ("aa-ca", "cc-ca")}).act
    fed.settle()
    return fed, dossier, act, (file_id(file["key"]), file["root"])


@pytest.mark.slow
@pytest.mark.parametrize("code", ["aa-ca", "bb-ca"])
@pytest.mark.parametrize("step", range(1, 19))
def test_a_crash_at_any_point_ends_in_the_same_state(code: str, step: int) -> None:
    fed, dossier, act, chunk = with_a_file()
    assert fed.nodes["aa-ca"].chunks.has(*chunk)
    taken_back(fed, dossier, act)
    if code != "bb-ca":
        obey(fed.nodes["bb-ca"])
    points = dying(fed.nodes[code], step)
    try:
        if code != "bb-ca":
            fed.bring("bb-ca", code)
        obey(fed.nodes[code])
    except Killed:
        assert len(points) == step
    revive(fed, code)
    rest(fed)
    node = fed.nodes[code]
    assert not node.chunks.has(*chunk)
    with pytest.raises(NoBody):
        words(node, act)
    assert not [key for key in keys_of(node, dossier) if opens(node, key, act)]
    assert erased_by(node, dossier, act) == ["aa-ca", "bb-ca", "cc-ca"]
    assert not node.recalls.due


def test_a_chunk_that_another_act_names_stays() -> None:
    fed, dossier, act, chunk = with_a_file()
    row = fed.nodes["bb-ca"].store.act(act)
    assert row
    fields = dict(read(fed.nodes["bb-ca"], row)[1].fields)
    again = fed.act("bb-ca", dossier, "give", fields, {"receiving": ("aa-ca", "cc-ca")}).act
    fed.settle()
    taken_back(fed, dossier, act)
    rest(fed)
    assert all(fed.nodes[code].chunks.has(*chunk) for code in ("aa-ca", "bb-ca", "cc-ca"))
    taken_back(fed, dossier, again)
    rest(fed)
    assert not any(fed.nodes[code].chunks.has(*chunk) for code in ("aa-ca", "bb-ca", "cc-ca"))
