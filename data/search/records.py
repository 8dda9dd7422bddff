"""The records that search finds besides statements: issues, figures, speakers, sources, events, each as a small
document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.model.dataset import Dataset
from data.model.indicators import Figure
from data.model.units import base_unit

# The kinds of results, in the order in which a page lists them.
KINDS = ("figure", "issue", "statement", "speaker", "source", "event")

# How much a match counts: in a name or proposition, in a text, in what belongs to a record.
NAME, TEXT, CONTEXT = 1.0, 0.8, 0.4
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
# Of a larger dataset the first so many records of a kind are searched: 100,000 titles take 60 MB.
RECORDS_MOST = 100_000


@dataclass(frozen=True)
class Document:
    """A record as search sees it: `fields` are texts with their weights, `low` to `high` in `unit` is the number of a
    figure, in single units: billions are multiplied out."""

    kind: str
    id: str
    fields: tuple[tuple[str, float], ...]
    low: float = 0.0
    high: float = 0.0
    unit: str = ""


def documents(dataset: Dataset) -> Iterator[Document]:
    """The documents of a dataset, at most `RECORDS_MOST` of a kind."""
    for makers in (_issues, _figures, _speakers, _sources, _events):
        yield from (document for _, document in zip(range(RECORDS_MOST), makers(dataset), strict=False))


def _issues(dataset: Dataset) -> Iterator[Document]:
    for issue in dataset.issues.values():
        themes = " ".join(dataset.themes[theme].name for theme in issue.themes or ("",))
        fields = ((issue.name, NAME), (issue.proposition, NAME), (issue.note, CONTEXT), (themes, TEXT))
        yield Document("issue", issue.id, fields)


def _figures(dataset: Dataset) -> Iterator[Document]:
    for figure in dataset.figure_records.figures.values():
        unit = base_unit(figure.unit)
        scale = SCALES.get(figure.unit[len(unit) + 1 :], 1.0)
        fields = tuple(_figure_fields(dataset, figure))
        yield Document("figure", figure.id, fields, figure.low * scale, figure.high * scale, unit)


def _figure_fields(dataset: Dataset, figure: Figure) -> Iterator[tuple[str, float]]:
    records = dataset.figure_records
    indicator = records.indicators[figure.indicator]
    topic = records.topics.get(indicator.topic)
    party = dataset.parties.get(figure.stated_by)
    yield indicator.name, NAME
    yield records.unit_name(figure.unit), NAME
    yield figure.definition, TEXT
    for name in (*figure.subject.replace(":", " ").split(), figure.item):
        yield records.names.get(name, name), NAME
    yield party.short_name if party else records.names.get(figure.stated_by, ""), TEXT
    yield f"{figure.year or ''} {figure.date[:4]}", TEXT
    yield indicator.description, CONTEXT
    yield (f"{topic.name} {topic.description}" if topic else ""), CONTEXT


def _speakers(dataset: Dataset) -> Iterator[Document]:
    for speaker in dataset.speakers.values():
        party = dataset.parties[speaker.party]
        yield Document("speaker", speaker.id, ((speaker.name, NAME), (speaker.role, NAME), (party.short_name, CONTEXT)))


def _sources(dataset: Dataset) -> Iterator[Document]:
    for source in dataset.sources.values():
        yield Document(
            "source",
            source.id,
            (
                (source.title, NAME),
                (f"{source.publisher} {source.author}", NAME),
                (f"{source.date[:4]} {source.kind}", TEXT),
            ),
        )


def _events(dataset: Dataset) -> Iterator[Document]:
    for event in dataset.events:
        issue = dataset.issues.get(event.issue)
        source = dataset.sources.get(event.source)
        context = f"{issue.name} {issue.proposition}" if issue else ""
        fields = (
            (event.title, NAME),
            (event.date[:4], TEXT),
            (source.title if source else "", TEXT),
            (context, CONTEXT),
        )
        yield Document("event", event.id, fields)
