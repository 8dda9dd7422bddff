"""The comparison as a sheet of paper: the latest positions, sources as numbered notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from data import Dataset, Source

from .board import Board, board
from .links import Links
from .panel import sentence
from .rendering import render
from .view import View

__all__ = ["Printed", "foot_text", "printed", "printed_html"]


@dataclass(frozen=True)
class Printed:
    """A board, and its sources in the order in which they are named; `numbers`
    gives the number of each source by its id."""

    board: Board
    notes: tuple[Source, ...]
    numbers: Mapping[str, int]


def printed(dataset: Dataset, view: View) -> Printed:
    """The board of a view with its notes."""
    made = board(dataset, view)
    shown = [cell.card.source for group in made.groups for row in group.rows for cell in row.cells if cell.card]
    notes = tuple({source.id: source for source in shown}.values())
    numbers = {source.id: number for number, source in enumerate(notes, start=1)}
    return Printed(made, notes, MappingProxyType(numbers))


def printed_html(dataset: Dataset, view: View, site: str) -> str:
    """The sheet as a whole document without scripts."""
    link = f"{site}/{Links(dataset.version).page('compare', view)}"
    return render(
        "print.html",
        dataset=dataset,
        made=printed(dataset, view),
        sentence=sentence(dataset, view.filters),
        link=link,
        foot=foot_text(dataset, link),
    )


def foot_text(dataset: Dataset, link: str) -> str:
    """What stands in the foot of every sheet, as the inside of a CSS string: each
    character that could end it is written by its number."""
    text = f"{dataset.title}, version {dataset.version}. {link}"
    return "".join(mark if mark.isalnum() or mark in " .,:/-" else f"\\{ord(mark):x} " for mark in text)
