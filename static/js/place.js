// Keeps the place in a lesson: the paragraph at the top of the window, sent when the reader stops
// scrolling or goes away. Without this script "Continue" still opens the right lesson.
const text = document.querySelector("[data-place]");
const blocks = text ? [...text.querySelectorAll(":scope > [id^=b-]")] : [];
const token = document.querySelector("[name=csrf_token]")?.value;
let kept = null;
let waiting = 0;

function here() {
  const passed = blocks.filter((block) => block.getBoundingClientRect().top < innerHeight / 3);
  return passed.at(-1)?.id;
}

function keep() {
  const block = here();
  if (!block || block === kept || !token) return;
  kept = block;
  const body = new URLSearchParams({ block, csrf_token: token });
  fetch(text.dataset.place, { method: "POST", body, keepalive: true }).catch(() => {
    kept = null;
  });
}

// "Notes" then opens at the paragraph that is being read.
const notes = document.querySelector("[data-notes]");
for (const kind of ["pointerdown", "focus"]) {
  notes?.addEventListener(kind, () => { notes.hash = here() ?? ""; });
}

if (blocks.length) {
  addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 2000);
  }, { passive: true });
  document.addEventListener("visibilitychange", () => document.hidden && keep());
}
