"""Pictures of views: their size, their caching, and that no text leaves its box."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from components.documents.glyphs import drawable_text
from components.documents.preview_picture import (
    PICTURE_HEIGHT,
    PICTURE_WIDTH,
    draw_preview_picture,
    fit_text,
    picture_font,
)
from components.documents.quote_card import CARD_SHAPES, draw_quote_card, quote_card
from components.url.view import decode_view
from data import Dataset, load
from tests.conftest import write_hostile
from tests.reading import statements_of

# What a picture leaves free at its sides, in pixels.
EDGE = 40
SCRIPTS = {
    "latin": "Äquatorialguinea žluťoučký kůň",
    "cyrillic": "Россия и НАТО: щёголь ЇЄҐ",
    "vietnamese": "Việt Nam, Đặng Thị Ngọc Hường",
    "greek": "Ξεσκεπάζω την ψυχοφθόρα",
}


def drawn(dataset: Dataset, **parameters: str | list[str]) -> Image.Image:
    listed = {name: [value] if isinstance(value, str) else value for name, value in parameters.items()}
    content = draw_preview_picture(dataset, decode_view(listed, dataset).view, "https://example.org")
    return Image.open(io.BytesIO(content)).convert("RGB")


def empty_edges(image: Image.Image) -> bool:
    sides = [
        (0, 0, EDGE, PICTURE_HEIGHT),
        (PICTURE_WIDTH - EDGE, 0, PICTURE_WIDTH, PICTURE_HEIGHT),
        (0, 0, PICTURE_WIDTH, 20),
        (0, PICTURE_HEIGHT - 10, PICTURE_WIDTH, PICTURE_HEIGHT),
    ]
    return all({colour for _, colour in image.crop(side).getcolors()} == {image.getpixel((0, 0))} for side in sides)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"issue": "crimea"},
        {"figure": "ratio-grushko-2019"},
        {"id": "russia-2019-04-15-cooperation-grushko"},
        {"q": "nowhereatall"},
        {"q": "W" * 200},
    ],
    ids=str,
)
def test_picture_has_its_size_and_free_edges(shipped: Dataset, parameters: dict[str, str]) -> None:
    image = drawn(shipped, **parameters)
    assert image.size == (PICTURE_WIDTH, PICTURE_HEIGHT)
    assert empty_edges(image)
    assert len(image.getcolors(PICTURE_WIDTH * PICTURE_HEIGHT) or []) > 5


def test_every_statement_fits(shipped: Dataset) -> None:
    longest = statements_of(shipped).assign(size=lambda table: (table["quote"] + table["summary"]).str.len())
    for statement in longest.nlargest(8, "size")["id"]:
        assert empty_edges(drawn(shipped, id=statement))


def test_filters_change_the_picture_and_parameters_that_mean_nothing_do_not(shipped: Dataset) -> None:
    plain = drawn(shipped).tobytes()
    assert plain != drawn(shipped, theme="history").tobytes()
    assert plain == drawn(shipped, utm="1").tobytes()


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("face", ["serif", "sans"])
def test_typefaces_have_the_letters(face: str, script: str) -> None:
    font = picture_font(face, 40, "regular")
    missing = font.getmask("\U0010fffd").getbbox(), bytes(font.getmask("\U0010fffd"))
    for letter in set(SCRIPTS[script]) - {" "}:
        assert (font.getmask(letter).getbbox(), bytes(font.getmask(letter))) != missing, letter


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), width=st.integers(60, 900), lines=st.integers(1, 4))
def test_lines_are_never_wider_than_their_place(text: str, width: int, lines: int) -> None:
    font = picture_font("sans", 24, "regular")
    made = fit_text(text, font, width, lines)
    assert len(made) <= lines
    assert all(font.getlength(line) <= width + 1 for line in made)
    if made and not made[-1].endswith("…"):
        assert "".join(made).replace(" ", "") == "".join(text.split())[:2000].replace(" ", "")


FOREIGN = {
    "arabic": "مرحبا بالعالم",
    "chinese": "天下為公",
    "thai": "สวัสดี",
    "mixed": "Hello 天下 and \u202eمرحبا\u202c again",
    "signs": "peace \U0001f54a\ufe0f \U0001f468\u200d\U0001f469 \ufdd0 \u2028 now",
    "decomposed": "Vie\u0323\u0302t Nam",
    "private": "\ue000\U000f0000",
}


@pytest.mark.parametrize("script", FOREIGN)
def test_no_picture_has_a_letter_without_a_glyph(script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = load(write_hostile(tmp_path / "dataset", FOREIGN[script]))
    texts: list[tuple[str, ImageFont.FreeTypeFont]] = []
    draw = ImageDraw.ImageDraw.text

    def record(self: ImageDraw.ImageDraw, place: object, text: str, fill: object, font: ImageFont.FreeTypeFont) -> None:
        texts.append((text, font))
        draw(self, place, text, fill, font)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", record)
    for parameters in ({}, {"id": "east-2019-bases-paper"}, {"figure": "ratio-east"}, {"issue": "bases", "q": "天"}):
        drawn(dataset, **parameters)
    view = decode_view({"id": ["east-2019-bases-paper"]}, dataset).view
    card = quote_card(dataset, view, "statement")
    assert card
    for shape in CARD_SHAPES.values():
        draw_quote_card(dataset, card, shape, "https://example.org")
    assert len(texts) > 20
    for text, font in texts:
        missing = font.getmask("\U0010ffff")
        for letter in set(text) - {" "}:
            mask = font.getmask(letter)
            assert (mask.size, bytes(mask)) != (missing.size, bytes(missing)), (letter, text)
    shown = " ".join(text for text, _ in texts)
    expected = {"mixed": "Hello … and … again", "signs": "peace now", "decomposed": "Việt Nam"}.get(script, "")
    assert expected in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Россия 天下", "Россия …"),
        ("天下", ""),
        ("a 天 下 b", "a … b"),
        ("“مرحبا”", ""),
        ("a\u200bb \U0001f600", "ab"),
        ("", ""),
    ],
)
def test_an_ellipsis_stands_for_what_a_picture_cannot_show(text: str, shown: str) -> None:
    assert drawable_text(text, "sans") == drawable_text(text, "serif") == shown
