// The shared worker behind live.js: one stream of events, and a port for each tab. Kept here is whether the stream is
// there, and the newest acts, for a tab that comes later and was made before them.
import { follow } from "./follow.js";

let stop = null;
let last = null;
const RECENT_MAX = 100;
let recent = [];
const ports = new Set();

function pass(message) {
  if (message.type === "open" || message.type === "cut") last = message;
  if (message.type === "act") recent = [...recent, message].slice(-RECENT_MAX);
  for (const port of ports) port.postMessage(message);
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
      stop ??= follow(data.url, pass);
    }
    // Nobody is left: whoever signs in next must not inherit the stream of the one before.
    if (!ports.size && stop) {
      stop();
      stop = last = null;
      recent = [];
    }
  };
  port.start();
};
