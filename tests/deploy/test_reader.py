"""A reader in a browser whose process ends."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.deploy.load import sockets
from tests.deploy.processes import Processes
from tests.waiting import until

# Notes whether the view was ever gone or a dialog there, and does what `lose` wants done in the moment of the loss.
WATCH = """() => {
  window.seen = [];
  const noted = () => {
    const rows = document.querySelectorAll(".cp .row").length;
    const said = document.querySelectorAll("[role=dialog], [data-testid=stException]").length;
    window.seen.push(JSON.stringify([rows > 0, said]));
    if (document.querySelector(".stApp").dataset.testConnectionState === "CONNECTED" || !window.atLoss) return;
    const act = window.atLoss;
    window.atLoss = null;
    document.body.dataset.lost = "true";
    act();
  };
  new MutationObserver(noted).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
SORT = """(order) => {
  const choice = document.querySelector("[data-filters] [name=sort]");
  choice.value = order;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
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


def connected(page: Page) -> Locator:
    return page.locator(".stApp[data-test-connection-state=CONNECTED]")


def lose(page: Page, processes: Processes, meanwhile: str = "() => {}") -> int:
    """Kills the process that holds the reader, does something on the page when it has noticed, and waits for that."""
    while sum(sockets(port) for port in processes.ports) > 1:
        page.wait_for_timeout(100)
    page.evaluate(f"() => {{ delete document.body.dataset.lost; window.atLoss = {meanwhile}; }}")
    holder = max(processes.ports, key=sockets)
    processes.kill(holder)
    expect(page.locator("body[data-lost]")).to_have_count(1)
    return holder


def sorted_by(page: Page, order: str) -> Locator:
    return page.locator(f".cp option[value={order}][selected]")


@pytest.mark.parametrize("reading", ["nginx", "caddy"], indirect=True)
def test_a_page_outlives_a_deploy(reading: Page, processes: Processes) -> None:
    chips, rows = reading.locator(".cp .chip"), reading.locator(".cp .row")
    reading.get_by_role("checkbox", name="Russian Federation").uncheck()
    expect(reading).to_have_url(re.compile(r"party=nato&theme=relations"))
    expect(chips).to_have_count(2)
    expect(reading.locator(".cp-root[aria-busy]")).to_have_count(0)
    before = reading.url, chips.all_inner_texts(), rows.all_inner_texts()

    until(lambda: sum(map(sockets, processes.ports)) == 1)
    # The reader's own process first: the page loses it, and then the other one as well.
    other, holder = sorted(processes.ports, key=sockets)
    for ending, left in ((holder, other), (other, holder)):
        processes.stop(ending)
        until(lambda port=left: sockets(port) == 1)
        processes.start(ending)

    expect(connected(reading)).to_be_visible()
    expect(reading.locator(".cp-root[aria-busy]")).to_have_count(0)
    assert (reading.url, chips.all_inner_texts(), rows.all_inner_texts()) == before
    # Not `check`: the answer to the new connection may come between the click and its own look at the box.
    reading.get_by_role("checkbox", name="History").click()
    expect(reading.get_by_role("checkbox", name="History")).to_be_checked()
    expect(chips).to_have_count(3)
    expect(rows).to_have_count(9)
    assert "theme=history" in reading.url
    assert {tuple(json.loads(seen)) for seen in reading.evaluate("[...new Set(seen)]")} == {(True, 0)}


@pytest.mark.parametrize("reading", ["nginx"], indirect=True)
def test_what_is_asked_while_nobody_is_there_is_answered_by_the_next(reading: Page, processes: Processes) -> None:
    reading.evaluate(SORT, "recent")
    expect(sorted_by(reading, "recent")).to_have_count(1)
    holder = lose(reading, processes, f"() => ({SORT})('statements')")
    expect(sorted_by(reading, "statements")).to_have_count(1)
    expect(reading.locator(".cp .row")).to_have_count(6)
    processes.start(holder)

    lose(reading, processes, "() => history.back()")
    expect(sorted_by(reading, "recent")).to_have_count(1)
    assert "sort=recent" in reading.url
