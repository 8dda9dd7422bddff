from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import write_hostile

TRAP = "<script>window.owned=1</script><img src=x onerror='window.owned=1'>**b** \u202etfel\u202c =1+1 " + "W" * 9_000


@pytest.fixture(scope="module")
def hostile(serve: Callable[[Path], str], tmp_path_factory) -> str:
    return serve(write_hostile(tmp_path_factory.mktemp("hostile") / "dataset", TRAP))


@pytest.mark.parametrize("path", ["/", "/sources", "/about", "/statement?id=east-2019-bases-paper"])
def test_hostile_text_is_text(page: Page, hostile: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    # Chromium takes seconds for each layout of words this long, and some ten layouts a page.
    page.set_default_timeout(120_000)
    page.goto(hostile + path)
    page.locator(".stApp .cp").wait_for()
    expect(page.get_by_text("<script>window.owned=1</script>").first).to_be_attached()
    assert page.evaluate("window.owned") is None
    assert page.locator(".cp img, .cp script").count() == 0
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
