"""Print, embed and picture as the server answers them."""

import io
import re
from html import escape

import pytest
from PIL import Image
from starlette.testclient import TestClient

from components.assets import asset_folder
from components.documents.print_page import print_foot_text
from components.parts.figures.answer_sentence import answer_sentence
from data import Dataset
from tests.reading import statements_of

FIGURE = "figure=ratio-grushko-2019"
GRUSHKO = "russia-2019-04-15-cooperation-grushko"


@pytest.mark.parametrize("path", ["print", f"print?id={GRUSHKO}", "print?of=sources", "embed", f"embed?{FIGURE}"])
def test_there_is_no_script(client: TestClient, path: str) -> None:
    answer = client.get(f"/{path}")
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert f'href="{asset_folder()}/style.css"' in answer.text


@pytest.mark.parametrize("path", [f"print?{FIGURE}", f"embed?{FIGURE}&show=chart", "embed?of=timeline&show=chart"])
def test_a_chart_needs_one_script_and_no_other(client: TestClient, path: str) -> None:
    html = client.get(f"/{path}").text
    assert re.findall(r"<script[^>]*>", html) == [f'<script type="module" src="{asset_folder()}/document.js">']
    assert client.get(f"/{asset_folder()}/document.js").status_code == 200
    assert "data-plot=" in html


def test_embed_of_a_figure_is_its_answer_with_source_and_link(client: TestClient, shipped: Dataset) -> None:
    answer = client.get(f"/embed?{FIGURE}")
    assert escape(answer_sentence(shipped, shipped.figure_records.figures["ratio-grushko-2019"], 5)) in answer.text
    assert "Measured alike: SIPRI, 2018: <b>16 to 18 times</b>" in answer.text
    assert "Source of the number:" in answer.text
    assert f'href="https://example.org/figures?party=russia&amp;party=nato&amp;sort=listed&amp;{FIGURE}' in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    moved = client.get(f"/embed?{FIGURE}&numerator=nato-usd-2019&denominator=chapter&year=2018").text
    assert "20.6 to 22.5 times for 2018: NATO’s own figures" in moved
    counted = client.get("/embed?figure=bg-2017").text
    assert "NATO stated 4 battlegroups for 2017" in counted
    assert 'class="track"' not in counted


def test_embed_of_a_chart_has_its_source_and_link_and_nothing_else(client: TestClient) -> None:
    html = client.get(f"/embed?{FIGURE}&show=chart").text
    assert html.count("data-plot=") == 1
    assert "Sources: " in html
    assert f"figures?party=russia&amp;party=nato&amp;sort=listed&amp;{FIGURE}" in html
    assert "<table" not in html
    # A page without a chart is embedded as ever.
    assert '<article class="row"' in client.get("/embed?issue=crimea&of=sources&show=chart").text
    assert "data-plot" not in client.get("/embed?figure=bg-2017&show=chart").text


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


def test_embed_of_an_exchange_is_the_reply_beside_what_it_answers(client: TestClient, shipped: Dataset) -> None:
    reply, answered = exchange_of(shipped)
    html = client.get(f"/embed?id={reply['id']}&of=exchanges").text
    assert html.count('class="turn"') == 1
    assert html.count('class="source"') == 2
    for each in (reply, answered):
        assert f"statement?id={each['id']}&amp;" in html
    assert "quote?" not in html
    newest = client.get("/embed?of=exchanges").text
    assert newest.count('class="thread"') == 5
    assert f"exchanges?party=russia&amp;party=nato&amp;sort=listed&amp;version={shipped.version}" in newest


def test_exchange_is_offered_as_a_card_and_as_an_embed(client: TestClient, shipped: Dataset) -> None:
    reply, _ = exchange_of(shipped)
    card = f"quote?id={reply['id']}&amp;of=exchanges&amp;version={shipped.version}"
    assert card in client.get(f"/exchanges?issue={reply['issue']}").text
    page = client.get(f"/{card.replace('&amp;', '&')}").text
    assert f"&amp;amp;id={reply['id']}&amp;amp;version={shipped.version}&amp;amp;of=exchanges" in page


def exchange_of(dataset: Dataset) -> tuple[dict[str, str], dict[str, str]]:
    """A reply and the statement that it answers."""
    rows = {row["id"]: row for row in statements_of(dataset).to_dict("records")}
    reply = next(row for row in rows.values() if row["responds_to"])
    return reply, rows[reply["responds_to"]]


@pytest.mark.parametrize(
    ("path", "frame"),
    [
        ("compare?issue=crimea", "https://example.org/embed?party=russia"),
        ("timeline?issue=crimea", "https://example.org/timeline?party=russia"),
        (
            f"figures?{FIGURE}",
            "https://example.org/embed?party=russia&amp;amp;party=nato&amp;amp;sort=listed&amp;amp;figure=",
        ),
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
