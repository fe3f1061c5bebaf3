"""Health, readiness and metrics of nodes that serve, and what they write to their logs."""

from __future__ import annotations

import io
import json
import logging
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lintas.compose import logs
from lintas.compose.metrics import METRICS, Meter, State, ready, text_of
from lintas.compose.service import Service
from lintas.node.author import author
from lintas.node.desk import appoint, sign_in
from lintas.node.mailbox import BoxState
from lintas.node.order import Order
from lintas.node.vitals import PeerVitals, Vitals
from lintas.transport.serve import TcpDoor
from lintas.transport.watch import watching
from lintas.wire.limits import MIB
from tests.compose.served import found, node_of, opened, served, until, vitals
from tests.transport.serving import serving

SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[0-9.e+-]+')


@contextmanager
def watched(service: Service, folder: Path) -> Iterator[str]:
    with serving(TcpDoor(watching(service.watch_pages(folder)), "127.0.0.1", 0)) as (address,):
        yield address


def get(address: str, path: str, method: str = "GET") -> tuple[int, str]:
    request = urllib.request.Request(address + path, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")


def samples(text: str) -> dict[str, float]:
    """Each sample by its name with its labels; every line must be of the format."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in lines), lines
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


@pytest.mark.processes
def test_the_numbers_follow_what_happens(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with node_of(tmp_path / "aa") as node:
        opened(node, "bb")
    with served(tmp_path / "aa") as aa, watched(aa, tmp_path / "aa") as address:
        until(lambda: vitals(aa)["couriers"]["bb"]["error"])
        before = samples(get(address, "/metrics")[1])
        assert before["lintas_acts"] == 1
        assert before['lintas_queue_acts{peer="bb"}'] == 1
        assert before['lintas_queue_oldest_seconds{peer="bb"}'] > 0
        assert before['lintas_peer_failing_seconds{peer="bb"}'] > 0
        with served(tmp_path / "bb"):
            until(lambda: vitals(aa)["cosigned_by"])
            # The round in which the trouble ended has an end of its own.
            until(lambda: samples(get(address, "/metrics")[1])['lintas_peer_failing_seconds{peer="bb"}'] == 0)
            after = samples(get(address, "/metrics")[1])
    assert after['lintas_queue_acts{peer="bb"}'] == 0
    assert (after["lintas_checkpoint_size"], after["lintas_checkpoint_cosignatures"]) == (1, 1)
    assert after["lintas_disk_free_bytes"] > 0


@pytest.mark.processes
def test_commits_and_refusals_are_counted(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with served(tmp_path / "aa") as aa, watched(aa, tmp_path / "aa") as address:
        before = samples(get(address, "/metrics")[1])
        aa.worker.do(lambda node: _pend(node, opened))
        status, _ = get(f"http://127.0.0.1:{aa.settings.port}", "/lintas/v1/link", "POST")
        assert status == 400
        after = samples(get(address, "/metrics")[1])
    assert before["lintas_commit_seconds_count"] == 0
    assert after["lintas_commit_seconds_count"] >= 1
    assert after['lintas_commit_seconds_bucket{le="+Inf"}'] == after["lintas_commit_seconds_count"]
    assert any(name.startswith("lintas_refused_requests_total{class=") for name in after)


def _pend(node: object, _: object) -> None:
    from lintas.node.ports import WaitingAct
    from lintas.node.state import Node

    assert isinstance(node, Node)
    node.pending.waiting[bytes(32)] = WaitingAct(bytes(32), bytes(16), node.id, b"", None, None, 1)


@pytest.mark.processes
def test_health_and_readiness(tmp_path: Path) -> None:
    found(tmp_path, ("aa", "bb"))
    with served(tmp_path / "aa") as aa, watched(aa, tmp_path / "aa") as address:
        assert get(address, "/health") == (200, "ok\n")
        status, said = get(address, "/ready")
        assert (status, json.loads(said)["ready"]) == (200, True)
        assert get(address, "/health", "POST")[0] == 405
        assert get(address, "/desk")[0] == 404
        assert get(f"http://127.0.0.1:{aa.settings.port}", "/metrics")[0] == 404
        aa.worker.stop()
        assert get(address, "/health")[0] == 200
        status, said = get(address, "/ready")
        assert status == 503
        assert json.loads(said)["wrong"] == ["the node does not answer"]
        assert get(address, "/metrics")[0] == 500


def test_a_disk_that_fills_is_not_ready() -> None:
    assert ready(10 * MIB, 10, works=True)[0]
    good, said = ready(10 * MIB - 1, 10, works=True)
    assert not good
    assert "9 MiB are free" in said


def test_labels_are_escaped_and_bounded_and_each_metric_is_written() -> None:
    meter = Meter()
    for number in range(500):
        meter.refuse(f"Error{number}")
    meter.committed(0.02)
    meter.committed(7)
    peers = (PeerVitals('quo"te\\n\n', 1, 5, -3, {}),)
    state = State(Vitals(10, 1, 1, 1, 0, (), peers, 0, ()), meter, {}, 5)
    text = text_of(state)
    assert 'peer="quo\\"te\\\\n\\n"' in text
    assert text.count("lintas_refused_requests_total{") <= 101
    assert 'lintas_commit_seconds_bucket{le="0.05"} 1\n' in text
    assert "lintas_commit_seconds_sum 7.02\n" in text
    for each in METRICS:
        assert f"# TYPE {each.name} {each.kind}\n" in text


def test_mailboxes_are_counted() -> None:
    boxes = (BoxState("ga-ca", True, 3, 200_000, 4_000), BoxState("gb-ca", True, 0, 0, 0))
    text = text_of(State(Vitals(10_000, 1, 1, 1, 0, (), (), 0, ()), Meter(), {}, 5, boxes, 7))
    found = {name: value for name, value in samples(text).items() if "mailbox" in name}
    assert found == {
        'lintas_mailbox_files{guest="ga-ca"}': 3,
        'lintas_mailbox_files{guest="gb-ca"}': 0,
        'lintas_mailbox_bytes{guest="ga-ca"}': 200_000,
        'lintas_mailbox_bytes{guest="gb-ca"}': 0,
        'lintas_mailbox_oldest_seconds{guest="ga-ca"}': 6,
        'lintas_mailbox_oldest_seconds{guest="gb-ca"}': 0,
        "lintas_mailbox_turned_away_total": 7,
    }


SECRETS = ("Kavindra", "Thistledown", "the amber ledger", "EX-7781-0042", "quarrelsome-lighthouse.txt")


@pytest.mark.processes
@pytest.mark.parametrize("form", ["text", "json"])
def test_no_log_has_a_word_of_a_body(tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A run with deliveries, refusals, a fault in a job and a commit that failed; then every log line is searched."""
    stream, kept = io.StringIO(), logging.getLogger().handlers[:]
    logs.begin(form, stream)
    try:
        _eventful(tmp_path)
    finally:
        logging.basicConfig(force=True, handlers=kept)
    lines = stream.getvalue()
    assert "refused" in lines
    assert "Error" in lines or "error" in lines
    for secret in SECRETS:
        assert secret not in lines
        assert secret.encode().hex() not in lines
    if form == "json":
        said = [json.loads(line) for line in lines.splitlines()]
        assert all({"time", "level", "logger", "message"} <= set(each) for each in said)


def _eventful(root: Path) -> None:
    found(root, ("aa", "bb"))
    with node_of(root / "aa") as node:
        dossier = opened(node, "bb").dossier
        token = appoint(node, "one", ("author",)).token
        officer = sign_in(node, "one", token, "author")
        terms = {"purpose": SECRETS[0], "basis": SECRETS[1], "crimes": SECRETS[2], "times": SECRETS[3]}
        author(node, dossier, Order("change the terms", terms, (node.federation.by_code("bb").id,), (officer,)))
        node.commit()
        order = Order("no such verb", {"file": SECRETS[4]}, (), (officer,))
    with served(root / "aa") as aa, served(root / "bb"):
        until(lambda: vitals(aa)["cosigned_by"])
        for job in (lambda node: author(node, dossier, order), lambda node: _full(node, terms)):
            with pytest.raises(Exception, match=r"."):
                aa.worker.do(job)
        get(f"http://127.0.0.1:{aa.settings.port}", "/lintas/v1/link", "POST")


def _full(node: object, terms: dict[str, str]) -> None:
    """A fault of ours, in whose frame there is content."""
    held = dict(terms)
    raise KeyError(len(held))
