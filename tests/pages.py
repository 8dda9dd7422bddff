"""Pages as a reader gets them."""

import json
import re
from html import unescape
from typing import Any

from components.pages import PAGES, Page, PageRequest, render_page
from components.url.view import decode_view
from data import Dataset


def page_of(dataset: Dataset, name: str, **parameters: str | list[str]) -> Page:
    """The page at an address; `since` stands for the parameter `from`, which is a word of Python's."""
    listed = {
        "from" if name == "since" else name: value if isinstance(value, list) else [value]
        for name, value in parameters.items()
    }
    decoded = decode_view(listed, dataset, PAGES[name].text_length)
    return render_page(name, PageRequest(dataset, decoded, "https://example.org"))


def text_of(page: Page) -> str:
    """The text of a page in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.html).split())


def charts_of(page: Page) -> list[dict[str, Any]]:
    """The specifications that Plotly draws."""
    return [json.loads(unescape(spec)) for spec in re.findall(r'data-plot="([^"]+)"', page.html)]
