"""Creates a dataset: the four required tables, with two example rows that can be served at once."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from .atomic_files import sync_to_disk, write_atomically
from .writing import blank_descriptor, update_descriptor, write_descriptor

# Where the terms of licences are, by the identifiers of SPDX.
LICENCE_PATHS = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "DL-DE-BY-2.0": "https://www.govdata.de/dl-de/by-2-0",
}
DEFAULT_PARTIES = ("First party", "Second party")
EXAMPLE_TEXT = "Example, to be replaced"


@dataclass(frozen=True)
class NewDataset:
    """The title and the other facts of a new dataset. Without a licence, all rights are reserved."""

    title: str = ""
    parties: Sequence[str] = DEFAULT_PARTIES
    party_ids: Sequence[str] = ("first", "second")
    licence: str = ""


def example_tables(dataset: NewDataset) -> dict[str, pd.DataFrame]:
    """The four tables with an issue, a source and two statements as examples, which say that they are some."""
    ids = list(dataset.party_ids)
    tables: dict[str, tuple[Sequence[str], Sequence[Sequence[str]]]] = {
        "parties": (("id", "name"), list(zip(ids, dataset.parties, strict=True))),
        "issues": (
            ("id", "name", "proposition"),
            [("example-issue", EXAMPLE_TEXT, "A neutral sentence that each party can agree or disagree with.")],
        ),
        "sources": (
            ("id", "title", "publisher", "date", "url"),
            [("example-source", f"[{EXAMPLE_TEXT}]", "", "", "https://example.org/")],
        ),
        "statements": (
            ("id", "date", "party", "issue", "stance", "summary", "quote", "source", "locator", "note"),
            [
                (
                    f"example-{number}",
                    "2020-01-31",
                    party,
                    "example-issue",
                    stance,
                    summary,
                    "",
                    "example-source",
                    "",
                    "",
                )
                for number, party, stance, summary in zip(
                    (1, 2),
                    ids[:2],
                    ("agree", "partly-disagree"),
                    ("An example: what the party said, in your own words.", "A second example, of another party."),
                    strict=False,
                )
            ],
        ),
    }
    return {
        name: pd.DataFrame({column: [row[place] for row in rows] for place, column in enumerate(columns)}, dtype="str")
        for name, (columns, rows) in tables.items()
    }


def create_dataset(directory: Path, dataset: NewDataset) -> list[Path]:
    """Writes a dataset into a new or empty folder and returns its files. FileExistsError if something is in the folder.
    A new folder is there when it is whole; in one that was there, the descriptor comes last."""
    if not directory.exists():
        directory.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory.parent, prefix=f".{directory.name}.") as scratch:
            folder = Path(scratch) / directory.name
            folder.mkdir()
            _write(folder, dataset)
            # Fails if somebody else has put something there meanwhile.
            folder.rename(directory)
        sync_to_disk(directory.parent)
    elif any(directory.iterdir()):
        raise FileExistsError(f"{directory} is not empty: name a new folder")
    else:
        _write(directory, dataset)
    return sorted(directory.iterdir())


def _write(directory: Path, dataset: NewDataset) -> None:
    for name, frame in example_tables(dataset).items():
        write_atomically(directory / f"{name}.csv", frame.to_csv(index=False, lineterminator="\n"))
    licence = {"name": dataset.licence, "path": LICENCE_PATHS.get(dataset.licence, "")}
    descriptor = blank_descriptor(directory) | {"title": dataset.title or directory.resolve().name}
    if dataset.licence:
        descriptor["licenses"] = [{key: text for key, text in licence.items() if text}]
    write_descriptor(directory, descriptor)
    update_descriptor(directory)
