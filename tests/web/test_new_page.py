"""A page is one entry of the registry and one template: all else follows. The example of docs/architecture.md."""

import re

import pytest
import streamlit as st
from jinja2 import ChoiceLoader, DictLoader
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.application import set_running_applications
from components.pages import PAGES, PageEntry
from components.rendering import template_environment
from data import Dataset
from data.translation import gettext_noop
from tests.applications import application_of
from tests.components.test_pages import APP
from tests.test_docs import text_of
from tests.web.conftest import client_of

SECTION = text_of("docs/architecture.md").partition("## Add a page\n")[2]
CODE, TEMPLATE, ENTRY = re.findall(r"```(?:python|html)\n(.*?)```", SECTION, re.DOTALL)[:3]
EXAMPLE: dict = {"PageEntry": PageEntry, "gettext_noop": gettext_noop}
exec(CODE, EXAMPLE)


@pytest.fixture
def client(shipped: Dataset, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A server with the new page; Streamlit's script finds its application."""
    assert "speakers" not in PAGES, "there is such a page now: the example of docs/architecture.md needs another name"
    monkeypatch.setitem(PAGES, "speakers", eval(ENTRY, EXAMPLE))
    environment = template_environment()
    monkeypatch.setattr(
        environment, "loader", ChoiceLoader([DictLoader({"speakers.html": TEMPLATE}), environment.loader])
    )
    application = application_of(shipped)
    set_running_applications({"": application})
    return client_of(application)


def test_new_page_stands_wherever_pages_do(client: TestClient, shipped: Dataset) -> None:
    count = sum(speaker.party == "nato" for speaker in shipped.speakers.values())
    parts = {
        "speakers?party=nato": (
            *("<title>Who speaks · Counterpoint</title>", f'content="{count} speakers of ', "/preview.png?party=nato"),
            *(' aria-current="page">Speakers</a>', '<form method="get" action="speakers" data-filters>'),
            *("Statements by NATO: <b>227</b>", 'href="download/statements.csv?party=nato'),
        ),
        "about": (">Speakers</a>",),
        "sitemap.xml": ("<loc>https://example.org/speakers</loc>",),
        "print?party=nato&of=speakers": ("<h1>Speakers</h1>",),
        "cite?party=nato&of=speakers&format=apa": ("/speakers?party=nato",),
    }
    for path, expected in parts.items():
        text = client.get(f"/{path}").text
        assert [part for part in expected if part not in text] == [], path


@pytest.mark.usefixtures("client")
def test_streamlit_routes_the_new_page(monkeypatch: pytest.MonkeyPatch) -> None:
    routes, page = [], st.Page

    def record(content: object, *, url_path: str, **options: object) -> object:
        routes.append(url_path)
        return page(content, url_path=url_path, **options)

    monkeypatch.setattr(st, "Page", record)
    assert not AppTest.from_file(str(APP), default_timeout=60).run().exception
    assert routes == ["home", *PAGES]
    assert "speakers" in routes
