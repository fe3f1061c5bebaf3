"""The client against servers that behave, that die, and that mean ill."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from lintas.node.ports import PeerError, PeerRefused, Unreachable
from lintas.transport.client import JOINED_BYTES_MAX, ClientLimits, HttpPeer, LocalPeer
from lintas.transport.errors import BadReply
from tests.transport.serving import Gate, ask, echo, node, port_of

pytestmark = pytest.mark.processes
QUICK = ClientLimits(connect_timeout_ms=500, send_timeout_ms=20_000, read_timeout_ms=500, reply_bytes_max=100_000)
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


@dataclass
class Scripted:
    """A server that reads requests and answers each with the next of its scripts; None closes without an answer."""

    scripts: list[bytes | Callable[[socket.socket], object] | None]
    listener: socket.socket
    requests: list[bytes] = field(default_factory=list)
    parts: int = 0
    """Of all requests together, as they came."""
    connections: int = 0
    tls: ssl.SSLContext | None = None

    @property
    def address(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.listener.getsockname()[1]}"

    def work(self) -> None:
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            with suppress(OSError), self.tls.wrap_socket(sock, server_side=True) if self.tls else sock as wrapped:
                wrapped.settimeout(30)
                while self.answer(wrapped):
                    pass

    def answer(self, sock: socket.socket) -> bool:
        """Read one request and answer it; whether the connection stays."""
        request = b""
        while b"\r\n\r\n" not in request or not request.endswith(b"!"):
            if not (part := sock.recv(65_536)):
                return False
            request += part
            self.parts += 1
        self.requests.append(request)
        script = self.scripts.pop(0)
        if script is None:
            return False
        if callable(script):
            return bool(script(sock))
        sock.sendall(script)
        return not script.endswith(b"close")


@contextmanager
def scripted(
    *scripts: bytes | Callable[[socket.socket], object] | None, tls: ssl.SSLContext | None = None
) -> Iterator[Scripted]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Scripted(list(scripts), listener, tls=tls)
        thread = threading.Thread(target=server.work)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(30)


def failing(server: Scripted) -> Exception:
    """The error of one request to the server."""
    with closing(HttpPeer(server.address, QUICK)) as peer, pytest.raises(PeerError) as caught:
        peer.post("/echo", b"hello!")
    return caught.value


def test_a_connection_is_kept_and_made_anew_after_close() -> None:
    with scripted(OK, OK, OK) as server, closing(HttpPeer(server.address, QUICK)) as peer:
        assert [peer.post("/echo", b"hello!") for _ in range(2)] == [b"ok", b"ok"]
        assert server.connections == 1
        peer.close()
        assert peer.post("/echo", b"hello!") == b"ok"
        assert server.connections == 2


def test_what_a_request_looks_like() -> None:
    with scripted(OK, OK) as server:
        with closing(HttpPeer(server.address + "/below/", QUICK)) as peer:
            peer.post("/echo", b"hello!")
        with closing(HttpPeer(server.address, QUICK)) as peer:
            peer.post("/echo", b"hello!")
        port = server.listener.getsockname()[1]
    first, second = (request.decode().split("\r\n") for request in server.requests)
    assert first[0] == "POST /below/echo HTTP/1.1"
    assert second[0] == "POST /echo HTTP/1.1"
    assert second[-1] == "hello!"
    assert {"Content-Length: 6", "Content-Type: application/cbor", f"Host: 127.0.0.1:{port}"} <= set(second)


@pytest.mark.parametrize(("size", "parts_min", "parts_max"), [(6, 3, 3), (JOINED_BYTES_MAX + 1, 4, 99)])
def test_a_small_request_leaves_whole_and_a_large_one_is_not_copied(size: int, parts_min: int, parts_max: int) -> None:
    with scripted(OK, OK, OK) as server, closing(HttpPeer(server.address, QUICK)) as peer:
        for _ in range(3):
            assert peer.post("/echo", b"-" * (size - 1) + b"!") == b"ok"
        assert [request[-size:] for request in server.requests] == [b"-" * (size - 1) + b"!"] * 3
        assert parts_min <= server.parts <= parts_max


def test_a_server_may_restart_between_requests() -> None:
    with node({"/echo": echo}) as address:
        peer = HttpPeer(address)
        assert peer.post("/echo", b"one") == b"one"
    with node({"/echo": echo}, port=port_of(address)):
        assert peer.post("/echo", b"two") == b"two"
    with pytest.raises(Unreachable):
        peer.post("/echo", b"three")
    with node({"/echo": echo}, port=port_of(address)), closing(peer):
        assert peer.post("/echo", b"four" * 500_000) == b"four" * 500_000


def test_a_kept_connection_that_is_dead_is_made_anew_once() -> None:
    with scripted(OK, None, OK) as server, closing(HttpPeer(server.address, QUICK)) as peer:
        assert [peer.post("/echo", b"hello!") for _ in range(2)] == [b"ok", b"ok"]
        assert (len(server.requests), server.connections) == (3, 2)
    with scripted(OK, None, None, OK) as server, closing(HttpPeer(server.address, QUICK)) as peer:
        peer.post("/echo", b"hello!")
        with pytest.raises(Unreachable):
            peer.post("/echo", b"hello!")
        assert (len(server.requests), server.connections) == (3, 2)
        assert peer.post("/echo", b"hello!") == b"ok"


def test_a_new_connection_that_dies_is_not_made_anew() -> None:
    with scripted(None, OK) as server:
        assert isinstance(failing(server), Unreachable)
        assert len(server.requests) == 1


def test_nothing_is_sent_again_once_a_byte_of_the_reply_came() -> None:
    def one_byte(sock: socket.socket) -> bool:
        sock.sendall(b"H")
        return False

    with scripted(OK, one_byte, OK) as server, closing(HttpPeer(server.address, QUICK)) as peer:
        peer.post("/echo", b"hello!")
        with pytest.raises(Unreachable):
            peer.post("/echo", b"hello!")
        assert len(server.requests) == 2


def test_nothing_is_sent_again_after_a_wait() -> None:
    def silence(sock: socket.socket) -> bool:
        time.sleep(1)
        return False

    with scripted(OK, silence, OK) as server, closing(HttpPeer(server.address, QUICK)) as peer:
        peer.post("/echo", b"hello!")
        with pytest.raises(Unreachable) as caught:
            peer.post("/echo", b"hello!")
        assert caught.value.detail == "took too long"
        assert len(server.requests) == 2


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\nx: ", b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n"])
def test_a_reply_that_drips_is_not_waited_for(beginning: bytes) -> None:
    def drip(sock: socket.socket) -> bool:
        sock.sendall(beginning)
        for _ in range(100):
            time.sleep(0.05)
            sock.sendall(b"x")
        return False

    with scripted(drip) as server:
        start = time.monotonic()
        error = failing(server)
        assert 0.4 < time.monotonic() - start < 3
        assert isinstance(error, Unreachable)
        assert error.detail == "took too long"


def test_a_connection_that_is_not_accepted_is_not_waited_for() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with ThreadPoolExecutor(4) as pool:
            # Those that the kernel takes wait for a reply instead, as long as for a connection.
            asked = [pool.submit(HttpPeer(address, QUICK).post, "/echo", b"") for _ in range(4)]
            start = time.monotonic()
            assert {str(each.exception(30)) for each in asked} == {
                f"Unreachable(address={address!r}, detail='took too long')"
            }
            assert time.monotonic() - start < 5


def test_a_request_that_is_not_read_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        limits = ClientLimits(send_timeout_ms=500, read_timeout_ms=20_000)
        peer = HttpPeer(f"http://127.0.0.1:{listener.getsockname()[1]}", limits)
        start = time.monotonic()
        with closing(peer), pytest.raises(Unreachable) as caught:
            peer.post("/echo", bytes(50_000_000))
        assert time.monotonic() - start < 10
        assert caught.value.detail == "took too long"


def chunked(*chunks: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + b"".join(chunks)


def test_a_chunked_reply_is_read_whole_and_its_connection_kept() -> None:
    reply = chunked(b"2\r\nab\r\n", b"3\r\ncde\r\n", b"0\r\n\r\n")
    with scripted(reply, OK) as server, closing(HttpPeer(server.address, QUICK)) as peer:
        assert peer.post("/echo", b"hello!") == b"abcde"
        assert peer.post("/echo", b"hello!") == b"ok"
        assert server.connections == 1


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 100001\r\n\r\n" + bytes(100_001),
        b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999\r\n\r\n" + bytes(500_000),
        b"HTTP/1.1 200 OK\r\n\r\n" + bytes(1_000_000),
        chunked(b"186a1\r\n" + bytes(100_001), b"\r\n0\r\n\r\n"),
        chunked(b"-1\r\n" + bytes(1_000_000)),
        chunked(b"1\r\nx\r\n" * 200_000),
        chunked(b"1;" + b"x" * 1_000_000),
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 100_000,
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 1_000_000,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000,
    ],
)
def test_a_reply_has_a_largest_size(reply: bytes) -> None:
    with scripted(reply + b"close") as server:
        error = failing(server)
        assert isinstance(error, BadReply)
        assert error.address == server.address


@pytest.mark.parametrize("beginning", [b"HTTP/1.1 200 OK\r\n\r\n", chunked(b"-1\r\n"), chunked(b"1;")])
def test_a_reply_without_end_is_left_at_the_largest_size(beginning: bytes) -> None:
    sent = []

    def endless(sock: socket.socket) -> bool:
        sock.sendall(beginning)
        while True:
            sock.sendall(b"x" * 10_000)
            sent.append(10_000)

    limits = ClientLimits(read_timeout_ms=20_000, reply_bytes_max=100_000)
    with scripted(endless) as server, closing(HttpPeer(server.address, limits)) as peer, pytest.raises(BadReply):
        peer.post("/echo", b"hello!")
    # What the kernel holds between the two comes on top.
    assert sum(sent) < 50_000_000


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nshort, close",
        chunked(b"14\r\nshort, close"),
        chunked(b"2\r\nab\r\nclose"),
        chunked(b"zz\r\nab\r\n0\r\n\r\nclose"),
        b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\nclose",
        b"SSH-2.0-close",
        b"\x16\x03\x01\x00close",
        b"HTTP/1.1 abc OK\r\n\r\nclose",
        b"\r\n\r\nclose",
    ],
)
def test_a_reply_that_breaks_off_or_is_no_http_is_told(reply: bytes) -> None:
    with scripted(reply) as server:
        assert isinstance(failing(server), Unreachable)


@pytest.mark.parametrize("status", [300, 301, 307, 400, 404, 429, 500, 503])
def test_other_statuses_are_refusals_and_no_redirect_is_followed(status: int) -> None:
    reply = b"HTTP/1.1 %d No\r\nlocation: /other\r\ncontent-length: 2000\r\n\r\n" % status + b"n" * 2_000
    with scripted(reply, OK) as server, closing(HttpPeer(server.address, QUICK)) as peer:
        with pytest.raises(PeerRefused) as caught:
            peer.post("/echo", b"hello!")
        assert (caught.value.address, caught.value.status) == (server.address, status)
        assert caught.value.body == b"n" * 1_024
        assert len(server.requests) == 1
        assert peer.post("/echo", b"hello!") == b"ok"


def test_no_proxy_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with node({"/echo": echo}) as address:
        assert ask(address, "/echo", b"straight") == b"straight"


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://no-such-host.invalid", f"http://{'a' * 70}.example"])
def test_nobody_there_is_told(address: str) -> None:
    with pytest.raises(Unreachable) as caught:
        ask(address, "/echo")
    assert caught.value.address == address


@pytest.mark.parametrize("name", ["node.socket", "x" * 200])
def test_no_socket_there_is_told(tmp_path: Path, name: str) -> None:
    with closing(LocalPeer(tmp_path / name)) as peer, pytest.raises(Unreachable) as caught:
        peer.post("/echo", b"")
    assert caught.value.address == str(tmp_path / name)


def test_an_ipv6_address_is_asked() -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError as error:
        pytest.skip(f"this machine has no IPv6: {error}")
    with listener:
        address = f"http://[::1]:{listener.getsockname()[1]}"
        with closing(HttpPeer(address, QUICK)) as peer, pytest.raises(Unreachable) as caught:
            peer.post("/echo", b"hello!")
        assert caught.value.detail == "took too long"
        sock, _ = listener.accept()
        with sock:
            assert f"Host: [::1]:{listener.getsockname()[1]}\r\n".encode() in sock.recv(65_536)


def test_threads_may_share_a_peer() -> None:
    with node({"/echo": echo}) as address, closing(HttpPeer(address)) as peer, ThreadPoolExecutor(8) as pool:
        bodies = [b"%d" % number * 2_000 for number in range(200)]
        assert list(pool.map(lambda body: peer.post("/echo", body), bodies)) == bodies


def test_a_wait_of_one_peer_is_no_wait_of_another() -> None:
    gate = Gate()
    with node({"/gate": gate.handler, "/echo": echo}) as address, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ask, address, "/gate", b"slow")
        assert gate.entered.acquire(timeout=30)
        assert ask(address, "/echo", b"quick") == b"quick"
        gate.open.set()
        assert waiting.result(30) == b"slow"


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server at 127.0.0.1 shows, and what a client trusts that knows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "node.example")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(path)
    return shown, ssl.create_default_context(cadata=signed.public_bytes(serialization.Encoding.PEM).decode())


def test_https_is_asked_under_what_is_trusted(tmp_path: Path) -> None:
    shown, trusted = certificate(tmp_path)
    with scripted(OK, OK, None, OK, tls=shown) as server:
        with closing(HttpPeer(server.address, QUICK, tls=trusted)) as peer:
            assert [peer.post("/echo", b"hello!") for _ in range(3)] == [b"ok", b"ok", b"ok"]
            assert (len(server.requests), server.connections) == (4, 2)
        with closing(HttpPeer(server.address, QUICK)) as peer, pytest.raises(Unreachable) as caught:
            peer.post("/echo", b"hello!")
        assert "CERTIFICATE_VERIFY_FAILED" in caught.value.detail
