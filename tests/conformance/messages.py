"""One of each structure that nodes make, with the rule of `spec/lintas.cddl` that it must fit: from nodes at work."""

from __future__ import annotations

from collections.abc import Iterator

from lintas.crypto.manifest import file_id
from lintas.dossier.admission import parse_act
from lintas.dossier.declaration import declaration
from lintas.dossier.header import Act
from lintas.dossier.sealing import begins_epoch
from lintas.node import bag, chunks, compare, fetch, line, mail, witnessing
from lintas.node.aside import at_once
from lintas.node.batches import take_batch
from lintas.node.courier import ROUTES
from lintas.node.deliver import next_batch, take_receipt
from lintas.node.files import files_in
from lintas.node.items import item_for
from lintas.node.joining import write_bundle
from lintas.node.mailbox import Hosting, Mailboxes
from lintas.node.opened import tell
from lintas.node.reading import key_of, read
from lintas.node.state import Node
from lintas.node.steps import PING
from lintas.node.verify_export import CASE
from lintas.store.mailbox import MemoryLetters
from lintas.sync.chunk import CHUNK_KIND, ChunkRequest, chunk_fields
from lintas.sync.compare import COMPARE_KIND, Question, question_fields
from lintas.sync.envelope import Envelope, write
from lintas.sync.fetch import FETCH_KIND, Fetch, fetch_fields
from lintas.sync.line import info, open_request, read_request
from lintas.sync.mail import Collect, name_of, read_left, write_left
from lintas.wire import cbor
from tests.kinds.every import every_kind
from tests.support.evidence import TERMS, Matter, apart, matter, unpack
from tests.support.federation import Federation3

Found = Iterator[tuple[str, bytes]]


def all_of_them() -> Found:
    """Every structure with its rule, many rules more than once."""
    found = matter()
    fed = found.fed
    yield "genesis", fed.genesis
    for node in fed.nodes.values():
        for row in node.store.since(0, 10_000):
            yield "signed-act", row.signed
        for evidence in node.store.evidence():
            yield evidence.kind, evidence.signed
    yield from _case(found)
    yield from _exchanged(found)
    yield from _registry()
    for kind in every_kind().values():
        yield "declaration", cbor.encode(declaration(kind))


def _case(found: Matter) -> Found:
    data = found.export()
    yield "case", unpack(data)[CASE]
    yield from (("case-act", act.to_bytes()) for act in apart(data).acts)


def _mailed(host: Node, owner: Node, file: bytes) -> Found:
    """A file for the owner, left at the host and collected; then the empty mailbox."""
    boxes = Mailboxes(MemoryLetters(), Hosting(frozenset({owner.identity.authority.code})))
    yield "leave", write_left(60, file)
    boxes.keep(host, read_left(write_left(60, file)))
    for taken in ((), (name_of(file),)):
        _, asked = mail.ask(owner, host.id, Collect(taken))
        yield "collect", asked
        yield "collected", boxes.serve(host, asked)


def _exchanged(found: Matter) -> Found:
    aa, bb = found.fed.nodes["aa-ca"], found.fed.nodes["bb-ca"]
    yield from _bodies(aa)
    dossier = found.dossier
    found.fed.act("aa-ca", dossier, "change the terms", TERMS)
    bagged = bag.pack(aa, bb.id)
    assert bagged
    yield "bag", bagged
    yield from _mailed(aa, bb, bagged)
    sent = next_batch(aa, bb.id)
    assert sent
    yield "link", sent.data
    reply = take_batch(bb, sent.data)
    bb.commit()
    yield "receipt", reply
    take_receipt(aa, sent, reply)
    for named in ((), tuple(row.id for row in aa.store.acts(dossier))[:2]):
        envelope = Envelope(bb.id, aa.id, bb.entropy(16), bb.clock())
        asked = write(bb.identity.signer, FETCH_KIND, envelope, fetch_fields(Fetch(dossier, (), named)))
        yield "fetch", asked
        yield "fetched", fetch.serve(aa, asked)
    acts = [parse_act(row.signed).act for row in aa.store.acts(dossier)]
    tell(bb, dossier, [(act.id, aa.id) for act in acts if act.header.author == aa.id])
    bb.commit()
    yield from _compared(aa, bb, dossier)
    asked = chunk_request(aa, bb, next(act for act in acts if act.header.attachments))
    yield "chunk", asked
    yield "chunked", at_once(bb, chunks.serve(bb, asked))
    yield from _sealed(aa, bb)
    witnessing.checkpoint(aa)
    aa.commit()
    cosign = witnessing.ask(aa, bb.id, 0)
    yield "cosign", cosign.data
    yield "cosigned", witnessing.serve(bb, cosign.data)


def _sealed(aa: Node, bb: Node) -> Found:
    yield "line-info", info(bb.id)
    compare.take(aa, *_hello(aa, bb))
    to = line.line_to(aa, bb.id, line.Line(0))
    _, asked = to.seal(PING, compare.ask(aa, bb.id)[1])
    yield "sealed-request", asked
    yield "sealed-request-text", cbor.encode(list(open_request(to.key, read_request(asked))))
    yield "sealed-reply", at_once(bb, ROUTES[line.PATH](bb, asked))


def _hello(aa: Node, bb: Node) -> tuple[Envelope, bytes]:
    envelope, asked = compare.hello(aa, bb.id)
    return envelope, compare.serve(bb, asked)


def chunk_request(asker: Node, author: Node, act: Act) -> bytes:
    """A request for the root of the first file of an act of the author."""
    row = author.store.act(act.id)
    assert row
    (file, *_) = files_in(read(author, row)[1].fields)
    request = ChunkRequest(act.id, file_id(file["key"]), (file["root"],))
    envelope = Envelope(asker.id, author.id, asker.entropy(16), asker.clock())
    return write(asker.identity.signer, CHUNK_KIND, envelope, chunk_fields(request))


def _bodies(node: Node) -> Found:
    for row in node.store.since(0, 10_000):
        act = parse_act(row.signed).act
        assert act.header.seal
        key = key_of(node, act)
        if row.body is not None and key is not None:
            place = act.header.dossier + act.header.author
            place += act.header.incarnation.to_bytes(8, "big") + act.header.sequence.to_bytes(8, "big")
            yield "body", node.suite.open(key, row.body, act.header.seal.commitment, place)
        if begins_epoch(act) and act.header.author == node.id:
            replica = node.replica(act.header.dossier if not act.header.first else act.item)
            for peer in replica.now().parties - {node.id}:
                item = item_for(node, replica.now(), row, act, peer)
                if item.parcel:
                    yield "parcel", cbor.encode(item.parcel)


def _compared(aa: Node, bb: Node, dossier: bytes) -> Found:
    while compare.read_one(aa) or compare.read_one(bb):
        pass
    _, asked = compare.ask(bb, aa.id)
    yield "ping", asked
    yield "pong", compare.serve(aa, asked)
    replica = aa.replica(dossier)
    chain = next(iter(replica.judged.values())).act.header.chain
    named = chain[0] + chain[1].to_bytes(8, "big")
    for question in (Question(), Question(dossier), Question(dossier, named)):
        envelope = Envelope(bb.id, aa.id, bb.entropy(16), bb.clock())
        asked = write(bb.identity.signer, COMPARE_KIND, envelope, question_fields(question))
        yield "compare", asked
        yield "compared", compare.serve_question(aa, asked)


def _registry() -> Found:
    fed = Federation3.build(("aa-ca", "bb-ca"), kinds=("registry",))
    fed.found_registry()
    yield "bundle", write_bundle(fed.nodes["aa-ca"])
