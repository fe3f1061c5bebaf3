// The shared worker behind live.js: one EventSource, which resumes by its last id, and a port for each tab.
// A page that was stopped by the browser for a while reads itself anew when it comes back; nothing is kept here.
let source = null;
const ports = new Set();

function open(url) {
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource(url);
  for (const type of ["act", "marks"]) {
    source.addEventListener(type, (event) => {
      const message = { type, data: JSON.parse(event.data) };
      for (const port of ports) port.postMessage(message);
    });
  }
}

onconnect = (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.onmessage = ({ data }) => {
    if (data.url) open(data.url);
    if (data.gone) ports.delete(port);
    // Nobody is left: whoever signs in next must not inherit the stream of the one before.
    if (!ports.size && source) {
      source.close();
      source = null;
    }
  };
  port.start();
};
