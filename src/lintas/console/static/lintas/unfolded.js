// What a reader unfolded stays unfolded when a part of the page brings itself up to date.
let unfolded = new Set();

const said = (summary) => summary.textContent.trim();
const folds = (which) => document.querySelectorAll(`details${which} > summary`);

document.addEventListener("htmx:before:swap", () => {
  unfolded = new Set(Array.from(folds("[open]"), said));
});

document.addEventListener("htmx:after:swap", () => {
  for (const summary of folds(":not([open])")) summary.parentElement.open = unfolded.has(said(summary));
});
