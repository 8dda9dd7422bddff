import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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


CUT = """() => [...document.querySelectorAll(".plot")].flatMap((plot) => {
  const room = plot.getBoundingClientRect();
  const beyond = (box) => box.left < room.left - 1 || box.right > room.right + 1 || box.bottom > room.bottom + 1;
  const cut = (box) => box.width && beyond(box);
  const names = [...plot.querySelectorAll("text")];
  return names.filter((name) => cut(name.getBoundingClientRect())).map((name) => name.textContent);
})"""


@pytest.mark.parametrize("topic", ["budgets", "bases", "drills"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_name_in_a_chart_is_cut(open_view: Open, page: Page, topic: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_view(f"/figures?topic={topic}")
    charts = page.locator(".plot").count()
    page.wait_for_function("count => document.querySelectorAll('.plot .xtitle').length === count", arg=charts)
    assert page.evaluate(CUT) == []


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
