// What a page of messages does by itself: how many wait for us in its title, and a sound that is switched on.
//
// Binds to: [data-unanswered][data-rings], which the server draws anew (how many wait for us, and how many of them cannot
// wait: those ring until they are answered), on the page and in the notice of what climbed the ladder, the larger number
// counting, as the same message may stand in both; #sound (data-sound), a switch that this browser remembers; #silent, shown
// while the browser allows no sound; form[data-once]; .talk; [data-phrase], a card that goes into the box. What has come,
// live.js tells; what is said without leaving the page, said.js sends.
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

if (!location.hash) document.querySelector(".talk > :last-child")?.scrollIntoView({ block: "center" });
