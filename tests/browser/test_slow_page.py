"""A reader of a slow page sees that it is loading, goes back, opens another page, or leaves."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.server import free_port, launch
from tests.waiting import until

STATUS = "[data-testid=stStatusWidget]"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slow")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The address of a server whose queries wait while the folder holds a file `slow`."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.browser.slow_server:app", "--port", str(port)]
    with launch(command, port, "/_stcore/health", {"SLOW_FOLDER": str(folder)}):
        yield f"http://localhost:{port}"


@pytest.fixture
def slow(folder: Path) -> Iterator[Path]:
    """The file for which queries wait."""
    for path in folder.iterdir():
        path.unlink()
    yield folder / "slow"
    (folder / "slow").unlink(missing_ok=True)


@pytest.fixture
def cancelled(folder: Path) -> Callable[[], int]:
    """The number of cancelled queries."""
    return lambda: len(list(folder.glob("cancelled*")))


@pytest.fixture
def open_page(page: Page, address: str, slow: Path) -> Page:
    """The comparison, with queries that wait from now on."""
    page.goto(f"{address}/compare?issue=bases")
    expect(page.locator(".stApp article.row").first).to_be_visible()
    slow.touch()
    return page


def search(page: Page, words: str) -> None:
    page.get_by_label("Search the statements").fill(words)
    page.get_by_label("Search the statements").press("Enter")


@pytest.mark.parametrize("colour_scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_status_shows_over_the_last_page(open_page: Page, slow: Path, width: int, colour_scheme: str) -> None:
    open_page.set_viewport_size({"width": width, "height": 800})
    open_page.emulate_media(color_scheme="dark" if colour_scheme == "dark" else "light")
    words = f"missile {width} {colour_scheme}"
    open_page.evaluate(
        "query => { history.pushState({}, '', query); dispatchEvent(new PopStateEvent('popstate', {state: {}})) }",
        f"/compare?q={words}",
    )
    status = open_page.locator(STATUS)
    expect(status.get_by_role("img", name="Running...")).to_be_visible()
    expect(status).to_be_in_viewport(ratio=1)
    expect(open_page.locator("article.row").first).to_be_visible()
    slow.unlink()
    expect(open_page.locator(".chips")).to_contain_text(words)
    expect(status).to_have_count(0)
    expect(open_page.locator(".stApp .cp")).to_have_count(1)


def test_going_back_cancels_the_page(open_page: Page, cancelled: Callable[[], int]) -> None:
    search(open_page, "words too many")
    expect(open_page.locator(STATUS)).to_be_visible()
    # It would leave an empty page.
    expect(open_page.get_by_role("button", name="Stop")).to_have_count(0)
    open_page.go_back()
    until(lambda: cancelled() == 1)
    expect(open_page.locator(STATUS)).to_have_count(0)
    expect(open_page.locator("article.row").first).to_be_visible()
    expect(open_page.locator(".cp-root[aria-busy]")).to_have_count(0)


def test_asking_for_something_else_cancels_the_page(open_page: Page, slow: Path, cancelled: Callable[[], int]) -> None:
    search(open_page, "first words")
    expect(open_page.locator(STATUS)).to_be_visible()
    search(open_page, "second words")
    until(lambda: cancelled() == 1)
    slow.unlink()
    expect(open_page.locator(".chips")).to_contain_text("second words")


def test_closing_the_window_cancels_the_page(open_page: Page, cancelled: Callable[[], int]) -> None:
    search(open_page, "words of one who leaves")
    expect(open_page.locator(STATUS)).to_be_visible()
    open_page.close()
    until(lambda: cancelled() == 1)


def test_a_link_opens_with_the_status_and_then_shows_the_page(page: Page, address: str, slow: Path) -> None:
    slow.touch()
    page.goto(f"{address}/compare?q=linked")
    expect(page.locator(STATUS).get_by_role("img", name="Running...")).to_be_visible()
    expect(page.locator("#first-paint")).to_have_count(0)
    slow.unlink()
    expect(page.locator(".stApp .cp .chips")).to_contain_text("linked")


def test_a_link_opens_without_scripts_when_the_page_is_rendered(browser: Browser, address: str, slow: Path) -> None:
    slow.touch()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/compare?q=scriptless")
    expect(page.locator(".cp")).to_have_count(0)
    slow.unlink()
    expect(page.locator(".chips")).to_contain_text("scriptless")
    context.close()
