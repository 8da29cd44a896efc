"""What a page must not hold, looked at in a real browser after all its own scripts have run."""

# ruff: noqa: E501 – the script reads better unbroken

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.test import Client
from playwright.sync_api import Browser, Page

from ovp_portal.accounts.models import User
from tests.hostile.corpus import IN_THE_BROWSER

FOREIGN = """() => {
  const own = location.origin;
  const addresses = ["href", "xlink:href", "src", "action", "formaction", "data", "poster", "background", "ping"];
  const isWeb = (words) => { try { return /^(https?|mailto):$/.test(new URL(words, own).protocol) } catch { return true } };
  const isOwn = (words) => { try { return new URL(words, own).origin === own } catch { return false } };
  const never = "iframe, object, embed, applet, base, frame, frameset, math, foreignObject, animate, set, video, audio, " +
    "marquee, area, keygen, xmp, [srcdoc], [ping], [contenteditable=x], meta[http-equiv=refresh]";
  const found = [];
  for (const one of document.querySelectorAll("*")) {
    const name = one.outerHTML.slice(0, 160);
    if (one.matches(never) && one.id !== "rich-frame") found.push(`forbidden: ${name}`);
    if (one.matches("script") && !/json/.test(one.type) && (one.textContent.trim() && !one.nonce || one.src && !isOwn(one.src))) found.push(`script: ${name}`);
    if (one.matches("img, link, form, input[type=image]") && [...one.attributes].some(it => ["src", "action"].includes(it.name) && !isOwn(it.value) && !it.value.startsWith("data:image/"))) found.push(`elsewhere: ${name}`);
    for (const it of one.attributes) {
      if (/^on/i.test(it.name)) found.push(`handler: ${name}`);
      if (addresses.includes(it.name.toLowerCase()) && !isWeb(it.value) && !/^data:image\\//.test(it.value)) found.push(`address: ${name}`);
    }
  }
  return found;
}"""


class Looker:
    """A browser with somebody in it, who tells of every page that is not as it should be."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.visited: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", self._hear)

    def _hear(self, line) -> None:
        if line.type == "error" and "Content Security Policy" in line.text:
            self.faults.append(f"{self.page.url}: refused by the policy: {line.text[:160]}")

    def goes(self, path: str, *, status: int = 200) -> None:
        response = self.page.goto(self.address + path, wait_until="load", timeout=120_000)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        self.looks(path)

    def looks(self, name: str) -> None:
        """At the page that stands there now."""
        self.visited.append(name)
        self.faults += [f"{name}: payload {number} ran" for number in self.page.evaluate("ran")]
        self.faults += [f"{name}: {fault}" for fault in self.page.evaluate(FOREIGN)[:20]]
        host = urlsplit(self.address).netloc
        elsewhere = {
            url for url in self.asked if not url.startswith("data:") and urlsplit(url).netloc not in ("", host)
        }
        self.faults += [f"{name}: asked for {url}" for url in elsewhere]
        self.asked.clear()


@contextmanager
def looking(browser: Browser, address: str, user: User | None = None) -> Iterator[Looker]:
    """Somebody's own browser, signed in or not."""
    context = browser.new_context(base_url=address)
    context.add_init_script(IN_THE_BROWSER)
    if user:
        client = Client()
        client.force_login(user)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    looker = Looker(context.new_page(), address)
    yield looker
    context.close()
