"""`python -m benchmarks.opening`: opening a link in a real browser, beside an empty
Streamlit page in the same run.

For each of them, with an empty cache each time, at full speed and over a slow
network: when the first content can be read, when a filter that is clicked as soon as
it is there has changed the board, when Streamlit is in place (for the empty page:
when it is there), and how many bytes came over the wire.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from .serving import DASHBOARD, EMPTY_PAGE, made_ahead, server

CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# Chrome's own "Slow 4G" (until 2024 "Fast 3G"): 1.44 Mbit/s down, 0.68 up, 562 ms there and back.
SLOW = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
NETWORKS: Mapping[str, Mapping[str, object] | None] = {"full-speed": None, "slow-4g": SLOW}
PAGE = "[data-testid=stMainBlockContainer]"
# A new context opens a new window, whose own interface (Chrome's address bar is some hundred
# modules of its own) is loaded in the half second after it and would share the cores with the
# page; a reader's window has been open for longer than that.
WINDOW_SETTLED_MS = 2000


# Looks at every frame of a page for what is waited for, and notes the time after the
# frame that shows it was made: for both pages by the same means, without asking the
# page from outside, which would wait for the scripts that run in it.
WATCH = """(conditions) => {
  sessionStorage.opened ??= performance.timeOrigin;
  const shown = (selector, text) => [...document.querySelectorAll(selector)].some((element) =>
    element.getClientRects().length && element.checkVisibility({ visibilityProperty: true }) &&
    element.textContent.includes(text));
  window.seen = {};
  const look = () => {
    for (const [name, [selector, text]] of Object.entries(conditions)) {
      if (name in window.seen || !shown(selector, text)) continue;
      window.seen[name] = null;
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        window.seen[name] = performance.timeOrigin + performance.now() - sessionStorage.opened;
      };
      channel.port2.postMessage(null);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
# What is waited for: a selector, and a text in an element that it finds.
Conditions = Mapping[str, tuple[str, str]]
OURS: Conditions = {
    "readable": (".cp h1", ""),
    "answered": (".cp .chip", "History"),
    "in place": (".stApp .cp .filters", ""),
}
EMPTY: Conditions = {"readable": (PAGE, ""), "in place": (PAGE, "")}
FILTER = "#f-theme-history"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine, without a window."""
    path = os.environ.get("COUNTERPOINT_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Opening:
    """Milliseconds from the start of the navigation until something can be read and
    until Streamlit is in place, and bytes received."""

    readable: float
    in_place: float
    received: int


def opened(browser: Browser, address: str, conditions: Conditions, network: Mapping[str, object] | None) -> Opening:
    """One opening of a page in a new context."""
    page, protocol = _page(browser, conditions, network)
    received = 0

    def count(event: Mapping[str, float]) -> None:
        nonlocal received
        received += int(event["encodedDataLength"])

    protocol.on("Network.loadingFinished", count)
    page.goto(address, wait_until="commit")
    in_place = _seen(page, "in place")
    page.wait_for_timeout(1500)
    made = Opening(_seen(page, "readable"), in_place, received)
    page.context.close()
    return made


def answered(browser: Browser, address: str, network: Mapping[str, object] | None) -> float:
    """Milliseconds from the start of the navigation until the changed board can be
    read, where a reader clicks a filter as soon as there is one."""
    page, _ = _page(browser, OURS, network)
    page.goto(address, wait_until="commit")
    page.locator(FILTER).click(timeout=120_000)
    took = _seen(page, "answered")
    page.context.close()
    return took


def _page(browser: Browser, conditions: Conditions, network: Mapping[str, object] | None) -> tuple[Page, CDPSession]:
    """An empty page of a new context that watches for these conditions, over a network."""
    context = browser.new_context()
    page = context.new_page()
    page.wait_for_timeout(WINDOW_SETTLED_MS)
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    if network:
        protocol.send("Network.emulateNetworkConditions", dict(network))
    page.add_init_script(f"({WATCH})({json.dumps(conditions)})")
    return page, protocol


def _seen(page: Page, name: str) -> float:
    """When a condition of a page was first met."""
    found = page.wait_for_function("name => window.seen?.[name]", arg=name, timeout=120_000, polling=250)
    return float(found.json_value())


def median(openings: list[Opening]) -> Opening:
    """The median of each measure."""
    return Opening(
        statistics.median(each.readable for each in openings),
        statistics.median(each.in_place for each in openings),
        round(statistics.median(each.received for each in openings)),
    )


def report(name: str, own: Opening, answer: float, floor: Opening) -> None:
    """Prints the table of a network."""
    print(f"{name + ':':<34} {'Counterpoint':>13} {'empty':>10} {'ratio':>7}")
    for what, mine, theirs in (
        ("readable (ms)", own.readable, floor.readable),
        ("a filter has answered (ms)", answer, floor.in_place),
        ("Streamlit in place (ms)", own.in_place, floor.in_place),
        ("received (bytes)", own.received, floor.received),
    ):
        print(f"  {what:<32} {mine:>13,.0f} {theirs:>10,.0f} {mine / theirs:>7.2f}", flush=True)


def main() -> None:
    """Prints one table a network."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opening", description=__doc__)
    parser.add_argument("--times", type=int, default=7, help="openings of each page (7)")
    parser.add_argument("--network", choices=NETWORKS, action="append", help="which network (all)")
    options = parser.parse_args()
    with (
        server(DASHBOARD) as ours,
        server(EMPTY_PAGE) as empty,
        chromium() as browser,
    ):
        made_ahead()
        for name in options.network or NETWORKS:
            network = NETWORKS[name]
            own, answers, floor = [], [], []
            for _ in range(options.times):
                own.append(opened(browser, f"{ours.address}/", OURS, network))
                floor.append(opened(browser, f"{empty.address}/", EMPTY, network))
                answers.append(answered(browser, f"{ours.address}/", network))
            report(name, median(own), statistics.median(answers), median(floor))


if __name__ == "__main__":
    main()
