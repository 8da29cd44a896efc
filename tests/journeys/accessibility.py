"""axe-core on a page, by the rules of WCAG 2.2 AA."""

import functools
from importlib import resources

from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
ASK = """
async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  const told = node => node.target.join(" ") + ": " + node.failureSummary;
  return found.violations.map(rule => [rule.id, rule.help, rule.nodes.map(told)]);
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


def violations(page: Page) -> list:
    """What is wrong on the page as it stands: the rule, its sentence, and where."""
    if page.evaluate("typeof axe === 'undefined'"):  # half a megabyte: once for a page
        page.evaluate(_axe())
    return page.evaluate(ASK, TAGS)


def sticking_out(page: Page) -> list[str]:
    """What makes the page scroll sideways; nothing where it does not."""
    return page.evaluate(FIND)
