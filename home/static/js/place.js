// Keeps the place in a lesson: "Take a break" leads back to the part that is in view, and so does carrying on later.
// Without script the last place where somebody did something is kept.
const parts = [...document.querySelectorAll(".main [id^='at-']")].filter((part) => part.matches(".part, section"));
const pause = document.querySelector("a[data-break]");
const token = document.querySelector("input[name='csrfmiddlewaretoken']")?.value;
const top = (part) => part.getBoundingClientRect().top;
let kept = "";

function here() {
  const line = innerHeight / 3;
  return parts.filter((part) => top(part) <= line).pop();
}

function note() {
  const part = here();
  if (part) pause.href = `${pause.pathname}?at=${part.id}`;
}

if (parts.length && pause) {
  let waiting;
  addEventListener("scroll", () => {
    clearTimeout(waiting);
    waiting = setTimeout(note, 200);
  }, { passive: true });
  addEventListener("visibilitychange", () => {
    const part = here();
    if (document.visibilityState !== "hidden" || !token || !part || part.id === kept) return;
    const words = new FormData();
    words.append("csrfmiddlewaretoken", token);
    words.append("at", part.id);
    if (navigator.sendBeacon(pause.pathname, words)) kept = part.id;
  });
}
