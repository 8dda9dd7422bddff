"""The beginning of a text ends where a sentence ends, and nowhere else."""

import pytest

from data import beginning_of, first_sentences

FIRST = {
    "One. Two. Three.": "One.",
    "Is it so? Yes.": "Is it so?",
    "He said “No.” Then he left.": "He said “No.”",
    "Am 3. Oktober gilt z. B. die Regel des Dr. Meier. Danach nicht.": (
        "Am 3. Oktober gilt z. B. die Regel des Dr. Meier."
    ),
    "Um ca. 1,5 Mio. Euro, etc. und so weiter. Mehr nicht.": "Um ca. 1,5 Mio. Euro, etc. und so weiter.",
    "See No. 5 there. Then go.": "See No. 5 there.",
    "Version 2.5 is out. Get it.": "Version 2.5 is out.",
    "Das galt 2020. Heute nicht.": "Das galt 2020.",
    "我们反对。他们同意。": "我们反对。",
    "Без условий. Потом.": "Без условий.",
    "هل هذا صحيح؟ نعم.": "هل هذا صحيح؟",
    "A heading\n\nThen a sentence.": "A heading",
    "no end at all": "no end at all",
    "": "",
}


@pytest.mark.parametrize(("text", "first"), FIRST.items())
def test_first_sentence_is_whole(text: str, first: str) -> None:
    assert first_sentences(text, 1) == first


def test_as_many_sentences_as_fit_and_one_line() -> None:
    text = "We want\nit.  And soon. But not at any price, whatever others say."
    assert first_sentences(text, 25) == "We want it. And soon."
    assert beginning_of(text, 25) == "We want it. And soon. […]"
    assert beginning_of(text) == "We want it. And soon. But not at any price, whatever others say."


def test_a_sentence_longer_than_the_limit_stands_whole() -> None:
    long = f"{'word ' * 100}end."
    assert beginning_of(f"{long} Next.") == f"{long} […]"
