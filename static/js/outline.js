// The outline review without a new page for every act, and by keys. Without this script every
// button sends its form and the whole page comes back.
const box = document.querySelector("#outline");
const said = document.querySelector("#outline-said");
const rtl = document.documentElement.dir === "rtl";
let waiting = Promise.resolve();

const boxes = () => [...box.querySelectorAll(".review-list [name=h]")];
const form = () => box.querySelector("#outline-form");

const checked = () => boxes().filter((one) => one.checked).map((one) => one.value);

function shown(page, here, address, sent) {
  const fresh = page.querySelector("#outline");
  // An act that asks for more has a page of its own.
  if (!fresh) return location.assign(address);
  const at = here && box.querySelector(`[id="r-${here}"]`)?.getBoundingClientRect().top;
  // What was chosen while the answer was on its way stays chosen.
  const later = checked().filter((one) => !sent.includes(one));
  const open = [...box.querySelectorAll("details")].map((one) => one.open);
  box.replaceChildren(...fresh.childNodes);
  box.querySelectorAll("details").forEach((one, place) => (one.open = open[place]));
  history.replaceState(null, "", address);
  for (const one of boxes()) {
    one.checked = later.includes(one.value) || (one.checked && sent.includes(one.value));
  }
  const row = here && box.querySelector(`[id="r-${here}"]`);
  if (row) {
    row.querySelector("input").focus({ preventScroll: true });
    scrollBy(0, row.getBoundingClientRect().top - at);
  }
  const note = page.querySelector("main > .notice p");
  said.className = note ? "notice is-attention" : "visually-hidden";
  said.textContent = (note ?? box.querySelector("#outline-count")).textContent;
  if (note) said.scrollIntoView({ block: "center" });
}

async function send(target, body, here, sent) {
  const answer = await fetch(target, { method: "POST", body });
  if (!answer.ok) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const address = new URL(answer.url);
  if (page.querySelector("#outline")) address.searchParams.delete("h");
  address.hash = "";
  shown(page, here, address, sent);
}

function act(name, value, from, here) {
  waiting = waiting.then(() => {
    const chosen = checked();
    const body = new URLSearchParams(new FormData(from.isConnected ? from : form()));
    if (name) body.set(name, value);
    if (!chosen.length && here) body.append("h", here);
    return send(from.getAttribute("action"), body, here ?? chosen[0], chosen);
  }).catch(() => location.reload());
}

box?.addEventListener("submit", (event) => {
  event.preventDefault();
  const { name, value } = event.submitter ?? {};
  const row = document.activeElement?.closest(".review-list li");
  act(name, value, event.target, row?.querySelector("input").value);
});

function pressed({ key, shiftKey }) {
  const mirrored = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };
  const plain = rtl ? mirrored[key] ?? key : key;
  const long = plain.length === 1 ? plain.toUpperCase() : plain;
  return shiftKey && long.startsWith("Arrow") ? `Shift+${long}` : long;
}

box?.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".review-list li");
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = boxes();
  const own = row.querySelector("input");
  const place = all.indexOf(own);
  const name = pressed(event);
  const button = box.querySelector(`[data-key="${CSS.escape(name)}"]`);
  if (name === "ArrowUp" || name === "ArrowDown") {
    all[place + (name === "ArrowUp" ? -1 : 1)]?.focus();
  } else if (name === "Enter" && event.target === own) {
    row.querySelector("a")?.click();
  } else if (button) {
    act("act", button.value, form(), own.value);
  } else {
    return;
  }
  event.preventDefault();
});
