"""The content of a stored act: its sealed body, the readers that its epoch has, and the chunks of its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lintas.crypto.errors import BadChunk
from lintas.crypto.ports import Suite
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.sealing import Content, act_key, begins_epoch, epoch_of, is_plain
from lintas.node.check_act import check_sealed, open_body, open_plain
from lintas.node.files import DamagedFile, read_file
from lintas.node.findings import Finding, found
from lintas.node.ports import Epoch, StoreError
from lintas.node.recalls import act_key_name
from lintas.node.state import Ports
from lintas.node.tree import NoSuchChunk
from lintas.node.verify_acts import files_in


def check_body(suite: Suite, ports: Ports, author: str, act: Act, body: bytes | None, where: str) -> Iterator[Finding]:
    """What is wrong with the body of an act, with its readers or its files; nothing if there is no body here."""
    if body is None:
        return
    if is_plain(act):
        content, findings = open_plain(act, body, author, where)
        yield from findings
        for file in files_in(content) if content else ():
            yield from _check_file(ports, file, where)
        return
    identifier = epoch_of(act)
    epoch = ports.vault.epoch(dossier_of(act), identifier) if identifier else None
    whole = epoch.key if epoch else None
    key = act_key(suite, whole, act.header) if whole else ports.vault.secret(act_key_name(act.id))
    if key is None:
        yield from check_sealed(act, body, author, where) or [found("lost-key", where)]
        return
    content, findings = open_body(suite, act, body, key, author, where)
    yield from findings
    if content is not None:
        if epoch is not None:
            yield from _check_readers(act, content, epoch, where)
        for file in files_in(content):
            yield from _check_file(ports, file, where)


def _check_readers(act: Act, content: Content, epoch: Epoch, where: str) -> Iterator[Finding]:
    if epoch.author != act.header.author or (begins_epoch(act) and set(epoch.members) != set(content.members)):
        yield found("audience-differs", where)


def _check_file(ports: Ports, file: Mapping[str, Any], where: str) -> Iterator[Finding]:
    try:
        for _ in read_file(ports.chunks, file):
            pass
    except NoSuchChunk:
        yield found("missing-chunk", where, name=file["name"])
    except DamagedFile:
        yield found("damaged-chunk", where, name=file["name"], why="the whole has another SHA-256")
    except (BadChunk, StoreError) as error:
        yield found("damaged-chunk", where, name=file["name"], why=str(error))
