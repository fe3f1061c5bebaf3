// The keyboard: j and k move along the lines of a list, Enter opens, ? shows what there is, Ctrl-K goes to the search.
//
// Binds to: [data-line] (rows with one link), #search (an input), #keys (a dialog). Nothing happens while one types.
const lines = () => [...document.querySelectorAll("[data-line] a")];

function move(step) {
  const all = lines();
  const at = all.indexOf(document.activeElement);
  all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
}

const does = {
  j: () => move(1),
  k: () => move(-1),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "k") {
    const search = document.getElementById("search");
    if (search) {
      event.preventDefault();
      search.focus();
    }
    return;
  }
  const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (does[event.key]) {
    event.preventDefault();
    does[event.key]();
  }
});
