"""Whose signers a counter relies on: those that its own state trusts, as it saw them, and for as long as they last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lintas.node.aside import at_once
from lintas.node.trusted import TrustedSigner, lists_signers, signers
from lintas.node.uploads import add_file
from tests.kinds.every import every_kind
from tests.support.federation import START_MS, Federation3

SG, VN, VN_MOPH, MY = "sg-ca", "vn-ca", "vn-moph", "my-ca"
TODAY = datetime.fromtimestamp(START_MS / 1000, UTC).date()


class Lane:
    """A green lane of three states, one of which is there with two authorities."""

    def __init__(self) -> None:
        self.fed = Federation3.build((SG, VN, VN_MOPH, MY), kinds=("green_lane",))
        said = {"certificates": "vaccination", "agreement": "an exercise"}
        self.dossier = self.fed.open(SG, "green_lane", "open", said, {"state": (VN, VN_MOPH, MY)}).dossier
        self.fed.settle()

    def signer(self, code: str, data: bytes, days: int = 30) -> dict[str, Any]:
        file = add_file(self.fed.nodes[code], "signer.pem", "application/x-pem-file", [data])
        until = (TODAY + timedelta(days=days)).isoformat()
        return {"certificate": file, "sorts": ["test", "vaccination"], "form": "EU DCC (HC1)", "until": until,
                "fingerprint": "ab"}  # fmt: skip

    def do(self, code: str, verb: str, said: object, item: bytes | None = None) -> bytes:
        done = self.fed.act(code, self.dossier, verb, said, item=item)
        self.fed.settle()
        return done.act[:16]

    def announce(self, code: str, data: bytes = b"first", days: int = 30) -> bytes:
        return self.do(code, "announce a signer", self.signer(code, data, days))

    def trust(self, code: str, item: bytes, verb: str = "trust it") -> None:
        said = {"text": "seen"} if verb != "do not trust it" else {"reasons": "seen"}
        self.do(code, verb, said, item)

    def known(self, code: str) -> tuple[TrustedSigner, ...]:
        node = self.fed.nodes[code]
        found: tuple[TrustedSigner, ...] = at_once(node, signers(node, [self.dossier]))
        return found

    def certificates(self, code: str) -> list[bytes]:
        return [each.certificate for each in self.known(code)]


@pytest.fixture
def lane() -> Lane:
    return Lane()


def test_a_signer_counts_for_its_own_state_and_for_who_trusts_it(lane: Lane) -> None:
    item = lane.announce(SG)
    assert lane.certificates(SG) == [b"first"], "a state trusts whom it announced itself"
    assert lane.known(VN) == lane.known(MY) == ()
    lane.trust(VN, item, "examine it")
    assert lane.known(VN) == ()
    lane.trust(VN, item)
    (found,) = lane.known(VN)
    assert (found.announced_by, found.state, found.trusted_by) == (SG, "SG", (VN,))
    assert (found.form, sorted(found.sorts)) == ("EU DCC (HC1)", ["test", "vaccination"])
    assert lane.known(MY) == ()
    assert lane.certificates(VN_MOPH) == [b"first"], "it is the state that trusts"


def test_one_authority_that_does_not_trust_is_enough_for_its_state(lane: Lane) -> None:
    item = lane.announce(SG)
    for code in (VN, VN_MOPH):
        lane.trust(code, item, "examine it")
        lane.trust(code, item)
    lane.trust(VN_MOPH, item, "do not trust it")
    assert lane.known(VN) == lane.known(VN_MOPH) == ()
    lane.trust(VN_MOPH, item)
    assert lane.certificates(VN) == [b"first"], "and may think better of it"


def test_a_renewed_certificate_counts_once_it_was_trusted_again(lane: Lane) -> None:
    item = lane.announce(SG)
    lane.trust(VN, item, "examine it")
    lane.trust(VN, item)
    lane.do(SG, "renew", lane.signer(SG, b"second", 60), item)
    assert lane.certificates(VN) == [b"first"]
    lane.trust(VN, item)
    assert lane.certificates(VN) == [b"first", b"second"], "what was signed with the first is still shown"


def test_it_counts_to_its_last_day_and_until_it_is_withdrawn(lane: Lane) -> None:
    lane.announce(SG, b"today", 0)
    lane.announce(SG, b"yesterday", -1)
    item = lane.announce(SG, b"withdrawn")
    lane.trust(VN, item, "examine it")
    lane.trust(VN, item)
    assert lane.certificates(VN) == [b"withdrawn"]
    lane.do(SG, "withdraw", {"reasons": "its key is lost"}, item)
    assert lane.certificates(SG) == [b"today"]
    assert lane.known(VN) == ()


def test_a_certificate_that_is_not_here_or_too_long_is_listed_without_it(lane: Lane) -> None:
    lane.announce(SG, b"x" * 20_000)
    assert lane.certificates(SG) == [b""]
    item = lane.announce(SG, b"here")
    lane.trust(VN, item, "examine it")
    lane.trust(VN, item)
    assert lane.certificates(VN) == [b"here"]


def test_one_kind_lists_signers_and_every_other_says_nothing(lane: Lane) -> None:
    assert [name for name, kind in every_kind().items() if lists_signers(kind)] == ["green_lane"]
