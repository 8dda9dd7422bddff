"""The values of measures by subject and year, with their units."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property

from cachetools import cachedmethod

from data.model import LOCAL_CURRENCY, Dataset, Measure, MemberGroup, date_span

from .outcomes import Operand


class MeasureValues:
    """The series, the stated figures and the memberships of a dataset, as measures read them."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._records = dataset.figure_records
        self._entities: dict[Hashable, Mapping[int, set[str]]] = {}

    def subjects(self, subject: str) -> tuple[str, ...]:
        """The ways to count a subject: itself first, then the other ways to count the members of the same group."""
        groups = self._records.groups
        if subject not in groups:
            return (subject,)
        same = [group.id for group in groups.values() if group.members == groups[subject].members]
        return (subject, *(other for other in same if other != subject))

    def measures(self, indicator: str, subject: str) -> tuple[Measure, ...]:
        """The measures of an indicator that have a value for a subject in any year."""
        own = [measure for measure in self._records.measures.values() if measure.indicator == indicator]
        return tuple(measure for measure in own if any(True for _ in self.years(measure, subject)))

    def years(self, measure: Measure, subject: str) -> Iterator[int]:
        """The years in which a measure has a value for a subject or for a member of it."""
        group = self._records.groups.get(subject)
        members = self._memberships.get(group.members, []) if group else []
        entities = {subject, *(entity for entity, _, _ in members)}
        for year, present in sorted(self._entities_by_year(measure).items()):
            if entities & present:
                yield year

    def members(self, group: MemberGroup, year: int) -> tuple[str, ...]:
        """The members counted in a year, in the order of the table."""
        last_day = dt.date(year, 12, 31)
        members = []
        for entity, first, last in self._memberships.get(group.members, ()):
            is_member = (
                last is None if group.counted == "latest" else first <= last_day and (last or last_day) >= last_day
            )
            if is_member and entity not in group.without:
                members.append(entity)
        return tuple(dict.fromkeys(members))

    def unit(self, measure: Measure, subject: str) -> str:
        """A measure's unit with the currency that is local for a subject by name, as those of two countries differ."""
        return measure.unit.replace(LOCAL_CURRENCY, self._records.currency(subject))

    def name(self, entity: str) -> str:
        """The name of a country, a body or an item; its id if it has none."""
        return self._records.names.get(entity, entity)

    def rows(self, measure: Measure, entity: str, year: int) -> list[Operand]:
        """The rows of the series and the figures of a measure for an entity in a year."""
        rows = [row for name in measure.series for row in self._series.get((name, entity, year), ())]
        stated = [self._records.figures[name] for name in measure.figures]
        return rows + [
            Operand(
                figure.id, entity, year, figure.low, figure.high, figure.unit, figure.source, figure.bound, figure=True
            )
            for figure in stated
            if figure.subject == entity and figure.year == year
        ]

    def rates(self, measure: Measure, entity: str, year: int) -> list[Operand]:
        """The rates by which a measure divides the values of an entity in a year."""
        return self._series.get((measure.rate, entity, year), [])

    @cached_property
    def _series(self) -> Mapping[tuple[str, str, int], list[Operand]]:
        """The values of the series that measures name, by series, entity and year."""
        values: defaultdict[tuple[str, str, int], list[Operand]] = defaultdict(list)
        table = self._dataset.tables.get("series")
        if table is not None:
            named = {name for each in self._records.measures.values() for name in (*each.series, each.rate)}
            cells = table.loc[table["series"].isin(named), ["series", "entity", "year", "value", "unit", "source"]]
            for series, entity, text, value, unit, source in cells.to_numpy().tolist():
                year, number = int(text), float(value)
                values[series, entity, year].append(Operand(series, entity, year, number, number, unit, source))
        return values

    @cachedmethod(lambda self: self._entities)
    def _entities_by_year(self, measure: Measure) -> Mapping[int, set[str]]:
        years: defaultdict[int, set[str]] = defaultdict(set)
        for series, entity, year in self._series:
            if series in measure.series:
                years[year].add(entity)
        for figure in (self._records.figures[name] for name in measure.figures):
            years[figure.year].add(figure.subject)
        return years

    @cached_property
    def _memberships(self) -> Mapping[str, list[tuple[str, dt.date, dt.date | None]]]:
        """Group to its members, each with its first and its last day; None while it lasts."""
        table = self._dataset.tables.get("memberships")
        members: defaultdict[str, list[tuple[str, dt.date, dt.date | None]]] = defaultdict(list)
        if table is not None:
            for group, entity, begins, ends in table[["group", "entity", "from", "to"]].itertuples(index=False):
                last = date_span(ends).last if ends else None
                members[group].append((entity, date_span(begins).first, last))
        return members
