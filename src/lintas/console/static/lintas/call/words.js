// Safety words: four words that two people read to each other, and that are the same only if their browsers encrypt to
// each other and to nobody in between. They come from the fingerprints (SHA-256) of both DTLS certificates; docs/explanation/calls.md
// has the rule, and tests/console/safety_words.json examples.
import { digest } from "./bytes.js";

const WORDS = 4;
const BITS = 11;

// The places of the words in the list, of fingerprints of 32 bytes each, in whatever order.
export async function numbers(one, other) {
  const [first, second] = before(one, other) ? [one, other] : [other, one];
  const hash = await digest("lintas/safety-words/1", first, second);
  const bits = Array.from(hash, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: WORDS }, (_, at) => parseInt(bits.slice(at * BITS, (at + 1) * BITS), 2));
}

export async function safetyWords(one, other) {
  return (await numbers(one, other)).map((each) => list[each]);
}

function before(one, other) {
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at < 0 || one[at] < other[at];
}

// The fingerprint of the certificate that a session description (RFC 8866) names: one, and by SHA-256 (RFC 8122).
export function fingerprint(sdp) {
  const named = [...sdp.matchAll(/^a=fingerprint:(\S+) (\S+)\s*$/gim)];
  const found = new Set(named.map(([, hash, value]) => `${hash.toLowerCase()} ${value.toUpperCase()}`));
  const [hash, value] = found.size === 1 ? [...found][0].split(" ") : [];
  if (hash !== "sha-256" || !/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/.test(value)) throw new Error("no single fingerprint");
  return Uint8Array.from(value.split(":"), (byte) => parseInt(byte, 16));
}

const list = await (await fetch(new URL("../vendor/words.json", import.meta.url))).json();
