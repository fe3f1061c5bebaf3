"""The page of a text that states settle: paragraphs, brackets and rounds, out to Word, in again, and a draft of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lintas.node.author import author, open_dossier
from lintas.node.desk import appoint, sign_in
from lintas.node.order import Order
from lintas.node.state import Node
from lintas.node.texts import texts
from lintas.node.uploads import add_file
from lintas.office.lines import text_of
from lintas.office.making import new_document
from lintas.office.package import MEDIA
from lintas.wire.identifiers import ITEM_BYTES, read, show
from tests.console.stage import OURS, THEIRS, Stage, draft, seal
from tests.console.test_files import handed_in
from tests.office.word import edited, parts_of

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes

FIRST = ["The Parties shall exchange lists.", "They meet every year."]
NOTICE = {"body": "Working group", "place": "online", "opens": "2026-12-08", "agenda": "1. Lists"}


PLENARY = {"what": "Plenary", "starts": "2026-12-08 09:30", "zone": "Asia/Tokyo", "held": "hybrid"}


def _convened(node: Node) -> str:
    """A meeting that this node convenes, with us as a member."""
    appointed = appoint(node, f"chair {len(node.vault.secrets('officer/'))}", ("author",))
    officer, us = sign_in(node, appointed.name, appointed.token, "author"), (node.federation.by_code(OURS).id,)
    done = open_dossier(
        node, "meeting", Order("convene", {**NOTICE, "sessions": [PLENARY]}, us, (officer,), to={"member": us})
    )
    node.commit()
    return show(done.dossier)


def _on_the_table(stage: Stage) -> tuple[Client, str, str]:
    """A browser of ours, the meeting, and the address of the page of the text that we tabled in it."""
    from lintas.console.models import Dossier

    meeting = stage.there(_convened)
    stage.until(lambda: Dossier.objects.filter(pk=meeting).first())
    officer = stage.officer("officer", "duty")
    client = stage.browser(officer)
    assert client.post(f"/dossiers/{meeting}/team/", {"officer": officer.pk, "does": "add"}).status_code == 302
    upload = handed_in(client, new_document("Communique", FIRST), "round-1.docx", MEDIA)
    said = {"title": "Communique", "becomes": "communique", "file": f"{upload} round-1.docx"}
    begun = draft(client, f"/dossiers/{meeting}/do/dossier/table/", {"audience": [THEIRS]}, said)
    assert seal(client, begun).status_code == 302
    page = client.get(f"/dossiers/{meeting}/").content.decode()
    found = re.search(rf'href="(/dossiers/{meeting}/texts/[a-z0-9]+/)"', page)
    assert found, page
    return client, meeting, found[1]


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_text_goes_to_word_and_comes_back_as_a_bracket_that_is_put(stage: Stage) -> None:
    client, meeting, address = _on_the_table(stage)
    page = _page(client, address)
    assert FIRST[0] in page
    assert "Nobody." in page
    out = client.get(f"{address}word/")
    assert out["Content-Type"] == MEDIA
    assert "EXERCISE" in out["Content-Disposition"]
    assert text_of(out.content) == ["Communique", *FIRST]

    back = edited(out.content, "shall", "should", "Farid <b>", "our law & theirs")
    came = _sent_in(client, address, back)
    assert came.status_code == 200
    page = came.content.decode()
    assert "Farid &lt;b&gt;" in page
    value = re.search(r'name="bracket"[^>]*value="([^"]*)" checked', page)
    assert value
    put = client.post(f"{address}put/put%20in%20brackets/", {"bracket": [_plain(value[1])]})
    assert put.status_code == 302
    assert seal(client, put.url).status_code == 302  # type: ignore[attr-defined]
    page = _page(client, address)
    assert "our law &amp; theirs" in page
    assert "1 bracket" in page
    assert "<del>shall</del> <ins>should</ins>" in page
    written = client.get(f"{address}word/").content
    assert text_of(written) == ["Communique", *FIRST]
    assert b"lintas" not in client.get(f"{address}word/?form=clean").content

    # What we hold already is among the choices, and nothing else is new in the file that we wrote ourselves.
    page = _sent_in(client, address, written).content.decode()
    assert page.count('name="bracket"') == 1
    assert "we hold it now" in page
    assert client.get(f"/dossiers/{meeting}/").status_code == 200


def test_languages_stand_side_by_side_and_a_bracket_comes_back_in_its_own(stage: Stage) -> None:
    client, meeting, address = _on_the_table(stage)
    item = address.split("/")[-2]
    upload = handed_in(
        client, new_document("Thông cáo", ["Các bên phải trao đổi.", "Họ họp hằng năm."]), "vi.docx", MEDIA
    )
    said = {"title": "Thông cáo", "file": f"{upload} vi.docx", "language": "vi", "stands": "authentic"}
    begun = draft(client, f"/dossiers/{meeting}/do/{item}/bring%20it%20in%20another%20language/",
                  {"audience": [THEIRS]}, said)  # fmt: skip
    assert seal(client, begun).status_code == 302
    page = _page(client, address)
    assert '<td lang="vi"><p>Các bên phải trao đổi.</p>' in page
    assert "<p>The Parties shall exchange lists.</p>" in page
    out = client.get(f"{address}word/?version=side").content
    back = edited(out, "phải", "nên", "Lan", "luật của chúng tôi")
    answer = client.post(address, {"word": SimpleUploadedFile("back.docx", back, MEDIA), "version": "side"})
    value = re.search(r'name="bracket"[^>]*value="([^"]*)" checked', answer.content.decode())
    assert value
    put = client.post(f"{address}put/put%20in%20brackets/", {"bracket": [_plain(value[1])]})
    assert seal(client, put.url).status_code == 302  # type: ignore[attr-defined]
    page = _page(client, address)
    assert re.search(r'<td lang="vi"><p>Các bên phải trao đổi.</p>\s*<ul.*?<del>phải</del> <ins>nên</ins>', page)
    assert client.get(f"{address}word/?version=th").status_code == 400


def test_what_was_entered_for_a_state_without_a_node_says_so_wherever_it_is_shown(stage: Stage) -> None:
    client, meeting, address = _on_the_table(stage)
    dossier, item = (read(part, ITEM_BYTES) for part in (meeting, address.split("/")[-2]))

    def enter(node: Node) -> None:
        appointed = appoint(node, f"chair {len(node.vault.secrets('officer/'))}", ("author",))
        officer = sign_in(node, appointed.name, appointed.token, "author")
        original = add_file(node, "email.eml", "message/rfc822", [b"We cannot accept shall."])
        held = {"paragraph": 2, "words": "shall", "instead": "should"}
        said = {"brackets": [held], "on_behalf_of": "LA", "original": original}
        us = (node.federation.by_code(OURS).id,)
        author(node, dossier, Order("enter brackets for another", said, us, (officer,), item=item))
        node.commit()

    stage.until(lambda: stage.there(lambda node: texts(node, dossier)))
    stage.there(enter)
    page = stage.until(lambda: found if "LA-via-bb-ca" in (found := _page(client, address)) else "")
    assert "entered by bb-ca for a state without a node" in page
    assert b"[LA-via-bb-ca: " in parts_of(client.get(f"{address}word/").content)["word/document.xml"]
    record = client.get(f"/dossiers/{meeting}/").content.decode()
    assert "for LA, entered by bb-ca" in record
    assert "<strong>not confirmed</strong>" in record
    assert "On behalf of" in record
    assert "email.eml" in record


def test_what_is_no_document_or_no_bracket_is_refused_and_nothing_is_drafted(stage: Stage) -> None:
    from lintas.console.models import Draft

    client, _meeting, address = _on_the_table(stage)
    before = Draft.objects.count()
    answer = _sent_in(client, address, b"PK no package")
    assert answer.status_code == 422
    assert "it is no DOCX" in answer.content.decode()
    assert client.post(address).status_code == 422
    for said in ({}, {"bracket": ["{}"]}, {"bracket": ["[["]}, {"bracket": ['{"paragraph": 1, "words": ""}']}):
        assert client.post(f"{address}put/put%20in%20brackets/", said).status_code == 400
    assert client.post(f"{address}put/withdraw/", {"bracket": ['{"paragraph": 1, "words": "x"}']}).status_code == 400
    assert Draft.objects.count() == before


def test_a_meeting_shows_when_it_is_and_gives_a_file_for_a_calendar(stage: Stage) -> None:
    client, meeting, _address = _on_the_table(stage)
    page = client.get(f"/dossiers/{meeting}/").content.decode()
    assert "2026-12-08 09:30 Asia/Tokyo" in page
    assert f'href="/dossiers/{meeting}/export/calendar/"' in page
    file = client.get(f"/dossiers/{meeting}/export/calendar/")
    assert file["Content-Type"].startswith("text/calendar")
    assert b"DTSTART;TZID=Asia/Tokyo:20261208T093000\r\n" in file.content
    assert b"EXERCISE Plenary" in file.content


def test_who_comes_is_written_in_a_form_and_listed_on_the_page(stage: Stage) -> None:
    client, meeting, _address = _on_the_table(stage)
    said = {
        "delegates-0_who": "Director <b>", "delegates-0_as": "head of delegation",
        "delegates-1_who": "Desk officer", "delegates-1_as": "interpreter", "delegates-1_office": "an invented unit",
    }  # fmt: skip
    begun = draft(client, f"/dossiers/{meeting}/do/dossier/name%20the%20delegation/", {"audience": [THEIRS]}, said)
    assert seal(client, begun).status_code == 302
    page = client.get(f"/dossiers/{meeting}/").content.decode()
    come = page[page.index('<section aria-labelledby="come">') :]
    come = come[: come.index("</section>")]
    assert "Director &lt;b&gt;" in come
    assert "an invented unit" in come
    assert OURS in come
    assert THEIRS not in come


def test_a_text_is_there_for_those_alone_who_see_its_dossier(stage: Stage) -> None:
    client, meeting, address = _on_the_table(stage)
    other = stage.browser(stage.officer("officer"))
    for path in (address, f"{address}word/", f"/dossiers/{meeting}/export/calendar/"):
        assert other.get(path).status_code == 404
    assert other.post(f"{address}put/put%20in%20brackets/", {"bracket": ["{}"]}).status_code == 404
    assert client.get(f"/dossiers/{meeting}/texts/dossier/").status_code == 404


def _sent_in(client: Client, address: str, data: bytes) -> Any:
    return client.post(address, {"word": SimpleUploadedFile("back.docx", data, MEDIA)})


def _plain(value: str) -> str:
    from html import unescape

    return unescape(value)
