import zlib

from hypothesis import given
from hypothesis import strategies as st

from components.pages import Page


@given(st.text(), st.text())
def test_page_comes_out_as_it_went_in(html: str, description: str) -> None:
    page = Page.from_html("A title", html, description, "compare?party=nato", {"@type": "Dataset"})
    assert page.html == html
    assert page.sum == zlib.adler32(html.encode())


def test_page_takes_a_tenth_of_its_length() -> None:
    html = "".join(f'<p class="statement">The statement of number {number} – a dash</p>' for number in range(5000))
    page = Page.from_html("A title", html)
    assert page.size < len(page.html) / 10
