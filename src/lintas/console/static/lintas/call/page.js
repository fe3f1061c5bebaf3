// A call by voice and video, from browser to browser. Nothing is recorded.
//
// Binds to #call: data-url and data-dossier of the call, data-servers (an RTCConfiguration as JSON), data-fresh where it
// is still to be made, data-lost-ms, data-try-ms and data-tries (again.js), data-beat-ms, and words for whoever sits here
// in data-*-words. In it: form[data-sit], shown until somebody sits (seat, sitting, camera, to, instead, the latter with
// data-seat, data-sitting, and data-lost where it is ours and silent); [data-room], shown then,
// with [data-people], [data-mute], [data-dark], [data-hang-up], and [data-fallback], shown when a connection was given up,
// with [data-again]; template[data-person]; [data-says role=status]; [data-phase]. The server:
//   POST URL {does: "sit", place: {seat, sitting, key, commitment}, signals, to, instead}   sit down; the first calls the
//                                              others; instead: the key of the seat of ours that is taken again, or nothing
//   POST URL {does: "here", key}               this browser still sits there
//   POST URL {does: "connect", key, signals}   say something to other browsers
//   POST URL {does: "leave", key}              get up
//   GET  URL state/?to=KEY                     as it stands
// Each gives {phase, ended, url, people: [{code, seat, sitting, key, commitment, instead}], signals: [{of, to, sealed}]},
// or {error}.
// Whoever sits down offers to all who sit there; of two who came at once, the one with the lesser key does. What is lost
// is offered again.
import { Peer } from "./peer.js";
import { opened, sealed, takePlace } from "./place.js";

const box = document.getElementById("call");
const find = (what) => box.querySelector(`[data-${what}]`);
const form = find("sit");
const servers = JSON.parse(box.dataset.servers);
const peers = new Map();
const heard = new Set();
const LOOK_MS = 1000;
const ASK_MS_MAX = 15000;
let url = box.dataset.url;
let place = null;
let seated = false;
let stream = null;
let cut = false;
let turn = Promise.resolve();

class Refused extends Error {}

async function asked(address, options) {
  const reply = await fetch(address, { ...options, redirect: "error", signal: AbortSignal.timeout(ASK_MS_MAX) });
  const said = await reply.json().catch(() => ({ error: reply.statusText }));
  if (!reply.ok) throw new Refused(said.error);
  return said;
}

function post(body, options = {}) {
  const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
  // What nobody pressed keeps no session alive, as with pages that refresh themselves.
  const alone = body.does === "here" ? { "X-By-Itself": "1" } : {};
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json", ...alone };
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
  const instead = fields.instead?.value ?? "";
  find("go").disabled = true;
  say(box.dataset.openingWords);
  try {
    stream = await media(fields.camera.checked);
    place = await takePlace();
    const there = "fresh" in box.dataset ? [] : (await state()).people;
    const signals = [];
    for (const person of there.filter((each) => each.key !== instead)) signals.push(await offered(met(person)));
    const { key, commitment } = place;
    const now = await post({ does: "sit", place: { seat, sitting, key, commitment }, signals, to, instead });
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

// Whoever takes a seat again sits there as before, unless something else is written.
function takeAgain({ dataset }) {
  if (!dataset.seat) return;
  form.querySelector(`[name=seat][value="${dataset.seat}"]`).checked = true;
  form.elements.sitting.value = dataset.sitting;
}
for (const choice of form.querySelectorAll("[name=instead]")) choice.addEventListener("change", () => takeAgain(choice));
const lost = form.querySelector("[name=instead][data-lost]");
if (lost) {
  lost.checked = true;
  takeAgain(lost);
}

function met(person) {
  const { lostMs, tryMs, tries } = box.dataset;
  const limits = { lostMs: Number(lostMs), tryMs: Number(tryMs), tries: Number(tries) };
  const peer = new Peer(person, place, stream, servers, limits, () => later(look));
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
  for (const peer of peers.values()) if (!peer.at && place.key < peer.person.key) signals.push(await offered(peer));
  for (const peer of peers.values()) draw(peer);
  offerTelephone();
  const said = signals.filter(Boolean);
  if (said.length) await take(await post({ does: "connect", key: place.key, signals: said }));
}

async function answered(signal) {
  const peer = peers.get(signal.of);
  if (!peer || peer.state === "false" || heard.has(signal.sealed)) return null;
  heard.add(signal.sealed);
  // Who cannot prove the certificate that was announced is not connected; the others are.
  const description = await opened(place, signal, peer.person).catch(() => peer.refuse());
  // A line that cannot take what was described is closed, and so made again.
  const answer = description && (await peer.hear(description).catch(() => peer.close()));
  return answer ? sealed(place, signal.of, answer) : null;
}

// How each connection stands; those that it is time for are made again.
async function look() {
  const signals = [];
  for (const peer of peers.values()) {
    if (peer.look(Date.now())) signals.push(await offered(peer));
    draw(peer);
  }
  offerTelephone();
  if (signals.length) await reach(signals);
}

// Without our own node nothing can be said to the others: tried again with the next try.
async function reach(signals) {
  try {
    await take(await post({ does: "connect", key: place.key, signals }));
    if (cut) say("");
    cut = false;
  } catch (error) {
    if (error instanceof Refused) throw error;
    cut = true;
    say(box.dataset.cutWords);
  }
}

const isGivenUp = ({ state: stands }) => stands === "gone" || stands === "unreached";

function offerTelephone() {
  find("fallback").hidden = ![...peers.values()].some(isGivenUp);
}

// What was given up begins anew; what is being tried does not, or a link that comes and goes would make acts for ever.
function tryAgain() {
  for (const peer of [...peers.values()].filter(isGivenUp)) peer.again.anew();
  later(look);
}

function draw(peer) {
  const { person, state: stands, again, incoming } = peer;
  if (!peers.has(person.key)) return;
  const line = document.getElementById(person.key) ?? begin(peer);
  line.querySelector("[data-safety]").textContent = peer.words && stands !== "false" ? peer.words.join(" ") : "…";
  const words = line.querySelector("[data-state]");
  const text = box.dataset[`${stands}Words`].replace("{number}", again.tries).replace("{most}", again.limits.tries);
  if (words.textContent !== text) words.textContent = text;
  words.dataset.state = stands;
  const video = line.querySelector("video");
  if (video.srcObject !== incoming) video.srcObject = incoming;
}

function begin({ person }) {
  const line = find("person").content.firstElementChild.cloneNode(true);
  line.id = person.key;
  for (const name of ["code", "sitting"]) line.querySelector(`[data-${name}]`).textContent = person[name];
  line.querySelector("[data-anew]").hidden = !person.instead;
  line.querySelector("[data-seat]").textContent = box.querySelector(`[name=seat][value="${person.seat}"]`).dataset.words;
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
find("again").addEventListener("click", tryAgain);
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
  return turn;
}

// That we are there, for our own node alone; what it gives tells us of those who came and left, should nobody else.
let beating = false;
async function beat() {
  if (!seated || beating) return;
  beating = true;
  await later(async () => {
    const now = await post({ does: "here", key: place.key }).catch(() => null);
    if (now) await take(now);
  });
  beating = false;
}
setInterval(() => seated && later(look), LOOK_MS);
setInterval(beat, Number(box.dataset.beatMs));
document.body.addEventListener("lintas:back", tryAgain);
for (const name of [`lintas:act:${box.dataset.dossier}`, "lintas:back"]) {
  document.body.addEventListener(name, () => later(async () => take(await state())));
}

// Whoever closes the page leaves the call.
addEventListener("pagehide", () => seated && post({ does: "leave", key: place.key }, { keepalive: true }));
find("go").disabled = false;
