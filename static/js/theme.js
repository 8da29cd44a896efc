// The reader's choice of a light or dark page, kept in this browser. Loaded in the head, so that a page never flashes.
(() => {
  const KEY = "theme";
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const keep = (theme) => { try { localStorage.setItem(KEY, theme); } catch { /* the choice lasts for this page */ } };
  const isDark = () => root.dataset.bsTheme === "dark";

  if (kept() === "dark") root.dataset.bsTheme = "dark";

  // Paper is white.
  let isPrintedDark = false;
  window.addEventListener("beforeprint", () => {
    isPrintedDark = isDark();
    root.dataset.bsTheme = "light";
  });
  window.addEventListener("afterprint", () => {
    if (isPrintedDark) root.dataset.bsTheme = "dark";
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const place of document.querySelectorAll("[data-theme-switch]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-outline-primary btn-sm";
      const name = () => { button.textContent = isDark() ? place.dataset.light : place.dataset.dark; };
      button.addEventListener("click", () => {
        const theme = isDark() ? "light" : "dark";
        root.dataset.bsTheme = theme;
        keep(theme);
        name();
      });
      name();
      place.append(button);
    }
  });
})();
