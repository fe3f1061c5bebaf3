// New acts without reloading: one stream of events for all tabs of a browser, through a shared worker.
//
// Binds to: <body data-live="URL">. For each event it dispatches on <body>
//   lintas:act          detail {position, dossier, author, verb, ours, urgent}
//   lintas:act:DOSSIER  the same, for the page of that dossier
//   lintas:marks        delivery marks moved somewhere
// htmx refreshes what listens to them (hx-trigger="lintas:act from:body").
const url = document.body.dataset.live;
const title = document.title;
let unseen = 0;

function tell(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail }));
}

function heard({ type, data }) {
  if (type === "marks") return tell("lintas:marks", {});
  tell("lintas:act", data);
  tell(`lintas:act:${data.dossier}`, data);
  if (!data.ours) notice(data);
}

function notice(data) {
  const told = document.getElementById("told");
  told.setAttribute("aria-live", data.urgent ? "assertive" : "polite");
  told.textContent = `${data.author}: ${data.verb}`;
  if (document.hidden) document.title = `(${++unseen}) ${title}`;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = title;
});

// Six connections to a host are all that a browser has: eight tabs with a stream each would stop the pages.
function shared() {
  const worker = new SharedWorker(new URL("./stream.js", import.meta.url), { name: `lintas-${url}` });
  worker.port.onmessage = (message) => heard(message.data);
  worker.port.start();
  worker.port.postMessage({ url: new URL(url, location.href).href });
  addEventListener("pagehide", () => worker.port.postMessage({ gone: true }));
}

// Where there are no shared workers, the tab that holds the lock has the stream and passes everything on.
function led() {
  const channel = new BroadcastChannel(`lintas-${url}`);
  channel.onmessage = (message) => heard(message.data);
  navigator.locks.request(`lintas-${url}`, () => new Promise(() => {
    const source = new EventSource(url);
    for (const type of ["act", "marks"]) {
      source.addEventListener(type, (event) => {
        const message = { type, data: JSON.parse(event.data) };
        heard(message);
        channel.postMessage(message);
      });
    }
  }));
}

if (url) "SharedWorker" in window ? shared() : led();
