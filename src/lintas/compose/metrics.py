"""Health and metrics of a node in service: what is counted, and how it is written for Prometheus (text format 0.0.4).

The format is a few lines of text, so that a library would be one more thing to keep. Labels are codes of authorities
and classes of errors; both are bounded. Nothing here comes from a body.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lintas.compose.backed_up import LastBackup
from lintas.compose.version import VERSION
from lintas.node.mailbox import BoxState
from lintas.node.vitals import Vitals
from lintas.wire.limits import MIB

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS_S: Final = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0)
CLASSES_MAX: Final = 100

Labels = Mapping[str, str]
Samples = Iterable[tuple[Labels, float]]


@dataclass(slots=True)
class Meter:
    """What is counted as it happens, from any thread."""

    commits: int = 0
    commit_s: float = 0.0
    in_bounds: list[int] = field(default_factory=lambda: [0] * len(BOUNDS_S))
    refused: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def committed(self, seconds: float) -> None:
        """A commit ended."""
        with self._lock:
            self.commits += 1
            self.commit_s += seconds
            for number, bound in enumerate(BOUNDS_S):
                self.in_bounds[number] += seconds <= bound

    def refuse(self, name: str) -> None:
        """A request was refused with an error of this class."""
        with self._lock:
            self.refused[name if name in self.refused or len(self.refused) < CLASSES_MAX else "other"] += 1


@dataclass(frozen=True, slots=True)
class State:
    """What the metrics are computed from. `failing_s` by peer: for how long it has failed, 0 if it does not. `boxes`:
    the mailboxes that are kept here; `turned_away`: how many files found no room in one. `resting`: the peers to whom
    nothing goes for now. `backup`: the last that was made.
    """

    vitals: Vitals
    meter: Meter
    failing_s: Mapping[str, float]
    disk_free_bytes: int
    boxes: Sequence[BoxState] = ()
    turned_away: int = 0
    resting: frozenset[str] = frozenset()
    backup: LastBackup | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: its name, type and meaning, and its samples in a state."""

    name: str
    kind: str
    text: str
    samples: Callable[[State], Samples]


def _one(value: Callable[[State], float]) -> Callable[[State], Samples]:
    return lambda state: [({}, value(state))]


def _age_s(vitals: Vitals, time_ms: int | None) -> float:
    return max(0, vitals.now_ms - time_ms) / 1000 if time_ms is not None else 0.0


def _oldest_waiting_s(state: State) -> float:
    return _age_s(state.vitals, min((each.since_ms for each in state.vitals.waiting), default=None))


METRICS: Final = (
    Metric("lintas_info", "gauge", "Always 1; the label says the version.", lambda s: [({"version": VERSION}, 1)]),
    Metric("lintas_acts", "gauge", "Acts stored.", _one(lambda s: s.vitals.acts)),
    Metric("lintas_dossiers", "gauge", "Dossiers held.", _one(lambda s: s.vitals.dossiers)),
    Metric("lintas_waiting_acts", "gauge", "Acts that wait for their past.", _one(lambda s: s.vitals.waiting_count)),
    Metric(
        "lintas_later_acts", "gauge", "Acts of a later version than this program knows: upgrade the node.",
        _one(lambda s: s.vitals.later_count),
    ),
    Metric(
        "lintas_search_behind_acts", "gauge", "Acts that the search index lacks; -1 if it cannot be read.",
        _one(lambda s: -1 if s.vitals.search_behind is None else s.vitals.search_behind),
    ),
    Metric("lintas_waiting_oldest_seconds", "gauge", "Age of the oldest act that waits.", _one(_oldest_waiting_s)),
    Metric(
        "lintas_queue_acts", "gauge", "Acts that a peer has not confirmed; counted up to 1,000.",
        lambda s: [({"peer": p.code}, p.queued) for p in s.vitals.peers],
    ),
    Metric(
        "lintas_queue_oldest_seconds", "gauge", "Age of the oldest act that a peer has not confirmed.",
        lambda s: [({"peer": p.code}, _age_s(s.vitals, p.oldest_ms)) for p in s.vitals.peers],
    ),
    Metric(
        "lintas_peer_failing_seconds", "gauge", "For how long a peer has been unreachable or refused us; 0 if not.",
        lambda s: [({"peer": code}, seconds) for code, seconds in sorted(s.failing_s.items())],
    ),
    Metric(
        "lintas_peer_clock_skew_seconds", "gauge", "How far a peer's clock was ahead of ours when it answered last.",
        lambda s: [({"peer": p.code}, p.skew_ms / 1000) for p in s.vitals.peers if p.skew_ms is not None],
    ),
    Metric(
        "lintas_commit_seconds", "histogram", "How long commits took. `_count` is how many there were.",
        lambda s: [],
    ),
    Metric(
        "lintas_refused_requests_total", "counter", "Requests that were refused, by class of error.",
        lambda s: [({"class": name}, count) for name, count in sorted(s.meter.refused.items())],
    ),
    Metric("lintas_log_size", "gauge", "Leaves of the log.", _one(lambda s: s.vitals.log_size)),
    Metric(
        "lintas_checkpoint_size", "gauge", "Leaves at the newest checkpoint.", _one(lambda s: s.vitals.checkpoint_size)
    ),
    Metric(
        "lintas_checkpoint_cosignatures", "gauge", "Peers that cosigned the newest checkpoint.",
        _one(lambda s: len(s.vitals.cosigned_by)),
    ),
    Metric(
        "lintas_mailbox_files", "gauge", "Files that lie in a mailbox kept here, by whose it is.",
        lambda s: [({"guest": each.code}, each.files) for each in s.boxes],
    ),
    Metric(
        "lintas_mailbox_bytes", "gauge", "Bytes that lie in a mailbox kept here.",
        lambda s: [({"guest": each.code}, each.bytes_held) for each in s.boxes],
    ),
    Metric(
        "lintas_mailbox_oldest_seconds", "gauge", "Age of the oldest file in a mailbox kept here.",
        lambda s: [({"guest": each.code}, _age_s(s.vitals, each.oldest_ms or None)) for each in s.boxes],
    ),
    Metric(
        "lintas_mailbox_turned_away_total", "counter", "Files that found no room in a mailbox kept here.",
        _one(lambda s: s.turned_away),
    ),
    Metric(
        "lintas_peer_paused", "gauge", "Whether the operator paused what goes to a peer.",
        lambda s: [({"peer": p.code}, p.code in s.resting) for p in s.vitals.peers],
    ),
    Metric(
        "lintas_backup_age_seconds", "gauge", "Age of the last backup of the content; -1 if there is none.",
        _one(lambda s: -1 if s.backup is None else _age_s(s.vitals, s.backup.made_ms)),
    ),
    Metric("lintas_disk_free_bytes", "gauge", "Free on the disk of the node.", _one(lambda s: s.disk_free_bytes)),
)  # fmt: skip


def text_of(state: State) -> str:
    """The metrics as Prometheus reads them."""
    lines = list[str]()
    for each in METRICS:
        lines += [f"# HELP {each.name} {each.text}", f"# TYPE {each.name} {each.kind}"]
        if each.kind == "histogram":
            lines += _histogram(each.name, state.meter)
        lines += [f"{each.name}{_labels(labels)} {_number(value)}" for labels, value in each.samples(state)]
    return "\n".join(lines) + "\n"


def _histogram(name: str, meter: Meter) -> list[str]:
    buckets = [f'{name}_bucket{{le="{bound}"}} {n}' for bound, n in zip(BOUNDS_S, meter.in_bounds, strict=True)]
    whole = f'{name}_bucket{{le="+Inf"}} {meter.commits}'
    return [*buckets, whole, f"{name}_sum {_number(meter.commit_s)}", f"{name}_count {meter.commits}"]


def _labels(labels: Labels) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def disk_free_bytes(folder: Path) -> int:
    """What is free on the disk of a folder."""
    return shutil.disk_usage(folder).free


def ready(disk_free: int, disk_free_min_mib: int, *, works: bool) -> tuple[bool, str]:
    """Whether the node should be sent requests, and the answer, as JSON, that says what is wrong."""
    wrong = []
    if not works:
        wrong.append("the node does not answer")
    if disk_free < disk_free_min_mib * MIB:
        wrong.append(f"{disk_free // MIB} MiB are free on the disk, and {disk_free_min_mib} should be")
    said: dict[str, Any] = {"ready": not wrong, "wrong": wrong, "version": VERSION}
    return not wrong, json.dumps(said) + "\n"
