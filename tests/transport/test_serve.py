from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from lintas.node.ports import PeerRefused, Unreachable
from lintas.transport.client import LocalPeer
from lintas.transport.errors import CannotListen
from lintas.transport.serve import TcpDoor, UnixDoor
from lintas.transport.server import Reply, application
from tests.transport.serving import LOOPS, ask, connected, echo, node, port_of, received, serving

pytestmark = pytest.mark.processes
ROOT = Path(__file__).resolve().parents[2]


def ask_local(path: Path, where: str, body: bytes) -> bytes:
    with closing(LocalPeer(path)) as peer:
        return peer.post(where, body)


def local(path: Path) -> UnixDoor:
    return UnixDoor(application({"/echo": echo}), path)


@pytest.mark.parametrize("loop", LOOPS)
def test_two_doors_are_open_at_once_each_with_its_application(tmp_path: Path, loop: str) -> None:
    async def officer(body: bytes) -> Reply:
        return Reply(200, b"for officers: " + body)

    path = tmp_path / "node.socket"
    doors = (
        TcpDoor(application({"/echo": echo}), "127.0.0.1", 0),
        UnixDoor(application({"/officer": officer}), path),
    )
    with serving(*doors, loop=loop) as (address, local_address):
        assert local_address == str(path)
        assert address == f"http://127.0.0.1:{port_of(address)}"
        assert ask(address, "/echo", b"hello") == b"hello"
        assert ask_local(path, "/officer", b"hello") == b"for officers: hello"
        with pytest.raises(PeerRefused):
            ask(address, "/officer", b"hello")
        large = bytes(3_000_000)
        with pytest.raises(PeerRefused), closing(LocalPeer(path)) as peer:
            peer.post("/echo", large)
        assert ask_local(path, "/officer", large) == b"for officers: " + large
    with pytest.raises(Unreachable):
        ask(address, "/echo")


def test_a_unix_socket_is_private_and_gone_after_the_end(tmp_path: Path) -> None:
    path = tmp_path / "node.socket"
    with serving(local(path)):
        assert path.stat().st_mode & 0o777 == 0o600
        assert ask_local(path, "/echo", b"hello") == b"hello"
    assert not path.exists()


def test_a_socket_that_was_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "node.socket"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    assert path.is_socket()
    with serving(local(path)):
        assert path.stat().st_mode & 0o777 == 0o600
        assert ask_local(path, "/echo", b"hello") == b"hello"


def test_a_socket_in_use_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "node.socket"
    with serving(local(path)):
        with pytest.raises(CannotListen) as caught, serving(local(path)):
            pass
        assert (caught.value.address, caught.value.detail) == (str(path), "in use")
        assert ask_local(path, "/echo", b"hello") == b"hello"


def test_a_file_that_is_no_socket_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "node.socket"
    path.write_bytes(b"something else")
    with pytest.raises(CannotListen), serving(local(path)):
        pass
    assert path.read_bytes() == b"something else"


@pytest.mark.parametrize("path", ["missing/node.socket", "x" * 200])
def test_a_path_where_no_socket_can_be_is_told(tmp_path: Path, path: str) -> None:
    with pytest.raises(CannotListen), serving(local(tmp_path / path)):
        pass


def test_a_port_in_use_is_told_and_no_other_door_opens(tmp_path: Path) -> None:
    path = tmp_path / "node.socket"
    with node({"/echo": echo}) as address:
        doors = (local(path), TcpDoor(application({}), "127.0.0.1", port_of(address)))
        with pytest.raises(CannotListen) as caught, serving(*doors):
            pass
        assert caught.value.address == address.removeprefix("http://")
        assert not path.exists()


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 65_536), ("192.0.2.1", 0), ("no such host", 0)])
def test_an_address_that_is_not_ours_is_told(host: str, port: int) -> None:
    with pytest.raises(CannotListen), serving(TcpDoor(application({}), host, port)):
        pass


def test_the_port_is_free_again_at_once() -> None:
    with node({"/echo": echo}) as address:
        idle = connected(address)
        assert ask(address, "/echo", b"one") == b"one"
    assert received(idle) == b""
    idle.close()
    with node({"/echo": echo}, port=port_of(address)) as again:
        assert again == address
        assert ask(address, "/echo", b"two") == b"two"


def test_an_idle_door_closes_at_once() -> None:
    def seconds() -> float:
        with node({"/echo": echo}) as address:
            idle = connected(address)
            assert ask(address, "/echo", b"hello") == b"hello"
            began = time.monotonic()
        with idle:
            assert received(idle) == b""
            return time.monotonic() - began

    # A machine that is busy may hold up some of them.
    assert min(seconds() for _ in range(10)) < 0.05


def start(path: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A node in a process of its own, and its address."""
    command = [sys.executable, "-m", "tests.transport.served", str(path)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    address, local_address = process.stdout.readline().decode().split()
    assert local_address == str(path)
    return process, address


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_requests_under_way_finish(tmp_path: Path, how: signal.Signals) -> None:
    path = tmp_path / "node.socket"
    process, address = start(path)
    assert process.stdout is not None
    with ThreadPoolExecutor(2) as pool, connected(address):
        asked = [pool.submit(ask, address, "/slow", b"tcp"), pool.submit(ask_local, path, "/slow", b"local")]
        assert [process.stdout.readline() for _ in asked] == [b"entered\n"] * 2
        process.send_signal(how)
        assert [each.result(30) for each in asked] == [b"tcp", b"local"]
    output, _ = process.communicate(timeout=30)
    assert output == b"ended\n"
    assert process.returncode == 0
    assert not path.exists()


def test_a_killed_node_starts_again_at_its_socket(tmp_path: Path) -> None:
    path = tmp_path / "node.socket"
    process, _ = start(path)
    process.kill()
    process.communicate(timeout=30)
    assert path.exists()
    process, address = start(path)
    assert ask(address, "/echo", b"back") == b"back"
    assert ask_local(path, "/echo", b"back") == b"back"
    process.terminate()
    assert process.communicate(timeout=30)[0] == b"ended\n"


def test_a_server_may_run_in_a_thread_that_is_not_the_main_one() -> None:
    assert threading.current_thread() is threading.main_thread()
    handlers = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    with node({"/echo": echo}) as address:
        assert ask(address, "/echo", b"hello") == b"hello"
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == handlers
