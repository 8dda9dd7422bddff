"""Every page is accessible in both colour schemes, at any width, within its content security policy, and loads nothing
from other servers.
"""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from components.pages import PAGES

Open = Callable[..., Page]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
# Of 24 by 24 pixels, or with as much room around them (WCAG 2.2, 2.5.8).
TARGETS = {"runOnly": ["target-size"], "resultTypes": ["violations"]}
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

MOVING = """() => [...document.querySelectorAll(".stApp .cp, .stApp .cp *")].filter((each) => {
  const style = getComputedStyle(each);
  return style.scrollBehavior === "smooth" || each.getAnimations().length
    || style.transitionDuration.split(", ").some((duration) => parseFloat(duration) > 0.01);
}).map((each) => each.className).slice(0, 5)"""


def wait_for_content(page: Page, path: str) -> None:
    expect(page.locator(".stApp .cp h1")).to_be_visible()
    if path in CHARTS:
        expect(page.locator(".stApp .main-svg").first).to_be_visible()


def check(page: Page, rules: dict[str, list[str]]) -> None:
    found = Axe().run(page, options=rules)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("path", PATHS)
def test_page_serves_everyone(open_view: Open, page: Page, address: str, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(VIOLATIONS)
    # A chart takes the colours of the scheme in which it is drawn, and changes them with the scheme.
    first, second = ("dark", "light") if path in CHARTS else ("light", "dark")
    page.emulate_media(color_scheme=first)
    open_view(path)
    wait_for_content(page, path)
    check(page, RULES)
    page.emulate_media(color_scheme=second)
    check(page, CONTRAST)

    page.wait_for_function(FITS, arg=1280)

    for width, height in ((390, 844), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(FITS, arg=width)
        if width == 390:
            check(page, TARGETS)
    # Text of twice the size (WCAG 2.2, 1.4.4). A chart takes the width of its place when the window changes.
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width, height in ((1280, 800), (320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(FITS, arg=width)

    assert page.evaluate("violations") == []
    assert [url for url in asked if not url.startswith((address, "data:", f"blob:{address}", "ws://localhost"))] == []


@pytest.mark.parametrize("path", ["/", "/timeline", "/figures?figure=ratio-grushko-2019"])
def test_nothing_moves_for_who_wants_less_motion(open_view: Open, page: Page, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_view(path)
    wait_for_content(page, path)
    assert page.evaluate(MOVING) == []


def test_marks_and_focus_are_seen_in_forced_colours(open_view: Open, page: Page) -> None:
    page.emulate_media(forced_colors="active")
    open_view("/compare?issue=bases")
    # A mark is a border or a colour of its own where the browser takes all grounds away.
    on, off = (
        page.locator(f".stApp .cell-card .scale i{each}").first.evaluate(
            "(mark) => { const style = getComputedStyle(mark); return style.backgroundColor + style.borderColor; }"
        )
        for each in (".on", ":not(.on)")
    )
    assert on != off
    link = page.locator(".stApp .cell-card a.date").first
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("(each) => getComputedStyle(each).outlineStyle") != "none"
