"""A node to be started as a process and told to stop.

    python -m tests.transport.served SOCKET

Writes its addresses on standard output when it listens. `/slow` says when it was entered and takes half a second.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lintas.transport.serve import TcpDoor, UnixDoor, run
from lintas.transport.server import Reply, application
from tests.transport.serving import echo


async def slow(body: bytes) -> Reply:
    os.write(1, b"entered\n")
    await asyncio.sleep(0.5)
    return Reply(200, body)


def say(addresses: Sequence[str]) -> None:
    os.write(1, (" ".join(addresses) + "\n").encode())


if __name__ == "__main__":
    served = application({"/echo": echo, "/slow": slow})
    run([TcpDoor(served, "127.0.0.1", 0), UnixDoor(served, Path(sys.argv[1]))], say)
    os.write(1, b"ended\n")
