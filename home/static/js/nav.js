// Closes an open menu (details[data-menu]) on Escape and when somebody turns elsewhere. Without script it stays a plain fold.
const menus = document.querySelectorAll("details[data-menu]");

for (const menu of menus) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
});

// Words that were not saved yet wait on this device (autosave.js). Whoever signs out leaves none behind.
document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("unsaved:")) localStorage.removeItem(key);
  } catch {
    // no storage in this browser: nothing was kept
  }
});
