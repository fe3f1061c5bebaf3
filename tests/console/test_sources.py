"""A row of which two sources say different things is shown with both, side by side; what was decided twice is not."""

from __future__ import annotations

import re

import pytest

from tests.console.stage import THEIRS, Stage, draft, seal

pytestmark = pytest.mark.processes

TERM = {"office": "chair of a body", "body": "SOMTC", "from_day": "2026-01-01", "to_day": "2026-12-31",
        "source": "press release of May"}  # fmt: skip
OTHER = {"says": "to 30 November 2026", "source": "summary record of June", "confidence": "read in a report"}


def test_both_sources_stand_side_by_side_and_nothing_says_which_is_right(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    begun = draft(client, "/open/bodies/open%20the%20register/", {"to_state": [THEIRS]}, {"text": "opened"})
    path = str(seal(client, begun).url)
    begun = draft(client, f"{path}do/dossier/record%20a%20term/", {"to_holder": [THEIRS]}, TERM)
    assert seal(client, begun).status_code == 302
    page = client.get(path).content.decode()
    assert "Sources that differ" not in page
    (item,) = set(re.findall(r"/do/(\w{26})/", page))
    begun = draft(client, f"{path}do/{item}/note%20what%20another%20source%20says/", {}, OTHER)
    assert seal(client, begun).status_code == 302
    page = client.get(path).content.decode()
    table = page.split("Sources that differ")[1].split("</table>")[0]
    for words in ("press release of May", "summary record of June", "to 30 November 2026", "read in a report"):
        assert words in table
    assert table.index("press release of May") < table.index("summary record of June")
