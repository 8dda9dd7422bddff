"""Every page serves everyone: in either scheme, at any width, within its policy, and asks nobody else."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from components.pages import PAGES

Open = Callable[..., Page]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
CHARTS = (
    "/timeline",
    "/timeline?issue=crimea&issue=cooperation&party=russia&party=nato",
    "/figures?topic=drills",
    "/figures?indicator=budget-ratio",
    "/figures?indicator=bases",
    "/figures?figure=ratio-grushko-2019",
)
# Queries of pages that show more with one. A new page is in the list by its entry in the registry.
VIEWS = {
    "compare": "?issue=bases&sort=recent",
    "search": "?q=missile+defence+Stoltenburg",
    "statement": "?id=russia-2019-04-15-cooperation-grushko",
}
PATHS = (
    "/",
    *(f"/{name}{VIEWS.get(name, '')}" for name in PAGES if f"/{name}" not in CHARTS),
    *CHARTS,
)
VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(
  `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
FITS = """width => innerWidth === width && document.documentElement.scrollWidth <= width
  && document.querySelector("[data-testid=stMain]").scrollWidth <= width"""


def wait_for_content(page: Page, path: str) -> None:
    expect(page.locator(".stApp .cp h1")).to_be_visible()
    if path in CHARTS:
        expect(page.locator(".stApp .main-svg").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_page_is_accessible_to_all(open_view: Open, page: Page, address: str, path: str, scheme: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(VIOLATIONS)
    if path == "/":  # the scheme of an open page changes
        open_view(path)
    page.emulate_media(color_scheme=scheme)
    if path != "/":
        open_view(path)
    wait_for_content(page, path)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("violations") == []
    assert [url for url in asked if not url.startswith((address, "data:", f"blob:{address}", "ws://localhost"))] == []


@pytest.mark.parametrize("path", PATHS)
def test_no_page_scrolls_sideways(open_view: Open, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_view(path)
    wait_for_content(page, path)
    page.wait_for_function(FITS, arg=390)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function(FITS, arg=1280)
