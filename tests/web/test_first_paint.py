"""The first paint: whole pages before Streamlit, described, cached, and safe."""

import gzip
import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from components.assets import inline_script
from components.pages import PAGES
from web import first_paint


def metadata_of(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html)
    return {name: unescape(text) for name, text in found}


def record(html: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    made: dict[str, object] = json.loads(found[1])
    return made


@pytest.mark.parametrize("path", ["/", "/home", *(f"/{name}" for name in PAGES)])
def test_every_page_is_there_without_scripts(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == (404 if path == "/statement" else 200)
    assert response.headers["content-type"].startswith("text/html")
    assert ("no-store" if path == "/statement" else "max-age=60") in response.headers["cache-control"]
    assert '<html lang="en">' in response.text
    assert '<div id="first-paint" class="cp-root"><div class="cp"' in response.text
    assert '<div id="root">' in response.text
    assert "Streamlit</title>" not in response.text
    assert "enable JavaScript" not in response.text
    assert metadata_of(response.text)["og:url"].startswith("https://example.org/")


def test_statement_is_a_quotation_and_the_site_a_dataset(client: TestClient) -> None:
    html = client.get("/statement?id=russia-2019-04-15-cooperation-grushko").text
    made: Any = record(html)
    assert (made["@type"], made["dateCreated"]) == ("Quotation", "2019-04-15")
    assert made["text"] == "completely cease civilian and military cooperation with NATO"
    assert made["creator"] == {"@type": "Person", "name": "Alexander Grushko"}
    assert made["citation"]["name"] == "Russia-NATO relations back to starting point"
    assert "Grushko" in metadata_of(html)["og:description"]
    made = record(client.get("/").text)
    assert (made["@type"], made["name"], made["version"]) == ("Dataset", "Russia and NATO", "2.2.0")
    assert made["license"].startswith("https://creativecommons.org/")


def test_filters_of_the_address_are_those_of_the_page(client: TestClient) -> None:
    html = client.get("/compare?party=nato&theme=history").text
    assert html.count('<article class="row"') == 3
    assert (
        '<link rel="canonical" href="https://example.org/compare?party=nato&amp;theme=history&amp;sort=listed">' in html
    )


def test_answer_is_compressed_for_those_who_can_read_it(client: TestClient) -> None:
    with client.stream("GET", "/compare", headers={"Accept-Encoding": "gzip"}) as response:
        raw = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert len(raw) < 150_000
    assert b'id="first-paint"' in gzip.decompress(raw)
    plain = client.get("/compare", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize("host", ['"><script>', "a b", "evil/../x", ""])
def test_host_that_cannot_be_one_is_not_repeated(client: TestClient, host: str) -> None:
    html = client.get("/about", headers={"Host": host}).text
    assert metadata_of(html)["og:url"] == "/about?party=russia&party=nato&sort=listed"


def test_pages_below_a_path(served_below: Callable[[str], TestClient]) -> None:
    client = served_below("/data/cp")
    assert metadata_of(client.get("/data/cp/about").text)["og:url"].startswith("https://example.org/data/cp/about?")
    assert client.get("/about").status_code == 404


NAMES = st.sampled_from(["party", "issue", "from", "q", "sort", "page", "id", "figure", "as", "version"])
# Any text, or any text behind a tag that no template has.
ADDRESSED = st.text(max_size=300) | st.text(max_size=300).map("<zz>{}".format)


@pytest.mark.parametrize("path", PAGES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parameters=st.dictionaries(NAMES, ADDRESSED))
def test_no_query_breaks_a_page_or_its_head(client: TestClient, path: str, parameters: dict[str, str]) -> None:
    response = client.get(f"/{path}", params=parameters)
    assert response.status_code == (404 if path == "statement" else 200)
    assert "<zz>" not in response.text
    head = response.text.split("</head>")[0]
    assert head.count('<script type="application/ld+json">') == 1
    assert head.count("<script") == 1 + head.count("prerenderReady")
    assert response.text.count(f"<script>{inline_script('early.js')}</script>") == 1
    record(response.text)


@pytest.mark.parametrize("query", ["q=%ff%fe", "party=" * 900, "%00", "a=1;b=2"])
def test_queries_beyond_reason_are_answered(client: TestClient, query: str) -> None:
    assert client.get(f"/compare?{query}").status_code == 200


@pytest.mark.parametrize(
    ("pattern", "lacking"),
    [
        ('<div id="root">', 'an element <div id="root">'),
        ("<title>Streamlit</title>", "<title>Streamlit</title>"),
        (r"<script type=.module..*?</script>|<link\s[^>]*(modulepreload|stylesheet)[^>]*>", "modules to start with"),
    ],
)
def test_another_document_of_streamlit_says_what_to_do(pattern: str, lacking: str, tmp_path: Path, monkeypatch) -> None:
    html = (first_paint.STREAMLIT_STATIC_FOLDER / "index.html").read_text("utf-8")
    (tmp_path / "index.html").write_text(re.sub(pattern, "", html), "utf-8")
    (tmp_path / "static").symlink_to(first_paint.STREAMLIT_STATIC_FOLDER / "static")
    monkeypatch.setattr(first_paint, "STREAMLIT_STATIC_FOLDER", tmp_path)
    with pytest.raises(RuntimeError) as error:
        first_paint._streamlit.__wrapped__()
    for part in (lacking, first_paint.KNOWN_STREAMLIT_VERSION, "pyproject.toml", str(tmp_path)):
        assert part in str(error.value)


def test_the_streamlit_that_is_known_is_the_one_that_pyproject_allows() -> None:
    bounds = re.search(r'"streamlit>=([\d.]+),<([\d.]+)"', Path("pyproject.toml").read_text("utf-8"))
    assert bounds[1] == first_paint.KNOWN_STREAMLIT_VERSION
    assert int(bounds[2].split(".")[1]) == int(bounds[1].split(".")[1]) + 1
