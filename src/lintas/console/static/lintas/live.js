// New acts without reloading: one stream of events for all tabs of a browser, through a shared worker.
//
// Binds to:
//   <body data-live="URL">   the stream, behind what this page may know; nothing happens without it
//   #told                    says what has come: at once what rings, as it cannot wait, all else when the reader pauses
//   [data-upto]              the newest act that the page of a dossier was drawn with
//   #cut                     shown, with the time in its [data-since], while this page hears nothing from the node
// Dispatches on <body>, for htmx to refresh what listens (hx-trigger="lintas:act from:body"):
//   lintas:act           detail {position, dossier, author, verb, ours, urgent}
//   lintas:acts          there were some, a moment ago: for lists, so that those who talk are served first
//   lintas:act:DOSSIER   the same, for the page of that dossier
//   lintas:marks         delivery marks moved: by dossier, the oldest act of which one did; of any act, where it names none
//   lintas:marks:DOSSIER they did in that dossier, :all: they may have in any
//   lintas:glass         an operator broke the glass of a dossier, or asks to
//   lintas:ladder        something climbed this authority's ladder to this officer, or waits there no more
//   lintas:back          the stream was cut and is here again
// The server: server-sent events `act` (data as above, id: its position in the log), `marks`, `glass` and `ladder`; it
// goes on behind the Last-Event-ID. A refusal (signed out, no rights) ends the stream until a page is opened anew.
const url = document.body.dataset.live;
const name = `lintas-${url?.split("?")[0]}`;
const title = document.title;
const LISTS_MS = 400;
let unseen = 0;
let listing = null;

function tell(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail }));
}

function heard({ type, data }) {
  if (type === "cut") return cut(true);
  if (type === "open") return cut(false);
  if (type === "marks") return marked(data);
  if (type !== "act") return tell(`lintas:${type}`, {});
  tell("lintas:act", data);
  listing ??= setTimeout(list, LISTS_MS);
  // A page that was drawn since has it.
  if (data.position > Number(document.querySelector("[data-upto]")?.dataset.upto ?? -1)) tell(`lintas:act:${data.dossier}`, data);
  if (!data.ours) notice(data);
}

function list() {
  listing = null;
  tell("lintas:acts", {});
}

function marked(moved) {
  tell("lintas:marks", moved);
  const dossiers = Object.keys(moved);
  for (const each of dossiers.length ? dossiers : ["all"]) tell(`lintas:marks:${each}`, moved);
}

function notice(data) {
  const told = document.getElementById("told");
  told.setAttribute("aria-live", data.urgent ? "assertive" : "polite");
  told.classList.toggle("urgent", data.urgent);
  told.textContent = `${data.author}: ${data.verb}`;
  if (document.hidden) document.title = `(${++unseen}) ${title}`;
}

function cut(isCut) {
  const sign = document.getElementById("cut");
  if (!sign || sign.hidden === !isCut) return;
  sign.hidden = !isCut;
  if (!isCut) {
    // The node may have been restored meanwhile, and count from an older day.
    delete document.querySelector("[data-upto]")?.dataset.upto;
    return tell("lintas:back", {});
  }
  const since = sign.querySelector("[data-since]");
  since.textContent = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#told")) document.getElementById("told").textContent = "";
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = title;
});

// Six connections to a host are all that a browser has: eight tabs with a stream each would stop the pages.
function shared() {
  const worker = new SharedWorker(new URL("./stream.js", import.meta.url), { name, type: "module" });
  const listen = () => worker.port.postMessage({ url: new URL(url, location.href).href });
  worker.port.onmessage = (message) => heard(message.data);
  worker.port.start();
  listen();
  addEventListener("pagehide", () => worker.port.postMessage({ gone: true }));
  // A page that comes back from where the browser had put it missed what was said meanwhile.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    listen();
    tell("lintas:back", {});
  });
}

// Where there are no shared workers, the tab that holds the lock has the stream and passes everything on.
function led() {
  const channel = new BroadcastChannel(name);
  channel.onmessage = (message) => heard(message.data);
  navigator.locks.request(name, async () => {
    const { follow } = await import("./follow.js");
    follow(new URL(url, location.href).href, (message) => {
      heard(message);
      channel.postMessage(message);
    });
    await new Promise(() => {});
  });
}

if (url) "SharedWorker" in window ? shared() : led();
