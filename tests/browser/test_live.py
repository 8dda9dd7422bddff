"""A dataset that changes while a page of it is open."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.waiting import until


def test_open_page_names_a_change(page: Page, serve: Callable[..., str], make_dataset: Callable[..., Path]) -> None:
    directory = make_dataset()
    site = serve(directory)
    page.goto(f"{site}/statement?id=east-2019-bases-paper")
    expect(page.locator("#first-paint")).to_have_count(0, timeout=30_000)
    expect(page.locator(".notices")).to_have_count(0)
    path = directory / "parties.csv"
    whole = path.read_text("utf-8")
    before = page.request.get(f"{site}/version").text()

    path.write_text(whole.replace("\n", ",\n", 2), "utf-8")
    expect_health(page, site, "earlier state served")
    assert page.request.get(f"{site}/version").text() == before
    page.goto(f"{site}/about")

    path.write_text(whole.replace("East", "Orient"), "utf-8")
    expect_health(page, site, "ok")
    assert page.request.get(f"{site}/version").text() != before
    expect(page.locator("#first-paint")).to_have_count(0, timeout=30_000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("button", name="Show it as it is now").click()
    expect(page.locator("#first-paint")).to_have_count(0, timeout=30_000)
    expect(page.locator(".outdated")).to_have_count(0)


def expect_health(page: Page, site: str, status: str) -> None:
    """Waits until the server has looked at the files again."""
    until(lambda: page.request.get(f"{site}/healthz").json()["status"] == status)
