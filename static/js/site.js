// What plain HTML cannot do. Every page works without it.

// Menus close when the reader looks elsewhere.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
});

document.addEventListener("keydown", ({ key }) => {
  const menu = key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The summary of problems is read first.
document.querySelector(".problems")?.focus();

// A form is sent once, however often the button is pressed; a page restored by Back may send again.
const sent = new WeakSet();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "get") return;
  if (sent.has(form)) event.preventDefault();
  sent.add(form);
  setTimeout(() => sent.delete(form), 8000);
});

// <form data-unsaved>: leaving with changes asks first.
const changed = new Set();
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  form.addEventListener("input", () => changed.add(form));
  form.addEventListener("submit", () => changed.delete(form));
  form.addEventListener("saved", () => changed.delete(form));
}
addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});

// <button data-print hidden>: printing needs a script, so the button shows only with one.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// <div data-shown-by="name" data-shown-for="yes partly">: a question that some answers bring up.
const bound = [...document.querySelectorAll("[data-shown-by]")];
const showBound = () => {
  for (const part of bound) {
    const { shownBy, shownFor } = part.dataset;
    const given = [...document.querySelectorAll(`[name="${CSS.escape(shownBy)}"]:checked, [name="${CSS.escape(shownBy)}"] :checked`)];
    // What stands in a hidden question brings up none below it either.
    part.hidden = !given.some((one) => shownFor.split(" ").includes(one.value) && !one.closest("[hidden]"));
  }
};
for (const words of document.querySelectorAll("[data-shown-by] [data-condition]")) words.hidden = true;
if (bound.length) {
  document.addEventListener("change", showBound);
  showBound();
}

// <p data-moment data-zones="Europe/Zurich UTC">: the same moment by the reader's own clocks.
const theirs = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const told of theirs ? document.querySelectorAll("[data-moment]") : []) {
  const { moment, zones, yours } = told.dataset;
  if (zones.split(" ").includes(theirs)) continue;
  const said = (language, options) => new Intl.DateTimeFormat(language, { timeZone: theirs, ...options });
  const language = document.documentElement.lang.replace(/^en$/, "en-GB");
  const at = new Date(moment);
  const day = said(language, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(at);
  const hour = said("en-GB", { hour: "2-digit", minute: "2-digit" }).format(at);
  const parts = said("en-GB", { timeZoneName: "longOffset" }).formatToParts(at);
  const offset = parts.find(({ type }) => type === "timeZoneName").value.replace("GMT", "UTC");
  const place = theirs.split("/").pop().replaceAll("_", " ");
  const words = document.createElement("bdi");
  const whose = document.createElement("span");
  words.textContent = `${day}, ${hour} (${place}, ${offset})`;
  whose.textContent = yours;
  whose.className = "soft small";
  told.prepend(words, " ", whose, document.createElement("br"));
}

// <div id="x" data-live="20">: such parts are read anew every so many seconds for an hour, while
// somebody looks at the page, is in none of them, and leaves the box of [data-live-choice] ticked.
const live = [...document.querySelectorAll("[data-live]")];
if (live.length) {
  const choice = document.querySelector("[data-live-choice]");
  const seconds = live[0].dataset.live;
  choice.hidden = false;
  let rounds = 3600 / seconds;
  const again = setInterval(async () => {
    if (--rounds < 1) clearInterval(again);
    const reading = live.some((part) => part.contains(document.activeElement));
    if (document.hidden || reading || !choice.querySelector("input").checked) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of live) part.replaceChildren(...(page.getElementById(part.id)?.childNodes ?? part.childNodes));
  }, seconds * 1000);
}
