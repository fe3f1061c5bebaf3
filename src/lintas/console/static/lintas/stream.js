// The shared worker behind live.js: one stream of events, and a port for each tab. Kept here is whether the stream is
// there, and for a tab that comes later and was made before them, the newest acts, and the marks that moved just now.
import { follow } from "./follow.js";

let stop = null;
let last = null;
const RECENT_MAX = 100;
let recent = [];
const MARKS_MS = 10000;
let moved = [];
const ports = new Set();

function pass(message) {
  if (message.type === "open" || message.type === "cut") last = message;
  if (message.type === "act") recent = [...recent, message].slice(-RECENT_MAX);
  if (message.type === "marks") moved = [...moved.filter(isNew), { at: Date.now(), ...message }];
  for (const port of ports) port.postMessage(message);
}

const isNew = ({ at }) => Date.now() - at < MARKS_MS;

// In one message, so that a page asks once: the oldest act of each dossier, or any.
function newlyMoved() {
  const found = {};
  for (const { data } of moved.filter(isNew)) {
    if (!Object.keys(data).length) return {};
    for (const [dossier, at] of Object.entries(data)) found[dossier] = Math.min(at, found[dossier] ?? at);
  }
  return Object.keys(found).length ? found : null;
}

onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (data.gone) ports.delete(port);
    if (data.url) {
      ports.add(port);
      if (last) port.postMessage(last);
      const after = Number(new URL(data.url).searchParams.get("after") ?? Infinity);
      for (const act of recent) if (act.data.position > after) port.postMessage(act);
      const marks = newlyMoved();
      if (marks) port.postMessage({ type: "marks", data: marks });
      stop ??= follow(data.url, pass);
    }
    // Nobody is left: whoever signs in next must not inherit the stream of the one before.
    if (!ports.size && stop) {
      stop();
      stop = last = null;
      recent = [];
      moved = [];
    }
  };
  port.start();
};
