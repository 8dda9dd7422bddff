"""Static files, Streamlit's and our own: compressed as they are sent, cached, and nothing else within reach."""

import gzip
import re

import brotli
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit import file_util
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_assets_routes

from components.assets import asset_files, asset_folder, streamlit_component_script
from components.theme.stylesheet import FONT_FOLDER, PRELOADED_FONTS, UNICODE_RANGES, stylesheet
from components.theme.tokens import COLOURS
from web import compression_middleware
from web.first_paint import STREAMLIT_STATIC_FOLDER

STREAMLIT_SCRIPT = f"static/js/{next(STREAMLIT_STATIC_FOLDER.glob('static/js/index.*.js')).name}"
SCRIPTS = sorted(name for name in asset_files() if name.endswith(".js"))


@pytest.fixture(scope="module")
def streamlit_files() -> TestClient:
    """Streamlit's own static files behind our middleware."""
    return TestClient(
        Starlette(routes=create_streamlit_static_assets_routes("cp"), middleware=[compression_middleware()])
    )


@pytest.mark.parametrize(
    ("encoding", "decompress"), [("br", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes)]
)
def test_script_of_streamlit_is_compressed(streamlit_files: TestClient, encoding: str, decompress) -> None:
    assert str(STREAMLIT_STATIC_FOLDER) == file_util.get_static_dir()
    whole = (STREAMLIT_STATIC_FOLDER / STREAMLIT_SCRIPT).read_bytes()
    with streamlit_files.stream("GET", f"/cp/{STREAMLIT_SCRIPT}", headers={"Accept-Encoding": encoding}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert "Accept-Encoding" in answer.headers["vary"]
    assert "immutable" in answer.headers["cache-control"]
    assert decompress(raw) == whole
    assert encoding == "identity" or len(raw) < len(whole) / 3


@pytest.mark.parametrize("name", asset_files())
def test_scripts_and_style_are_cached_for_good(client: TestClient, name: str) -> None:
    with client.stream("GET", f"/{asset_folder()}/{name}", headers={"Accept-Encoding": "br"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert re.fullmatch(r"assets/[0-9a-f]{12}", asset_folder())
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css" if name.endswith(".css") else "text/javascript")
    assert (raw if "content-encoding" not in answer.headers else brotli.decompress(raw)).decode() == asset_files()[name]


def test_modules_import_modules_that_are_there_and_the_component_only_imports(client: TestClient) -> None:
    waiting = client.get("/compare").text.partition('<template id="later">')[2]
    for name in SCRIPTS:
        assert set(re.findall(r'from "\./([^"]+)"', asset_files()[name])) <= set(SCRIPTS)
        assert f'<link rel="modulepreload" href="{asset_folder()}/{name}">' in waiting
    assert f'import(new URL("{asset_folder()}/page.js", document.baseURI))' in streamlit_component_script()
    assert len(streamlit_component_script()) < 500


def test_page_loads_no_style_and_no_typeface_of_streamlit_but_icons_when_there_are_some(client: TestClient) -> None:
    html = client.get("/compare").text
    assert 'href="./static/css' not in html
    (face,) = re.findall(r"@font-face\{[^}]*static/media[^}]*\}", html)
    assert "Material Symbols" in face
    assert face.endswith(";unicode-range:U+21-10FFFF}")
    (font,) = re.findall(r"url\((static/media/[^)]+)\)", face)
    assert (STREAMLIT_STATIC_FOLDER / font).is_file()


def test_every_typeface_that_the_style_names_is_there(client: TestClient) -> None:
    text = stylesheet("assets/fonts")
    names = {path.name for path in FONT_FOLDER.glob("*.woff2")}
    assert len(names) == 3 * len(UNICODE_RANGES)
    assert set(PRELOADED_FONTS) <= names
    for name in names:
        assert f'url("assets/fonts/{name}")' in text
        answer = client.get(f"/assets/fonts/{name}")
        assert answer.content[:4] == b"wOF2"
        assert "immutable" in answer.headers["cache-control"]


def test_pages_ask_for_their_own_typefaces_first_and_for_none_of_streamlit(client: TestClient) -> None:
    head = client.get("/compare").text.split("</head>")[0]
    assert re.findall(r'<link[^>]*href="([^"]*)"[^>]*as="font"', head) == [
        f"assets/fonts/{name}" for name in PRELOADED_FONTS
    ]
    assert 'url("../fonts/sans-latin.woff2")' in client.get(f"/{asset_folder()}/style.css").text


def test_only_a_typeface_that_is_preloaded_may_be_left_out_when_it_is_late() -> None:
    shown = re.findall(r"font-display:(\w+);src:url\(\"[^\"]*?([\w-]+\.woff2)\"", stylesheet("fonts", PRELOADED_FONTS))
    assert {file for display, file in shown if display == "optional"} == set(PRELOADED_FONTS)
    assert {display for display, file in shown if file not in PRELOADED_FONTS} == {"swap"}
    assert "optional" not in stylesheet("fonts")


def test_browsers_without_light_dark_keep_their_colours() -> None:
    text = stylesheet("fonts")
    plain, within = "", ""
    for part in re.split(r"(?=@supports)", text):
        # The rules of one `@supports` end with the brace that closes it.
        depth, end = 0, 0
        for place, mark in enumerate(part):
            depth += (mark == "{") - (mark == "}")
            if mark == "}" and depth == 0:
                end = place
                break
        is_guard = part.startswith("@supports") and "light-dark(" in part.partition("{")[0]
        within += part[: end + 1] if is_guard else ""
        plain += part[end + 1 :] if is_guard else part
    assert "light-dark(" not in plain
    assert within.count("light-dark(") > len(COLOURS)
    for name, colour in COLOURS.items():
        assert f"--{name}:{colour.light}" in plain
