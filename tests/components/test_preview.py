"""Pictures of views: their size, their time to live, and that no text leaves its place."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from components.documents.preview_picture import HEIGHT, WIDTH, draw_preview_picture, fit_text, picture_font
from components.url.view import decode_view
from data import Dataset
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
    sides = [(0, 0, EDGE, HEIGHT), (WIDTH - EDGE, 0, WIDTH, HEIGHT), (0, 0, WIDTH, 20), (0, HEIGHT - 10, WIDTH, HEIGHT)]
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
    assert image.size == (WIDTH, HEIGHT)
    assert empty_edges(image)
    assert len(image.getcolors(WIDTH * HEIGHT) or []) > 5


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
