"""The corpus is worth something: put raw into a careless page, its payloads run."""

from html import escape

import pytest
from playwright.sync_api import Browser

from tests.hostile.corpus import CORPUS, IN_THE_BROWSER, KINDS

CARELESS, HTML = "http://careless.example/", "text/html; charset=utf-8"
FIRST = [kind[0] for kind in KINDS]
POKE = """() => {
  const types = ["focus", "mouseover", "mouseenter", "pointerover", "pointerenter", "wheel", "beforeinput", "toggle"];
  const documents = [...document.querySelectorAll("iframe")].map(one => one.contentDocument).filter(Boolean);
  for (const page of documents) {
    for (const one of page.querySelectorAll("*")) {
      for (const type of types) one.dispatchEvent(new Event(type));
      if (one.matches("form")) continue;
      one.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }
  }
}"""


def test_the_corpus_is_large_and_says_nothing_twice():
    runs = [payload for payload in CORPUS if not payload.trick]

    assert len(runs) >= 100
    assert len({payload.text for payload in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize(
    "payloads", [FIRST, pytest.param(CORPUS, marks=pytest.mark.journeys_long)], ids=["one of each kind", "all"]
)
def test_every_payload_runs_when_it_is_put_raw_into_a_page_or_is_a_known_trick(browser: Browser, payloads):
    """A payload a frame, without any policy. Everything is pointed at and clicked once."""
    page = browser.new_page()
    frames = "".join(f'<iframe srcdoc="{escape(payload.careless_page)}"></iframe>' for payload in payloads)
    page.route(CARELESS, lambda route: route.fulfill(body=f"<!doctype html>{frames}", content_type=HTML))
    page.add_init_script(f"if (window === top) {{ {IN_THE_BROWSER} }}")
    must = {payload.number for payload in payloads if not payload.trick}

    page.goto(CARELESS, wait_until="commit")
    ran: set[int] = set()
    for _again in range(60):
        page.wait_for_timeout(250)
        page.evaluate(POKE)
        ran = set(page.evaluate("ran"))
        if must <= ran:
            break

    assert [payload.text for payload in payloads if payload.number in must - ran] == []
    assert [payload.text for payload in payloads if payload.number in ran - must] == [], "these are no mere tricks"
