// Our place in a call: a key for which others seal what they say to us, and a certificate for sound and pictures. Both
// are made for this call, cannot be taken out of the browser, and are gone with the page; so nobody can read later what
// was said to connect, be it in the dossier or not. Whoever sits down commits to the certificate before learning of
// those of others, so that nobody can look for one with which the safety words come out the same.
import { base64url, digest, joined, label, unbase64url } from "./bytes.js";
import { fingerprint } from "./words.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const CERTIFICATE = { name: "ECDSA", namedCurve: "P-256" };
const IV = 12;

export async function takePlace() {
  const keys = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
  const certificate = await RTCPeerConnection.generateCertificate(CERTIFICATE);
  const nonce = crypto.getRandomValues(new Uint8Array(32));
  const commitment = await commit(nonce, await printOf(certificate));
  return { keys, raw, certificate, nonce, key: base64url(raw), commitment };
}

async function printOf(certificate) {
  const probe = new RTCPeerConnection({ certificates: [certificate] });
  probe.createDataChannel("");
  const { sdp } = await probe.createOffer();
  probe.close();
  return fingerprint(sdp);
}

async function commit(nonce, print) {
  return base64url(await digest("lintas/call-commitment/1", nonce, print));
}

// What we say to the place with that key, as a signal: a session description of ours, as `peer.js` numbers it.
export async function sealed(place, to, description) {
  const iv = crypto.getRandomValues(new Uint8Array(IV));
  const text = label(JSON.stringify({ ...description, nonce: base64url(place.nonce) }));
  const key = await keyFor(place, to, place.raw, unbase64url(to));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text);
  return { of: place.key, to, sealed: base64url(joined(iv, new Uint8Array(box))) };
}

// The description in a signal to us of the person who sits at its place; it must be of the certificate committed to.
export async function opened(place, { of, sealed: text }, person) {
  const bytes = unbase64url(text);
  const key = await keyFor(place, of, unbase64url(of), place.raw);
  const box = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, IV) }, key, bytes.slice(IV));
  const { nonce, ...description } = JSON.parse(new TextDecoder().decode(box));
  if ((await commit(unbase64url(nonce), fingerprint(description.sdp))) !== person.commitment) throw new Error("another certificate");
  return description;
}

// One key for each direction: HKDF over the shared secret, with both public keys, the sender's first.
async function keyFor(place, other, sender, reader) {
  const theirs = await crypto.subtle.importKey("raw", unbase64url(other), CURVE, false, []);
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, place.keys.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const info = joined(label("lintas/call-signal/1"), sender, reader);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
