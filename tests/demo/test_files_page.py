"""The page about sending and opening files works as it stands, at one of two nodes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo.pages import run
from tests.demo.test_recall_pages import FOUNDED, SECONDS_MAX, page

ADOPTED = """
lintas act $CASE "adopt the terms" --for all --node $HERE/my --as aisyah >/dev/null
lintas node bundle vn-ca two.bag --node $HERE/my >/dev/null
lintas node take two.bag --node $HERE/vn >/dev/null
echo '{"urgency": "urgent", "question": "Whose?", "purpose": "To return it", "offence": "fraud; 4 years or more"}' \\
  >question.json
head -c 3000000 /dev/urandom >image-of-disk.e01
"""
SENT = """
cmp image-of-disk.e01 evidence/*image-of-disk.e01 && echo "the same file"
ls evidence | wc -l
"""


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 10)
def test_the_page_about_files_works_as_it_stands(short_path: Path) -> None:
    text = "\n".join([FOUNDED, ADOPTED, page("send-files.md", "vn"), SENT])
    said = run(short_path, text, within=short_path, seconds_max=SECONDS_MAX, env={"HERE": str(short_path)})
    assert "the same file\n1\n" in said, said
    assert "wrote 1 files" in said
