"""`python -m benchmarks`: one table, every figure beside an empty Streamlit page.

Server time is what a session waits for a rerun, over the real protocol; first
content is what a real browser shows. Both servers run at the same time on the
machine at hand, measured in turn, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright

from data import load, served_directory

from .serving import ROOT, server
from .session import Session

CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def queries() -> list[str]:
    """Views of the Compare page that differ: each issue alone, each order."""
    dataset = load(served_directory())
    issues = [urlencode({"issue": issue}) for issue in dataset.issues]
    orders = [urlencode({"sort": sort}) for sort in ("listed", "divergence", "recent", "statements")]
    themes = [urlencode({"theme": theme}) for theme in dataset.themes if theme]
    return ["", *orders, *themes, *issues]


def reruns(session: Session, asked: list[str], page: str) -> float:
    """Median milliseconds of a rerun over the queries asked."""
    return statistics.median(session.run(query, page).seconds for query in asked) * 1e3


def first_content(browser: Browser, address: str, selector: str, times: int) -> float:
    """Median milliseconds from navigation to the first element of `selector`, in
    a new browser context (an empty cache) each time."""
    took = []
    for _ in range(times):
        context = browser.new_context()
        page = context.new_page()
        started = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(selector, state="attached")
        took.append((time.perf_counter() - started) * 1e3)
        context.close()
    return statistics.median(took)


def measure(times: int) -> Iterator[tuple[str, float, float, float]]:
    """(what, Counterpoint, an empty page, an empty page with the collector frozen),
    in milliseconds, for each line of the table."""
    views = queries()
    plain = ROOT / "benchmarks" / "empty.py"
    frozen = ROOT / "benchmarks" / "empty_frozen.py"
    with server(ROOT / "dashboard.py") as ours, server(plain) as empty, server(frozen) as tuned:
        with Session(ours.port) as session, Session(empty.port) as floor, Session(tuned.port) as low:
            for opened in (session, floor, low):
                opened.run()
            nothing = list(itertools.islice(itertools.cycle(["", "a=1"]), times))
            first = reruns(session, views, "compare")
            again = reruns(session, views, "compare")
            floors = reruns(floor, nothing, ""), reruns(low, nothing, "")
        yield "rerun, a view seen for the first time", first, *floors
        yield "rerun, a view seen before", again, *floors
        chromium = os.environ.get("COUNTERPOINT_CHROMIUM") or shutil.which("chromium")
        if chromium:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
                main = "[data-testid=stMainBlockContainer]"
                selectors = {ours.address: ".cp .row", empty.address: main, tuned.address: main}
                seen = [first_content(browser, address, at, 5) for address, at in selectors.items()]
                yield "first readable content", seen[0], seen[1], seen[2]
                browser.close()


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--times", type=int, default=60, help="reruns of the empty page (60)")
    options = parser.parse_args()
    print(f"{'milliseconds, medians':<40} {'Counterpoint':>13} {'empty':>8} {'ratio':>7} {'frozen':>8} {'ratio':>7}")
    for what, ours, floor, low in measure(options.times):
        print(f"{what:<40} {ours:>13.1f} {floor:>8.1f} {ours / floor:>7.2f} {low:>8.1f} {ours / low:>7.2f}")


if __name__ == "__main__":
    main()
