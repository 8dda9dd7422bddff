"""Streamlit's files and our own: compressed, kept, and nothing else within reach."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components.type import FONTS, PRELOADED, RANGES, stylesheet
from web.static_files import STATIC, Compressed

SCRIPT = next(path for path in sorted((STATIC / "static" / "js").glob("index.*.js")))
STYLE = next(path for path in sorted((STATIC / "static" / "css").glob("index.*.css")))


@pytest.fixture(scope="module")
def files() -> TestClient:
    return TestClient(Starlette(middleware=[Middleware(Compressed, base="/cp")]))


@pytest.mark.parametrize(("encoding", "opened"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_script_comes_compressed_and_is_the_file(files: TestClient, encoding: str, opened) -> None:
    with files.stream("GET", f"/cp/static/js/{SCRIPT.name}", headers={"Accept-Encoding": encoding}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == encoding
    assert "immutable" in answer.headers["cache-control"]
    assert opened(raw) == SCRIPT.read_bytes()
    assert len(raw) < SCRIPT.stat().st_size / 3


def test_browser_that_takes_no_compression_gets_none(files: TestClient) -> None:
    answer = files.get(f"/cp/static/js/{SCRIPT.name}", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.content == SCRIPT.read_bytes()


def test_no_typeface_of_streamlit_is_asked_for_with_a_blank(files: TestClient) -> None:
    text = files.get(f"/cp/static/css/{STYLE.name}").text
    assert text.count("@font-face") == text.count("unicode-range:U+21-10FFFF}") > 0


@pytest.mark.parametrize(
    "path", ["static/js/../../index.html", "static/js/%2e%2e/x.js", "static/../secrets.js", "static/"]
)
def test_nothing_else_is_answered_here(files: TestClient, path: str) -> None:
    assert files.get(f"/cp/{path}").status_code == 404


def test_every_typeface_that_the_style_names_is_there(client: TestClient) -> None:
    text = stylesheet("assets/fonts")
    names = {path.name for path in FONTS.glob("*.woff2")}
    assert len(names) == 3 * len(RANGES)
    assert set(PRELOADED) <= names
    for name in names:
        assert f'url("assets/fonts/{name}")' in text
        answer = client.get(f"/assets/fonts/{name}")
        assert answer.content[:4] == b"wOF2"
        assert "immutable" in answer.headers["cache-control"]


def test_page_asks_for_its_own_typefaces_first_and_for_none_of_streamlit(client: TestClient) -> None:
    head = client.get("/compare").text.split("</head>")[0]
    assert re.findall(r'<link[^>]*href="([^"]*)"[^>]*as="font"', head) == [f"assets/fonts/{name}" for name in PRELOADED]


def test_style_of_plain_pages_finds_its_typefaces(client: TestClient) -> None:
    assert 'url("fonts/sans-latin.woff2")' in client.get("/assets/style.css").text


def test_only_a_typeface_that_is_preloaded_may_be_left_out_when_it_is_late() -> None:
    shown = re.findall(r"font-display:(\w+);src:url\(\"[^\"]*?([\w-]+\.woff2)\"", stylesheet("fonts", PRELOADED))
    assert {file for display, file in shown if display == "optional"} == set(PRELOADED)
    assert {display for display, file in shown if file not in PRELOADED} == {"swap"}
    assert "optional" not in stylesheet("fonts")
