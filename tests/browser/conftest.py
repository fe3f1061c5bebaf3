"""Four nodes, a browser, and the people of two of them; made once for the tests of this folder.

`LINTAS_SHOTS=FOLDER` keeps a picture of every page on which somebody pressed something.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.founding import HERE, THERE, founded
from tests.browser.people import People, Person
from tests.support.chromium import chromium


# Gone before the next folder's tests: its driver leaves an event loop on the thread, beside which Django runs none.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="package")
def nodes() -> Iterator[dict[str, Path]]:
    """The folders of the nodes, which serve."""
    with tempfile.TemporaryDirectory(prefix="lintas-four-") as name, founded(Path(name)) as folders:
        yield folders


@pytest.fixture(scope="package")
def people(nodes: dict[str, Path], browser: Browser) -> Iterator[People]:
    """Who works at the two nodes; whoever is asked for first is invited then."""
    everybody = People(nodes, browser)
    yield everybody
    everybody.leave()


@pytest.fixture
def lan(people: People) -> Person:
    """An officer here."""
    return people.at(HERE, "lan", "officer")


@pytest.fixture
def binh(people: People) -> Person:
    """The second person here."""
    return people.at(HERE, "binh", "approver")


@pytest.fixture
def intake(people: People) -> Person:
    """An officer there, who finds what nobody has yet."""
    return people.at(THERE, "intake", "duty")


@pytest.fixture(autouse=True)
def nothing_to_complain(people: People) -> Iterator[None]:
    """Whatever the pages of a test did, no policy was broken and no error stands in any console."""
    yield
    assert people.complaints == []
