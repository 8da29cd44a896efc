"""axe-core on a page, by the rules of WCAG 2.2 AA."""

import functools
from importlib import resources

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ASK = """
async ([tags, hasContrast]) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, rules: {"color-contrast": {enabled: hasContrast}},
    resultTypes: ["violations"], preload: false,
  });
  const told = node => node.target.join(" ") + ": " + node.failureSummary;
  return found.violations.map(rule => [rule.id, rule.help, rule.nodes.map(told)]);
}
"""
ASK_THE_COLOURS = """
async lookedAt => {
  const known = new Set(lookedAt), fresh = new Map(), surroundings = new Map();
  const around = one => {  // all that can lie behind a text, up to the root
    if (!one) return "";
    if (!surroundings.has(one)) {
      const {backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position} = getComputedStyle(one);
      const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position].join();
      const plain = own === "rgba(0, 0, 0, 0),none,1,none,normal,static";
      surroundings.set(one, around(one.parentElement) + (plain ? "" : `;${one.tagName} ${own}`));
    }
    return surroundings.get(one);
  };
  for (const one of document.querySelectorAll("body *")) {
    const says = [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()) || "value" in one;
    if (!says || !one.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(one);
    const look = [one.tagName, color, fontSize, fontWeight, textShadow, around(one)].join();
    if (!known.has(look) && !fresh.has(look)) fresh.set(look, one);
  }
  if (!fresh.size) return [[], []];
  const found = await axe.run({include: [...fresh.values()]}, {
    runOnly: {type: "rule", values: ["color-contrast"]}, resultTypes: ["violations"], preload: false});
  const told = node => node.target.join(" ") + ": " + node.failureSummary;
  return [found.violations.map(rule => [rule.id, rule.help, rule.nodes.map(told)]), [...fresh.keys()]];
}
"""
FIND = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [...document.querySelectorAll("body *")].filter(
    one => one.getBoundingClientRect().right > width + 0.5 && !one.closest(".scroll > *"));
  return ["page", ...out.map(one => `${one.tagName} ${one.getAttribute("class") ?? ""} ${one.id}`)];
}
"""


@functools.cache
def _axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, looked_at: set[str] | None = None) -> list:
    """What is wrong on the page as it stands: the rule, its sentence, and where.

    By far the dearest rule is that of contrast. Whether it is kept hangs on a text's colour, size and weight and
    on the backgrounds around it alone; who hands in `looked_at` has it asked only for the combinations that are not
    in there yet, and they are added.
    """
    if page.evaluate("typeof axe === 'undefined'"):  # half a megabyte: once for a page
        page.evaluate(_axe())
    wrong = page.evaluate(ASK, [TAGS, looked_at is None])
    if looked_at is None:
        return wrong
    more, looks = page.evaluate(ASK_THE_COLOURS, list(looked_at))
    looked_at.update([] if more else looks)
    return wrong + more


def sticking_out(page: Page) -> list[str]:
    """What makes the page scroll sideways; nothing where it does not."""
    return page.evaluate(FIND)
