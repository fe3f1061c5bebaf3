"""What the search index costs: indexing an act, and finding words among 100,000 acts, in CPU time of this process.

    .venv/bin/python -m bench.search [ACTS]

Each act says some 40 words of an invented language, now and then a name and an account number. The floor of a search is
a scan: looking for the word in every folded text in memory, which decides who may see nothing and opens nothing.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.table import note, row
from lintas.node.indexing import HELD_ACTS_MAX
from lintas.node.search import Asked, Everything, _look
from lintas.node.search_index import Entry, Heading, Wanted
from lintas.search.folding import key_of, shown
from lintas.search.passages import Passage
from lintas.search.words import read_words
from lintas.store.search_sqlite import SqliteSearchIndex

ACTS = 100_000
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
ROUNDS = 5


def make_entries(count: int) -> list[Entry]:
    """Acts of 1,000 dossiers; one in 1,000 names somebody with an account."""
    chance = random.Random(1)
    words = ["".join(chance.choices(LETTERS, k=chance.randint(2, 8))) for _ in range(5_000)]
    made = list[Entry]()
    for at in range(count):
        text = " ".join(chance.choices(words, k=40)) + " information" * (at % 2)
        rare = f" Nguyễn Văn Mẫu, 12-34 {at:06}" if at % 1_000 == 7 else ""
        heading = Heading(at, at.to_bytes(32, "big"), (at % 1_000).to_bytes(16, "big"), "mla", bytes(16), "give", at)
        made.append(Entry(heading, (Passage("information", "text", shown(text + rare), key_of(text + rare)),)))
    return made


def cpu_ms(work: Callable[[], object]) -> float:
    """The least of several rounds, in ms of CPU."""
    took = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        took.append((time.process_time() - start) * 1_000)
    return min(took)


def measure(folder: Path, count: int) -> None:
    """Print the rows."""
    entries = make_entries(count)
    file, everything = folder / "search.db", Everything()
    with closing(SqliteSearchIndex(file)) as index:
        index.begin("bench")
        start = time.process_time()
        for at in range(0, count, HELD_ACTS_MAX):
            some = entries[at : at + HELD_ACTS_MAX]
            index.put(some, at + len(some), some[-1].heading.act)
        row("writing an act into the index, beside the node", (time.process_time() - start) / count * 1_000, "ms CPU")
        row("the index on disk, for an act", file.stat().st_size / count, "bytes")
        keys = [each.passages[0].key for each in entries]
        dossiers = frozenset(at.to_bytes(16, "big") for at in range(0, 1_000, 10))
        for query in ("nguyen", "Nguyễn Mẫu", "34000", '"văn mẫu"', "information", "an", "zzqq"):
            wanted, asked = Wanted(read_words(query)), Asked(query)
            floor = cpu_ms(lambda w=wanted: [k for k in keys if all(word.found_in(k) for word in w.words)])  # type: ignore[misc]
            for who, visible in (("all", everything), ("a tenth", dossiers)):
                took = cpu_ms(lambda w=wanted, a=asked, v=visible: _look(index, w, a, 0, v))  # type: ignore[misc]
                row(f"search for {query}, who may see {who}", took, "ms CPU", floor)
        start, one = time.process_time(), [entries[0].heading.act]
        index.drop(one)
        row("dropping an act, on the node", (time.process_time() - start) * 1_000, "ms CPU")
        start = time.process_time()
        index.scrub()
        row("rewriting the index after it, beside the node", (time.process_time() - start) * 1_000, "ms CPU")


def main() -> None:
    """Measure with as many acts as are asked for."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ACTS
    note(f"among {count:,} acts")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), count)


if __name__ == "__main__":
    main()
