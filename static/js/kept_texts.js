// Texts that a browser keeps until they are saved ("note:PERSON:NOTE") go when they are saved, when their person signs
// out, when somebody else signs in on the same machine, and after a week.
(() => {
  const WEEK = 7 * 24 * 3600 * 1000;
  const out = document.querySelector("form[data-signs-out]");
  if (!out) return;
  const each = (act) => {
    try {
      for (const key of Object.keys(localStorage).filter((name) => name.startsWith("note:"))) act(key);
    } catch { /* nothing is kept then */ }
  };
  const savedSession = (document.cookie.match(/(?:^|; )saved_session=([0-9a-f]{32})/) || [])[1];
  each((key) => {
    let record = null;
    try { record = JSON.parse(localStorage.getItem(key)); } catch { /* not ours any more */ }
    const isMine = key.split(":")[1] === out.dataset.signsOut;
    const isOver = !record || Date.now() - record.at > WEEK || record.session === savedSession;
    if (!isMine || isOver) localStorage.removeItem(key);
  });
  out.addEventListener("submit", () => each((key) => localStorage.removeItem(key)));
})();
