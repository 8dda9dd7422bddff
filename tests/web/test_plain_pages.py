"""Print, embed and picture as the server answers them."""

import io
import re

import pytest
from PIL import Image
from starlette.testclient import TestClient

from components.assets import asset_folder
from components.documents.print_page import print_foot_text
from data import Dataset

GRUSHKO = "russia-2019-04-15-cooperation-grushko"


@pytest.mark.parametrize("path", ["print", f"print?id={GRUSHKO}", "print?figure=ratio-grushko-2019", "embed"])
def test_there_is_no_script(client: TestClient, path: str) -> None:
    answer = client.get(f"/{path}")
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert f'href="{asset_folder()}/style.css"' in answer.text


def test_every_source_on_a_sheet_has_one_note(client: TestClient) -> None:
    html = client.get("/print?theme=relations").text
    named = re.findall(r'href="#note-(\d+)"', html)
    notes = re.findall(r'<li id="note-(\d+)"', html)
    assert sorted(set(named), key=int) == notes
    assert notes == [str(number) for number in range(1, len(notes) + 1)]


def test_sheet_carries_version_and_link_and_its_foot_stays_in_its_string(client: TestClient, shipped: Dataset) -> None:
    for path in ("print?issue=crimea", f"print?id={GRUSHKO}", "print?figure=ratio-grushko-2019"):
        assert f"version={shipped.version}" in client.get(f"/{path}").text.split("</main>")[-1]
    text = print_foot_text(shipped, 'https://example.org/"}</style><script>')
    assert not set('"<>{}&;') & set(text)


def test_embed_of_one_row_and_of_one_statement(client: TestClient) -> None:
    row = client.get("/embed?issue=crimea")
    assert row.text.count('<article class="row"') == 1
    assert '<base target="_blank">' in row.text
    assert "frame-ancestors *" in row.headers["content-security-policy"]
    assert "completely cease civilian" in client.get(f"/embed?id={GRUSHKO}").text


@pytest.mark.parametrize(
    ("path", "frame"),
    [
        ("compare?issue=crimea", "https://example.org/embed?party=russia"),
        ("timeline?issue=crimea", "https://example.org/timeline?party=russia"),
        (f"statement?id={GRUSHKO}", f"https://example.org/embed?id={GRUSHKO}"),
    ],
)
def test_page_offers_the_frame_that_shows_it(client: TestClient, path: str, frame: str) -> None:
    assert f"&lt;iframe src=&#34;{frame}" in client.get(f"/{path}").text


def test_picture_is_offered_and_kept(client: TestClient) -> None:
    html = client.get("/compare?issue=crimea").text
    found = re.search(r'property="og:image" content="https://example.org(/preview.png[^"]*)"', html)
    answer = client.get(found[1].replace("&amp;", "&"))
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
