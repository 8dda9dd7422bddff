"""Real processes behind real proxies, on loopback."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.browser.conftest import CHROMIUM, browser_type_launch_args
from tests.conftest import mark
from tests.deploy.processes import PROXIES, Processes

__all__ = ["browser_type_launch_args"]

MISSING = [name for name in PROXIES if not shutil.which(name)] + ([] if CHROMIUM else ["chromium"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mark(items, "deploy", f"not found: {', '.join(MISSING)}" if MISSING else "")


@pytest.fixture(scope="session")
def started() -> Iterator[Processes]:
    """Two server processes."""
    assert not MISSING, f"the deploy tests are required, but these were not found: {', '.join(MISSING)}"
    with Processes(2) as running:
        yield running


@pytest.fixture
def processes(started: Processes) -> Processes:
    """The two processes. What an earlier test has ended is started again."""
    for port in set(started.ports) - {server.port for server in started.servers()}:
        started.start(port)
    return started


@pytest.fixture(scope="session")
def proxies(started: Processes) -> Iterator[dict[str, str]]:
    """The addresses of nginx and Caddy in front of the processes, by name."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(proxy(started.ports)).address for name, proxy in PROXIES.items()}
