// Tells the portal every 15 s that this form is open and whether it holds words that could not be saved, shows who else
// has it open, and says when it is left.
(() => {
  const form = document.querySelector("form[data-presence]");
  const writers = document.getElementById("writers");
  if (!form || !writers) return;
  const USUAL = 10000; // a save takes less; only what waits longer is told to others
  let unsavedSince = "isTyped" in form.dataset ? 1 : 0;
  for (const name of ["input", "rows-changed"]) form.addEventListener(name, () => { unsavedSince ||= Date.now(); });
  form.addEventListener("saved", () => { unsavedSince = 0; });
  const unsaved = () => (unsavedSince && Date.now() - unsavedSince > USUAL ? "1" : "");
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || "";
  const about = (more) => {
    const body = new FormData();
    const fields = { csrfmiddlewaretoken: token(), session: form.elements.session.value, ...more };
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return body;
  };
  const ask = async () => {
    try {
      const response = await fetch(form.dataset.presence, { method: "POST", body: about({ unsaved: unsaved() }), redirect: "manual" });
      if (!response.ok) return;
      const others = new DOMParser().parseFromString(await response.text(), "text/html").body;
      if (others.textContent.trim() !== writers.textContent.trim()) writers.replaceChildren(...others.childNodes);
    } catch { /* asked again in 15 s; the foot's line says that there is no connection */ }
  };
  setInterval(ask, 15000);
  window.addEventListener("pagehide", () => navigator.sendBeacon(form.dataset.presence, about({ leave: "1" })));
  window.addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
})();
