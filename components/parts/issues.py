"""The issues of a view, and their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from components.parts.comparison.cell_summaries import CellSummaries
from data import Dataset, Distance, Filters, Issue, Party, Theme
from data.statements import FACETS


@dataclass(frozen=True)
class HasIssue:
    """A row about one issue."""

    issue: Issue


Row = TypeVar("Row", bound=HasIssue)


def issues_of(dataset: Dataset, filters: Filters) -> list[Issue]:
    """The issues that the filters choose, by themselves, their themes or other columns, in the dataset's order."""
    choices = {
        facet.column.partition(".")[2] or "id": filters[facet.name]
        for facet in FACETS
        if facet.column.partition(".")[0] == "issue" and filters[facet.name]
    }
    return [
        issue
        for issue in dataset.issues.values()
        if all(not set(_values_of(issue, column)).isdisjoint(values) for column, values in choices.items())
    ]


def _values_of(issue: Issue, column: str) -> tuple[str, ...]:
    return issue.themes if column == "theme" else (getattr(issue, column),)


def sort_issues(
    issues: Sequence[Issue],
    sort: str,
    dataset: Dataset,
    cells: CellSummaries,
    parties: Sequence[Party],
    distances: Mapping[str, Distance | None],
) -> list[Issue]:
    """The issues in the order `sort` of a view. Ties, and the order `listed`, follow the dataset: by theme, then as in
    the file of issues."""
    themes = {theme: number for number, theme in enumerate(dataset.themes)}
    by_theme = sorted(issues, key=lambda issue: themes[issue.theme])

    def distance(issue: Issue) -> int:
        largest = distances[issue.id]
        return -1 if largest is None else largest.value

    keys: Mapping[str, Callable[[Issue], int]] = {
        "divergence": distance,
        "recent": lambda issue: cells.newest(issue.id, parties),
        "statements": lambda issue: cells.statement_count(issue.id, parties),
    }
    return sorted(by_theme, key=keys[sort], reverse=True) if sort in keys else by_theme


def rows_by_theme(rows: Sequence[Row], sort: str, dataset: Dataset) -> list[tuple[Theme | None, tuple[Row, ...]]]:
    """Rows in groups of one theme; in one group without a theme if they have another order than `listed`."""
    if sort != "listed":
        return [(None, tuple(rows))] if rows else []
    grouped = [(theme, tuple(row for row in rows if row.issue.theme == theme.id)) for theme in dataset.themes.values()]
    return [(theme, own) for theme, own in grouped if own]
