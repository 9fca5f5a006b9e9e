// Saves what somebody writes while they write it. <textarea name="text" data-autosave-url="...">
// It posts the textarea's own name and value with the form's CSRF token; any 2xx answer counts as saved. When that fails the words
// stay on this device until they are saved, and the status line says so. They are kept under the person's own key (body[data-person]),
// so that nobody else who signs in here meets them; signing out clears them (nav.js). Without script the form's button saves.
const WAIT = 1200;
const AGAIN = 15000;

function keep(key, text) {
  if (!key) return false;
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    return true;
  } catch {
    return false; // no storage in this browser: the words stay on the page
  }
}

function kept(key) {
  if (!key) return null;
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function clock() {
  const now = new Date();
  const hour = now.getHours() % 12 || 12;
  return `${hour}.${String(now.getMinutes()).padStart(2, "0")} ${now.getHours() < 12 ? "am" : "pm"}`;
}

function watch(area) {
  const { autosaveUrl: url } = area.dataset;
  const { person } = document.body.dataset;
  const key = person ? `unsaved:${person}:${url}` : "";
  const status = document.createElement("p");
  status.className = "autosave-status";
  status.setAttribute("role", "status");
  area.after(status);

  let saved = area.value;
  let waiting;
  let sending = false;

  const later = (delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(save, delay);
  };

  async function save() {
    const text = area.value;
    if (text === saved) return;
    if (sending) return later(WAIT);
    sending = true;
    const body = new FormData();
    body.append(area.name, text);
    body.append("csrfmiddlewaretoken", area.form?.elements.csrfmiddlewaretoken?.value ?? "");
    try {
      const answer = await fetch(url, { method: "POST", body, credentials: "same-origin", redirect: "error", headers: { "X-Requested-With": "autosave" } });
      if (!answer.ok) throw new Error(String(answer.status));
      saved = text;
      if (area.value === text) keep(key, null);
      status.textContent = `Saved ${clock()}`;
      delete status.dataset.unsaved;
    } catch {
      status.dataset.unsaved = "";
      status.textContent = keep(key, area.value)
        ? "Not saved yet. Your words are kept on this device, and we will try again."
        : "Not saved yet. Keep this page open: we will try again.";
      later(AGAIN);
    } finally {
      sending = false;
    }
  }

  area.addEventListener("input", () => {
    if (status.dataset.unsaved !== undefined) keep(key, area.value);
    later(WAIT);
  });
  area.form?.addEventListener("submit", () => {
    clearTimeout(waiting);
    saved = area.value;
    keep(key, null);
  });
  addEventListener("online", () => later(0));
  addEventListener("pagehide", () => {
    if (area.value !== saved) keep(key, area.value);
  });

  const left = kept(key);
  if (left === area.value) keep(key, null);
  else if (left !== null) {
    area.value = left;
    status.textContent = "We put back what you wrote here before it could be saved.";
    later(WAIT);
  }
}

for (const area of document.querySelectorAll("textarea[data-autosave-url]")) watch(area);
