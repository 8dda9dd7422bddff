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
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright

from data import load, served_directory

from .session import Session

ROOT = Path(__file__).parent.parent
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@contextmanager
def server(script: Path) -> Iterator[int]:
    """A Streamlit server for a script, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    options = ["--server.headless", "true", "--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false"]
    process = subprocess.Popen(
        [*command, *options], cwd=ROOT, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(f"no server on port {port} after 60 s")


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
        with Session(ours) as session, Session(empty) as floor, Session(tuned) as low:
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
                selectors = {ours: ".cp .row", empty: main, tuned: main}
                seen = [first_content(browser, f"http://127.0.0.1:{port}/", at, 5) for port, at in selectors.items()]
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
