import re
import socket
from collections.abc import Callable
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Settles when the typefaces are there and what was to be drawn has been.
DRAWN = """
document.fonts.ready.then(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
"""


def test_other_machines_do_not_reach_a_server_that_nobody_opened(address: str) -> None:
    # On Linux all of 127.0.0.0/8 is this machine: a server that listens on every address answers at this one too.
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.2", int(address.rpartition(":")[2]))) != 0


def test_without_scripts_a_page_is_read_and_filtered(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("article.row")).to_have_count(38)
    expect(page.locator("[data-share]")).to_be_hidden()
    page.get_by_role("checkbox", name="History").check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("theme=history"))
    expect(page.locator("article.row")).to_have_count(3)
    page.get_by_role("link", name=re.compile("Theme: History")).click()
    expect(page.locator("article.row")).to_have_count(38)
    page.locator("a.date").first.click()
    expect(page.get_by_role("heading", name="Cite this statement")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/", "/sources", "/statement?id=russia-2019-04-15-cooperation-grushko"])
def test_what_is_read_first_is_replaced_without_a_jump(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(SHIFTS)
    page.goto(address + path)
    expect(page.locator(".stApp .cp h1")).to_be_visible(timeout=30_000)
    expect(page.locator("#first-paint")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    page.evaluate(DRAWN)
    assert page.evaluate("window.shifted") <= 0.1
    assert page.locator("h1").count() == 1
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))


@pytest.fixture
def let_go(page: Page) -> Callable[[], None]:
    """Hold Streamlit's script back. The returned function releases it."""
    held, free = [], Event()
    page.route("**/static/js/index.*", lambda route: route.continue_() if free.is_set() else held.append(route))

    def let_go() -> None:
        free.set()
        for route in held:
            route.continue_()

    return let_go


def test_what_a_reader_opened_and_scrolled_stays(page: Page, address: str, let_go: Callable[[], None]) -> None:
    page.goto(address + "/compare", wait_until="commit")
    others = page.locator("#first-paint details.others").first
    others.locator("summary").click()
    page.locator("#first-paint").evaluate("box => { box.scrollTop = 900; }")
    let_go()
    expect(page.locator("#first-paint")).to_have_count(0, timeout=30_000)
    expect(page.locator(".stApp details.others").first).to_have_attribute("open", "")
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop === 900")


def test_serves_below_a_path(serve: Callable[..., str], page: Page) -> None:
    home = serve(None, "--server.baseUrlPath", "cp") + "/cp/"
    # The first reader after a start comes by a deep link.
    page.goto(home + "figures?figure=ratio-grushko-2019")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("22 times"), timeout=30_000)
    expect(page.locator(".stApp .main-svg").first).to_be_visible(timeout=30_000)
    page.goto(home + "statement?id=russia-2019-04-15-cooperation-grushko")
    expect(page.locator(".stApp .citation")).to_contain_text(f"{home}statement?id=", timeout=30_000)
    page.locator(".masthead").get_by_role("link", name="Compare").click()
    expect(page.locator(".stApp article.row")).to_have_count(38)
    assert page.url.startswith(home + "compare")


def test_filter_answers_before_streamlit_is_there(page: Page, address: str) -> None:
    page.route("**/static/js/**", lambda route: route.abort())
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address + "/compare")
    page.locator("details.drawer > summary").click()
    page.get_by_role("checkbox", name="History").click()
    expect(page).to_have_url(re.compile("theme=history"))
    assert "q=" not in page.url
    expect(page.locator("article.row")).to_have_count(3)
    expect(page.locator("details.drawer")).to_have_attribute("open", "")
    expect(page.get_by_role("checkbox", name="History")).to_be_focused()


def test_what_is_pressed_and_typed_before_streamlit_is_there_is_not_lost(page: Page, address: str, let_go) -> None:
    # Where a click a second ago is not enough for it, as in the headless shell.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + "/compare", wait_until="commit")
    page.evaluate("document.querySelector('#first-paint .cp').mark = 'kept'")
    page.locator("#first-paint #f-q").fill("missile")
    page.locator("#first-paint [data-share]").click()
    let_go()
    expect(page.locator("#first-paint")).to_have_count(0, timeout=30_000)
    expect(page.locator(".stApp .masthead .share > .said")).not_to_be_empty()
    expect(page.locator(".stApp #f-q")).to_have_value("missile")
    assert page.evaluate("document.querySelector('.stApp .cp').mark") == "kept"


def test_what_is_typed_stays_where_streamlit_brings_another_view(page: Page, address: str, let_go) -> None:
    page.goto(address + "/compare", wait_until="commit")
    page.locator("#first-paint #f-q").press_sequentially("missile")
    page.evaluate("document.querySelector('meta[name=counterpoint-sum]').content = '1'")
    page.evaluate("document.querySelector('#first-paint .cp').mark = 'kept'")
    let_go()
    expect(page.locator("#first-paint")).to_have_count(0, timeout=30_000)
    expect(page.locator(".stApp #f-q")).to_have_value("missile")
    expect(page.locator(".stApp #f-q")).to_be_focused()
    assert page.evaluate("document.querySelector('.stApp .cp').mark ?? null") is None
