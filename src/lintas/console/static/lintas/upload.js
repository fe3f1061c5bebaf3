// Files go to the node in parts of a few MiB, and go on where they stopped.
//
// Binds to: [data-upload="URL"][data-name="FIELD"], with an <input type=file>, a <ul>, a <progress>, and an element that
// the input's aria-describedby names, which tells how it goes in the words of data-reading, -sending, -waiting, -ready,
// -failed and -remove-words. data-many keeps what is there already. A line of the list holds <input name=FIELD
// value="UPLOAD NAME">. Needs a csrfmiddlewaretoken in the page. The server:
//   POST URL {name, media, bytes, sha256}   -> {upload, here, chunks}   begins, or says what is here already
//   PUT  URL?upload=ID&at=N  (bytes)        -> {here}                   the chunks of 1 MiB from N on
//   POST URL?upload=ID                      -> {upload, bytes}          checks the whole
// A refusal is {error} with a status of 4xx and ends it; a loss of the connection does not.
import { Sha256 } from "./sha256.js";

const CHUNK = 1 << 20;
const CHUNKS_AT_ONCE = 3;
const READ_AT_ONCE = 4 * CHUNK;
const WAIT_MS_MAX = 30000;
let under_way = 0;

class Refused extends Error {}

for (const box of document.querySelectorAll("[data-upload]")) {
  const input = box.querySelector("input[type=file]");
  input.addEventListener("change", () => take(box, [...input.files], input));
  box.addEventListener("click", (event) => {
    if (!event.target.closest("[data-remove]")) return;
    event.target.closest("li").remove();
    box.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  });
}

// Leaving the page would lose what is on its way.
addEventListener("beforeunload", (event) => {
  if (under_way) event.preventDefault();
});

async function take(box, files, input) {
  under_way++;
  input.disabled = true;
  for (const file of files) {
    const say = teller(box, file);
    try {
      add(box, file, await send(box.dataset.upload, file, say));
      say("ready");
    } catch (error) {
      say("failed", error.message);
    }
  }
  input.value = "";
  input.disabled = false;
  under_way--;
}

function teller(box, file) {
  const bar = box.querySelector("progress");
  const line = document.getElementById(box.querySelector("input[type=file]").getAttribute("aria-describedby"));
  let before = "";
  return (what, detail) => {
    const share = typeof detail === "number";
    bar.hidden = !share;
    if (share) bar.value = detail;
    line.classList.toggle("error", what === "failed");
    // Read out at each tenth, not at each part.
    const words = `${file.name}: ${box.dataset[what]}${share ? ` ${detail - (detail % 10)} %` : detail ? `: ${detail}` : ""}`;
    if (words !== before) line.textContent = before = words;
  };
}

async function send(url, file, say) {
  const sha256 = await digest(file, say);
  const about = JSON.stringify({ name: file.name, media: file.type || "application/octet-stream", bytes: file.size, sha256 });
  for (let wait_ms = 1000; ; wait_ms = Math.min(2 * wait_ms, WAIT_MS_MAX)) {
    try {
      const begun = await call("POST", url, about);
      for (let at = begun.here; at < begun.chunks;) {
        say("sending", Math.floor((100 * at) / begun.chunks));
        const part = file.slice(at * CHUNK, (at + CHUNKS_AT_ONCE) * CHUNK);
        at = (await call("PUT", `${url}?upload=${begun.upload}&at=${at}`, part)).here;
        wait_ms = 1000;
      }
      return (await call("POST", `${url}?upload=${begun.upload}`)).upload;
    } catch (error) {
      if (error instanceof Refused) throw error;
      say("waiting");
      await new Promise((done) => setTimeout(done, wait_ms));
    }
  }
}

async function call(method, url, body) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const reply = await fetch(url, { method, body, headers: { "X-CSRFToken": token } });
  if (reply.status >= 500) throw new Error(reply.statusText);
  const said = await reply.json().catch(() => ({ error: reply.statusText }));
  if (!reply.ok) throw new Refused(said.error);
  return said;
}

// The browser has no digest that takes a file part by part: sha256.js is one.
async function digest(file, say) {
  const hash = new Sha256();
  for (let from = 0; from < file.size; from += READ_AT_ONCE) {
    say("reading", Math.floor((100 * from) / file.size));
    hash.update(new Uint8Array(await file.slice(from, from + READ_AT_ONCE).arrayBuffer()));
  }
  return hash.hex();
}

function add(box, file, upload) {
  const line = document.createElement("li");
  const name = Object.assign(document.createElement("span"), { textContent: file.name });
  const held = Object.assign(document.createElement("input"), { type: "hidden", name: box.dataset.name, value: `${upload} ${file.name}` });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: box.dataset.removeWords });
  remove.dataset.remove = "";
  remove.append(Object.assign(document.createElement("span"), { className: "unseen", textContent: ` ${file.name}` }));
  line.append(name, held, remove);
  const list = box.querySelector("ul");
  if (!("many" in box.dataset)) list.replaceChildren();
  list.append(line);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
