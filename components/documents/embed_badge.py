"""The badge of an embed whose content has changed since somebody embedded it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from components.page import PageRequest
from components.parts.figures.answer_sentence import answer_sentence
from components.url.links import Links
from components.url.view import View
from data import Dataset, dataset_changes, load_release
from data.publishing import statement_changes
from data.translation import gettext


@dataclass(frozen=True)
class EmbedBadge:
    """The text of a badge, and the address below the server's that lists the changes."""

    text: str
    link: str


def embed_badge(request: PageRequest, statement_ids: Sequence[str] = ()) -> EmbedBadge | None:
    """The badge of an embed whose address names an older version of the dataset; None if what it shows is the same. An
    embed of statements shows those of these ids."""
    dataset, view, version = request.dataset, request.decoded.view, request.decoded.version
    if not version or view.as_of or version == dataset.version:
        return None
    links = Links(dataset.version)
    old = load_release(Path(dataset.directory), version)
    if old is None:
        text = gettext("The dataset has changed since you embedded this")
        return EmbedBadge(text, links.page("about", View(view.filters)))
    if not _differs(old, dataset, view, statement_ids):
        return None
    link = links.page("changes", replace(View(view.filters), since=version))
    return EmbedBadge(gettext("Changed since you embedded this"), link)


def _differs(old: Dataset, dataset: Dataset, view: View, statement_ids: Sequence[str]) -> bool:
    """True if what an embed of the view shows is another thing in the older dataset."""
    if figure := view.figure_selection.figure:
        before, after = (each.figure_records.figures.get(figure) for each in (old, dataset))
        if before is None or after is None or before != after:
            return True
        within = view.figure_selection.within
        return answer_sentence(old, before, within) != answer_sentence(dataset, after, within)
    if statement_ids:
        return statement_changes(old, dataset, statement_ids).count > 0
    return dataset_changes(old, dataset, view.filters).count > 0
