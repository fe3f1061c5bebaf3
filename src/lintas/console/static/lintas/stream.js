// The shared worker behind live.js: one stream of events, and a port for each tab. Nothing is kept here but whether the
// stream is there, which a tab is told that comes later.
import { follow } from "./follow.js";

let stop = null;
let last = null;
const ports = new Set();

function pass(message) {
  if (message.type === "open" || message.type === "cut") last = message;
  for (const port of ports) port.postMessage(message);
}

onconnect = (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (data.gone) ports.delete(port);
    if (data.url) {
      ports.add(port);
      if (last) port.postMessage(last);
      stop ??= follow(data.url, pass);
    }
    // Nobody is left: whoever signs in next must not inherit the stream of the one before.
    if (!ports.size && stop) {
      stop();
      stop = last = null;
    }
  };
  port.start();
};
