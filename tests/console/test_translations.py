"""Unofficial translations: beside the act, for those who may see it, never away from this node, gone with a recall."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from lintas.compose import folder as folders
from lintas.wire.identifiers import read as read_id
from lintas.wire.identifiers import show
from tests.compose.adversary import files, found_in
from tests.compose.served import TERMS, opened
from tests.compose.test_recall_served import take_back
from tests.console.stage import OURS, THEIRS, Stage, draft, nonce_on, seal

pytestmark = pytest.mark.processes

WORDS = "một bản dịch để thử"
MARKER = "ᚠᚢᚦᚨᚱᚲᚷᚹᚺᚾ"
"""In letters that nothing else here is written in."""


def first_act(stage: Stage, dossier: str) -> str:
    return stage.ours.worker.do(lambda node: show(next(node.store.acts(read_id(dossier, 16))).id))


def test_a_translation_stands_beside_the_original_and_each_says_its_language(stage: Stage) -> None:
    dossier, duty = stage.opened_by_them(), stage.officer("duty")
    browser, act = stage.browser(duty), first_act(stage, dossier)
    path = f"/dossiers/{dossier}/acts/{act}/translation/"
    assert TERMS["purpose"] in browser.get(path).content.decode()
    assert browser.post(path, {"language": "vi", "text": WORDS}).status_code == 302
    page = browser.get(f"/dossiers/{dossier}/").content.decode()
    assert f'<p lang="vi">{WORDS}</p>' in page
    assert f"Unofficial translation, made on this node by {duty}: Tiếng Việt" in page
    assert '<dl lang="en">' in page
    assert WORDS in browser.get(f"{path}?language=vi").content.decode()
    browser.post(path, {"language": "vi", "text": f"{WORDS} hơn"})
    browser.post(path, {"language": "th", "text": "คำแปล"})
    page = browser.get(f"/dossiers/{dossier}/").content.decode()
    assert page.count('class="unofficial"') == 2
    browser.post(path, {"language": "vi", "text": ""})
    assert WORDS not in browser.get(f"/dossiers/{dossier}/").content.decode()
    page = stage.browser(stage.officer("auditor")).get("/trail/").content.decode()
    assert "translated an act" in page
    assert "took away a translation" in page


def test_who_may_not_see_the_dossier_translates_nothing_in_it(stage: Stage) -> None:
    from lintas.console.models import Translation

    dossier = stage.opened_by_them()
    path = f"/dossiers/{dossier}/acts/{first_act(stage, dossier)}/translation/"
    for role in ("officer", "operator", "auditor", "minister"):
        assert stage.browser(stage.officer(role)).post(path, {"language": "vi", "text": WORDS}).status_code == 404
    other = stage.opened_by_them()
    duty = stage.browser(stage.officer("duty"))
    for act in (first_act(stage, other), "zz"):
        answer = duty.post(f"/dossiers/{dossier}/acts/{act}/translation/", {"language": "vi", "text": WORDS})
        assert answer.status_code == 404
    wrong = duty.post(path, {"language": "xx", "text": WORDS})
    assert wrong.status_code == 200
    assert not Translation.objects.exists()


def test_it_is_in_no_export(stage: Stage) -> None:
    dossier, browser = stage.opened_by_them(), stage.browser(stage.officer("duty"))
    browser.post(
        f"/dossiers/{dossier}/acts/{first_act(stage, dossier)}/translation/", {"language": "vi", "text": WORDS}
    )
    for form in ("json", "timeline"):
        answer = browser.get(f"/dossiers/{dossier}/export/{form}/")
        if answer.status_code == 200:
            assert WORDS.encode() not in (answer.content if not answer.streaming else b"".join(answer))
    assert WORDS not in browser.get(f"/dossiers/{dossier}/print/").content.decode()


def test_what_is_recalled_is_forgotten_here_too_to_the_last_byte(stage: Stage, ground: Path) -> None:
    from lintas.console.models import Draft, Translation

    dossier, duty = stage.opened_by_them(), stage.officer("duty")
    act = first_act(stage, dossier)
    path = f"/dossiers/{dossier}/acts/{act}/translation/"
    stage.browser(duty).post(path, {"language": "vi", "text": WORDS * 40})
    Draft.objects.create(officer=duty, kind="exchange", verb="x", act=act, state="sealed", fields={"purpose": WORDS})
    stage.there(lambda node: take_back(node, read_id(dossier, 16), read_id(act, 32)))
    stage.until(lambda: not Translation.objects.exists())
    stage.until(lambda: Draft.objects.get().fields == {})
    file = ground / OURS / folders.CONSOLE
    log = file.with_name(f"{file.name}-wal")

    def forgotten() -> bool:
        return all(WORDS.encode() not in each.read_bytes() for each in (file, log) if each.exists())

    stage.until(forgotten)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_file_is_written_anew_where_a_database_keeps_what_it_deletes(stage: Stage, ground: Path) -> None:
    """Debian builds SQLite so that it clears what it deletes; others do not, and a node may run on those."""
    from django.db import connection

    from lintas.console import translations
    from lintas.console.models import Dossier, Draft

    dossier, duty = stage.opened_by_them(), stage.officer("duty")
    act = first_act(stage, dossier)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
    translations.write(duty, Dossier.objects.get(pk=dossier), act, "vi", MARKER * 200)
    Draft.objects.create(officer=duty, kind="exchange", verb="x", act=act, state="sealed", fields={"purpose": MARKER})
    places = (ground / OURS / folders.CONSOLE, ground / OURS / f"{folders.CONSOLE}-wal")
    assert found_in(MARKER, read_all(places)), "the adversary finds it"
    translations.forget({act})
    assert found_in(MARKER, read_all(places)) == []


def test_after_a_recall_nothing_in_the_whole_folder_of_a_node_with_a_console_holds_two_letters_of_it(
    stage: Stage, ground: Path
) -> None:
    """What an officer typed into the search stands in the trail, and stays there: `spec/recall.md` 6."""
    from lintas.console.models import Draft, Translation

    dossier = show(stage.there(lambda node: opened(node, OURS, terms=TERMS | {"purpose": f"about {MARKER}"})).dossier)
    duty = stage.officer("duty")
    browser = stage.browser(duty)
    stage.until(lambda: browser.get(f"/dossiers/{dossier}/").status_code == 200)
    act = first_act(stage, dossier)
    assert MARKER in browser.get(f"/dossiers/{dossier}/").content.decode()
    browser.post(f"/dossiers/{dossier}/acts/{act}/translation/", {"language": "vi", "text": MARKER})
    Draft.objects.create(officer=duty, kind="exchange", verb="x", act=act, state="sealed", fields={"purpose": MARKER})
    held = found_in(MARKER, files(ground / OURS))
    assert {name.rpartition("/")[2].removesuffix("-wal") for name in held} >= {"console.db"}, held
    stage.there(lambda node: take_back(node, read_id(dossier, 16), read_id(act, 32)))
    stage.until(lambda: not Translation.objects.exists() and Draft.objects.get().fields == {})
    stage.until(lambda: found_in(MARKER, files(ground / OURS)) == [])


def read_all(places: Iterable[Path]) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in places if each.exists()}


def test_an_act_states_the_language_in_which_its_words_were_written(stage: Stage) -> None:
    officer = stage.officer("officer")
    officer.language = "vi"
    officer.save()
    browser = stage.browser(officer)
    for chosen, stated in (("", "vi"), ("th", "th")):
        address = draft(browser, "/open/exchange/open/", {"to_member": [THEIRS]}, TERMS)
        assert browser.post(f"{address}language/", {"language": "xx"}).status_code == 400
        if chosen:
            shown_before = nonce_on(browser, f"{address}check/")
            assert browser.post(f"{address}language/", {"language": chosen}).status_code == 302
            # What was shown in another language is not what would be sealed now.
            browser.post(f"{address}check/", {"nonce": shown_before})
            assert browser.get(f"{address}check/").status_code == 200, "it was sealed"
        page = seal(browser, address).url
        assert f'<dl lang="{stated}">' in browser.get(page).content.decode()
