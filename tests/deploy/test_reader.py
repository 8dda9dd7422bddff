"""A reader in a browser whose process ends."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.processes import Processes
from tests.deploy.load import sockets

WATCH = """() => {
  window.seen = [];
  const noted = () => {
    const rows = document.querySelectorAll(".cp .row").length;
    const said = document.querySelectorAll("[role=dialog], [data-testid=stException]").length;
    window.seen.push(JSON.stringify([rows > 0, said]));
  };
  new MutationObserver(noted).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


@pytest.fixture
def reading(page: Page, proxies: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page with a filter, over a proxy, that is connected."""
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    page.goto(f"{proxies[request.param]}/compare?theme=relations")
    expect(page.locator("#first-paint")).to_have_count(0)
    expect(connected(page)).to_be_visible()
    expect(page.locator(".cp .row")).to_have_count(6)
    page.evaluate(WATCH)
    yield page
    expect.set_options(timeout=5_000)


def connected(page: Page) -> object:
    return page.locator(".stApp[data-test-connection-state=CONNECTED]")


def lose(page: Page, processes: Processes) -> int:
    """Kills the process that holds the reader, and waits until the page has noticed."""
    while sum(sockets(port) for port in processes.ports) > 1:
        page.wait_for_timeout(100)
    holder = max(processes.ports, key=sockets)
    processes.kill(holder)
    expect(page.locator(".stApp:not([data-test-connection-state=CONNECTED])")).to_be_visible()
    return holder


def sort_by(page: Page, order: str) -> None:
    page.locator("[data-filters] [name=sort]").evaluate(
        "(choice, order) => { choice.value = order; choice.dispatchEvent(new Event('change', { bubbles: true })); }",
        order,
    )


@pytest.mark.parametrize("reading", ["nginx", "caddy"], indirect=True)
def test_a_page_outlives_its_process(reading: Page, processes: Processes) -> None:
    holder = lose(reading, processes)
    expect(connected(reading)).to_be_visible()
    expect(reading.locator(".cp .row")).to_have_count(6)
    assert {tuple(json.loads(seen)) for seen in reading.evaluate("[...new Set(seen)]")} == {(True, 0)}
    sort_by(reading, "recent")
    expect(reading.locator(".cp-root[aria-busy]")).to_have_count(0)
    expect(reading.locator(".cp option[value=recent][selected]")).to_have_count(1)
    assert "theme=relations" in reading.url
    expect(reading.locator(".cp .row")).to_have_count(6)
    processes.start(holder)


@pytest.mark.parametrize("reading", ["nginx"], indirect=True)
def test_what_is_asked_while_nobody_is_there_is_answered_by_the_next(reading: Page, processes: Processes) -> None:
    sort_by(reading, "recent")
    expect(reading.locator(".cp option[value=recent][selected]")).to_have_count(1)
    holder = lose(reading, processes)
    sort_by(reading, "statements")
    expect(reading.locator(".cp option[value=statements][selected]")).to_have_count(1)
    expect(reading.locator(".cp .row")).to_have_count(6)
    processes.start(holder)

    holder = lose(reading, processes)
    reading.go_back(wait_until="commit")
    expect(reading.locator(".cp option[value=recent][selected]")).to_have_count(1)
    assert "sort=recent" in reading.url
    processes.start(holder)
