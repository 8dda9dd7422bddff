"""The print page: the comparison on paper, the latest positions, sources as numbered notes."""

from __future__ import annotations

from components.parts.comparison.comparison import compare_parties
from components.parts.sidebar import filters_sentence, filters_title
from components.rendering import render
from components.url.links import Links
from components.url.view import View
from data import Dataset


def print_html(dataset: Dataset, view: View, site: str) -> str:
    """The sheet as a whole document without scripts. Its notes are the sources in the order in which they are named."""
    comparison = compare_parties(dataset, view)
    rows = comparison.rows
    sources = [cell.card.source for row in rows for cell in row.cells if cell.card]
    notes = list(dict.fromkeys(sources))
    link = f"{site}/{Links(dataset.version).page('compare', view)}"
    return render(
        "print_page.html",
        dataset=dataset,
        comparison=comparison,
        notes=notes,
        numbers={source.id: number for number, source in enumerate(notes, start=1)},
        title=dataset.title if comparison.is_whole else filters_title(dataset, view.filters),
        sentence=filters_sentence(dataset, view.filters),
        link=link,
        foot=print_foot_text(dataset, link),
    )


def print_foot_text(dataset: Dataset, link: str) -> str:
    """The foot of every sheet, as the inside of a CSS string: the number of a character stands for each that could end
    the string."""
    text = f"{dataset.title}, version {dataset.version}. {link}"
    return "".join(mark if mark.isalnum() or mark in " .,:/-" else f"\\{ord(mark):x} " for mark in text)
