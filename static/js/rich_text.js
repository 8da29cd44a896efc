// Makes an editor of every <textarea data-rich>: paragraph, bold, list, link and nothing else. What is pasted from
// Word or the web keeps its paragraphs and lists. Without this script the area takes a plain notation.
(() => {
  const P = window.ProseMirror;
  const frame = document.getElementById("rich-frame");
  if (!P || !frame) return;

  const address = (typed) => {
    const words = typed.trim();
    try {
      const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(words) ? words : `https://${words}`);
      return /^https?:$/.test(url.protocol) && url.hostname.includes(".") && !url.username ? url.href : "";
    } catch { return ""; }
  };
  const schema = new P.Schema({
    nodes: {
      doc: { content: "block+" },
      paragraph: { group: "block", content: "inline*", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
      bullets: { group: "block", content: "item+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
      numbers: { group: "block", content: "item+", parseDOM: [{ tag: "ol" }], toDOM: () => ["ol", 0] },
      item: { content: "paragraph", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
      break: { group: "inline", inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
      text: { group: "inline" },
    },
    marks: {
      link: {
        attrs: { href: {} }, inclusive: false,
        parseDOM: [{ tag: "a[href]", getAttrs: (it) => { const href = address(it.getAttribute("href")); return href ? { href } : false; } }],
        toDOM: (mark) => ["a", { href: mark.attrs.href }, 0],
      },
      bold: {
        parseDOM: [
          { tag: "strong" },
          { tag: "b", getAttrs: (it) => !/font-weight:\s*(normal|400)/i.test(it.dataset.style || "") && null },
        ],
        toDOM: () => ["strong", 0],
      },
    },
  });
  const { nodes, marks } = schema;

  // --- Pasting ---------------------------------------------------------------------------------------
  const SIGN = /^\s*(?:[·•▪◦●○■□\uf0b7\uf0a7]\s*|[-–—*]\s+|\(?\d{1,2}[.)]\s+)/;
  const isNumbered = (sign) => /[0-9a-zа-шѓѕјљњќџ]+[.)]/i.test(sign);
  const item = (page, words) => { const it = page.createElement("li"); it.append(...words); return it; };

  // Paragraphs that Word or a typist marked as items become lists.
  const withLists = (page) => {
    for (const gone of page.querySelectorAll("style, script, title, meta, link, img, o\\:p")) gone.remove();
    for (const heading of page.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      const paragraph = page.createElement("p");
      paragraph.append(...heading.childNodes);
      heading.replaceWith(paragraph);
    }
    let list = null;
    for (const paragraph of [...page.querySelectorAll("p")]) {
      const ofWord = /mso-list|MsoList/i.test(`${paragraph.dataset.style} ${paragraph.className}`);
      const ignored = [...paragraph.querySelectorAll("span")].find((it) => /mso-list:\s*ignore/i.test(it.dataset.style || ""));
      const words = paragraph.textContent.replace(/\u00a0/g, " ");
      const sign = ignored ? ignored.textContent : (words.match(SIGN) || [""])[0];
      if ((!sign && !ofWord) || paragraph.closest("li") || (!ofWord && isNumbered(sign) && !goesOn(paragraph, sign))) { list = null; continue; }
      if (ignored) ignored.remove();
      else dropLetters(paragraph, sign.length);
      const tag = isNumbered(sign) ? "ol" : "ul";
      if (!list || list.localName !== tag || list.nextElementSibling !== paragraph) {
        list = page.createElement(tag);
        paragraph.before(list);
      }
      list.append(item(page, paragraph.childNodes));
      paragraph.remove();
    }
    return page;
  };
  // A number alone is a date or an article: 1. stands before a 2., or after one.
  const goesOn = (paragraph, sign) => {
    const number = parseInt(sign.replace("(", ""), 10);
    const near = (it, wanted) => it && parseInt(it.textContent.trim().replace("(", ""), 10) === wanted && SIGN.test(it.textContent);
    const before = paragraph.previousElementSibling;
    return near(paragraph.nextElementSibling, number + 1) || (before?.localName === "ol" && before.children.length === number - 1);
  };
  const dropLetters = (element, count) => {
    const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (count > 0 && walker.nextNode()) {
      const taken = Math.min(count, walker.currentNode.data.length);
      walker.currentNode.deleteData(0, taken);
      count -= taken;
    }
  };
  const inert = () => document.implementation.createHTMLDocument("");
  const fromText = (text) => {
    const page = inert();
    for (const part of text.replace(/\r\n?/g, "\n").split("\n")) {
      if (!part.trim()) continue;
      const paragraph = page.createElement("p");
      paragraph.textContent = part;
      page.body.append(paragraph);
    }
    return P.DOMParser.fromSchema(schema).parseSlice(withLists(page).body, { preserveWhitespace: false });
  };
  // The page's policy refuses inline styles even here; what Word says in them is read under another name.
  const unstyled = (html) => html.replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  const fromHtml = (html) => withLists(new DOMParser().parseFromString(unstyled(html), "text/html")).body.innerHTML;

  // --- Commands --------------------------------------------------------------------------------------
  const listAround = (state) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth -= 1) {
      const node = $from.node(depth);
      if (node.type === nodes.bullets || node.type === nodes.numbers) return { node, at: $from.before(depth) };
    }
    return null;
  };
  const toggleList = (type) => (state, dispatch, view) => {
    const around = listAround(state);
    if (!around) return P.wrapInList(type)(state, dispatch, view);
    if (around.node.type === type) return P.liftListItem(nodes.item)(state, dispatch, view);
    if (dispatch) dispatch(state.tr.setNodeMarkup(around.at, type));
    return true;
  };
  const breakLine = (state, dispatch) => {
    if (listAround(state)) return false;
    if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.break.create()).scrollIntoView());
    return true;
  };
  const hasMark = (state, type) => {
    const { from, $from, to, empty } = state.selection;
    return empty ? Boolean(type.isInSet(state.storedMarks || $from.marks())) : state.doc.rangeHasMark(from, to, type);
  };
  // Where the cursor stands in a link, the whole link is meant.
  const linkRange = (state) => {
    const { from, to, empty, $from } = state.selection;
    if (!empty) return { from, to };
    const start = $from.parent.childAfter($from.parentOffset);
    const mark = start.node && marks.link.isInSet(start.node.marks);
    return mark ? { from: $from.start() + start.offset, to: $from.start() + start.offset + start.node.nodeSize } : { from, to };
  };

  // --- One editor ------------------------------------------------------------------------------------
  const begin = (area) => {
    const label = area.id && document.querySelector(`label[for="${area.id}"]`);
    const box = frame.content.firstElementChild.cloneNode(true);
    const link = box.querySelector("[data-rich-link]");
    const field = link.querySelector("input");
    const serializer = P.DOMSerializer.fromSchema(schema);
    const parser = P.DOMParser.fromSchema(schema);
    const parse = (html) => parser.parse(new DOMParser().parseFromString(html, "text/html").body);
    const keep = (doc) => {
      const page = inert();
      page.body.append(serializer.serializeFragment(doc.content, { document: page }));
      area.value = page.body.innerHTML;
    };
    const commands = {
      bold: P.toggleMark(marks.bold), bullets: toggleList(nodes.bullets), numbers: toggleList(nodes.numbers),
      link: (state, dispatch) => { if (dispatch) openLink(); return true; },
    };
    const openLink = () => {
      const { from, to } = linkRange(view.state);
      let href = "";
      view.state.doc.nodesBetween(from, to, (node) => { href ||= marks.link.isInSet(node.marks)?.attrs.href || ""; });
      field.value = href;
      field.removeAttribute("aria-invalid");
      link.hidden = false;
      field.focus();
    };
    const closeLink = () => { link.hidden = true; view.focus(); };
    const setLink = () => {
      const href = address(field.value);
      if (field.value.trim() && !href) { field.setAttribute("aria-invalid", "true"); return; }
      const { from, to } = linkRange(view.state);
      let change = view.state.tr.removeMark(from, to, marks.link);
      if (href && from === to) change = change.insert(from, schema.text(href, [marks.link.create({ href })]));
      else if (href) change = change.addMark(from, to, marks.link.create({ href }));
      view.dispatch(change);
      closeLink();
    };
    const showState = (state) => {
      const list = listAround(state)?.node.type;
      const pressed = { bold: hasMark(state, marks.bold), link: hasMark(state, marks.link), bullets: list === nodes.bullets, numbers: list === nodes.numbers };
      for (const button of box.querySelectorAll("[data-rich-do]")) {
        button.setAttribute("aria-pressed", String(pressed[button.dataset.richDo]));
      }
    };
    const about = { role: "textbox", "aria-multiline": "true", spellcheck: "true", class: "rich__text form-control" };
    if (area.id) about.id = area.id;
    if (label) { label.id ||= `label_${area.id}`; about["aria-labelledby"] = label.id; }
    for (const name of ["aria-describedby", "aria-invalid", "lang"]) {
      if (area.hasAttribute(name)) about[name] = area.getAttribute(name);
    }
    if (area.classList.contains("is-invalid")) about.class += " is-invalid";
    const view = new P.EditorView({ mount: box.querySelector("[data-rich-text]") }, {
      state: P.EditorState.create({
        doc: parse(area.dataset.rich),
        plugins: [
          P.inputRules({ rules: [P.wrappingInputRule(/^\s*[-–·•]\s$/, nodes.bullets), P.wrappingInputRule(/^1[.)]\s$/, nodes.numbers)] }),
          P.keymap({
            "Mod-b": commands.bold, "Mod-k": commands.link, "Mod-z": P.undo, "Mod-y": P.redo, "Mod-Shift-z": P.redo,
            "Mod-Shift-7": commands.numbers, "Mod-Shift-8": commands.bullets,
            Enter: P.splitListItem(nodes.item), "Shift-Enter": breakLine,
          }),
          P.keymap(P.baseKeymap),
          P.history(),
        ],
      }),
      attributes: about,
      transformPastedHTML: fromHtml,
      clipboardTextParser: fromText,
      dispatchTransaction(change) {
        const state = view.state.apply(change);
        view.updateState(state);
        showState(state);
        if (!change.docChanged) return;
        keep(state.doc);
        area.dispatchEvent(new Event("input", { bubbles: true }));
      },
    });
    box.addEventListener("click", (event) => {
      const button = event.target.closest("[data-rich-do]");
      if (button) {
        if (button.dataset.richDo !== "link") view.focus();
        commands[button.dataset.richDo](view.state, view.dispatch, view);
      } else if (event.target.closest("[data-rich-set]")) setLink();
      else if (event.target.closest("[data-rich-unset]")) { field.value = ""; setLink(); }
    });
    link.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeLink();
      else if (event.key === "Enter" && event.target === field) setLink();
      else return;
      event.preventDefault();
    });
    field.addEventListener("input", (event) => event.stopPropagation());
    if (label) label.addEventListener("click", () => view.focus());
    const isFocused = area.autofocus || document.activeElement === area;
    area.name += "_html";
    area.removeAttribute("id");
    area.hidden = true;
    area.after(box);
    keep(view.state.doc);
    showState(view.state);
    if (isFocused) view.focus();
  };

  const beginAll = (root) => {
    for (const area of root.querySelectorAll("textarea[data-rich]:not([hidden])")) begin(area);
  };
  beginAll(document);
  document.addEventListener("htmx:afterSettle", (event) => beginAll(event.target));
})();
