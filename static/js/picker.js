// A select with data-picker becomes a field in which one types: it finds by every word of a choice, whatever its script,
// so that “ministerstvo ana” finds “Министерство – Ана”. The select stays in the form and says what is sent; without this
// script it is the select that is used. It follows the combobox pattern of the ARIA practices.
(() => {
  const letters = document.getElementById("letters");
  if (!letters) return;
  const TABLE = JSON.parse(letters.dataset.letters);
  const { found: FOUND, none: NONE } = letters.dataset;
  const latin = (letter) => TABLE[letter] ?? [...letter.normalize("NFD").replace(/\p{M}/gu, "")].map((one) => TABLE[one] ?? one).join("");
  const fold = (text) => [...text.normalize("NFKC").toLowerCase().normalize("NFC")].map(latin).join("")
    .replace(/([csz])h+/g, "$1").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const folded = new Map();
  const key = (option) => {
    const words = `${option.label} ${option.dataset.also ?? ""}`;
    if (!folded.has(words)) folded.set(words, ` ${fold(words)}`);
    return folded.get(words);
  };
  const fits = (option, typed) => fold(typed).split(" ").every((word) => key(option).includes(word && ` ${word}`));

  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  const tell = (words) => { if (!told.isConnected) document.querySelector("main").append(told); told.textContent = words; };

  const enhance = (select) => {
    const field = document.createElement("input"), list = document.createElement("ul"), box = document.createElement("div");
    const id = select.id;
    let shown = [], at = -1;
    const label = () => select.selectedOptions[0]?.label ?? "";
    box.className = "picker";
    field.type = "text";
    field.className = select.className.replace("form-select", "form-select form-control");
    field.autocomplete = "off";
    field.spellcheck = false;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list` })) field.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
    list.id = `${id}-list`;
    list.className = "picker__list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", document.querySelector(`label[for="${id}"]`)?.textContent ?? "");
    select.id = `${id}-select`;
    field.id = id;
    field.value = label();
    select.hidden = true;
    select.removeAttribute("data-picker");
    select.before(box);
    box.append(field, list);

    const point = (place) => {
      at = place;
      [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
      if (at < 0) field.removeAttribute("aria-activedescendant");
      else {
        field.setAttribute("aria-activedescendant", list.children[at].id);
        list.children[at].scrollIntoView({ block: "nearest" });
      }
    };
    const close = () => { list.hidden = true; field.setAttribute("aria-expanded", "false"); point(-1); };
    const open = (typed) => {
      shown = [...select.options].filter((option) => !typed || (option.value && fits(option, typed)));
      list.replaceChildren(...shown.map((option, number) => {
        const row = document.createElement("li");
        row.id = `${id}-option-${number}`;
        row.setAttribute("role", "option");
        row.textContent = option.label;
        return row;
      }));
      list.hidden = !shown.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      point(typed && shown.length ? 0 : -1);
      if (typed) tell(shown.length ? `${FOUND} ${shown.length}` : NONE);
    };
    const pick = (option) => {
      const isNew = select.value !== option.value;
      select.value = option.value;
      field.value = label();
      close();
      if (isNew) select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    // What was typed and is no choice is not left standing as if it were one.
    const settle = () => {
      if (!field.value.trim()) { const nobody = [...select.options].find((option) => !option.value); if (nobody) return pick(nobody); }
      const same = [...select.options].find((option) => option.label === field.value);
      if (same) return pick(same);
      const only = shown.length === 1 && !list.hidden ? shown[0] : null;
      if (only) return pick(only);
      field.value = label();
      close();
    };
    field.addEventListener("input", (event) => { event.stopPropagation(); open(field.value.trim()); });
    field.addEventListener("change", (event) => event.stopPropagation());
    field.addEventListener("click", () => { if (list.hidden) open(""); });
    field.addEventListener("focus", () => field.select());
    field.addEventListener("blur", settle);
    field.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) { open(""); point(Math.max(0, shown.indexOf(select.selectedOptions[0]))); }
        else if (shown.length) point((at + step + shown.length) % shown.length);
      } else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        if (at >= 0) pick(shown[at]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        field.value = label();
        close();
      }
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const place = [...list.children].indexOf(event.target.closest("li"));
      if (place >= 0) pick(shown[place]);
    });
  };

  const all = () => document.querySelectorAll("select[data-picker]").forEach(enhance);
  all();
  document.addEventListener("htmx:afterSettle", all);
})();
