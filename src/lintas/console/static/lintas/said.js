// What is said on a page of messages without leaving it, and what came meanwhile.
//
// Binds to: #moving with [data-upto], the newest act that it was drawn with, and in it .talk, a list of messages with ids;
// #speaking with .box form, which htmx posts; #notices and the template #unanswered. The server:
//   POST              -> what moves, and out of band #notices and #speaking; with ?since, of what moves what came
//   GET               -> what moves
//   GET ?since=UPTO   -> of that, out of band, the head and the messages in which something came since; with &marks=N
//                        also those that came from N on, of which delivery marks moved
const isSaid = ({ detail }) => detail.ctx.request.method === "POST";
const isMoving = ({ detail }) => detail.ctx.target?.id === "moving";
const drawnUpto = () => Number(document.querySelector("#moving [data-upto]")?.dataset.upto ?? -1);
const written = (form) => form && JSON.stringify([...new FormData(form)].map(String));

const sent = new WeakMap();
document.addEventListener("submit", ({ target }) => sent.set(target, written(target)), true);

// The box is emptied by the answer to what was sent from it, unless somebody wrote on meanwhile.
function keepBox({ ctx, tasks }) {
  const form = document.querySelector(".box form");
  const at = tasks.findIndex((task) => task.target?.id === "speaking");
  const isAnswered = ctx.sourceElement === form;
  if (!form || at < 0 || (isAnswered && written(form) === sent.get(form))) return;
  tasks.splice(at, 1);
  if (isAnswered) delete form.dataset.sent;
}

// What was asked for before something was sealed may come after it, and knows less: of that only the box and the notices.
function dropStale({ ctx, tasks }) {
  const [, upto] = ctx.text.match(/ data-upto="(\d+)"/) ?? [];
  if (!upto || Number(upto) >= drawnUpto()) return;
  const kept = tasks.filter(({ target }) => target?.id === "speaking" || target?.id === "notices");
  tasks.splice(0, tasks.length, ...kept);
  ctx.isStale = true;
  notBrought(ctx);
}

// A message that comes a second time, since two answers brought it, takes the place of the first.
function once({ tasks }) {
  const talk = document.querySelector(".talk");
  for (const { fragment } of tasks.filter(({ target }) => target === talk)) {
    for (const { id } of fragment.querySelectorAll(".message")) document.getElementById(id)?.remove();
    if (fragment.querySelector(".message")) talk.querySelector(":scope > :not([id])")?.remove();
  }
}

document.addEventListener("htmx:before:swap", (event) => {
  if (!isMoving(event)) return;
  dropStale(event.detail);
  keepBox(event.detail);
  once(event.detail);
});

// While something is being sealed here, what moves is not asked for: the answer brings it, and what came since is asked
// for then. Of what moves only that is asked for which came.
let sealing = 0;
let newest = -1;
// The oldest act of which a mark moved that was not brought yet; anything before 0 where it may be any.
let marked = Infinity;
document.body.addEventListener("lintas:marks", ({ detail }) => {
  const at = Object.keys(detail).length ? Object.entries(detail).find(([dossier]) => location.pathname.includes(dossier))?.[1] : -1;
  marked = Math.min(marked, at ?? Infinity);
});
function notBrought(ctx) {
  if ((ctx.marked ?? Infinity) === Infinity) return;
  marked = Math.min(marked, ctx.marked);
  ctx.marked = Infinity;
}
document.body.addEventListener("lintas:act", ({ detail }) => {
  if (location.pathname.includes(detail.dossier)) newest = detail.position;
});
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (isSaid(event)) sealing++;
  if (!isMoving(event)) return;
  if (sealing && !isSaid(event)) return event.preventDefault();
  ctx.marked = marked;
  marked = Infinity;
  if (!isPart(event) || location.search || drawnUpto() < 0 || ctx.marked < 0) return;
  ctx.request.action += `?since=${drawnUpto()}${ctx.marked < Infinity ? `&marks=${ctx.marked}` : ""}`;
});
// Now and then whoever says something is brought the whole of what moves, so that a page does not grow all day.
const THREADS_MAX = 30;
function isPart(event) {
  if (isSaid(event)) return document.querySelectorAll(".talk > .message").length < THREADS_MAX;
  return /^lintas:(act|again|marks)/.test(event.detail.ctx.sourceEvent?.type);
}
document.addEventListener("htmx:error", ({ detail }) => notBrought(detail.ctx));
document.addEventListener("htmx:response:error", ({ detail }) => notBrought(detail.ctx));
document.addEventListener("htmx:finally:request", (event) => {
  const wasSaid = isSaid(event) && !--sealing;
  const isOpen = (wasSaid && newest > drawnUpto()) || ((wasSaid || event.detail.ctx.isStale) && marked < Infinity);
  if (isOpen) document.body.dispatchEvent(new CustomEvent("lintas:again"));
});

// Somebody who said something reads on at the newest message and writes on in the box, or reads what is wrong there.
document.addEventListener("htmx:after:swap", (event) => {
  if (!isSaid(event)) return;
  document.querySelector(".talk > :last-child")?.scrollIntoView({ block: "center" });
  document.querySelector(".box .summary, .box textarea")?.focus({ preventScroll: true });
});

// Nobody takes for sealed what the node did not answer.
function unanswered(event) {
  if (!isSaid(event)) return;
  document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent);
  const notices = document.getElementById("notices");
  notices.replaceChildren(document.getElementById("unanswered").content.cloneNode(true));
  notices.scrollIntoView();
}
document.addEventListener("htmx:error", unanswered);
document.addEventListener("htmx:response:error", (event) => event.detail.ctx.response.status !== 422 && unanswered(event));
