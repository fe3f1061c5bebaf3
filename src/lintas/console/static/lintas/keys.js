// The keyboard: j and k move along the lines of a list, Enter opens, x selects, a assigns, s puts off, ? shows what
// there is, Ctrl-K searches.
//
// Binds to:
//   [data-line]         a row with a link; [data-pick] in it is its checkbox
//   [data-bulk]         what can be done with the selected lines, hidden while there are none; [data-bulk-count] in it
//   #bulk-officer, #bulk-days  where a and s lead
//   #search             the input of the search
//   #keys               a dialog that lists the keys; [data-keys-open] opens it
//   [data-keys-switch]  a checkbox: whether single letters do anything (WCAG 2.1.4); kept in this browser
// The server has no part in this. Nothing happens while one types.
const OFF = "lintas-single-keys-off";
const rows = () => [...document.querySelectorAll("[data-line]")];
const here = () => document.activeElement?.closest?.("[data-line]");

function move(step) {
  const all = rows();
  const at = all.indexOf(here());
  // With no line in focus, j takes the first and k the last.
  const to = at < 0 && step < 0 ? all.length - 1 : Math.min(all.length - 1, Math.max(0, at + step));
  all[to]?.querySelector("a")?.focus();
}

function pick() {
  here()?.querySelector("[data-pick]")?.click();
}

// Selects the line in focus where nothing is selected, and goes to what can be done with it.
function choose(id) {
  if (!document.querySelector("[data-pick]:checked")) pick();
  document.getElementById(id)?.focus();
}

function counted() {
  const count = document.querySelectorAll("[data-pick]:checked").length;
  for (const bar of document.querySelectorAll("[data-bulk]")) {
    bar.hidden = !count;
    bar.querySelector("[data-bulk-count]").textContent = count;
  }
}

function help() {
  const dialog = document.getElementById("keys");
  if (dialog && !dialog.open) dialog.showModal();
}

const does = { j: () => move(1), k: () => move(-1), x: pick, a: () => choose("bulk-officer"), s: () => choose("bulk-days"), "?": help };

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const search = document.getElementById("search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  const typing = event.target.closest("input:not([data-pick]), textarea, select, dialog, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(OFF)) return;
  if (!Object.hasOwn(does, event.key)) return;
  event.preventDefault();
  does[event.key]();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys-open]")) help();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick]")) counted();
  if (event.target.matches("[data-keys-switch]")) {
    if (event.target.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  }
});

for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = !localStorage.getItem(OFF);
// A browser that comes back to a page may have kept what was selected; a list that was refreshed has lost it.
addEventListener("pageshow", counted);
document.addEventListener("htmx:after:swap", counted);
