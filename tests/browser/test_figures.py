import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

Open = Callable[..., Page]
SPEECH = "/figures?figure=ratio-grushko-2019"


def test_a_reader_chooses_a_definition(open_view: Open) -> None:
    page = open_view(SPEECH)
    expect(page.get_by_text("30 reach 22 times to within 5 %")).to_be_visible()
    page.get_by_label("Numerator", exact=True).select_option("nato-usd-2019")
    expect(page).to_have_url(re.compile("numerator=nato-usd-2019"))
    page.get_by_label("Denominator", exact=True).select_option("chapter")
    expect(page.get_by_role("heading", name="Calculation")).to_be_visible()
    expect(page.locator(".working .step h3").first).to_contain_text("2018: 20.6 times")
    page.get_by_role("checkbox", name="2017").check()
    expect(page).to_have_url(re.compile("year=2017"))
    expect(page.locator(".working .step h3").nth(2)).to_contain_text("2018: 20.6 times")
    page.go_back()
    expect(page.get_by_role("checkbox", name="2017")).not_to_be_checked()


def scroll_top(page: Page) -> int:
    return int(page.evaluate("Math.round(document.querySelector('[data-testid=stMain]').scrollTop)"))


@pytest.mark.parametrize("width", [390, 1280])
def test_a_reader_finds_the_figure_and_copies_its_answer(open_view: Open, page: Page, width: int) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": width, "height": 844})
    open_view("/figures")
    page.locator("a.number[href*='ratio-grushko-2019']").click()
    button = page.get_by_role("button", name="Copy the answer")
    expect(button).to_be_in_viewport()
    below = page.locator("#move-title")
    before, top = below.bounding_box(), scroll_top(page)
    button.click()
    expect(page.get_by_text("Answer copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#answer").inner_text()
    assert "16 to 18 times for 2018" in page.evaluate("navigator.clipboard.readText()")
    # Nothing moves, not even later.
    page.wait_for_timeout(2000)
    assert (below.bounding_box(), scroll_top(page)) == (before, top)


def test_the_definition_moves_by_keyboard(open_view: Open) -> None:
    page = open_view(SPEECH)
    expect(page.locator(".number-scale .reading")).to_have_text("16.1")
    page.locator("#choice-denominator-chapter").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("denominator=chapter"))
    expect(page.locator("#choice-denominator-chapter")).to_have_attribute("aria-current", "true")
    expect(page.locator("#choice-denominator-chapter")).to_be_focused()
    expect(page.locator(".number-scale .reading")).to_have_text("21.0 to 23.0")
    page.locator("#choice-year-2017").press("Enter")
    expect(page.locator(".number-scale .reading")).to_have_text("18.8 to 19.3")
    expect(page.locator("#setting")).to_contain_text("18.8 to 19.3 times for 2017")
    page.go_back()
    expect(page.locator("#choice-year-2017")).not_to_have_attribute("aria-current", "true")
    expect(page.locator("#choice-denominator-chapter")).to_have_attribute("aria-current", "true")


def test_the_definition_moves_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + SPEECH)
    page.locator("#choice-denominator-chapter").click()
    page.locator("#choice-year-2017").click()
    expect(page.locator("#setting")).to_contain_text("18.8 to 19.3 times for 2017")
    context.close()


def test_results_stand_on_a_phone_without_sideways_scrolling(open_view: Open, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_view(SPEECH)
    beyond = page.evaluate("""() => [...document.querySelectorAll(".definitions td, .definitions th, .choice")]
        .filter((cell) => cell.getBoundingClientRect().right > innerWidth).length""")
    assert beyond == 0
    page.wait_for_selector(".chart .annotation-text")
    assert page.evaluate(COVERED) == []


COVERED = """() => {
  const box = (element) => element.getBoundingClientRect();
  const ticks = [...document.querySelectorAll(".chart .ytick text, .chart .xtick text, .chart .ytitle")].map(box);
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const labels = [...document.querySelectorAll(".chart .annotation-text")];
  return labels.filter((label) => ticks.some((tick) => meet(box(label), tick))).map((label) => label.textContent);
}"""


@pytest.mark.parametrize("width", [390, 800])
def test_an_embedded_chart_is_seen_at_once(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(f"{address}/embed?figure=ratio-grushko-2019&show=chart")
    expect(page.locator(".plot .main-svg").first).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_embedded_answer_is_light(page: Page, address: str) -> None:
    loaded: list[int] = []
    page.on(
        "response", lambda response: loaded.append(int(response.headers.get("content-length") or len(response.body())))
    )
    page.goto(f"{address}/embed?figure=ratio-grushko-2019")
    page.wait_for_load_state("networkidle")
    assert 10_000 < sum(loaded) < 100_000


def test_a_sheet_shows_the_chart_whole_and_light(browser: Browser, address: str) -> None:
    page = browser.new_context(color_scheme="dark").new_page()
    page.goto(f"{address}/print?figure=ratio-grushko-2019")
    expect(page.locator(".plot .main-svg").first).to_be_visible()
    assert page.evaluate("document.querySelector('.plot').clientWidth") <= 42 * 16
    assert page.evaluate("getComputedStyle(document.querySelector('.plot')).color") == "rgb(31, 35, 40)"
    page.context.close()


CUT = """() => [...document.querySelectorAll(".plot")].flatMap((plot) => {
  const room = plot.getBoundingClientRect();
  const beyond = (box) => box.left < room.left - 1 || box.right > room.right + 1 || box.bottom > room.bottom + 1;
  const cut = (box) => box.width && beyond(box);
  const names = [...plot.querySelectorAll("text")];
  return names.filter((name) => cut(name.getBoundingClientRect())).map((name) => name.textContent);
})"""


@pytest.mark.parametrize("topic", ["budgets", "bases", "drills"])
def test_no_name_in_a_chart_is_cut(open_view: Open, page: Page, topic: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_view(f"/figures?topic={topic}")
    charts = page.locator(".plot").count()
    page.wait_for_function("count => document.querySelectorAll('.plot .xtitle').length === count", arg=charts)
    assert page.evaluate(CUT) == []
    # The charts are drawn again when the window changes.
    page.set_viewport_size({"width": 1280, "height": 844})
    page.wait_for_function(f"() => ({CUT})().length === 0")


def test_picture_names_title_source_version_and_link(open_view: Open) -> None:
    page = open_view("/figures?indicator=bases")
    expect(page.locator(".chart .main-svg").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as SVG").first.click()
    picture = download.value.path().read_text("utf-8")
    for part in ("Military bases abroad", "Sources:", "version", "indicator=bases"):
        assert part in picture, part


def test_table_is_saved_as_csv(open_view: Open) -> None:
    page = open_view("/figures?indicator=bases")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the table as CSV").first.click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0] == "Of,About,Number,Unit,By,Stated,Definition,Source"
    assert "2021,United States,750,bases,Others: experts and press" in lines[2]


def test_page_without_a_chart_loads_no_drawing_library(open_view: Open) -> None:
    page = open_view("/sources")
    assert page.evaluate("window.Plotly === undefined")


def test_drawing_library_is_kept_and_compressed(page: Page, address: str) -> None:
    response = page.request.get(f"{address}/assets/plotly.min.js?v=1", headers={"Accept-Encoding": "gzip"})
    assert response.ok
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["content-encoding"] == "gzip"
