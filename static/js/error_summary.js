// After a refused send the title says so, and the list of what to correct has the focus; a link in it leads into the
// field itself.
(() => {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  document.title = `${summary.dataset.errorSummary}: ${document.title}`;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    field.focus();
    (field.closest(".mb-3") || field).scrollIntoView({ block: "start" });
  });
})();
