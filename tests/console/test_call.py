"""A call as its page asks for it: who sits there, what their browsers are told, and that nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from lintas.wire.identifiers import read as read_id
from lintas.wire.identifiers import show
from tests.console.stage import OURS, THEIRS, Stage
from tests.console.talking import CALL, Line

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes

JSON: Final = "application/json"


@pytest.fixture
def line(stage: Stage) -> Line:
    return Line(stage, CALL)


def key(name: str) -> str:
    return name * 87


def place(name: str, seat: str = "speaker") -> dict[str, str]:
    return {"seat": seat, "sitting": f"office {name}", "key": key(name), "commitment": name * 43}


def signal(of: str, to: str, sealed: str = "c2VhbGVk") -> dict[str, str]:
    return {"of": key(of), "to": key(to), "sealed": sealed}


class Ours:
    """What a browser of ours does in a call."""

    def __init__(self, line: Line, client: Client | None = None) -> None:
        self.line, self.url = line, f"{line.path}call/dossier/"
        self.client = client or line.client

    def does(self, what: str, status: int = 200, **said: Any) -> dict[str, Any]:
        answer = self.client.post(self.url, {"does": what, **said}, content_type=JSON)
        assert answer.status_code == status, answer.content.decode()
        found: dict[str, Any] = answer.json()
        self.url = found.get("url", self.url)
        return found

    def sits(self, name: str, status: int = 200, seat: str = "speaker") -> dict[str, Any]:
        return self.does("sit", status, place=place(name, seat), signals=[], to=[THEIRS])

    def state(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"{self.url}state/?to={key(name)}").json()
        return found

    @property
    def item(self) -> bytes:
        return read_id(self.url.strip("/").split("/")[-1], 16)


def test_they_answer_and_both_are_told_how_to_reach_each_other(line: Line) -> None:
    ours = Ours(line)
    begun = ours.sits("A")
    assert (begun["phase"], [each["code"] for each in begun["people"]]) == ("ringing", [OURS])
    line.theirs("answer the call", ours.item, seat=place("B", "interpreter"), signals=[signal("B", "A")])
    now = ours.state("A")
    assert now["phase"] == "under way"
    assert now["people"][1] == {"code": THEIRS, **place("B", "interpreter"), "instead": ""}
    assert now["signals"] == [signal("B", "A")]
    assert ours.state("C")["signals"] == []
    assert ours.does("connect", key=key("A"), signals=[signal("A", "B")])["phase"] == "under way"


def test_their_call_rings_here_until_somebody_answers_it(line: Line) -> None:
    act = line.theirs("call", to="called", seat=place("B"))
    page = line.page()
    assert 'data-rings="1"' in page
    ours = Ours(line)
    ours.url = f"{line.path}call/{show(act[:16])}/"
    assert f'href="{ours.url}"' in page
    assert ours.sits("A")["phase"] == "under way"
    assert 'data-rings="0"' in line.page()


def test_nobody_speaks_for_the_place_of_another(line: Line) -> None:
    ours = Ours(line)
    ours.sits("A")
    line.theirs("answer the call", ours.item, seat=place("B"), signals=[signal("A", "A"), signal("C", "A")])
    line.theirs("take a seat", ours.item, seat=place("A"))
    now = ours.state("A")
    assert now["signals"] == []
    assert [(each["code"], each["key"]) for each in now["people"]] == [(OURS, key("A")), (THEIRS, key("B"))]


def test_the_last_of_us_who_leaves_hangs_up(line: Line) -> None:
    ours = Ours(line)
    ours.sits("A")
    line.theirs("answer the call", ours.item, seat=place("B"))
    ours.sits("C", seat="note-taker")
    now = ours.does("leave", key=key("A"))
    assert (now["phase"], [each["key"] for each in now["people"]]) == ("under way", [key("B"), key("C")])
    now = ours.does("leave", key=key("C"))
    assert (now["phase"], now["ended"], now["people"]) == ("over", True, [])
    assert line.client.get(ours.url).status_code == 302


def test_when_they_hang_up_nobody_of_theirs_sits_there(line: Line) -> None:
    ours = Ours(line)
    ours.sits("A")
    for name, verb in (("B", "answer the call"), ("C", "take a seat")):
        line.theirs(verb, ours.item, seat=place(name))
    assert len(ours.state("A")["people"]) == 3
    line.theirs("hang up", ours.item)
    now = ours.state("A")
    assert (now["phase"], now["ended"]) == ("left by those who were called", False)
    assert [each["key"] for each in now["people"]] == [key("A")]
    line.theirs("come back to the call", ours.item, seat=place("D"))
    assert ours.state("A")["phase"] == "under way"


def test_six_sit_in_it_and_no_seventh(line: Line) -> None:
    ours = Ours(line)
    for name in "ABCDEF":
        ours.sits(name)
    assert "6 people sit in this call" in ours.sits("G", 409)["error"]
    assert len(ours.state("A")["people"]) == 6


def test_the_dossier_shows_who_sat_there_and_nothing_that_browsers_said(line: Line) -> None:
    ours = Ours(line)
    ours.sits("A")
    line.theirs("answer the call", ours.item, seat=place("B"), signals=[signal("B", "A")])
    ours.does("connect", key=key("A"), signals=[signal("A", "B")])
    talk, record = line.page(), line.page(f"{line.path}?view=record")
    for page in (talk, record):
        assert "Speaker: office A" in page
        assert "Speaker: office B" in page
        for secret in (key("A"), key("B"), "c2VhbGVk"):
            assert secret not in page
    assert "<strong>connect</strong>" not in talk
    assert "<strong>connect</strong>" in record


def test_what_only_a_browser_can_say_leads_to_the_page_of_the_call_and_to_no_form(line: Line) -> None:
    ours = Ours(line)
    assert f'href="{line.path}call/dossier/"' in line.page()
    ours.sits("A")
    for verb in ("connect", "take a seat"):
        for path, ask in (("do", line.client.post), ("say", line.client.get)):
            answer = ask(f"{line.path}{path}/{ours.url.split('/')[-2]}/{verb}/")
            assert answer.headers["Location"] == ours.url
        address = f"{line.path}say/{ours.url.split('/')[-2]}/{verb}/"
        assert line.client.post(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == ours.url


def test_what_is_not_as_the_page_sends_it_is_refused(line: Line) -> None:
    ours = Ours(line)
    assert ours.does("connect", 409, key=key("A"), signals=[])["error"]
    for said in ("", "[]", "{}", '{"does": "sit"}', '{"does": "sit", "place": 1, "signals": 1, "to": 1}'):
        assert line.client.post(ours.url, said, content_type=JSON).status_code == 400
    assert ours.does("sit", 409, place=place("A") | {"key": "short"}, signals=[], to=[THEIRS])["error"]
    assert line.client.get(f"{line.path}call/aaaaaaaa/").status_code == 404


def test_the_page_knows_how_often_it_tries_again_and_whom_to_telephone_then(line: Line) -> None:
    from lintas.console.calls import Limits

    page, limits = line.client.get(f"{line.path}call/dossier/").content.decode(), Limits()
    assert f'data-lost-ms="{limits.lost_ms}" data-try-ms="{limits.try_ms}" data-tries="{limits.tries}"' in page
    card = page[page.index("data-fallback") :]
    assert f'<span class="code">{THEIRS}</span> The registry lists no place of theirs.' in card
    assert OURS not in card[: card.index("</ul>")]
    assert f'href="{line.path}card/"' in card


def test_microphone_and_camera_are_open_to_the_page_of_a_call_alone(line: Line) -> None:
    policy = line.client.get(f"{line.path}call/dossier/").headers["Permissions-Policy"]
    assert "camera=(self), microphone=(self)" in policy
    for path in ("/", line.path, "/desk/"):
        assert "camera=(), microphone=()" in line.client.get(path).headers["Permissions-Policy"]
