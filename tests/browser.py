"""A person at a browser, for the journeys: what they see is checked while they go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

LAUNCH_ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page lives for a second or two: compilers that make hot code quicker, and collecting what the next page
    # throws away anyway, cost more than they save. What a script does is the same.
    "--js-flags=--no-opt --no-maglev --min-semi-space-size=32",
]
# How long a page may take to say what it will say; a busy machine with two workers needs more than five seconds.
expect.set_options(timeout=15_000)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
# What axe judges: elements, classes and attributes, whether there is text; the same row many times counts once.
SHAPE = """() => {
  const ids = new Set();
  let twice = false;
  const shape = (element) => {
    if (element.id) { twice = twice || ids.has(element.id); ids.add(element.id); }
    const own = [...element.attributes].filter((a) => !/^(id|href|action|value|for|d|content|datetime|hx-get|title)$/
      .test(a.name) && !/^aria-(labelledby|describedby|controls)$/.test(a.name)).map((a) => a.name + "=" + a.value);
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const inside = [...element.children].map(shape).filter((each, at, all) => each !== all[at - 1]);
    return `${element.tagName}[${own}]${text}(${inside})`;
  };
  return Boolean(document.title) + shape(document.documentElement) + twice + innerWidth;
}"""
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@dataclass
class Visitor:
    """One browser window of one person.

    Use `goto`, `follow` and `press`, or the Playwright page itself (`page`). Every page is run through axe,
    looked at 320 pixels wide and given to `checks`, after arriving and before leaving. What the browser complains
    about (errors on the console, a broken Content-Security-Policy, answers of 500 and above) fails the test at its
    end, or at `no_complaints`.
    """

    page: Page
    base_url: str
    seen: set[str]
    complaints: list[str] = field(default_factory=list)
    checks: tuple[Callable[[Page], None], ...] = ()

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("response", self._on_response)

    def _on_console(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console at {self.page.url}: {message.text}")

    def _on_response(self, response) -> None:
        # A page that answers 4xx may be what the test is about; a style sheet or script never.
        broken = response.status >= 500 or (response.status >= 400 and "/static/" in response.url)
        if broken:
            self.complaints.append(f"{response.status} for {response.url}")

    def goto(self, path: str):
        """Open a path of the service; return the browser's response."""
        if self.page.url.startswith(self.base_url):
            self.look()
        response = self.page.goto(path if path.startswith("http") else self.base_url + path)
        self.look()
        return response

    def follow(self, name: str, *, exact: bool = True, within=None) -> None:
        """Click the link of that name."""
        self.look()
        (within or self.page).get_by_role("link", name=name, exact=exact).first.click()
        self._arrived()

    def press(self, name: str | re.Pattern[str], *, exact: bool = True, within=None) -> None:
        """Press the button of that name."""
        self.look()
        (within or self.page).get_by_role("button", name=name, exact=exact).first.click()
        self._arrived()

    def _arrived(self) -> None:
        self.page.wait_for_load_state("load")
        self.look()

    def reads(self, text: str) -> None:
        """The page shows this text."""
        expect(self.page.locator("body")).to_contain_text(text)

    def heading(self, text: str) -> None:
        """The page's own heading is exactly this."""
        expect(self.page.locator("h1")).to_have_text(text)

    def look(self) -> None:
        """Run axe over the page as it is now, unless one of the same shape was looked at; nothing may be found.

        Nor may anything stick out sideways on a telephone; `checks` look at every page.
        """
        if self.page.url == "about:blank":
            return
        for check in self.checks:
            check(self.page)
        mark = hashlib.sha256(self.page.evaluate(SHAPE).encode()).hexdigest()
        if mark in self.seen:
            return
        self.seen.add(mark)
        results = Axe().run(self.page, options=AXE_OPTIONS)
        assert results.violations_count == 0, f"{self.page.url}\n{results.generate_report()}"
        self.fits()

    def fits(self, width: int = 320) -> None:
        """Nothing has to be scrolled sideways at this width (WCAG 1.4.10)."""
        before = self.page.viewport_size
        self.page.set_viewport_size({"width": width, "height": 800})
        assert self.page.evaluate(FITS), f"{self.page.url} is wider than {width} pixels"
        self.page.set_viewport_size(before)

    def no_complaints(self) -> None:
        """The browser has had nothing to complain about so far."""
        assert self.complaints == []
