"""A page that fails says so in the officer's language, and says nothing of what failed."""

from __future__ import annotations

import pytest

from tests.console.stage import Stage

pytestmark = pytest.mark.processes


def test_a_page_that_failed_says_so_in_the_officers_language(stage: Stage) -> None:
    from lintas.console import asking

    officer = stage.officer("operator")
    officer.language = "id"
    officer.save()
    browser = stage.browser(officer)
    browser.raise_request_exception = False
    held = asking._beside[:]
    asking._beside.clear()
    try:
        answer = browser.get("/node/")
    finally:
        asking._beside[:] = held
    assert answer.status_code == 500
    page = answer.content.decode()
    assert '<html lang="id">' in page
    assert "IndexError" not in page
    assert "This page failed" not in page
    assert "Halaman ini gagal" in page
