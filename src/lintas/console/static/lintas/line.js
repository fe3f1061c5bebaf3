// What a page of messages does by itself: how many wait for us in its title, and a sound that is switched on.
//
// Binds to: [data-unanswered][data-rings], which the server draws anew (how many wait for us, and how many of them cannot
// wait: those ring until they are answered), on the page and in the notice of what climbed the ladder, the larger number
// counting, as the same message may stand in both; #sound (data-sound), a switch that this browser remembers; #silent, shown
// while the browser allows no sound; form[data-once]; .newest; [data-phrase], a card that goes into the box; #moving with
// [data-upto], the newest act that it was drawn with; #notices and the template #unanswered. What has come, live.js tells.
const RING_AGAIN_MS = 20000;
const KEPT = "lintas-sound";
const title = document.title;
const button = document.getElementById("sound");
const silent = document.getElementById("silent");
const bell = new Audio(button.dataset.sound);

function counted(name) {
  return Math.max(0, ...[...document.querySelectorAll(`[data-${name}]`)].map((each) => Number(each.dataset[name])));
}

function badge() {
  const waiting = counted("unanswered");
  document.title = waiting ? `(${waiting}) ${title}` : title;
}

async function ring() {
  if (localStorage.getItem(KEPT) !== "on") return;
  try {
    bell.currentTime = 0;
    await bell.play();
    silent.hidden = true;
  } catch {
    // No sound before somebody touched the page; what there is to hear stands on it in words.
    silent.hidden = false;
  }
}

function pressed() {
  button.setAttribute("aria-pressed", String(localStorage.getItem(KEPT) === "on"));
}

button.hidden = false;
pressed();
button.addEventListener("click", () => {
  localStorage.setItem(KEPT, localStorage.getItem(KEPT) === "on" ? "off" : "on");
  pressed();
  ring();
});

// The part that moves is drawn anew by htmx; title and sound follow it, and the title stays when the tab is looked at.
const parts = ["#moving", "#climbed"].filter((each) => document.querySelector(`${each} [data-rings]`));
let before = 0;
function drawn() {
  // Between the old and the new there may be neither.
  if (!parts.every((each) => document.querySelector(`${each} [data-rings]`))) return;
  if (counted("rings") > before) ring();
  before = counted("rings");
  badge();
}
new MutationObserver(drawn).observe(document.getElementById("main"), { childList: true, subtree: true });
document.addEventListener("visibilitychange", badge);
setInterval(() => counted("rings") && ring(), RING_AGAIN_MS);
drawn();

// Sealed once, however often it is pressed; before htmx hears of it, which would send it again.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-once]")) return;
  if ("sent" in event.target.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  event.target.dataset.sent = "";
}, true);
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));

// A phrase card goes to the end of what is being written, and is kept as if it had been typed.
document.addEventListener("click", (event) => {
  const card = event.target.closest("[data-phrase]");
  const text = card && document.querySelector(".box textarea");
  if (!text) return;
  text.value = [text.value.trim(), card.dataset.phrase].filter(Boolean).join("\n");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
});

const isSaid = (event) => event.detail.ctx.request.method === "POST";
const written = (form) => form && JSON.stringify([...new FormData(form)].map(String));

// The box is emptied by the answer to what was sent from it, unless somebody wrote on meanwhile.
let sent = null;
document.addEventListener("submit", (event) => (sent = written(event.target)), true);
function keepBox({ ctx, tasks }) {
  const form = document.querySelector(".box form");
  const at = tasks.findIndex((task) => task.target?.id === "speaking");
  if (!form || at < 0 || (ctx.sourceElement === form && written(form) === sent)) return;
  tasks.splice(at, 1);
  delete form.dataset.sent;
}

// What was asked for before something was sealed may come after it, and knows less.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.target?.id !== "moving") return;
  const [, upto] = ctx.text.match(/ data-upto="(\d+)"/) ?? [];
  keepBox(event.detail);
  if (upto && Number(upto) < Number(ctx.target.querySelector("[data-upto]")?.dataset.upto)) event.preventDefault();
});

// Somebody who said something reads on at the newest message and writes on in the box, or reads what is wrong there.
document.addEventListener("htmx:after:swap", (event) => {
  if (!isSaid(event)) return;
  document.querySelector(".newest")?.scrollIntoView({ block: "center" });
  document.querySelector(".box .summary, .box textarea")?.focus({ preventScroll: true });
});

// Nobody takes for sealed what the node did not answer.
function unanswered(event) {
  if (!isSaid(event)) return;
  document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent);
  document.getElementById("notices").replaceChildren(document.getElementById("unanswered").content.cloneNode(true));
  document.getElementById("notices").scrollIntoView();
}
document.addEventListener("htmx:error", unanswered);
document.addEventListener("htmx:response:error", (event) => event.detail.ctx.response.status !== 422 && unanswered(event));

if (!location.hash) document.querySelector(".newest")?.scrollIntoView({ block: "center" });
