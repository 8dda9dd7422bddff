"""Opening a link in a real browser with an empty cache."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# The whole browser first, as readers have it; the shell without windows paints in less time.
BROWSERS = ("chromium", "chromium-browser", "chromium-headless-shell")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# A new window of Chromium loads its own interface, some hundred modules, and would share the cores with the page; a
# reader's window has been open for longer.
WINDOW_MS, REST_MS, PATIENCE_MS = 2_000, 1_000, 120_000
# Checks each frame of the page from a script inside it. A check from outside would wait for the scripts there.
WATCH = """(selector) => {
  // Streamlit may load the page again: what counts is when the first one was asked for.
  sessionStorage.opened ??= performance.timeOrigin;
  const look = () => {
    const visible = [...document.querySelectorAll(selector)].some((element) =>
      element.getClientRects().length && element.checkVisibility({ visibilityProperty: true }));
    if (!visible) return requestAnimationFrame(look);
    // The message comes after the frame is drawn.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      window.readable = performance.timeOrigin + performance.now() - sessionStorage.opened;
    };
    channel.port2.postMessage(null);
  };
  requestAnimationFrame(look);
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine, without a window. RuntimeError if there is none."""
    path = os.environ.get("COUNTERPOINT_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise RuntimeError("no Chromium found: install it, or name it in COUNTERPOINT_CHROMIUM")
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=OPTIONS) as browser:
        yield browser


def open_link(browser: Browser, address: str, selector: str) -> tuple[float, float]:
    """Open an address in a new browser context.

    Return the milliseconds until an element of the selector can be read, and the bytes fetched until nothing more came.
    Playwright's TimeoutError after two minutes."""
    with browser.new_context() as context:
        page = context.new_page()
        page.wait_for_timeout(WINDOW_MS)
        protocol, sizes = context.new_cdp_session(page), list[float]()
        protocol.send("Network.enable")
        protocol.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.add_init_script(f"({WATCH})({json.dumps(selector)})")
        page.goto(address, wait_until="commit")
        readable = page.wait_for_function("() => window.readable", timeout=PATIENCE_MS, polling=250).json_value()
        page.wait_for_load_state("networkidle", timeout=PATIENCE_MS)
        page.wait_for_timeout(REST_MS)
        return float(readable), sum(sizes)
