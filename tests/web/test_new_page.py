"""A page is one entry of the registry and one template: all else follows. The example of docs/architecture.md."""

from pathlib import Path

import pytest
import streamlit as st
from jinja2 import ChoiceLoader, DictLoader
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.application import run_application
from components.pages import PAGES, PageContent, PageEntry, PageRequest
from components.rendering import template_environment
from data import Dataset
from data import statements as queries
from tests.applications import application_of
from tests.web.conftest import client_of

APP = Path(__file__).parents[2] / "components" / "streamlit_app" / "app.py"


def speakers_page(request: PageRequest) -> PageContent:
    """The speakers of the chosen parties."""
    dataset, filters = request.dataset, request.decoded.view.filters
    speakers = [speaker for speaker in dataset.speakers.values() if speaker.party in filters.party]
    return PageContent(
        "Who speaks",
        {"speakers": speakers, "statements": queries.count_statements(dataset, filters)},
        description=f"{len(speakers)} speakers of {dataset.title}.",
    )


TEMPLATE = """
{% extends "layout.html" %}
{% block body %}
<main id="main" tabindex="-1">
  <h1>Speakers</h1>
  <p class="sentence">{{ panel.sentence | clip(600) }}: <b>{{ statements | thousands }}</b></p>
  <ul>{% for speaker in speakers %}<li dir="auto">{{ speaker.name | clip(80) }}</li>{% endfor %}</ul>
</main>
{% endblock %}
"""


@pytest.fixture
def client(shipped: Dataset, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A server with the new page; Streamlit's script finds its application."""
    monkeypatch.setitem(PAGES, "speakers", PageEntry("speakers", speakers_page, title="Speakers", filters=True))
    environment = template_environment()
    loader = ChoiceLoader([DictLoader({"speakers.html": TEMPLATE}), environment.loader])
    monkeypatch.setattr(environment, "loader", loader)
    application = application_of(shipped)
    run_application(application)
    return client_of(application)


def test_new_page_has_its_first_paint_with_menu_and_filters(client: TestClient, shipped: Dataset) -> None:
    html = client.get("/speakers?party=nato").text
    assert "<title>Who speaks · Counterpoint</title>" in html
    assert f'content="{len([s for s in shipped.speakers.values() if s.party == "nato"])} speakers of ' in html
    assert ' aria-current="page">Speakers</a>' in html
    assert '<form method="get" action="speakers" data-filters>' in html
    assert "Statements by NATO: <b>" in html
    assert "/preview.png?party=nato" in html
    assert 'href="download/statements.csv?party=nato' in html


def test_new_page_stands_in_every_menu_and_in_the_sitemap(client: TestClient) -> None:
    assert ">Speakers</a>" in client.get("/about").text
    assert "<loc>https://example.org/speakers</loc>" in client.get("/sitemap.xml").text


def test_new_page_can_be_printed_and_cited(client: TestClient) -> None:
    assert "<h1>Speakers</h1>" in client.get("/print?party=nato&of=speakers").text
    assert "/speakers?party=nato" in client.get("/cite?party=nato&of=speakers&format=apa").text


@pytest.mark.usefixtures("client")
def test_streamlit_routes_the_new_page(monkeypatch: pytest.MonkeyPatch) -> None:
    routes: list[str] = []
    page = st.Page

    def record(content: object, *, url_path: str, **options: object) -> object:
        routes.append(url_path)
        return page(content, url_path=url_path, **options)

    monkeypatch.setattr(st, "Page", record)
    assert not AppTest.from_file(str(APP), default_timeout=60).run().exception
    assert routes == ["home", *PAGES]
    assert "speakers" in routes
