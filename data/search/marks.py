"""Marks in a text the words that a search looked for."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from data.statements.search import fold_text
from data.statements.terms import word_term

WORD_PATTERN = re.compile(r"[^\W_]+(?:['’ʼ.,][^\W_]+)*")


@dataclass(frozen=True)
class Segment:
    """A piece of a text; `matches` is true of one that a search looked for."""

    text: str
    matches: bool


def mark_matches(text: str, terms: Collection[str]) -> tuple[Segment, ...]:
    """A text in pieces, which together are the text: the words whose term is among `terms`, and what is between."""
    segments: list[Segment] = []
    end = 0
    for word in WORD_PATTERN.finditer(text):
        if not any(word_term(part) in terms for part in fold_text(word[0]).split()):
            continue
        # Words beside each other are one piece.
        if segments and segments[-1].matches and text[end : word.start()].isspace():
            segments[-1] = Segment(segments[-1].text + text[end : word.end()], matches=True)
        else:
            segments += [Segment(text[end : word.start()], matches=False)] if word.start() > end else []
            segments.append(Segment(word[0], matches=True))
        end = word.end()
    return (*segments, Segment(text[end:], matches=False)) if end < len(text) else tuple(segments)
