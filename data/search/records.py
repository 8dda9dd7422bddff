"""The records that search finds besides statements: issues, figures, speakers, sources, events, each as a small
document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.model.dataset import Dataset
from data.model.indicators import Figure
from data.model.units import base_unit

# The kinds of results, in the order in which a page lists them.
RECORD_KINDS = ("figure", "issue", "statement", "speaker", "source", "event")

# How much a match counts: in a name or proposition, in a text, in what belongs to a record.
NAME_WEIGHT, TEXT_WEIGHT, CONTEXT_WEIGHT = 1.0, 0.8, 0.4
SCALE_FACTORS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
# Of a larger dataset the first so many records of a kind are searched: 100,000 titles take 60 MB.
MAX_RECORDS = 100_000


@dataclass(frozen=True)
class IndexedRecord:
    """A record as search sees it: `fields` are texts with their weights, `low` to `high` in `unit` is the number of a
    figure, in single units: billions are multiplied out."""

    kind: str
    id: str
    fields: tuple[tuple[str, float], ...]
    low: float = 0.0
    high: float = 0.0
    unit: str = ""


def indexed_records(dataset: Dataset) -> Iterator[IndexedRecord]:
    """The records of a dataset that search knows, at most `MAX_RECORDS` of a kind."""
    for makers in (_issues, _figures, _speakers, _sources, _events):
        yield from (document for _, document in zip(range(MAX_RECORDS), makers(dataset), strict=False))


def _issues(dataset: Dataset) -> Iterator[IndexedRecord]:
    for issue in dataset.issues.values():
        themes = " ".join(dataset.themes[theme].name for theme in issue.themes or ("",))
        fields = (
            (issue.name, NAME_WEIGHT),
            (issue.proposition, NAME_WEIGHT),
            (issue.note, CONTEXT_WEIGHT),
            (themes, TEXT_WEIGHT),
        )
        yield IndexedRecord("issue", issue.id, fields)


def _figures(dataset: Dataset) -> Iterator[IndexedRecord]:
    for figure in dataset.figure_records.figures.values():
        unit = base_unit(figure.unit)
        scale = SCALE_FACTORS.get(figure.unit[len(unit) + 1 :], 1.0)
        fields = tuple(_figure_fields(dataset, figure))
        yield IndexedRecord("figure", figure.id, fields, figure.low * scale, figure.high * scale, unit)


def _figure_fields(dataset: Dataset, figure: Figure) -> Iterator[tuple[str, float]]:
    records = dataset.figure_records
    indicator = records.indicators[figure.indicator]
    topic = records.topics.get(indicator.topic)
    party = dataset.parties.get(figure.stated_by)
    yield indicator.name, NAME_WEIGHT
    yield records.unit_name(figure.unit), NAME_WEIGHT
    yield figure.definition, TEXT_WEIGHT
    for name in (*figure.subject.replace(":", " ").split(), figure.item):
        yield records.names.get(name, name), NAME_WEIGHT
    yield party.short_name if party else records.names.get(figure.stated_by, ""), TEXT_WEIGHT
    yield f"{figure.year or ''} {figure.date[:4]}", TEXT_WEIGHT
    yield indicator.description, CONTEXT_WEIGHT
    yield (f"{topic.name} {topic.description}" if topic else ""), CONTEXT_WEIGHT


def _speakers(dataset: Dataset) -> Iterator[IndexedRecord]:
    for speaker in dataset.speakers.values():
        party = dataset.parties[speaker.party]
        yield IndexedRecord(
            "speaker",
            speaker.id,
            ((speaker.name, NAME_WEIGHT), (speaker.role, NAME_WEIGHT), (party.short_name, CONTEXT_WEIGHT)),
        )


def _sources(dataset: Dataset) -> Iterator[IndexedRecord]:
    for source in dataset.sources.values():
        yield IndexedRecord(
            "source",
            source.id,
            (
                (source.title, NAME_WEIGHT),
                (f"{source.publisher} {source.author}", NAME_WEIGHT),
                (f"{source.date[:4]} {source.kind}", TEXT_WEIGHT),
            ),
        )


def _events(dataset: Dataset) -> Iterator[IndexedRecord]:
    for event in dataset.events:
        issue = dataset.issues.get(event.issue)
        source = dataset.sources.get(event.source)
        context = f"{issue.name} {issue.proposition}" if issue else ""
        fields = (
            (event.title, NAME_WEIGHT),
            (event.date[:4], TEXT_WEIGHT),
            (source.title if source else "", TEXT_WEIGHT),
            (context, CONTEXT_WEIGHT),
        )
        yield IndexedRecord("event", event.id, fields)
