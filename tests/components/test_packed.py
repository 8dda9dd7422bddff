from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.packed import packed
from components.pages import Page


@given(st.text(), st.text())
def test_page_comes_out_as_it_went_in(html: str, description: str) -> None:
    page = Page("A title", html.encode(), description, "compare?party=nato", {"@type": "Dataset"})
    assert packed(page).page() == page


def test_page_takes_a_tenth_of_its_length() -> None:
    page = Page(
        "A title",
        "".join(
            f'<p class="statement">The statement of number {number} – a dash</p>' for number in range(5000)
        ).encode(),
    )
    assert packed(page).size < len(page.html) / 10
