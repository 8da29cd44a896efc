// A form with data-autosave saves itself at most 5 s after a change, and says so in the foot's line. What is not saved
// yet is kept in this browser as well, so that a closed tab, a lost network or an ended session loses nothing.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const QUIET = 1500, LATEST = 4000, AGAIN = 5000, LOCAL = 250, PATIENCE = 5000;
  const KEY = form.dataset.keepKey;
  const line = document.querySelector("[data-saved-line]");
  const conflict = document.querySelector("[data-conflict]");
  const says = (name) => form.dataset[`says${name}`];
  const hasToken = () => /(?:^|; )csrftoken=/.test(document.cookie);
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || form.elements.csrfmiddlewaretoken.value;
  let isStopped = "isStopped" in form.dataset, isSending = false, isLeaving = false, isWaiting = false, hasWaited = false;
  let pressed = null, asPage = false;
  let hasSaved = false, isForgotten = false, changedAt = 0, sent = "", moves = 0, timer = 0, localTimer = 0;

  // The same words again would be spoken again: only what is new is said.
  const say = (words) => { if (line && line.textContent !== words) line.textContent = words; };
  const typed = () => [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "act"].includes(name));
  const content = (fields) => JSON.stringify(fields.filter(([name]) => !["session", "version", "seen_version"].includes(name) && !/-id$/.test(name)));

  // --- In this browser -------------------------------------------------------------------------------
  const keep = () => {
    if (!changedAt || isForgotten) return;
    const record = { at: Date.now(), session: form.elements.session.value, fields: typed() };
    try { localStorage.setItem(KEY, JSON.stringify(record)); } catch { /* full or forbidden: the server has it within 5 s */ }
  };
  const kept = () => { try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; } };
  const forget = () => { try { localStorage.removeItem(KEY); } catch { /* nothing is kept then */ } };
  const show = (record) => {
    const sender = document.createElement("form");
    sender.method = "post";
    sender.action = form.action;
    for (const [name, value] of [...record.fields.filter(([name]) => name !== "session"), ["session", form.elements.session.value], ["csrfmiddlewaretoken", token()], ["act", "show-typed"]]) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      sender.append(field);
    }
    sender.hidden = true;
    document.body.append(sender);
    isLeaving = true;
    sender.submit();
  };

  // --- On the server ---------------------------------------------------------------------------------
  const plan = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };
  const save = async () => {
    if (isSending || isStopped || isLeaving || asPage || !changedAt) return;
    const button = pressed, fields = typed(), now = content(fields), began = changedAt, movesThen = moves;
    if (now === sent) return;
    isSending = true;
    pressed = null;
    const body = new URLSearchParams(fields); // a thousand fields are read four times as fast as parts of a FormData
    let answer = null, state = "offline";
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": token() }, signal: AbortSignal.timeout(20000),
      });
      const isJson = (response.headers.get("content-type") || "").startsWith("application/json");
      answer = isJson ? await response.json() : null;
      state = answer ? answer.state : response.type === "opaqueredirect" || (response.status === 403 && !hasToken()) ? "signedOut" : "failed";
    } catch { /* no network: said below */ }
    isSending = false;
    if (isLeaving) return;
    // By hand: what is refused, or is parted into rows, is shown as a page; what is saved is said even in the same words.
    if (button && answer && (state !== "saved" || answer.parted)) { asPage = true; form.requestSubmit(button); return; }
    if (button && line) line.textContent = "";
    if (state === "saved") saved(answer, now, began, movesThen);
    else if (answer) { sent = now; refused(answer); }
    else { say(says({ offline: "Offline", signedOut: "SignedOut", failed: "Failed" }[state])); plan(AGAIN); }
    if (pressed) saveHere(pressed);
  };
  const saved = (answer, now, began, movesThen) => {
    form.elements.version.value = answer.version;
    if (moves === movesThen) {
      for (const [name, id] of Object.entries(answer.ids)) if (form.elements[name]) form.elements[name].value = id;
    }
    say(answer.line);
    hasSaved = true;
    sent = "";
    if (content(typed()) === now) { changedAt = 0; forget(); form.dispatchEvent(new Event("saved")); }
    else { changedAt = began === changedAt ? Date.now() : changedAt; plan(QUIET); }
  };
  const refused = (answer) => {
    say(answer.line);
    keep();
    if (answer.state === "unread") { if (content(typed()) !== sent) plan(QUIET); return; }
    isStopped = true;
    if (conflict && answer.state === "conflict") { conflict.hidden = false; conflict.querySelector("p").textContent = answer.line; }
  };
  const changed = () => {
    isForgotten = false;
    // While it saves itself every few seconds the last hour stands: a change of words each time would be spoken each time.
    if (!changedAt) { changedAt = Date.now(); if (!isStopped && !hasSaved) say(says("Writing")); }
    clearTimeout(localTimer);
    localTimer = setTimeout(keep, LOCAL);
    if (!isStopped) plan(Math.max(0, Math.min(QUIET, changedAt + LATEST - Date.now())));
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("rows-changed", () => { moves += 1; changed(); });
  // Saving by hand leaves the writer where he is: the same save at once, and the line speaks.
  const saveHere = (button) => {
    pressed = button;
    changedAt ||= Date.now();
    sent = "";
    save();
  };
  // A save that is under way gives the form its new version. Sent beside it, the form would be refused as an older one,
  // as if somebody else had written: so the button waits for the answer, but no longer than a few seconds.
  const ended = () => new Promise((done) => {
    const began = Date.now();
    const look = () => (isSending && Date.now() - began < PATIENCE ? setTimeout(look, 30) : done());
    look();
  });
  form.addEventListener("submit", async (event) => {
    if (isWaiting) { event.preventDefault(); return; }
    if (event.submitter?.value === "save" && !isStopped && !asPage) {
      event.preventDefault();
      saveHere(event.submitter);
      return;
    }
    if (isSending && !hasWaited) {
      event.preventDefault();
      isWaiting = true;
      await ended();
      isWaiting = false;
      hasWaited = true;
      form.requestSubmit(event.submitter);
      return;
    }
    hasWaited = false;
    isLeaving = true;
    changedAt ||= Date.now();
    keep();
    form.elements.csrfmiddlewaretoken.value = token();
  }, { capture: true });
  // Who leaves his text, or signs out (kept_texts.js), leaves nothing here on the way out.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-signs-out]") && !event.target.querySelector("[data-forget-typed]")) return;
    isForgotten = true;
    forget();
  });
  window.addEventListener("pagehide", () => { if (!isLeaving) keep(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) isLeaving = asPage = false; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) { keep(); save(); } });
  for (const moment of ["online", "focus"]) window.addEventListener(moment, () => { if (changedAt) save(); });

  const record = kept();
  if ("isTyped" in form.dataset) { changedAt = Date.now(); plan(0); }
  else if (record && !isStopped) {
    if (content(record.fields) === content(typed())) forget();
    else show(record);
  }
})();
