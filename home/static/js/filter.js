// Narrows a list while one types. <input data-filter="#list" data-filter-items="li" data-filter-noun="service|services">
// The number still shown is said in words below the field. Without script the whole list is there.
for (const input of document.querySelectorAll("input[data-filter]")) {
  const list = document.querySelector(input.dataset.filter);
  if (!list) continue;
  const items = [...list.querySelectorAll(input.dataset.filterItems ?? "li")].map((item) => [item, item.textContent.toLowerCase()]);
  const [one, many] = (input.dataset.filterNoun ?? "entry|entries").split("|");
  const said = document.createElement("p");
  said.className = "filter-said";
  said.setAttribute("role", "status");
  input.after(said);

  let waiting;
  const narrow = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [item, text] of items) {
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) shown += 1;
    }
    const count = shown === 0 ? `No ${many}` : shown === 1 ? `One ${one}` : `${shown} ${many}`;
    said.textContent = words.length ? `${count} found` : "";
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(narrow, 120);
  });
  if (input.value) narrow();
}
