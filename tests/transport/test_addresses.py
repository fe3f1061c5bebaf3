from __future__ import annotations

from pathlib import Path

import pytest

from lintas.transport.client import HttpPeer, LocalPeer
from lintas.transport.errors import BadAddress


@pytest.mark.parametrize(
    "address",
    [
        "", "node.example", "//node.example", "ftp://node.example", "file:///etc/hosts", "unix:///run/node", "http://",
        "http://:80", "http://node.example:0", "http://node.example:65536", "http://node.example:port",
        "http://user@node.example", "http://user:password@node.example", "http://node.example/?a=b",
        "http://node.example/#a", "http://node.example/?", "http://node .example", "http://node.example/\r\nx: y",
        "http://[::1", "http://nöde.example", "HTTP\t://node.example",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(BadAddress) as caught:
        HttpPeer(address)
    assert caught.value.address == address
    assert caught.value.why


@pytest.mark.parametrize("path", ["", "echo", "http://node.example/", "/a b", "/a\r\nx: y", "/ä"])
def test_other_paths_are_refused_before_anything_is_sent(path: str, tmp_path: Path) -> None:
    for peer in (HttpPeer("http://192.0.2.1"), LocalPeer(tmp_path / "node.socket")):
        with pytest.raises(BadAddress):
            peer.post(path, b"")
