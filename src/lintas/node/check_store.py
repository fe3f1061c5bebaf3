"""Checking a node's own store: every row against what it must be, so that damage or tampering is found and named.

Nothing is believed because it is stored. Acts are read, verified and judged again; the log is computed again from its
leaves and held against the frontier and every checkpoint; bodies, attachments and peers' statements are opened. The
check reads and never writes, and goes on after a fault. It holds the headers of the store in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from lintas.crypto.ports import Suite
from lintas.dossier.authority import Federation
from lintas.dossier.control import Pin, control_of
from lintas.dossier.declaration import pinned_kind
from lintas.dossier.grammar import Kind
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.replica import Replica
from lintas.dossier.verdict import Verdict
from lintas.log.merkle import BadFrontier, Frontier, leaf
from lintas.node.check_act import check_signed, short
from lintas.node.check_content import check_body
from lintas.node.check_statements import check_checkpoints, check_evidence, check_waiting
from lintas.node.findings import Finding, found
from lintas.node.keys import Identity
from lintas.node.ports import StoredAct, StoreError
from lintas.node.report import Report
from lintas.node.state import Node, Ports
from lintas.wire.identifiers import show

T = TypeVar("T")
PAGE_ROWS = 64


@dataclass(slots=True)
class Tour:
    """What is looked at, and what was found on the way."""

    suite: Suite
    federation: Federation
    kinds: Mapping[str, Kind]
    ports: Ports
    findings: list[Finding] = field(default_factory=list)
    proven: dict[bytes, list[Act]] = field(default_factory=dict)
    known: set[bytes] = field(default_factory=set)
    frontier: Frontier = field(default_factory=Frontier)
    roots: dict[int, bytes] = field(default_factory=dict)

    def add(self, code: str, where: str, **facts: str | int) -> None:
        """Note a finding."""
        self.findings.append(found(code, where, **facts))


def check_store(node: Node) -> Report:
    """What is wrong with the node's store; never raises for what lies in it. What is pending is not looked at."""
    ports = Ports(node.store, node.vault, node.chunks, node.clock, node.entropy)
    return check_ports(node.suite, node.federation, node.identity, node.kinds, ports, node.replicas)


def check_ports(
    suite: Suite,
    federation: Federation,
    identity: Identity,
    kinds: Mapping[str, Kind],
    ports: Ports,
    held: Mapping[bytes, Replica] | None = None,
) -> Report:
    """As `check_store`, for a store of which no node can be made; `held` are the replicas of a running one."""
    tour, us = Tour(suite, federation, kinds, ports), identity.authority
    _check_pages(tour)
    checkpoints = dict(_guarded(tour, "checkpoints", ports.store.checkpoints()))
    _check_acts(tour, set(checkpoints))
    _check_frontier(tour)
    _check_folds(tour, held or {})
    tour.findings += check_checkpoints(suite, federation, us, checkpoints, tour.roots, ports.store)
    evidence = _guarded(tour, "evidence", ports.store.evidence())
    tour.findings += check_evidence(suite, federation, us, evidence, ports.store, tour.known, set(tour.proven))
    tour.findings += check_waiting(ports.store)
    return Report(
        findings=tuple(tour.findings),
        subject=us.code,
        exercise=federation.exercise,
        genesis=show(federation.reg),
        checkpoint_size=max(checkpoints, default=0),
        parties=tuple(sorted(federation.codes)),
    )


def _check_pages(tour: Tour) -> None:
    try:
        tour.ports.store.check_pages()
    except StoreError as error:
        tour.add("damaged-store", "store", why=str(error))


def _guarded(tour: Tour, what: str, rows: Iterator[T]) -> Iterator[T]:
    """The rows as far as the store can give them."""
    try:
        yield from rows
    except StoreError as error:
        tour.add("unreadable-row", what, why=str(error))


def _check_acts(tour: Tour, sizes: set[int]) -> None:
    """Every row of acts. The roots at these sizes are kept on the way."""
    tour.roots[0] = tour.frontier.root()
    expected = 0
    for row in _rows(tour):
        where = f"position {row.position} ({short(row.id)})"
        if row.position != expected:
            tour.add("gap", where, expected=expected, found=row.position)
        expected = row.position + 1
        _check_act(tour, row, where)
        try:
            tour.frontier = tour.frontier.append(leaf(row.salt, row.id))
        except ValueError as error:
            tour.add("unreadable-row", where, why=str(error))
        if tour.frontier.size in sizes:
            tour.roots[tour.frontier.size] = tour.frontier.root()


def _rows(tour: Tour) -> Iterator[StoredAct]:
    """Every row; one by one where a page cannot be read, so that a damaged row hides no other."""
    store, at, size = tour.ports.store, 0, tour.ports.store.size()
    while at < size:
        try:
            yield from store.since(at, min(PAGE_ROWS, size - at))
        except StoreError:
            for position in range(at, min(at + PAGE_ROWS, size)):
                yield from _row(tour, position)
        at += PAGE_ROWS


def _row(tour: Tour, position: int) -> Iterator[StoredAct]:
    try:
        rows = tour.ports.store.since(position, 1)
    except StoreError as error:
        tour.add("unreadable-row", f"position {position}", why=str(error))
        return
    yield from (row for row in rows if row.position == position)


def _check_act(tour: Tour, row: StoredAct, where: str) -> None:
    signed, findings = check_signed(tour.suite, tour.federation, row.signed, where)
    tour.findings += findings
    tour.known.add(row.id)
    if signed is None:
        return
    act = signed.act
    tour.known.add(act.id)
    if act.id != row.id:
        tour.add("wrong-id", where, id=short(act.id))
    for column, held, said in (
        ("dossier", row.dossier, dossier_of(act)),
        ("author", row.author, act.header.author),
    ):
        if held != said:
            tour.add("wrong-column", where, column=column)
    for identifier in act.header.past:
        if identifier not in tour.known:
            tour.add("missing-act", where, missing=short(identifier))
    if not findings:
        tour.proven.setdefault(dossier_of(act), []).append(act)
        tour.findings += check_body(tour.suite, tour.ports, tour.federation.code(row.author), act, row.body, where)


def _check_frontier(tour: Tour) -> None:
    stored = tour.ports.store.frontier()
    try:
        frontier = Frontier.from_bytes(stored) if stored is not None else Frontier()
    except BadFrontier as error:
        tour.add("frontier-differs", "log", why=str(error))
        return
    if frontier.size != tour.frontier.size:
        why = f"it stands for {frontier.size} acts, and there are {tour.frontier.size}"
        tour.add("frontier-differs", "log", why=why)
    elif frontier != tour.frontier:
        tour.add("frontier-differs", "log", why="a salt or an id was changed, or the frontier")


def _check_folds(tour: Tour, held: Mapping[bytes, Replica]) -> None:
    """Judge every dossier again, and hold a running node's verdicts against that."""
    for dossier, acts in tour.proven.items():
        where = f"dossier {short(dossier)}"
        first = next((act for act in acts if act.header.first), None)
        pinned = control_of(first.header) if first else None
        if not isinstance(pinned, Pin):
            tour.add("no-first-act", where)
        elif (kind := pinned_kind(tour.kinds, pinned)) is None:
            tour.add("not-judged", where, kind=pinned.name, version=pinned.version)
        else:
            _check_fold(tour, where, kind, acts, held.get(dossier))


def _check_fold(tour: Tour, where: str, kind: Kind, acts: list[Act], held: Replica | None) -> None:
    replica = Replica(kind)
    for act in acts:
        replica.receive(act)
    for judged in replica.judged.values():
        at = f"{where}, act {short(judged.act.id)}"
        if judged.verdict is Verdict.REFUSED:
            tour.add("not-admitted", at, rule=judged.rule, why=judged.why)
        known = held.judged.get(judged.act.id) if held else None
        if known is not None and known.verdict is not judged.verdict:
            tour.add("verdict-differs", at, again=judged.verdict.value, held=known.verdict.value)
