"""Views outside the browser window: on paper, in a frame, as a link's text; and what the browser forbids."""

import re
from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

GRUSHKO = "statement?id=russia-2019-04-15-cooperation-grushko"
A4 = (595, 842)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("print?theme=relations", "There should be practical cooperation between NATO and Russia."),
        ("print?figure=ratio-grushko-2019", "30 reach 22 times"),
        (f"print?{GRUSHKO.partition('?')[2]}", "completely cease civilian and military cooperation with NATO"),
    ],
)
def test_sheet_is_a4_with_version_link_and_page_numbers(page: Page, address: str, path: str, said: str) -> None:
    page.goto(f"{address}/{path}")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    pages = [each.get_textpage().get_text_range() for each in document]
    width, height = document[0].get_size()
    assert (round(width), round(height)) == A4
    assert said in re.sub(r"\s+", " ", "".join(pages))
    for number, text in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in text
        assert "version=" in re.sub(r"\s", "", text)


def test_sheet_has_two_columns(page: Page, address: str) -> None:
    page.emulate_media(media="print")
    page.goto(f"{address}/print?theme=relations")
    left, right = (page.locator(".sheet-table td").nth(number).bounding_box() for number in (0, 1))
    assert abs(left["y"] - right["y"]) < 2
    assert left["x"] + left["width"] <= right["x"] + 1


@pytest.fixture(scope="module")
def newspaper() -> Iterator[str]:
    """Serve another site, whose page frames the address after its question mark."""

    class Article(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            framed = escape(unquote(self.path.partition("?")[2]))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{framed}" width="900" height="700"></iframe>'.encode())

        def log_message(self, *_: object) -> None:
            """Write nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Article)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/article?"
    server.shutdown()


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("embed?issue=crimea", "article.row"),
        (f"embed?{GRUSHKO.partition('?')[2]}", "article.record"),
        ("timeline?issue=crimea&embed=true", ".stApp .main-svg"),
    ],
)
def test_embed_is_shown_in_a_page_of_others(page: Page, newspaper: str, address: str, path: str, shown: str) -> None:
    page.goto(newspaper + quote(f"{address}/{path}"))
    frame = page.frame_locator("iframe")
    expect(frame.locator(shown).first).to_be_visible(timeout=30_000)
    expect(frame.locator(".masthead:visible")).to_have_count(0)


@pytest.mark.parametrize("path", ["", "print"])
def test_nothing_else_may_be_framed(page: Page, newspaper: str, address: str, path: str) -> None:
    with page.expect_event("framenavigated", lambda frame: frame.parent_frame and frame.url != "about:blank") as framed:
        page.goto(newspaper + quote(f"{address}/{path}"))
    assert framed.value.url == "chrome-error://chromewebdata/"
    expect(page.frame_locator("iframe").locator(".cp")).to_have_count(0)


def test_menu_offers_files_code_and_citation(open_view: Callable[[str], Page]) -> None:
    page = open_view("/compare?issue=crimea")
    page.locator(".take summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#embed-code")).to_have_value(
        re.compile("/embed\\?party=russia&amp;party=nato&amp;issue=crimea")
    )
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^CSV")).click()
    assert download.value.suggested_filename.startswith("counterpoint-statements-")
    with page.expect_popup() as popup:
        page.get_by_role("link", name=re.compile("^Cite")).click()
    expect(popup.value.get_by_role("heading", name="BibTeX")).to_be_visible()
    page.bring_to_front()
    page.locator("#embed-code").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#embed-code")).to_be_hidden()
    expect(page.locator(".take summary")).to_be_focused()


@pytest.mark.parametrize("path", ["print?theme=relations", "cite?issue=crimea", "embed?issue=crimea", "api/v1/docs"])
def test_plain_pages_serve_everyone(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/{path}")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
