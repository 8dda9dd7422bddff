"""`python -m benchmarks.opening`: opening a link in a real browser, beside an empty
Streamlit page in the same run.

For each of them, with an empty cache each time, at full speed and over a slow
network: when the first content can be read, when the filters can be used (for the
empty page: when it is there), and how many bytes came over the wire.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from .__main__ import CHROMIUM_OPTIONS
from .serving import ROOT, server

# Chrome's own "Slow 4G" (until 2024 "Fast 3G"): 1.44 Mbit/s down, 0.68 up, 562 ms there and back.
SLOW = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}
NETWORKS: Mapping[str, Mapping[str, object] | None] = {"full-speed": None, "slow-4g": SLOW}
PAGE = "[data-testid=stMainBlockContainer]"


@dataclass(frozen=True)
class Opening:
    """Milliseconds until something can be read and until it can be used, and bytes received."""

    readable: float
    usable: float
    received: int


def opened(browser: Browser, address: str, readable: str, usable: str, network: Mapping[str, object] | None) -> Opening:
    """One opening of a page in a new context."""
    context = browser.new_context()
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Network.enable")
    if network:
        protocol.send("Network.emulateNetworkConditions", dict(network))
    received = 0

    def count(event: Mapping[str, float]) -> None:
        nonlocal received
        received += int(event["encodedDataLength"])

    protocol.on("Network.loadingFinished", count)
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(readable, state="visible", timeout=120_000)
    read = (time.perf_counter() - started) * 1e3
    page.wait_for_selector(usable, state="attached", timeout=120_000)
    used = (time.perf_counter() - started) * 1e3
    page.wait_for_timeout(1500)
    context.close()
    return Opening(read, used, received)


def median(openings: list[Opening]) -> Opening:
    """The median of each measure."""
    return Opening(
        statistics.median(each.readable for each in openings),
        statistics.median(each.usable for each in openings),
        round(statistics.median(each.received for each in openings)),
    )


def main() -> None:
    """Prints one table a network."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.opening", description=__doc__)
    parser.add_argument("--times", type=int, default=7, help="openings of each page (7)")
    parser.add_argument("--network", choices=NETWORKS, action="append", help="which network (all)")
    options = parser.parse_args()
    chromium = os.environ.get("COUNTERPOINT_CHROMIUM") or shutil.which("chromium")
    with (
        server(ROOT / "dashboard.py") as ours,
        server(ROOT / "benchmarks" / "empty.py") as empty,
        sync_playwright() as playwright,
    ):
        # What is compressed ahead of time is so some seconds after the start.
        time.sleep(10)
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        for name in options.network or NETWORKS:
            network = NETWORKS[name]
            own, floor = [], []
            for _ in range(options.times):
                own.append(opened(browser, f"{ours.address}/", ".cp h1", ".stApp .cp .filters", network))
                floor.append(opened(browser, f"{empty.address}/", PAGE, PAGE, network))
            mine, theirs = median(own), median(floor)
            print(f"{name}: {'':<22} {'Counterpoint':>13} {'empty':>10} {'ratio':>7}")
            for what, unit in (("readable", "ms"), ("usable", "ms"), ("received", "bytes")):
                a, b = getattr(mine, what), getattr(theirs, what)
                print(f"  {f'{what} ({unit})':<32} {a:>13,.0f} {b:>10,.0f} {a / b:>7.2f}")
        browser.close()


if __name__ == "__main__":
    main()
