"""What the scripts of a call do by themselves: safety words, and what one browser says for another alone."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Error, Page

from tests.console.safety_words import EXAMPLES, text

pytestmark = [pytest.mark.processes, pytest.mark.slow]

WORDS = """async (examples) => {
  const { safetyWords } = await import("/static/lintas/call/words.js");
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (byte) => parseInt(byte, 16));
  return Promise.all(examples.map(({ one, other }) => safetyWords(bytes(one), bytes(other))));
}"""
# Two places, a description of the first for the second, and what a test changes on its way.
SAID = """async (change) => {
  const { takePlace, sealed, opened } = await import("/static/lintas/call/place.js");
  const [one, other, third] = [await takePlace(), await takePlace(), await takePlace()];
  const { certificate } = change === "certificate" ? third : one;
  const line = new RTCPeerConnection({ certificates: [certificate] });
  line.createDataChannel("");
  const offer = await line.createOffer();
  const signal = await sealed(one, other.key, offer);
  if (change === "text") signal.sealed = signal.sealed.replace(/.$/, (last) => (last === "A" ? "Q" : "A"));
  if (change === "sender") signal.of = third.key;
  const reader = change === "reader" ? third : other;
  const said = await opened(reader, signal, { commitment: one.commitment });
  return said.type === "offer" && said.sdp === offer.sdp;
}"""
PRINTS = """async (sdp) => {
  const { fingerprint } = await import("/static/lintas/call/words.js");
  return Array.from(fingerprint(sdp));
}"""
PRINT = ":".join(["AB"] * 32)


def test_both_sides_see_the_words_that_the_rule_gives_in_whatever_order(empty: Page) -> None:
    assert EXAMPLES.read_text(encoding="utf-8") == text()
    examples = json.loads(text())
    turned = [{"one": each["other"], "other": each["one"]} for each in examples]
    wanted = [each["words"] for each in examples]
    assert empty.evaluate(WORDS, examples) == empty.evaluate(WORDS, turned) == wanted


def test_what_a_browser_says_is_read_by_the_one_that_it_is_for(empty: Page) -> None:
    assert empty.evaluate(SAID, "nothing")


@pytest.mark.parametrize("change", ["text", "sender", "reader", "certificate"])
def test_what_was_changed_or_is_of_another_certificate_is_not_taken(empty: Page, change: str) -> None:
    with pytest.raises(Error, match="another certificate" if change == "certificate" else "OperationError"):
        empty.evaluate(SAID, change)


def test_a_description_names_one_certificate_and_by_sha_256(empty: Page) -> None:
    line = f"a=fingerprint:sha-256 {PRINT}\r\n"
    assert empty.evaluate(PRINTS, line + f"m=audio\r\n{line.lower()}") == [0xAB] * 32
    for wrong in ("", line + line.replace("AB", "AC"), line.replace("256", "1"), line.replace(":AB", "")):
        with pytest.raises(Error, match="no single fingerprint"):
            empty.evaluate(PRINTS, wrong)
