// Lets somebody see the password they type. It is hidden again before the form is sent.
for (const input of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet show-password";
  button.setAttribute("aria-controls", input.id);

  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? "Hide" : "Show";
    button.setAttribute("aria-label", shown ? "Hide the password" : "Show the password");
  };

  show(false);
  button.addEventListener("click", () => show(input.type === "password"));
  input.form?.addEventListener("submit", () => show(false));
  input.autocapitalize = "none";
  input.spellcheck = false;

  const row = document.createElement("div");
  row.className = "password-row";
  input.replaceWith(row);
  row.append(input, button);
}
