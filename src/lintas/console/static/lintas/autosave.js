// What is being written is kept on the node while it is written, so that a time-out or a closed lid loses nothing.
//
// Binds to: <form data-autosave> with an element [data-saved role=status] in it, whose data-words ("saved") and
// data-failed-words ("not saved; ...") say how it went. The server is sent the form as it stands, with the header
// X-Autosave, and answers 204. One request is under way at a time, so that an older state never comes last. A form that
// was sent, or has left the page, is kept no more. Whatever follows from what is written hears `lintas:saved` on the body.
const PAUSE_MS = 1500;
const watched = new WeakSet();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches("form[data-autosave]") || watched.has(form)) return;
  watched.add(form);
  watch(form);
});

function watch(form) {
  let waiting = null;
  let busy = false;
  let again = false;

  async function keep() {
    if (!form.isConnected) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    await send(form);
    busy = false;
    if (again) {
      again = false;
      keep();
    }
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE_MS);
  }

  form.addEventListener("input", later);
  form.addEventListener("submit", () => clearTimeout(waiting));
  later();
}

async function send(form) {
  const saved = form.querySelector("[data-saved]");
  try {
    const body = new FormData(form);
    const reply = await fetch(form.action, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "error" });
    if (!reply.ok) throw new Error(reply.statusText);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    saved.textContent = `✓ ${saved.dataset.words} ${time}`;
    saved.classList.remove("error");
    document.body.dispatchEvent(new CustomEvent("lintas:saved"));
  } catch {
    saved.textContent = `✗ ${saved.dataset.failedWords}`;
    saved.classList.add("error");
  }
}
