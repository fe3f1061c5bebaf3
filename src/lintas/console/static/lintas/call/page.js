// A call by voice and video, from browser to browser. Nothing is recorded.
//
// Binds to #call: data-url and data-dossier of the call, data-servers (an RTCConfiguration as JSON), data-fresh where it
// is still to be made, and words for whoever sits here in data-*-words. In it: form[data-sit], shown until somebody sits
// (seat, sitting, camera, to); [data-room], shown then, with [data-people], [data-mute], [data-dark], [data-hang-up];
// template[data-person]; [data-says role=status]; [data-phase]. The server:
//   POST URL {does: "sit", place: {seat, sitting, key, commitment}, signals, to}   sit down; the first calls the others
//   POST URL {does: "connect", key, signals}   say something to other browsers
//   POST URL {does: "leave", key}              get up
//   GET  URL state/?to=KEY                     as it stands
// Each gives {phase, ended, url, people: [{code, seat, sitting, key, commitment}], signals: [{of, to, sealed}]}, or {error}.
// Whoever sits down offers to all who sit there; of two who came at once, the one with the lesser key does.
import { Peer } from "./peer.js";
import { opened, sealed, takePlace } from "./place.js";

const box = document.getElementById("call");
const find = (what) => box.querySelector(`[data-${what}]`);
const form = find("sit");
const servers = JSON.parse(box.dataset.servers);
const peers = new Map();
const heard = new Set();
let url = box.dataset.url;
let place = null;
let seated = false;
let stream = null;
let turn = Promise.resolve();

class Refused extends Error {}

async function asked(address, options) {
  const reply = await fetch(address, { ...options, redirect: "error" });
  const said = await reply.json().catch(() => ({ error: reply.statusText }));
  if (!reply.ok) throw new Refused(said.error);
  return said;
}

function post(body, options = {}) {
  const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  return asked(url, { method: "POST", headers, body: JSON.stringify(body), ...options });
}

const state = () => asked(`${url}state/?to=${place.key}`);

function say(words) {
  find("says").textContent = words;
}

// What stopped us, in the words of the page: of a refusal those of the node.
function trouble(error) {
  if (error instanceof Refused) return error.message;
  const known = { NotAllowedError: "denied", NotFoundError: "missing", NotReadableError: "busy" }[error.name];
  return known ? box.dataset[`${known}Words`] : `${box.dataset.failedWords} (${error.message})`;
}

async function media(camera) {
  if (!navigator.mediaDevices) throw new Refused(box.dataset.insecureWords);
  return navigator.mediaDevices.getUserMedia({ audio: true, video: camera });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fields = form.elements;
  const [seat, sitting, to] = [fields.seat.value, fields.sitting.value, new FormData(form).getAll("to")];
  find("go").disabled = true;
  say(box.dataset.openingWords);
  try {
    stream = await media(fields.camera.checked);
    place = await takePlace();
    const there = "fresh" in box.dataset ? [] : (await state()).people;
    const signals = [];
    for (const person of there) signals.push(await offered(met(person)));
    const { key, commitment } = place;
    const now = await post({ does: "sit", place: { seat, sitting, key, commitment }, signals, to });
    form.hidden = true;
    find("room").hidden = false;
    find("own").srcObject = stream;
    say("");
    seated = true;
    later(() => take(now));
  } catch (error) {
    close();
    say(trouble(error));
    find("go").disabled = false;
  }
});

function met(person) {
  const peer = new Peer(person, place, stream, servers, draw);
  peers.set(person.key, peer);
  return peer;
}

async function offered(peer) {
  return sealed(place, peer.person.key, await peer.offer());
}

// The call as it stands now: who came and who left, and what was said to us.
async function take(now) {
  url = now.url;
  history.replaceState(null, "", url);
  find("phase").textContent = now.phase;
  const there = new Set(now.people.map((person) => person.key));
  if (now.ended || !there.has(place.key)) return over(now.phase);
  for (const key of peers.keys()) if (!there.has(key)) left(key);
  for (const person of now.people) if (person.key !== place.key && !peers.has(person.key)) met(person);
  const signals = [];
  for (const signal of now.signals) signals.push(await answered(signal));
  for (const peer of peers.values()) if (!peer.begun && place.key < peer.person.key) signals.push(await offered(peer));
  for (const peer of peers.values()) draw(peer);
  const said = signals.filter(Boolean);
  if (said.length) await take(await post({ does: "connect", key: place.key, signals: said }));
}

async function answered(signal) {
  const peer = peers.get(signal.of);
  if (!peer || heard.has(signal.sealed)) return null;
  heard.add(signal.sealed);
  // Who cannot prove the certificate that was announced is not connected; the others are.
  const description = await opened(place, signal, peer.person).catch(() => lost(peer, "false"));
  const answer = description && (await peer.hear(description).catch(() => lost(peer, "failed")));
  return answer ? sealed(place, signal.of, answer) : null;
}

function lost(peer, how) {
  peer.state = how;
  peer.close();
  return null;
}

function draw(peer) {
  const { person, state: stands } = peer;
  if (!peers.has(person.key)) return;
  const line = document.getElementById(person.key) ?? begin(peer);
  line.querySelector("[data-safety]").textContent = peer.words && stands !== "false" ? peer.words.join(" ") : "…";
  const words = line.querySelector("[data-state]");
  words.textContent = box.dataset[`${stands === "failed" ? "unreached" : stands}Words`] ?? box.dataset.connectingWords;
  words.dataset.state = stands;
}

function begin({ person, incoming }) {
  const line = find("person").content.firstElementChild.cloneNode(true);
  line.id = person.key;
  for (const name of ["code", "sitting"]) line.querySelector(`[data-${name}]`).textContent = person[name];
  line.querySelector("[data-seat]").textContent = box.querySelector(`[name=seat][value="${person.seat}"]`).dataset.words;
  line.querySelector("video").srcObject = incoming;
  find("people").append(line);
  return line;
}

function left(key) {
  peers.get(key).close();
  peers.delete(key);
  document.getElementById(key)?.remove();
}

function close() {
  for (const key of [...peers.keys()]) left(key);
  for (const track of stream?.getTracks() ?? []) track.stop();
  place = stream = null;
  seated = false;
}

function over(phase) {
  close();
  find("room").hidden = true;
  say(`${box.dataset.overWords} ${phase}`);
  find("back").hidden = false;
}

function press(button, kind) {
  const off = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(off));
  for (const track of stream.getTracks()) if (track.kind === kind) track.enabled = !off;
}

find("mute").addEventListener("click", (event) => press(event.currentTarget, "audio"));
find("dark").addEventListener("click", (event) => press(event.currentTarget, "video"));
find("hang-up").addEventListener("click", (event) => {
  event.currentTarget.disabled = true;
  later(async () => {
    const now = await post({ does: "leave", key: place.key });
    find("phase").textContent = now.phase;
    over(now.phase);
  });
});

// One thing after another, so that no older state comes last. What is heard before we sit is in what sitting down gives.
function later(job) {
  turn = turn.then(() => seated && job()).catch((error) => say(trouble(error)));
}
for (const name of [`lintas:act:${box.dataset.dossier}`, "lintas:back"]) {
  document.body.addEventListener(name, () => later(async () => take(await state())));
}

// Whoever closes the page leaves the call.
addEventListener("pagehide", () => seated && post({ does: "leave", key: place.key }, { keepalive: true }));
find("go").disabled = false;
