"""An officer's own account: a name, a language, a time zone; and what the pages make of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from tests.console.stage import Stage

NOON_MS = 1_795_780_800_000
"""27 November 2026, noon in UTC."""


@pytest.mark.processes
def test_an_officer_has_a_name_a_language_and_a_zone_in_whatever_browser(stage: Stage) -> None:
    officer = stage.officer("officer", "auditor")
    client = stage.browser(officer)
    page = client.get("/accounts/me/").content.decode()
    assert "VN · Asia/Ho_Chi_Minh" in page
    said = {"shown": "Lan", "language": "vi", "time_zone": "Asia/Ho_Chi_Minh"}
    assert client.post("/accounts/me/", said).status_code == 302
    elsewhere = stage.browser(officer).get("/accounts/me/", headers={"Accept-Language": "pt"}).content.decode()
    assert '<html lang="vi"' in elsewhere
    assert 'value="Lan"' in elsewhere
    officer.refresh_from_db()
    assert (officer.shown, officer.time_zone) == ("Lan", "Asia/Ho_Chi_Minh")
    assert "đã thay đổi tài khoản của mình" in client.get("/trail/").content.decode()


@pytest.mark.processes
def test_a_list_that_refreshes_itself_leaves_the_notice_to_the_page_that_follows(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    client.post("/accounts/me/", {"shown": "Lan", "language": "en", "time_zone": "UTC"})
    assert "Saved." not in client.get("/", headers={"HX-Request": "true"}).content.decode()
    assert "Saved." in client.get("/").content.decode()


@pytest.mark.processes
def test_a_zone_or_a_language_that_there_is_not_is_refused(stage: Stage) -> None:
    officer = stage.officer("officer")
    for wrong in ({"language": "xx"}, {"time_zone": "Mars/Olympus"}):
        said = {"shown": "Lan", "language": "vi", "time_zone": "UTC"} | wrong
        assert stage.browser(officer).post("/accounts/me/", said).status_code == 200
    officer.refresh_from_db()
    assert (officer.language, officer.time_zone) == ("en", "UTC")


@pytest.mark.processes
def test_the_sign_in_page_speaks_the_language_of_the_browser(stage: Stage) -> None:
    page = stage.browser().get("/accounts/login/", headers={"Accept-Language": "lo"}).content.decode()
    assert '<html lang="lo"' in page


@pytest.mark.slow
def test_thai_pages_have_the_year_of_both_eras_and_others_one(ground: Path) -> None:
    from lintas.console.models import Officer
    from lintas.console.times import local

    officer = Officer(name="lan", time_zone="Asia/Bangkok")
    with translation.override("th"):
        assert local(NOON_MS, officer) == "2026-11-27 (พ.ศ. 2569) 19:00 +07"
    with translation.override("en"):
        assert local(NOON_MS, officer) == "2026-11-27 19:00 +07"
