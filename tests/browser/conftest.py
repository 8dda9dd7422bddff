import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from benchmarks.server import free_port, launch
from tests.conftest import mark

# Debian's headless shell is the same engine without windows around it: pages open in two thirds of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("COUNTERPOINT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
SWITCHES += ["--disable-background-networking", "--disable-component-update"]
# As long as for pages: a slow machine draws a chart in five seconds, which is what Playwright waits by itself.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark(items, "browser", "" if CHROMIUM else "no Chromium found: install it, or name it in COUNTERPOINT_CHROMIUM")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    assert CHROMIUM, "the browser tests are required, but no Chromium was found"
    return {"executable_path": CHROMIUM, "args": SWITCHES, "headless": True}


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Starts a server for a dataset (None: the shipped one), with further options of Streamlit's and variables if
    there are any, and returns its address; prints the server's log where it does not come up."""
    with ExitStack() as stack:

        def start(dataset: Path | None, *options: str, **variables: str) -> str:
            port, log = free_port(), tmp_path_factory.mktemp("server") / "log"
            command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), *options]
            environment = variables | ({"COUNTERPOINT_DATASET": str(dataset)} if dataset else {})
            base = options[options.index("--server.baseUrlPath") + 1] if "--server.baseUrlPath" in options else ""
            health = f"/{base}/_stcore/health".replace("//", "/")
            output = stack.enter_context(log.open("w"))
            try:
                stack.enter_context(launch(command, port, health, environment, output))
            except (RuntimeError, TimeoutError):
                pytest.fail(f"the server did not come up:\n{log.read_text()}")
            return f"http://localhost:{port}"

        yield start


@pytest.fixture(scope="session")
def address(serve: Callable[[Path | None], str]) -> str:
    """The address of a server with the shipped dataset."""
    return serve(None)


@pytest.fixture
def open_view(page: Page, address: str) -> Callable[[str], Page]:
    """Opens a path of the shipped dataset's server and waits for its content."""
    page.set_default_timeout(30_000)

    def go(path: str = "/") -> Page:
        page.goto(address + path)
        page.locator(".stApp .cp").wait_for()
        return page

    return go
