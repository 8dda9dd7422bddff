"""A reader with a browser of any engine, whose actions are counted."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from playwright.sync_api import Download, Page

from tests.waiting import until

# The middle of the first visible element that matches and has the text, once it is in sight and not moving.
PLACE = """(selector, text) => {
  const found = [...document.querySelectorAll(selector)].find(
    (each) => each.getClientRects().length && each.textContent.replace(/\\s+/g, " ").includes(text));
  if (!found || document.querySelector(".cp-root[aria-busy]")) return null;
  const box = found.getClientRects()[0];
  const place = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
  const hit = document.elementFromPoint(...place);
  if (hit && (found.contains(hit) || hit.contains(found))) return place;
  found.scrollIntoView({ block: "center", behavior: "instant" });
  return null;
}"""
READ = (
    "(selector) => [...document.querySelectorAll(selector)].map((each) => (each.innerText || each.value || '').trim())"
)
# The texts that a reader has before their eyes without scrolling.
IN_SIGHT = """(selector) => [...document.querySelectorAll(selector)].filter((each) => {
  const box = each.getBoundingClientRect();
  return box.height && box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
}).map((each) => each.innerText.replace(/\\s+/g, " ").trim())"""


class Reader(ABC):
    """Does jobs at `address`. An action is a click, or a text typed into a field and sent with Enter; scrolling is
    none."""

    engine = ""

    def __init__(self, address: str) -> None:
        self.address = address
        self.actions = 0

    def open(self, path: str) -> None:
        """Opens a page of the server and waits until its scripts run."""
        self.goto(self.address + path)
        self.wait_for("body:not(:has(#first-paint)) .stApp .cp")

    def click(self, selector: str, text: str = "") -> None:
        """Clicks on the first visible element of the selector that has the text."""
        self.actions += 1
        self.click_at(*self._place(selector, text))

    def search(self, selector: str, text: str) -> None:
        """Types a text into a field and presses Enter."""
        self.actions += 1
        self.click_at(*self._place(selector, ""))
        self.type(text)
        self.type(ENTER)

    def paste(self, selector: str) -> str:
        """Paste the clipboard into a field and return it."""
        self.click_at(*self._place(selector, ""))
        self.press_paste()
        until(lambda: any(self.read(selector)))
        return next(text for text in self.read(selector) if text)

    def wait_for(self, selector: str) -> None:
        """Waits until something matches the selector."""
        self.wait_until("(selector) => Boolean(document.querySelector(selector))", selector)

    def wait_until(self, function: str, *arguments: Any) -> None:
        """Wait until a JavaScript function returns true."""
        until(lambda: self.evaluate(function, *arguments) is True)

    def read(self, selector: str) -> list[str]:
        """The texts, or values, of all elements of the selector."""
        return self.evaluate(READ, selector)

    def in_sight(self, selector: str) -> list[str]:
        """The texts of the elements of the selector that are in sight as a whole."""
        return self.evaluate(IN_SIGHT, selector)

    def path(self) -> str:
        """Path and query of the page."""
        return self.evaluate("() => location.pathname + location.search")

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """The result of a function of JavaScript; None where the page changes meanwhile."""
        text = ", ".join(json.dumps(each) for each in arguments)
        answer = self.run(f"JSON.stringify(({function})({text}) ?? null)")
        return json.loads(answer) if answer else None

    def _place(self, selector: str, text: str) -> tuple[int, int]:
        """The place of an element, once it is the same twice in a row."""
        places: list[list[int]] = [[]]

        def settled() -> bool:
            self.pause(0.1)
            places.append(self.evaluate(PLACE, selector, text) or [])
            return bool(places[-1]) and places[-1] == places[-2]

        try:
            until(settled)
        except AssertionError:
            raise AssertionError(f"{self.engine}: nothing to click on: {selector} {text!r} at {self.path()}") from None
        x, y = places[-1]
        return x, y

    @abstractmethod
    def goto(self, url: str) -> None:
        """Opens an address."""

    @abstractmethod
    def run(self, expression: str) -> str | None:
        """The string that an expression of JavaScript gives."""

    @abstractmethod
    def click_at(self, x: int, y: int) -> None:
        """Clicks on a place of the window, as a mouse does."""

    @abstractmethod
    def type(self, text: str) -> None:
        """Types a text."""

    @abstractmethod
    def press_paste(self) -> None:
        """Presses Ctrl and V."""

    @abstractmethod
    def to_new_tab(self) -> None:
        """Goes to the tab that a click has opened."""

    @abstractmethod
    def saved(self) -> dict[str, Path]:
        """The files saved so far, by the name that the page gave them."""

    def pause(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)


# As WebDriver's specification has it.
ENTER, CONTROL = "\ue007", "\ue009"


class ChromiumReader(Reader):
    """A reader in Chromium, driven by Playwright."""

    engine = "chromium"

    def __init__(self, address: str, page: Page) -> None:
        super().__init__(address)
        self._page = page
        self._downloads: list[Download] = []
        self._follow_downloads(page)
        page.context.on("page", self._follow_downloads)

    def _follow_downloads(self, page: Page) -> None:
        page.on("download", lambda download: self._downloads.append(download))

    def goto(self, url: str) -> None:
        self._page.goto(url)

    def run(self, expression: str) -> str | None:
        return self._page.evaluate(expression)

    def click_at(self, x: int, y: int) -> None:
        self._page.mouse.click(x, y)

    def type(self, text: str) -> None:
        if text == ENTER:
            self._page.keyboard.press("Enter")
        else:
            self._page.keyboard.type(text)

    def press_paste(self) -> None:
        self._page.keyboard.press("Control+V")

    def to_new_tab(self) -> None:
        def opened() -> bool:
            self.pause(0.05)
            return len(self._page.context.pages) > 1

        until(opened)
        self._page = self._page.context.pages[-1]
        self._page.wait_for_load_state()

    def saved(self) -> dict[str, Path]:
        return {each.suggested_filename: each.path() for each in self._downloads}

    def pause(self, seconds: float) -> None:
        self._page.wait_for_timeout(seconds * 1_000)
