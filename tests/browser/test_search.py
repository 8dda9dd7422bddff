"""The search box: from any page to the figure by its number, with and without scripts."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

Open = Callable[..., Page]


def test_a_claim_is_found_by_its_number_from_any_page(open_view: Open) -> None:
    page = open_view("/sources")
    box = page.locator(".stApp .masthead-search input[type=search]")
    box.fill("twenty-two times")
    box.press("Enter")
    first = page.locator(".stApp .hit-title a").first
    expect(first).to_contain_text("22 times")
    expect(page.locator(".stApp mark").first).to_have_text("22")
    first.click()
    expect(page.locator(".stApp .cp h1")).to_contain_text("22 times")
    page.go_back()
    expect(page.locator(".stApp #search-text")).to_have_value("twenty-two times")


def test_search_works_without_scripts(browser: Browser, address: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{address}/about")
    page.locator(".masthead-search input[type=search]").fill("penguin")
    page.locator(".masthead-search button").click()
    expect(page.locator("main [role=status]")).to_have_text("Nothing on record for penguin.")
    page.close()
