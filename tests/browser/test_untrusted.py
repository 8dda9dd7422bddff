from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

TRAP = "<script>window.owned=1</script><img src=x onerror='window.owned=1'>**b** \u202etfel\u202c =1+1 " + "W" * 9_000
TEXTS = {
    "parties": ("name", "short_name", "description"),
    "speakers": ("name", "role"),
    "themes": ("name", "description"),
    "issues": ("name", "proposition", "note"),
    "sources": ("title", "publisher", "author", "licence"),
    "statements": ("role", "summary", "quote", "locator", "note"),
    "events": ("title",),
}


@pytest.fixture(scope="module")
def hostile(
    serve: Callable[[Path | None], str],
    write_dataset: Callable[..., Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    def spoil(columns: tuple[str, ...]) -> Callable[[list[dict[str, str]]], None]:
        return lambda rows: [row.update(dict.fromkeys(columns, TRAP)) for row in rows] and None

    changes = {table: spoil(columns) for table, columns in TEXTS.items()}
    folder = tmp_path_factory.mktemp("hostile") / "dataset"
    return serve(
        write_dataset(folder, descriptor=lambda content: content.update(title=TRAP, description=TRAP), **changes)
    )


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/", "/sources", "/about", "/statement?id=east-2019-bases-paper"])
def test_hostile_text_is_text(page: Page, hostile: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    # Chromium takes seconds for each layout of words this long, and some ten layouts a page.
    page.set_default_timeout(120_000)
    page.goto(hostile + path)
    page.locator(".stApp .cp").wait_for()
    expect(page.get_by_text("<script>window.owned=1</script>").first).to_be_attached()
    assert page.evaluate("window.owned") is None
    assert page.locator(".cp img, .cp script").count() == 0
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
