"""A large file from officer to officer over two nodes that are killed meanwhile, in bounded memory, behind no act."""

from __future__ import annotations

import hashlib
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lintas.node.ports import PeerError
from tests.processes.federation import Member, appoint, make
from tests.processes.test_kills import _opened, _patiently

MIB = 1 << 20
RSS_MIB_MAX = 200
LOOK_S = 0.02
"""For each process: the interpreter with what a node is made of takes about 80."""
ASKED = (
    "--field", "urgency=urgent", "--field", "question=Whose boat?", "--field", "purpose=To return it",
    "--field", "offence=fraud; 4 years or more",
)  # fmt: skip


def _peak_mib(pid: int) -> int:
    """The most that a process had in memory so far, in MiB; 0 once it has ended."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) // 1024 if found else 0


class Two:
    """Two nodes with a dossier, and the command line over them."""

    def __init__(self, root: Path, size_mib: int) -> None:
        self.root, self.size_mib = root, size_mib
        self.members = make(root, {"aa-ca": "AA", "bb-ca": "BB"})
        self.aa, self.bb = self.members.values()
        for member in self.members.values():
            member.start()
            appoint(member, "one")
            (member.folder / "officers").mkdir(exist_ok=True)
            (member.folder / "officers" / "one.token").write_text(member.tokens["one"])
        self.dossier = _opened(self.members)
        self.sent = root / "sent.bin"
        self.sha256 = write(self.sent, size_mib)
        self.peaks_mib: list[int] = []

    def close(self) -> None:
        for member in self.members.values():
            member.stop()

    def lintas(self, member: Member, *words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "lintas.cli", *words, "--node", str(member.folder), "--as", "one"]
        with (self.root / "said.txt").open("w") as said:
            return subprocess.Popen(command, stdout=said, stderr=said, text=True)

    def send(self) -> subprocess.Popen[str]:
        words = ("--to", "asked=bb-ca", "--for", "bb-ca", *ASKED, "--file", f"files={self.sent}")
        return self.lintas(self.aa, "act", self.dossier, "ask", *words)

    def whole(self, process: subprocess.Popen[str]) -> None:
        """Until the command ended well; the most that it had in memory is noted."""
        # What the system tells of a process that ended counts what its parent had when it began.
        peak_mib = 0
        while process.poll() is None:
            peak_mib = max(peak_mib, _peak_mib(process.pid))
            time.sleep(LOOK_S)
        assert process.returncode == 0, (self.root / "said.txt").read_text()
        self.peaks_mib.append(peak_mib)

    def again(self, member: Member) -> None:
        """Note how much the node had in memory, kill it, and start it."""
        self.note(member)
        member.kill()
        member.start()

    def note(self, member: Member) -> None:
        assert member.process
        self.peaks_mib.append(_peak_mib(member.process.pid))

    def say(self, text: str) -> None:
        """What was measured, for whoever runs the test with -s."""
        sys.stdout.write(text + "\n")

    def here(self, member: Member) -> int:
        return sum(1 for path in (member.folder / "chunks").glob("??/*/*") if path.parent.parent.name != "partial")


def write(path: Path, size_mib: int) -> str:
    """A file of which every MiB is another; its SHA-256."""
    whole = hashlib.sha256()
    with path.open("wb") as out:
        for number in range(size_mib):
            part = number.to_bytes(8, "big") * (MIB // 8)
            whole.update(part)
            out.write(part)
        out.write(b"and a little more")
    whole.update(b"and a little more")
    return whole.hexdigest()


def until(look: Callable[[], Any], s_max: float) -> None:
    """Until it is true."""
    end = time.monotonic() + s_max
    while not look():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def send_and_be_killed(two: Two) -> None:
    """The sender's node dies while the file is handed in; the second command goes on from there."""
    part = two.size_mib // 4
    sending = two.send()
    until(lambda: two.here(two.aa) > part, 60 + two.size_mib)
    two.again(two.aa)
    assert sending.wait(60) != 0
    said = {"name": two.sent.name, "media": "application/octet-stream", "bytes": two.sent.stat().st_size}
    by = {"as": two.aa.officer("one"), "sha256": bytes.fromhex(two.sha256)}
    assert two.aa.ask("upload begin", **said, **by)["here"] >= part - 8, "what was confirmed is here"
    two.whole(two.send())


def fetch_and_be_killed(two: Two) -> None:
    """Both nodes die while the file goes over; an act that is made then does not wait for it."""
    all_of_it, part = two.here(two.aa), two.size_mib // 4
    until(lambda: two.here(two.bb) > part, 60 + two.size_mib)
    two.again(two.bb)
    until(lambda: two.here(two.bb) > 2 * part, 60 + two.size_mib)
    two.again(two.aa)
    fields = {"question": "And now?", "urgency": "urgent", "purpose": "x", "offence": "fraud; 4 years or more"}
    begun = time.monotonic()
    asked = two.aa.ask("act", dossier=two.dossier, verb="ask", audience="all", to={"asked": ["bb-ca"]},
                       fields=fields, **{"as": two.aa.officer("one")})  # fmt: skip
    _patiently(partial(arrived, two, asked["act"]))
    two.say(f"an act took {time.monotonic() - begun:.2f} s, with {two.here(two.bb)} of {all_of_it} chunks there")
    assert two.here(two.bb) < all_of_it, "the act did not wait for the file"
    until(lambda: two.here(two.bb) == all_of_it, 120 + 2 * two.size_mib)


def arrived(two: Two, act: str) -> None:
    try:
        shown = two.bb.ask("show", dossier=two.dossier, **{"as": two.bb.officer("one")})
    except PeerError as error:
        raise AssertionError from error
    assert act in {each["id"] for each in shown["acts"]}


def read_out_and_be_killed(two: Two) -> None:
    """The command that writes the file dies; the second one goes on from there."""
    out = two.root / "out"
    first = two.lintas(two.bb, "files", two.dossier, str(out))
    until(lambda: any(p.stat().st_size > two.size_mib * MIB // 4 for p in out.glob("*.part")), 60 + two.size_mib)
    first.send_signal(signal.SIGKILL)
    first.wait()
    (part,) = out.glob("*.part")
    before = part.stat()
    two.whole(two.lintas(two.bb, "files", two.dossier, str(out)))
    (found,) = out.iterdir()
    assert found.stat().st_ino == before.st_ino, "it went on with what was there"
    with found.open("rb") as source:
        assert hashlib.file_digest(source, "sha256").hexdigest() == two.sha256


def play(root: Path, size_mib: int) -> None:
    two = Two(root, size_mib)
    try:
        for step in (send_and_be_killed, fetch_and_be_killed, read_out_and_be_killed):
            begun = time.monotonic()
            step(two)
            two.say(f"{step.__name__}: {time.monotonic() - begun:.1f} s")
        for member in two.members.values():
            two.note(member)
        two.say(f"most memory of each process in MiB: {two.peaks_mib}")
        assert max(two.peaks_mib) < RSS_MIB_MAX
    finally:
        two.close()


@pytest.mark.processes
@pytest.mark.timeout(400)
def test_half_a_gibibyte_arrives_whatever_dies_on_the_way(tmp_path: Path) -> None:
    play(tmp_path, 512)


@pytest.mark.soak
def test_ten_gigabytes_arrive_whatever_dies_on_the_way(tmp_path: Path) -> None:
    play(tmp_path, 10 * 1024)
