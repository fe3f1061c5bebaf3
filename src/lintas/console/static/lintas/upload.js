// Files go to the node in parts of a few MiB, and go on where they stopped.
//
// Binds to: [data-upload="URL"][data-name="FIELD"] with an <input type="file">, a <ul> and an element that its
// aria-describedby names, which tells the progress. The server:
//   POST URL {name, media, bytes, sha256}   -> {upload, here, chunks}   begins, or says what is here already
//   PUT  URL?upload=ID&at=N  (bytes)        -> {here}                   the chunks of 1 MiB from N on
//   POST URL?upload=ID                      -> {upload, bytes}          checks the whole; or {error}
const CHUNK = 1 << 20;
const CHUNKS_AT_ONCE = 3;

for (const box of document.querySelectorAll("[data-upload]")) {
  const input = box.querySelector("input[type=file]");
  const progress = document.getElementById(input.getAttribute("aria-describedby"));
  input.addEventListener("change", async () => {
    for (const file of input.files) {
      try {
        add(box, file, await send(box.dataset.upload, file, (words) => { progress.textContent = words; }));
      } catch (error) {
        progress.textContent = `✗ ${file.name}: ${error.message}`;
      }
    }
    input.value = "";
  });
  box.addEventListener("click", (event) => {
    if (event.target.matches("[data-remove]")) event.target.closest("li").remove();
  });
}

async function send(url, file, say) {
  say(`${file.name}: …`);
  const sha256 = await digest(file, say);
  const media = file.type || "application/octet-stream";
  const begun = await call("POST", url, JSON.stringify({ name: file.name, media, bytes: file.size, sha256 }));
  for (let at = begun.here; at < begun.chunks;) {
    const part = file.slice(at * CHUNK, (at + CHUNKS_AT_ONCE) * CHUNK);
    at = (await call("PUT", `${url}?upload=${begun.upload}&at=${at}`, part)).here;
    say(`${file.name}: ${Math.floor((100 * at) / begun.chunks)} %`);
  }
  const done = await call("POST", `${url}?upload=${begun.upload}`);
  say(`✓ ${file.name}`);
  return done.upload;
}

async function call(method, url, body) {
  const reply = await fetch(url, { method, body, headers: { "X-CSRFToken": token() } });
  const said = await reply.json().catch(() => ({ error: reply.statusText }));
  if (!reply.ok) throw new Error(said.error);
  return said;
}

function token() {
  return document.querySelector("input[name=csrfmiddlewaretoken]").value;
}

// The browser has no digest that takes a file part by part: sha256.js is one.
async function digest(file, say) {
  const { Sha256 } = await import("./sha256.js");
  const hash = new Sha256();
  for (let from = 0; from < file.size; from += 4 * CHUNK) {
    hash.update(new Uint8Array(await file.slice(from, from + 4 * CHUNK).arrayBuffer()));
    say(`${file.name}: # ${Math.floor((100 * from) / file.size)} %`);
  }
  return hash.hex();
}

function add(box, file, upload) {
  const line = document.createElement("li");
  const held = Object.assign(document.createElement("input"), { type: "hidden", name: box.dataset.name, value: `${upload} ${file.name}` });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: "×" });
  remove.dataset.remove = "";
  remove.setAttribute("aria-label", `× ${file.name}`);
  line.append(file.name, held, remove);
  const list = box.querySelector("ul");
  if (!("many" in box.dataset)) list.replaceChildren();
  list.append(line);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
