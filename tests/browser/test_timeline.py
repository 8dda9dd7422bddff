import re
from collections.abc import Callable
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

Open = Callable[..., Page]


def test_a_reader_walks_the_timeline_and_opens_a_statement(open_view: Open) -> None:
    page = open_view("/timeline?issue=crimea")
    plot = page.locator("#timeline .plot")
    expect(plot.locator(".main-svg").first).to_be_visible()
    plot.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#timeline [data-point]")).to_contain_text("18 March 2014, Russia")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/statement\\?id=russia-2014"))
    expect(page.get_by_role("heading", name="Cite this statement")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Russia and NATO on “Crimea”")


def test_choosing_an_issue_draws_its_course(open_view: Open) -> None:
    page = open_view("/timeline")
    page.get_by_role("link", name="Cooperation").first.click()
    expect(page.locator("#course-cooperation .main-svg").first).to_be_visible()
    page.locator("#course-cooperation summary").click()
    rows = page.locator("#course-cooperation tbody tr")
    expect(rows.first).to_contain_text("5 July 1990")
    expect(rows.first).to_contain_text("only one has taken a stand")
    page.reload()
    expect(page.locator("#course-cooperation .main-svg").first).to_be_visible()
    page.go_back()
    expect(page.locator("#course-cooperation")).to_have_count(0)


def test_exchanges_stand_in_two_columns_and_stack_on_a_phone(open_view: Open) -> None:
    page = open_view("/exchanges")
    said, replied = page.locator(".turn").first.locator(".cell-card").all()
    assert said.bounding_box()["y"] == replied.bounding_box()["y"]  # type: ignore[index]
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(
        "() => { const [a, b] = document.querySelector('.stApp .turn').children;"
        " return a.getBoundingClientRect().bottom <= b.getBoundingClientRect().top; }"
    )
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page).to_have_url(re.compile("page=2"))


# Left, right and top of each number, from the chart's left and top, and the chart's width; all at one moment.
NUMBERS = """() => {
  const plot = document.querySelector("#timeline .plot");
  const room = plot.getBoundingClientRect();
  const boxes = [...plot.querySelectorAll(".x2tick text")].map((number) => number.getBoundingClientRect());
  const drawn = boxes.filter((box) => box.width);
  return [room.width, drawn.map((box) => [box.left - room.left, box.right - room.left, box.top - room.top])];
}"""


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_numbers_of_events_are_whole_and_apart(open_view: Open, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_view("/timeline")
    expect(page.locator("#timeline .x2tick text").first).to_be_visible()
    room, names = page.evaluate(NUMBERS)
    assert len(names) >= 2
    assert max(right for _, right, _ in names) <= room + 1
    assert min(top for _, _, top in names) >= -1
    begins = sorted(left for left, _, _ in names)
    assert min(after - before for before, after in pairwise(begins)) >= 16
    assert all(after >= end for (_, end, _), (after, _, _) in pairwise(sorted(names)))
    titles = page.locator(".events li")
    expect(titles.first).to_be_visible()
    assert not any("…" in title for title in titles.locator("bdi").all_inner_texts())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_printed_whole_and_light(open_view: Open, page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    open_view("/timeline?issue=crimea")
    expect(page.locator("#timeline .main-svg").first).to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme=scheme)
    picture = page.locator("#timeline .print-picture > svg")
    expect(picture).to_be_visible()
    expect(page.locator("#timeline .plot")).to_be_hidden()
    # The paper of the dark theme.
    assert "rgb(21, 24, 28)" not in picture.inner_html()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(picture).to_have_count(0)


def test_without_scripts_the_table_stands_in_the_place_of_the_chart(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/timeline?issue=crimea")
    expect(page.locator("#timeline table")).to_be_visible()
    expect(page.locator("#timeline .plot")).to_be_hidden()
    context.close()
