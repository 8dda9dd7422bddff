"""The badge of an embed whose content has changed since somebody embedded it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from components.page import PageRequest
from components.parts.notices import link_version
from components.url.links import Links
from components.url.view import View
from data import Dataset, load_release
from data.translation import gettext

# The tables behind figures and their charts.
FIGURE_TABLES = ("indicators", "figures", "series", "memberships", "groups", "measures")


@dataclass(frozen=True)
class EmbedBadge:
    """The text of a badge, and the address below the server's that lists the changes."""

    text: str
    link: str


def embed_badge(request: PageRequest) -> EmbedBadge | None:
    """The badge of an embed whose address names an older version of the dataset; None if what it shows is the same."""
    dataset, view, version = request.dataset, request.decoded.view, request.decoded.version
    if not version or view.as_of or version == dataset.version:
        return None
    links = Links(dataset.version)
    made_with = link_version(request)
    if made_with is None or made_with.changes is None:
        text = gettext("The dataset has changed since you embedded this")
        return EmbedBadge(text, links.page("about", View(view.filters)))
    changes = made_with.changes
    ids = {*changes.added, *changes.withdrawn, *changes.recoded, *changes.corrected}
    if view.figure_selection.figure:
        has_changed = _figures_differ(dataset, version)
    else:
        has_changed = view.id in ids if view.id else bool(ids)
    if not has_changed:
        return None
    link = links.page("changes", replace(View(view.filters), since=version))
    return EmbedBadge(gettext("Changed since you embedded this"), link)


def _figures_differ(dataset: Dataset, version: str) -> bool:
    old = load_release(Path(dataset.directory), version)
    if old is None:
        return True
    empty = pd.DataFrame()
    return any(not old.tables.get(name, empty).equals(dataset.tables.get(name, empty)) for name in FIGURE_TABLES)
