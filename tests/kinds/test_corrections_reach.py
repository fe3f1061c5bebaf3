"""What an error, an acquittal or a withdrawal does to whoever keeps a watch: over every kind that puts some on a list.

A correction reaches each holder, whatever it has done with the alert, and stands beside every hit of its search. Where
it says that the person was acquitted or the alert is withdrawn, no counter finds the alert any more. It moves no lane:
what takes an alert off the lists that people keep is `stand down`, and each holder is awaited until it says that it
did; so the correction stays on the author's list until the alert was stood down.
What comes with a search that hides whom one asks for: nobody holds a list of others then, so whoever was told a hit
must be named as a holder, or a correction has nobody to go to.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.meanings import Correction, Text
from lintas.dossier.position import DOSSIER
from lintas.node.correct import CorrectionOrder, correct
from lintas.node.corrections import open_corrections
from lintas.node.show import show
from tests.kinds.every import every_kind
from tests.kinds.test_every_kind import CODES, filled, seated
from tests.node.searching import look, with_indexes
from tests.support.federation import Federation3

pytestmark = pytest.mark.slow

ON, OFF, OVER = "put on watch", "stand down", "confirm that it is taken down"
OWNER, HOLDERS = CODES[0], CODES[1:]
WORD = "Nothingness"
CAUSES = tuple(Correction.fields()["cause"].choices)


def kinds_with_a_watch() -> list[str]:
    return [name for name, kind in every_kind().items() if kind.item.verb(ON)]


@dataclass
class Watch:
    """An alert that two others have put on watch; each node has an index."""

    kind: Kind
    fed: Federation3
    dossier: bytes
    alert: bytes

    def do(self, code: str, verb: str, **fields: object) -> None:
        found = self.kind.item.verb(verb)
        assert found
        self.fed.act(code, self.dossier, verb, filled(self.fed, code, found.says) | fields)
        self.fed.settle()

    def hit(self, code: str) -> tuple[bytes, ...]:
        """What corrects the alert where this node's search finds it."""
        return {hit.act: hit.corrected_by for hit in look(self.fed.nodes[code], WORD).hits}[self.alert]

    def correct(self, cause: str) -> bytes:
        order = CorrectionOrder((self.alert,), cause, "another person was meant", self.fed.desks[OWNER])
        done = correct(self.fed.nodes[OWNER], self.dossier, order).act
        self.fed.nodes[OWNER].commit()
        return done


def watched(name: str) -> Watch:
    kind = every_kind()[name]
    fed = with_indexes(Federation3.build(CODES, kinds=(name,)))
    begins: Verb = next(verb for verb in kind.item.verbs if verb.begins)
    said = filled(fed, OWNER, begins.says)
    said[next(name for name, meaning in begins.says.fields().items() if meaning.says(Text))] = f"about {WORD}"
    opened = fed.open(OWNER, name, begins.name, said, seated(kind, begins))
    fed.settle()
    found = Watch(kind, fed, opened.dossier, opened.act)
    for code in HOLDERS:
        found.do(code, ON)
    return found


def test_there_are_kinds_that_put_some_on_a_list() -> None:
    assert set(kinds_with_a_watch()) >= {"border_alert", "pursuit"}
    assert set(CAUSES) == {"error", "acquitted", "withdrawn"}


@pytest.mark.parametrize("name", kinds_with_a_watch())
@pytest.mark.parametrize("cause", CAUSES)
def test_a_correction_reaches_every_holder_of_an_alert_and_every_hit_of_its_search(name: str, cause: str) -> None:
    watch = watched(name)
    assert [watch.hit(code) for code in CODES] == [()] * 3
    by = watch.correct(cause)
    owner = watch.fed.nodes[OWNER]
    assert [each.correction.by for each in open_corrections(owner)] == [by]
    watch.fed.settle()
    left = list(open_corrections(owner))
    assert [each.correction.reached for each in left] == [dict.fromkeys(HOLDERS, "stored")] * (cause != "error")
    for code in CODES:
        (act,) = (each for each in show(watch.fed.nodes[code], watch.dossier).acts if each.id == watch.alert)
        assert [(each.by, each.cause) for each in act.corrected] == [(by, cause)], code
        assert watch.hit(code) == (by,), code
    watch.do(OWNER, OFF)
    assert list(open_corrections(owner)) == [], "each holder has signed for it, and is asked to take it down"


@pytest.mark.parametrize("name", kinds_with_a_watch())
def test_what_was_stood_down_is_awaited_from_every_list_until_each_holder_has_said_so(name: str) -> None:
    watch = watched(name)
    watch.do(OWNER, OFF)
    code = watch.fed.nodes[OWNER].federation.code
    for at, holder in enumerate(HOLDERS):
        for node in watch.fed.nodes.values():
            now = node.replica(watch.dossier).now()
            assert {code(party) for party in now.awaited(DOSSIER)} == set(HOLDERS[at:])
            assert not now.ended(DOSSIER)
        watch.do(holder, OVER)
    for node in watch.fed.nodes.values():
        assert node.replica(watch.dossier).now().ended(DOSSIER)
