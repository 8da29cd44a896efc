// The buttons of rows inside [data-rows] exchange only these rows, and a pasted list becomes rows at once. What happened
// is said in #said. Without this script the buttons send the whole form, and lists become rows when it is saved.
(() => {
  const form = document.getElementById("note");
  if (!form || !window.htmx) return;
  const said = document.getElementById("said");
  const line = document.querySelector("[data-saved-line]");
  const say = (words) => { said.textContent = words; if (line) line.textContent = words; };
  const LISTED = /^\s*(?:[·•▪◦●]|[-–—*]\s|\(?1[.)]\s)|;\s*\r?\n|\n/;

  const press = (rows, act) => htmx.ajax("POST", form.action, { source: form, target: rows, swap: "innerHTML", values: { act } });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name='act']");
    const rows = button?.closest("[data-rows]");
    if (!rows) return;
    event.preventDefault();
    press(rows, button.value);
  });
  form.addEventListener("paste", (event) => {
    const area = event.target.closest("[data-rows] textarea[name$='-text']");
    const pasted = event.clipboardData?.getData("text/plain") || "";
    if (!area || !LISTED.test(pasted)) return;
    setTimeout(() => press(area.closest("[data-rows]"), `${area.name.replace(/-text$/, "")}-split`));
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const isElsewhere = new URL(event.detail.xhr.responseURL).pathname !== new URL(form.action).pathname;
    if (!isElsewhere) return;
    event.detail.shouldSwap = false;
    say(form.dataset.saysSignedOut);
  });
  document.addEventListener("htmx:sendError", () => say(form.dataset.saysNoRow));
  document.addEventListener("htmx:responseError", () => say(form.dataset.saysFailed));
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.closest?.("[data-rows]")) form.dispatchEvent(new Event("rows-changed"));
  });
})();
