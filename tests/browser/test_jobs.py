"""The jobs of readers in three engines, with the actions counted.

Chromium does each job at both widths, Firefox on a wide screen and WebKit on a phone.
"""

import csv
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from selenium.webdriver import WebKitGTK

from tests.browser.firefox import FIREFOX, Connection, FirefoxReader, firefox
from tests.browser.readers import ChromiumReader, Reader
from tests.browser.webkit import BROWSER, DRIVER, SCREEN, WebKitReader, webkit
from tests.waiting import until

SIZES = {1280: 800, 390: 844}
PLACES = (("chromium", 1280), ("chromium", 390), ("firefox", 1280), ("webkit", 390))
PNG = b"\x89PNG"


def need(engine: str, found: bool, packages: str) -> None:
    """Skips a test that lacks an engine, unless it is required."""
    if not found and os.environ.get(f"COUNTERPOINT_{engine.upper()}_TESTS") != "required":
        pytest.skip(f"no {engine} here: install {packages}")


@pytest.fixture(scope="module")
def firefox_connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Connection, Path]]:
    need("firefox", bool(FIREFOX), "firefox-esr")
    folder = tmp_path_factory.mktemp("firefox")
    with firefox(folder) as connection:
        yield connection, folder / "saved"


@pytest.fixture
def webkit_driver(tmp_path: Path, width: int) -> Iterator[WebKitGTK]:
    """A browser for one test: where something was saved, a bar takes room from the page."""
    need("webkit", bool(DRIVER and SCREEN and BROWSER), "webkit2gtk-driver, xvfb")
    with webkit(tmp_path, width, SIZES[width]) as driver:
        yield driver


@pytest.fixture(params=PLACES, ids="{0[0]}-{0[1]}".format)
def place(request: pytest.FixtureRequest) -> tuple[str, int]:
    """An engine and the width of its window."""
    return request.param


@pytest.fixture
def engine(place: tuple[str, int]) -> str:
    return place[0]


@pytest.fixture
def width(place: tuple[str, int]) -> int:
    return place[1]


@pytest.fixture
def reader(request: pytest.FixtureRequest, engine: str, width: int, address: str, tmp_path: Path) -> Iterator[Reader]:
    if engine == "firefox":
        connection, saved = request.getfixturevalue("firefox_connection")
        by_firefox = FirefoxReader(address, connection, saved, width, SIZES[width])
        yield by_firefox
        by_firefox.close()
    elif engine == "webkit":
        yield WebKitReader(address, request.getfixturevalue("webkit_driver"), tmp_path / "Downloads")
    else:
        browser: Browser = request.getfixturevalue("browser")
        options: dict[str, Any] = {"viewport": {"width": width, "height": SIZES[width]}}
        with browser.new_context(**options, permissions=["clipboard-read", "clipboard-write"]) as context:
            yield ChromiumReader(address, context.new_page())


def saved(reader: Reader, ending: str) -> bytes:
    """The bytes of the file with this ending that the page saved, once it is there."""

    def files() -> list[Path]:
        reader.pause(0.05)
        return [path for name, path in reader.saved().items() if name.endswith(ending)]

    until(lambda: bool(files()))
    return files()[0].read_bytes()


def test_a_claim_is_found_by_its_words_and_its_answer_copied(reader: Reader) -> None:
    reader.open("/")
    reader.search(".stApp #home-search", "NATO's budget is 22 times Russia's")
    reader.click(".stApp .hit-title a", "22 times")
    reader.click(".stApp button[data-copy=answer]")
    reader.wait_until("() => document.querySelector('.copy-line .said').textContent === 'Answer copied'")
    assert reader.actions == 3
    reader.pause(2)
    answer = reader.read(".stApp #answer")[0]
    assert "figure=" in reader.path()
    assert answer.startswith("Measured alike,")
    assert "22 times" in answer
    assert reader.paste(".stApp #masthead-search") == answer


def test_bases_are_compared_and_posted_as_a_card(reader: Reader) -> None:
    reader.open("/")
    reader.click(".stApp .matrix th a", "Bases and forces near Russia")
    reader.click(".stApp #issue-bases .row-links a", "Quote card")
    reader.to_new_tab()
    reader.click("figure a[download$='-square.png']")
    assert saved(reader, "-square.png").startswith(PNG)
    assert reader.actions == 3
    reader.pause(2)
    assert re.match(r"/quote\?.*issue=bases", reader.path())
    assert reader.evaluate("() => [...document.images].every((image) => image.naturalWidth >= 1080)")
    text = reader.evaluate("() => document.images[0].alt")
    assert re.search(r"Russia: \w.* \d{4}\. .*NATO: \w.* \d{4}\. ", text)


def test_a_class_sheet_is_made_of_three_issues(reader: Reader, width: int) -> None:
    reader.open("/")
    if width < 400:
        reader.click(".stApp .drawer > summary")
    for number, issue in enumerate(("crimea", "bases", "arms-race"), start=1):
        reader.click(f".stApp label:has(#f-issue-{issue})")
        reader.wait_until(
            "(number) => document.querySelectorAll('.stApp .chips a.chip').length === number",
            number,
        )
    reader.click(".stApp a[href^='class?']", "Class sheet of the 3 issues")
    reader.to_new_tab()
    assert reader.actions <= 5
    reader.pause(2)
    assert reader.path().startswith("/class?")
    assert len(reader.read(".sheet-issue h2")) == 3


def test_positions_of_three_decades_are_saved_as_table_and_picture(reader: Reader) -> None:
    reader.open("/")
    reader.click(".stApp .matrix th a", "Ukraine and Georgia in NATO")
    reader.click(".stApp #issue-enlargement .row-links a", "Timeline")
    reader.wait_for(".stApp .main-svg")
    reader.click(".stApp #timeline [data-csv]")
    reader.click(".stApp #timeline [data-image=png]")
    table, picture = saved(reader, ".csv").decode("utf-8-sig"), saved(reader, ".png")
    assert reader.actions == 4
    reader.pause(2)
    assert picture.startswith(PNG)
    dates = " ".join(row[0] for row in csv.reader(io.StringIO(table)))
    years = [int(year) for year in re.findall(r"\b(\d{4})\b", dates)]
    assert min(years) == 1997
    assert max(years) >= 2025
    assert re.search(r"/timeline\?.*issue=enlargement", reader.path())


def test_a_shared_link_tells_what_both_sides_say_and_since_when(reader: Reader, width: int) -> None:
    reader.open("/compare?issue=missile-defence")
    reader.pause(2)
    assert reader.actions == 0
    assert any("threatens Russia" in text for text in reader.in_sight(".stApp article.row .proposition"))
    if width < 400:
        seen = " ".join(reader.in_sight(".stApp article.row .row-stands"))
        assert re.search(r"Russia: \S.* \(20\d\d\).*NATO: \S.* \(20\d\d\)", seen), seen
    else:
        assert len(reader.in_sight(".stApp .heads .head")) == 2
        assert len(reader.in_sight(".stApp .cell-card .badge")) == 2
        assert [re.search(r" 20\d\d\b", text) is not None for text in reader.in_sight(".stApp .cell-card time")] == [
            True,
            True,
        ]
