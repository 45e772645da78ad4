// Saves every answer as it is given. Without this script the form's Save button does it.
//
// Answers wait in a queue, kept on this device, until the server has acknowledged them. Each has
// its own key, so that sending it twice changes nothing, and a sequence, so that the newest counts.
const form = document.querySelector("form[data-answers]");
const state = form.querySelector("[data-save-state]");
const address = form.dataset.answers;
const token = form.elements.csrf_token.value;
const store = `answers:${address}`;
const queue = new Map();
let sequence = Number(form.dataset.sequence);
let sending = false;
let failures = 0;
let halted = "";
let leaving = false;

const groups = new Map();
for (const group of form.querySelectorAll("[data-position]")) {
  groups.set(Number(group.dataset.position), group);
}
const shown = (position) => form.elements[`question-${position}-shown`];

function show(name) {
  state.hidden = false;
  state.dataset.is = name;
  if (state.textContent !== state.dataset[name]) state.textContent = state.dataset[name];
}

function tell() {
  if (halted) show(halted);
  else if (!queue.size) show("saved");
  else show(failures ? "unsaved" : "saving");
}

function keep() {
  try {
    if (queue.size) localStorage.setItem(store, JSON.stringify({ at: Date.now(), entries: [...queue.values()] }));
    else localStorage.removeItem(store);
  } catch {
    // No room or not allowed: the queue lives as long as the page does.
  }
}

function responseOf(group) {
  const inputs = [...group.querySelectorAll("input:not([type=hidden])")];
  const chosen = inputs.filter((one) => one.checked).map((one) => one.value);
  const type = inputs[0].type;
  return { [group.dataset.field]: type === "checkbox" ? chosen : type === "radio" ? chosen[0] ?? "" : inputs[0].value };
}

function fill(group, response) {
  const given = [response[group.dataset.field]].flat();
  for (const one of group.querySelectorAll("input:not([type=hidden])")) {
    if (one.type === "text") one.value = given[0] ?? "";
    else one.checked = given.includes(one.value);
  }
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

function note(position) {
  sequence += 1;
  const known = Math.max(Number(shown(position).value), queue.get(position)?.sequence ?? 0);
  const response = responseOf(groups.get(position));
  queue.delete(position);
  queue.set(position, { position, client_key: newKey(), sequence, known, response });
  keep();
  tell();
  send();
}

function later() {
  failures += 1;
  setTimeout(send, Math.min(30000, 1000 * 2 ** (failures - 1)));
}

function halt(name) {
  halted = name;
  tell();
}

async function send() {
  if (sending || halted || !queue.size) return;
  sending = true;
  const [entry] = queue.values();
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(entry),
      redirect: "manual",
      keepalive: true,
      signal: AbortSignal.timeout(20000),
    });
    if (answer.ok) await acknowledged(entry, await answer.json());
    else refused(entry, answer);
  } catch {
    later();
  }
  sending = false;
  tell();
  if (!failures) send();
}

async function acknowledged(entry, saved) {
  failures = 0;
  sequence = Math.max(sequence, saved.latest);
  shown(entry.position).value = saved.latest;
  if (queue.get(entry.position)?.client_key === entry.client_key) queue.delete(entry.position);
  keep();
  const doubt = groups.get(entry.position).querySelector("[data-doubt]");
  doubt.textContent = saved.doubt ?? "";
  doubt.hidden = !saved.doubt;
  // What another window saved may differ from what stands here: say so until the page is reloaded.
  if (saved.elsewhere || !saved.counts) groups.get(entry.position).append(notice());
}

function notice() {
  const old = form.querySelector("[data-elsewhere-note]");
  const line = old ?? document.createElement("p");
  line.dataset.elsewhereNote = "";
  line.className = "field-error";
  line.textContent = state.dataset.elsewhere;
  return line;
}

function refused(entry, answer) {
  if (answer.status === 429 || answer.status >= 500) return later();
  // A redirect leads to the sign-in page; 400 is a form token of an older session.
  if (answer.type === "opaqueredirect" || [400, 401, 403].includes(answer.status)) return halt("signedOut");
  queue.delete(entry.position);
  keep();
  return halt(answer.status === 409 ? "closed" : "refused");
}

function restore() {
  try {
    const kept = JSON.parse(localStorage.getItem(store) ?? "null");
    for (const entry of kept?.entries ?? []) {
      const group = groups.get(entry.position);
      if (!group || entry.sequence <= Number(shown(entry.position).value)) continue;
      fill(group, entry.response);
      queue.set(entry.position, entry);
      sequence = Math.max(sequence, entry.sequence);
    }
    forgetOld();
  } catch {
    // What cannot be read cannot be restored; the server has what was acknowledged.
  }
}

function forgetOld() {
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith("answers:") && one !== store)) {
    const at = JSON.parse(localStorage.getItem(name) ?? "{}").at ?? 0;
    if (Date.now() - at > 7 * 86400000) localStorage.removeItem(name);
  }
}

const typing = new Map();
form.addEventListener("input", ({ target }) => {
  const group = target.closest("[data-position]");
  if (!group || target.type !== "text") return;
  const position = Number(group.dataset.position);
  clearTimeout(typing.get(position));
  typing.set(position, setTimeout(() => { typing.delete(position); note(position); }, 700));
  show("saving");
});
form.addEventListener("change", ({ target }) => {
  const group = target.closest("[data-position]");
  if (!group) return;
  const position = Number(group.dataset.position);
  if (target.type === "text" && !typing.has(position)) return;
  clearTimeout(typing.get(position));
  typing.delete(position);
  note(position);
});
form.addEventListener("submit", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });
addEventListener("online", () => { failures = 0; send(); });
addEventListener("beforeunload", (event) => {
  if (!leaving && (queue.size || typing.size)) event.preventDefault();
});

show("ready");
restore();
if (queue.size) {
  tell();
  send();
}
