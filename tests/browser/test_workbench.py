"""The Workbench in a browser: from a spreadsheet to a dataset that is served."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from data import load
from tests.components.test_workbench import FLAT


@pytest.fixture(scope="module")
def workbench(serve: Callable[..., str]) -> str:
    return serve(None, COUNTERPOINT_WORKBENCH="on", COUNTERPOINT_PAGES="docs/examples")


def test_spreadsheet_becomes_a_dataset(page: Page, workbench: str, tmp_path: Path) -> None:
    flat = tmp_path / "flat.csv"
    flat.write_text(FLAT + "FDP;Tempolimit;stimme nicht zu;;Interview;Freie Fahrt\n", "utf-8")
    page.goto(f"{workbench}/compare")
    page.get_by_role("link", name="Workbench").first.click()
    page.locator("input[type=file]").set_input_files(flat)
    expect(page.get_by_text("1 row was not imported.")).to_be_visible()
    expect(page.get_by_text("No problem is left.")).to_be_visible()
    expect(page.locator(".stPlotlyChart")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Folder as a zip").click()
    zipfile.ZipFile(download.value.path()).extractall(tmp_path / "folder")
    assert load(tmp_path / "folder").statement_count == 3


def test_page_of_an_operator_shows_the_filters_of_the_view(page: Page, workbench: str) -> None:
    page.goto(f"{workbench}/statements_by_year?party=nato&from=2020")
    expect(page.get_by_role("heading", name="Statements by year")).to_be_visible()
    expect(page.locator(".stPlotlyChart")).to_be_visible()
    page.get_by_role("link", name="Back to the comparison").click()
    expect(page.locator(".cp h1").first).to_be_visible()


def test_workbench_is_accessible(page: Page, workbench: str) -> None:
    page.goto(f"{workbench}/workbench")
    expect(page.get_by_role("heading", name="Your own dataset")).to_be_visible()
    violations = [each["id"] for each in Axe().run(page).response["violations"] if each["impact"] == "critical"]
    assert violations == []
