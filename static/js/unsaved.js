// A form with data-warn-unsaved asks before the page is left while something in it was not sent.
(() => {
  for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
    let isChanged = false;
    form.addEventListener("input", () => { isChanged = true; });
    form.addEventListener("submit", (event) => { isChanged &&= event.defaultPrevented; });
    form.addEventListener("saved", () => { isChanged = false; });
    window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
  }
})();
