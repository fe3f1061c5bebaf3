// What is being written is kept on the node while it is written, so that a time-out or a closed lid loses nothing.
//
// Binds to: <form data-autosave> with [data-saved] in it, which says when it was kept last. The server is sent the form
// as it stands, with the header X-Autosave, and answers 204.
const PAUSE_MS = 1500;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  let waiting = null;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => keep(form), PAUSE_MS);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

async function keep(form) {
  const saved = form.querySelector("[data-saved]");
  try {
    const reply = await fetch(form.action || location.href, {
      method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, redirect: "error",
    });
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    saved.textContent = reply.ok ? `✓ ${time}` : `✗ ${reply.status}`;
  } catch {
    saved.textContent = "✗";
  }
}
