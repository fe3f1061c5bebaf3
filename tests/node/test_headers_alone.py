"""What an author gave as a header alone, since it had lost the body, is asked for also where its key was destroyed."""

from __future__ import annotations

from dataclasses import replace

from lintas.node import mend
from tests.node.hostile import shared
from tests.node.searching import with_indexes


def test_a_member_of_an_epoch_whose_key_is_gone_asks_for_what_came_as_a_header_alone_and_others_do_not() -> None:
    fed = with_indexes()
    dossier = shared(fed, "bb-ca", "cc-ca")
    author, reader, other = (fed.nodes[code] for code in ("bb-ca", "aa-ca", "cc-ca"))
    # To one reader alone: an epoch of its own.
    fed.act("bb-ca", dossier, "adopt the terms", {"text": "for aa only"}, readers=("aa-ca",))
    fed.settle()
    late = fed.act("bb-ca", dossier, "adopt the terms", {"text": "and this"}, readers=("aa-ca",)).act
    with author.store.batch() as batch:
        batch.erase_body(late)
    # A recall destroys the key of an epoch, and keys of single acts come with their bodies.
    reader.vault.put_epochs([replace(each, key=None) for each in reader.vault.epochs(dossier)])
    fed.bring("bb-ca", "aa-ca")
    fed.bring("bb-ca", "cc-ca")
    assert mend.bodies(reader, author.id) == {dossier: (late,)}
    assert mend.bodies(other, author.id) == {}
