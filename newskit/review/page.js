"use strict";
// Keys and clicks become requests; what the server says is shown. Text from posts is only ever text.
const byId = (id) => document.getElementById(id);
const list = byId("items"), detail = byId("detail"), words = byId("words"), every = byId("all");
const more = byId("more"), status = byId("status"), help = byId("help"), many = byId("many"), sure = byId("sure");
let queue = "", key = "", asked = 0, waiting = 0, deciding = false;

async function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  try {
    return await fetch(path, options);
  } catch {
    say("newskit does not answer any more: start it again; every decision shown here is on disk.", true);
    return null;
  }
}

function say(text, problem = false) {
  status.textContent = text;
  status.classList.toggle("problem", problem);
}

function row(item) {
  const button = document.createElement("button"), title = document.createElement("span"), note = document.createElement("span");
  button.type = "button";
  button.dataset.key = item.key;
  title.className = "title"; title.dir = "auto"; title.textContent = item.title;
  note.className = "note"; note.dir = "auto"; note.textContent = item.state ? `${item.state} · ${item.note}` : item.note;
  button.append(title, note);
  button.addEventListener("click", () => open(item.key));
  const entry = document.createElement("li");
  entry.append(button);
  return entry;
}

async function load(start = 0) {
  const mine = ++asked;
  const query = new URLSearchParams({ queue, words: words.value, show: every.checked ? "all" : "waiting", start });
  const answer = await ask(`items?${query}`);
  if (answer === null || mine !== asked) return false; // another load has begun since
  const found = await answer.json();
  if (mine !== asked) return false;
  if (start === 0) list.replaceChildren();
  list.append(...found.items.map(row));
  more.hidden = list.children.length >= found.found;
  waiting = found.open;
  many.hidden = waiting < 2;
  for (const button of document.querySelectorAll("[data-queue]")) {
    button.querySelector(".count").textContent = found.waiting[button.dataset.queue].toLocaleString("en");
    button.setAttribute("aria-current", String(button.dataset.queue === queue));
  }
  if (found.found === 0) {
    const empty = document.createElement("li");
    empty.className = "empty";
    empty.textContent = words.value ? "Nothing holds these words." : "Nothing waits here.";
    list.append(empty);
    detail.replaceChildren();
    key = "";
  }
  return true;
}

const buttons = () => [...list.querySelectorAll("button")];
const place = () => buttons().findIndex((button) => button.dataset.key === key);

async function open(wanted) {
  key = wanted;
  for (const button of buttons()) {
    const here = button.dataset.key === key;
    button.setAttribute("aria-current", String(here));
    if (here) button.scrollIntoView({ block: "nearest" });
  }
  const answer = await ask(`item?${new URLSearchParams({ key })}`);
  if (answer === null || key !== wanted) return;
  detail.innerHTML = await answer.text();
  detail.scrollTop = 0;
  showMarks();
  for (const button of detail.querySelectorAll("[data-choice]")) button.addEventListener("click", () => choose(button.dataset.choice));
  const form = detail.querySelector("form.edit");
  if (form === null) return;
  const text = form.elements.text;
  const was = text === undefined ? "" : text.value;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    decide("edit", { ...Object.fromEntries(new FormData(form)), ...(text === undefined ? {} : { text: text.value, was }) });
  });
}

// What goes is in sight, in both panes at the same height, whatever stands above it.
function showMarks() {
  for (const panes of detail.querySelectorAll(".panes")) {
    const mark = panes.querySelector("mark:not(.other)");
    const pane = mark?.closest("pre");
    if (!pane) continue;
    const top = mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - 45;
    for (const one of panes.querySelectorAll("pre")) one.scrollTop = top;
  }
}

function choose(choice) {
  const form = detail.querySelector("form.edit");
  if (choice !== "edit") decide(choice);
  else if (form !== null) {
    form.hidden = false;
    form.querySelector("textarea").focus();
  }
}

// A second key before the next item is in sight would decide the same one again, or one unseen.
async function once(work) {
  if (deciding) return;
  deciding = true;
  try {
    await work();
  } finally {
    deciding = false;
  }
}

// The question names what is decided on; what has changed meanwhile is not decided.
function askAll(choice) {
  const named = detail.querySelector(`[data-choice="${choice}"]`);
  if (waiting < 2 || named === null || deciding) return;
  const name = named.lastChild.textContent.trim().replace(/ all$/, "");
  const held = words.value.trim();
  byId("sure-title").textContent = `${name}: all ${waiting.toLocaleString("en")} that wait here${held ? ` and hold “${held}”` : ""}?`;
  sure.dataset.choice = choice;
  sure.dataset.count = waiting;
  sure.dataset.words = words.value;
  sure.returnValue = "";
  sure.showModal();
}

async function decideAll() {
  if (sure.returnValue !== "yes") return;
  const { choice, count, words: held } = sure.dataset;
  say("…");
  const answer = await ask("decide-all", { queue, words: held, choice, count: Number(count) });
  if (answer === null) return;
  if (!answer.ok && answer.status !== 409) return say(await answer.text(), true);
  const done = await answer.json();
  say(done.problem || done.said, Boolean(done.problem));
  if (await load()) await step(0);
}

const decide = (choice, edited = {}) => once(() => decideNow(choice, edited));
const undo = () => once(undoNow);

async function decideNow(choice, edited) {
  if (!key) return;
  const at = place();
  const answer = await ask("decide", { key, choice, edited });
  if (answer === null) return;
  if (!answer.ok && answer.status !== 409) return say(await answer.text(), true);
  const done = await answer.json();
  if (done.problem) return say(done.problem, true);
  say(done.said);
  if (await load()) await step(every.checked ? at + 1 : at);
}

async function undoNow() {
  const answer = await ask("undo", {});
  if (answer === null) return;
  const done = await answer.json();
  say(done.problem || done.said, Boolean(done.problem));
  if (!(await load())) return;
  if (done.key && buttons().some((button) => button.dataset.key === done.key)) await open(done.key);
  else await step(place());
}

async function step(at) {
  const all = buttons();
  if (at >= all.length && !more.hidden && (await load(all.length))) return step(at);
  const to = all[Math.min(Math.max(at, 0), all.length - 1)];
  if (to !== undefined) await open(to.dataset.key);
}

const scroll = (way) => detail.scrollBy(0, way * (detail.clientHeight - 60));

async function enter(name) {
  queue = name;
  key = "";
  detail.replaceChildren();
  if (await load()) await step(0);
}

let typed = 0;
words.addEventListener("input", () => { clearTimeout(typed); typed = setTimeout(async () => { if (await load()) await step(0); }, 120); });
every.addEventListener("change", async () => { if (await load()) await step(place()); });
more.addEventListener("click", () => load(buttons().length));
sure.addEventListener("close", () => once(decideAll));
for (const button of many.querySelectorAll("[data-all]")) button.addEventListener("click", () => askAll(button.dataset.all));
for (const button of document.querySelectorAll("[data-queue]")) button.addEventListener("click", () => enter(button.dataset.queue));

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && field !== null) {
    event.preventDefault(); // a search field would be emptied
    const form = field.closest("form.edit");
    if (form !== null) form.hidden = true;
    field.blur();
    return;
  }
  if (event.key === "Enter" && event.ctrlKey && field?.form?.classList.contains("edit")) {
    field.form.requestSubmit();
    return;
  }
  if (event.key === " " && event.target.closest("button, a, summary") !== null) return; // it presses them
  if ((field !== null && field !== every) || help.open || sure.open || event.ctrlKey || event.altKey || event.metaKey) return;
  const named = [...detail.querySelectorAll("[data-choice]")].find((button) => button.querySelector("kbd").textContent === event.key);
  const queues = [...document.querySelectorAll("[data-queue]")];
  const does = {
    j: () => step(place() + 1), ArrowDown: () => step(place() + 1), s: () => step(place() + 1),
    k: () => step(place() - 1), ArrowUp: () => step(place() - 1),
    " ": () => scroll(1), PageDown: () => scroll(1), PageUp: () => scroll(-1),
    A: () => askAll("accept"), R: () => askAll("reject"),
    u: undo, "/": () => words.focus(), "?": () => help.showModal(),
  }[event.key] ?? (named && (() => choose(named.dataset.choice))) ?? (queues[event.key - 1] && (() => enter(queues[event.key - 1].dataset.queue)));
  if (does === undefined) return;
  event.preventDefault();
  if (event.repeat && (named || "uAR".includes(event.key))) return; // a key that is held decides once
  does();
});

// It starts with the first queue in which something waits, unless a key was quicker.
(async () => {
  queue = "rules";
  if (!(await load())) return;
  const first = [...document.querySelectorAll("[data-queue]")].find((button) => button.querySelector(".count").textContent !== "0");
  await enter(first === undefined ? "rules" : first.dataset.queue);
})();
