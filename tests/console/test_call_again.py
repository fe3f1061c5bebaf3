"""A connection between two browsers that is lost is made again, by whichever of them sees it, and not for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.processes, pytest.mark.slow]

LIMITS: Final = {"lostMs": 300, "tryMs": 2500, "tries": 3}
# Two people's ends of one connection in one page, and what carries descriptions between them, one after another.
PAIR: Final = """async (limits) => {
  const { takePlace } = await import("/static/lintas/call/place.js");
  const { Peer } = await import("/static/lintas/call/peer.js");
  const [one, other] = [await takePlace(), await takePlace()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const servers = {};
  const picture = () => Object.assign(document.createElement("canvas"), { width: 8 }).captureStream(5);
  const ends = [[one, other], [other, one]].map(([ours, theirs]) =>
    new Peer({ key: theirs.key }, ours, picture(), servers, limits, () => {}));
  window.pair = {
    servers, ends, mail: [], offers: [0, 0], fresh: [], lost: false,
    async offer(at) {
      this.offers[at] += 1;
      this.say(at, await ends[at].offer());
    },
    say(from, description) {
      if (description?.type === "offer") this.fresh.push(description.fresh);
      if (description && !this.lost) this.mail.push([1 - from, description]);
    },
    async deliver() {
      while (this.mail.length) {
        const [at, description] = this.mail.shift();
        this.say(at, await ends[at].hear(description).catch(() => ends[at].close()));
      }
    },
    async until(...states) {
      const end = Date.now() + 20000;
      for (;;) {
        for (const at of [0, 1]) if (ends[at].look(Date.now())) await this.offer(at);
        await this.deliver();
        if (ends.every((each, at) => each.state === states[at])) return;
        if (Date.now() > end) throw new Error(ends.map((each) => each.state).join(" "));
        await new Promise((done) => setTimeout(done, 50));
      }
    },
    get words() {
      return ends.map((each) => each.words.join(" "));
    },
  };
  await pair.offer(0);
  await pair.until("connected", "connected");
  Object.assign(pair, { offers: [0, 0], fresh: [], before: pair.words });
}"""
AGAIN: Final = 'await pair.until("connected", "connected"); return { ...pair, after: pair.words };'


@pytest.fixture
def pair(empty: Page) -> Iterator[Page]:
    """A page in which two are connected."""
    empty.evaluate(PAIR, LIMITS)
    yield empty
    empty.evaluate("for (const each of pair.ends) each.close()")


def after(page: Page, job: str) -> Any:
    """What came of a job, as far as it is plain."""
    return page.evaluate(f"""async () => {{
      const found = await (async () => {{ {job} }})();
      return JSON.parse(JSON.stringify(found ?? null, (name, value) => (name === "ends" ? undefined : value)));
    }}""")


@pytest.mark.parametrize("at", [0, 1])
def test_a_line_that_one_side_lost_is_made_again_with_the_same_words(pair: Page, at: int) -> None:
    found = after(pair, f"pair.ends[{at}].line.close(); {AGAIN}")
    assert found["after"] == found["before"]
    assert len(set(found["after"])) == 1
    assert 1 <= sum(found["offers"]) <= LIMITS["tries"]
    assert found["fresh"][-1]


def test_a_line_that_is_still_there_looks_for_new_ways_and_stays_the_same(pair: Page) -> None:
    found = after(
        pair,
        """
      const lines = pair.ends.map((each) => each.line);
      pair.ends[0].again.tried(Date.now());
      await pair.offer(0);
      await pair.until("connected", "connected");
      return { fresh: pair.fresh, same: pair.ends.every((each, at) => each.line === lines[at]) };
    """,
    )
    assert (found["fresh"], found["same"]) == ([False], True)


def test_of_two_offers_that_crossed_one_holds(pair: Page) -> None:
    found = after(
        pair,
        f"""
      for (const each of pair.ends) {{ each.line.close(); each.again.tried(Date.now()); }}
      await Promise.all([pair.offer(0), pair.offer(1)]);
      {AGAIN}
    """,
    )
    assert (found["offers"], found["after"]) == ([1, 1], found["before"])


def test_it_is_given_up_after_so_many_tries_and_begun_again_by_whoever_asks(pair: Page) -> None:
    found = after(
        pair,
        """
      pair.lost = true;
      for (const each of pair.ends) each.line.close();
      await pair.until("gone", "gone");
      const offers = [...pair.offers];
      pair.lost = false;
      pair.ends[1].again.anew();
      await pair.until("connected", "connected");
      return { offers, after: pair.words, before: pair.before };
    """,
    )
    assert found["offers"] == [LIMITS["tries"], LIMITS["tries"]]
    assert found["after"] == found["before"]


def test_where_the_network_lets_nothing_through_both_give_up_after_the_same_tries(pair: Page) -> None:
    found = after(
        pair,
        """
      pair.servers.iceTransportPolicy = "relay";
      pair.ends[0].line.close();
      await pair.until("gone", "gone");
      const offers = [...pair.offers];
      await new Promise((done) => setTimeout(done, 2 * pair.ends[0].again.limits.tryMs));
      for (const at of [0, 1]) pair.ends[at].look(Date.now());
      return { offers, states: pair.ends.map((each) => each.state) };
    """,
    )
    assert max(found["offers"]) <= LIMITS["tries"] <= sum(found["offers"])
    assert found["states"] == ["gone", "gone"]


def test_what_came_late_moves_nothing(pair: Page) -> None:
    found = after(
        pair,
        """
      const [one, other] = pair.ends;
      one.again.tried(Date.now());
      const old = await one.offer();
      one.again.tried(Date.now());
      await pair.offer(0);
      await pair.until("connected", "connected");
      const late = await other.hear(old);
      const answer = await one.hear({ type: "answer", sdp: old.sdp, at: old.at });
      await pair.until("connected", "connected");
      return { late, answer };
    """,
    )
    assert found == {"late": None, "answer": None}


def test_who_did_not_prove_the_certificate_is_not_tried_again(pair: Page) -> None:
    found = after(
        pair,
        """
      pair.ends[0].refuse();
      const looked = pair.ends[0].look(Date.now() + 60000);
      return { looked, state: pair.ends[0].state };
    """,
    )
    assert found == {"looked": False, "state": "false"}


def test_patience_follows_the_limits_and_lets_one_side_go_first(empty: Page) -> None:
    looks = empty.evaluate(
        """async (limits) => {
      const { Again } = await import("/static/lintas/call/again.js");
      return [false, true].map((yields) => {
        const again = new Again(limits, yields, 0);
        const found = [again.look("new", limits.tryMs - 1), again.look("connected", 1000)];
        for (const [stands, now] of [["disconnected", 1299], ["disconnected", 1300], ["failed", 1001]]) {
          found.push(again.look(stands, now));
        }
        again.tried(2000);
        return [...found, again.look("failed", 2001), again.look("failed", 2000 + limits.tryMs)];
      });
    }""",
        LIMITS,
    )
    assert looks[0] == ["wait", "connected", "wait", "try", "try", "wait", "try"]
    assert looks[1] == ["wait", "connected", "wait", "wait", "wait", "wait", "wait"]
