"""Citations as text to copy."""

from __future__ import annotations

from .dataset import Dataset, Source
from .dates import date_label

__all__ = ["statement"]


def statement(dataset: Dataset, statement_id: str, address: str) -> str:
    """One statement as a citation in plain text: who, when, on what, in which
    document, and where in which version of the dataset. KeyError if there is no
    statement of this id."""
    rows = dataset.tables["statements"]
    matches = rows[rows["id"] == statement_id]
    if matches.empty:
        raise KeyError(statement_id)
    row = matches.iloc[0]
    speaker = dataset.speakers.get(row["speaker"])
    role = row["role"] or (speaker.role if speaker else "")
    who = speaker.name if speaker else dataset.parties[row["party"]].name
    said_by = f"{who} ({role})" if role else who
    release = f"{dataset.release}, " if dataset.release else ""
    return (
        f"{said_by}, {date_label(row['date'])}, on “{dataset.issues[row['issue']].name}”. "
        f"{_document(dataset.sources[row['source']], row['locator'])} "
        f"In: {dataset.title} (Counterpoint dataset, {release}version {dataset.version}), "
        f"statement {statement_id}. {address}"
    )


def _document(source: Source, locator: str) -> str:
    parts = [f"“{source.title}”", source.author, source.publisher, date_label(source.date), locator]
    text = f"Source: {', '.join(part for part in parts if part)}."
    return f"{text} {source.url}." if source.url else text
