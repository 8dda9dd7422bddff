"""A figure as every page shows it: number, who stated it, about whom, when, where."""

from __future__ import annotations

from dataclasses import dataclass

from data import Dataset, Party, Source, date_label
from data.model import Figure, Indicator
from data.translation import gettext, number_text


@dataclass(frozen=True)
class FigureView:
    """One stated or estimated number, ready to be shown. `by_party` is the party
    that stated it, or None for a body that is no party here."""

    figure: Figure
    indicator: Indicator
    number: str
    unit: str
    by: str
    by_party: Party | None
    about: str
    item: str
    source: Source
    date_label: str
    recomputable: bool
    comparison: str = ""

    @property
    def label(self) -> str:
        """The number with its unit: `22 times`."""
        return f"{self.number} {self.unit}"

    @property
    def headline(self) -> str:
        """The figure in a few words: `NATO’s military budget is 22 times Russia’s`, or `2.7 % of GDP: Russia`."""
        return self.comparison or f"{self.label}: {self.about}"


def format_figure(value: float) -> str:
    """A number as it is read: `12,700`, `970.3`, `22`, `0.52`."""
    if abs(value) >= 1000 or value == int(value):
        return number_text(value)
    decimals = 1 if abs(value) >= 10 or round(value, 1) == round(value, 2) else 2
    return number_text(value, decimals)


def figure_views(dataset: Dataset, indicator: str) -> tuple[FigureView, ...]:
    """All figures of an indicator, by the year they are about, then by date."""
    own = [figure for figure in dataset.figure_records.figures.values() if figure.indicator == indicator]
    ordered = sorted(own, key=lambda figure: (figure.year or int(figure.date[:4]), figure.date))
    return tuple(figure_view(dataset, figure) for figure in ordered)


def figure_view(dataset: Dataset, figure: Figure) -> FigureView:
    """A figure, ready to be shown."""
    records = dataset.figure_records
    indicator = records.indicators[figure.indicator]
    party = dataset.parties.get(figure.stated_by)
    return FigureView(
        figure=figure,
        indicator=indicator,
        number=format_range(format_figure(figure.low), format_figure(figure.high), figure.bound),
        unit=records.unit_name(figure.unit),
        by=party.short_name if party else records.names.get(figure.stated_by, figure.stated_by),
        by_party=party,
        about=subject_name(dataset, figure.subject),
        item=records.names.get(figure.item, figure.item),
        source=dataset.sources[figure.source],
        date_label=date_label(figure.date),
        recomputable=bool(indicator.form),
        comparison=_comparison(dataset, figure, indicator),
    )


def _comparison(dataset: Dataset, figure: Figure, indicator: Indicator) -> str:
    """The ratio of one quantity of two parties as a sentence; empty if the figure is another one."""
    records = dataset.figure_records
    above, _, below = figure.subject.partition(":")
    if not below or indicator.form != "ratio" or indicator.numerator != indicator.denominator:
        return ""
    name = records.indicators[indicator.numerator].name
    number = format_range(format_figure(figure.low), format_figure(figure.high), figure.bound)
    label = f"{number} {records.unit_name(figure.unit)}"
    first, second = (possessive(subject_name(dataset, subject)) for subject in (above, below))
    name = name if name[:2].isupper() else name[:1].lower() + name[1:]
    return gettext("{first} {indicator} is {figure} {second}", first=first, indicator=name, figure=label, second=second)


def possessive(name: str) -> str:
    """The possessive of a name: `Russia’s`, `United States’`."""
    return gettext("{name}’", name=name) if name.endswith("s") else gettext("{name}’s", name=name)


def format_range(low: str, high: str, bound: str = "") -> str:
    """A range as it is read: `16.1`, `20.6 to 22.5`, and `22.4 or more` or `22.4 or less` where `bound` says that its
    end is one."""
    text = low if low == high else gettext("{low} to {high}", low=low, high=high)
    if bound == "at least":
        return gettext("{low} or more", low=low)
    return gettext("{high} or less", high=high) if bound == "at most" else text


def subject_name(dataset: Dataset, subject: str) -> str:
    """The subject of a figure: `NATO : Russia` for `NATO:RUS`."""
    names = dataset.figure_records.names
    return " : ".join(names.get(part, part) for part in subject.split(":"))
