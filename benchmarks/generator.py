"""Invented datasets of any size as CSV. The same number of statements gives the same bytes.

A few parties, issues, speakers and sources have most of the statements, as in real collections. Texts are composed of
pieces of the shipped dataset's sentences; figures and series are the shipped ones. Nobody ever made any of the
statements.
"""

import json
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from benchmarks import ROOT

# Increase this when the same number of statements gives other files, so that files of an earlier edition are not read.
EDITION = 5
FOLDER = Path(tempfile.gettempdir()) / f"counterpoint-benchmarks-{EDITION}"
SHIPPED = ROOT / "data" / "datasets" / "russia-nato"
SEED, CHUNK_ROWS = 20_191, 500_000
FIRST_DAY, DAYS = np.datetime64("1990-01-01"), 13_450
STANCES = ("agree", "partly-agree", "neutral", "partly-disagree", "disagree", "no-stand")
# Cumulative shares of the stances, without the last.
STANCE_EDGES = (0.3, 0.5, 0.58, 0.73, 0.95)
KINDS = ("transcript", "speech", "news", "communique", "interview", "report", "letter", "book")
# A file of a dataset has at most 2 GB. Ten million statements fit with summaries of two pieces in place of four.
SHORT_FROM = 5_000_000
SHIPPED_TABLES = (
    "topics",
    "indicators",
    "figures",
    "series",
    "memberships",
    "groups",
    "measures",
    "catalogue",
    "entities",
)


def sizes_of(statements: int) -> dict[str, int]:
    """The number of each thing. Large collections are about many parties; documents grow more slowly."""
    power = math.log10(max(statements, 10))
    parties = max(2, round(min(190, 2 ** (power - 0.5))))
    issues = round(min(1_000, 10 * 2 ** (power - 1)))
    sources = round(min(60_000, max(10, 2 * statements**0.7)))
    themes, speakers = max(2, issues // 12), parties * 12
    return {"party": parties, "issue": issues, "theme": themes, "speaker": speakers, "source": sources}


def dataset_folder(name: str) -> Path:
    """Return the folder with the CSV files of a dataset: `shipped`, or an invented one by its number of statements. The
    latter is written at the first call."""
    if name == "shipped":
        return SHIPPED
    folder = FOLDER / name
    if not folder.exists():
        unfinished = folder.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        generate(unfinished, int(name)).rename(folder)
    return folder


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """A table of a dataset as text; an empty cell is an empty text."""
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def generate(folder: Path, statements: int) -> Path:
    """Writes a dataset of so many statements into a new folder, and returns it."""
    folder.mkdir(parents=True)
    for name, table in _small_tables(statements).items():
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    with (folder / "statements.csv").open("wb") as file:
        for number, columns in enumerate(_statements(statements)):
            # Quotation marks around each text would make the file of ten million statements larger than it may be.
            options = csv.WriteOptions(include_header=number == 0, quoting_style="none")
            csv.write_csv(pa.table(columns), file, options)
    about = json.loads((SHIPPED / "datapackage.json").read_text("utf-8"))
    about["name"], about["title"] = f"invented-{statements}", f"Invented positions, {statements:,} statements"
    about["description"] = "Invented to measure with. Nobody ever made any of these statements."
    (folder / "datapackage.json").write_text(json.dumps(about), "utf-8")
    subprocess.run([sys.executable, "-m", "data", "describe", folder], cwd=ROOT, check=True, capture_output=True)
    return folder


def _text_pieces() -> list[str]:
    """Pieces of three to seven words from the shipped summaries, without the signs for which CSV needs quotes."""
    texts = [text.replace(",", "").replace('"', "").split() for text in read_table(SHIPPED, "statements")["summary"]]
    starts = [(words, start) for words in texts for start in range(len(words) - 7)]
    return [" ".join(words[start : start + 3 + number % 5]) for number, (words, start) in enumerate(starts)]


def _small_tables(statements: int) -> dict[str, pd.DataFrame]:
    sizes, pieces = sizes_of(statements), _text_pieces()
    ids = {name: [f"{name}-{number}" for number in range(size)] for name, size in sizes.items()}

    def names(of: str) -> list[str]:
        return [f"{pieces[number * 7 % len(pieces)]} ({number + 1})" for number in range(sizes[of])]

    sources = pd.DataFrame({"id": ids["source"], "title": names("source"), "language": "en"})
    sources["date"] = np.resize(np.arange(1990, 2027), len(sources)).astype(str)
    sources["url"] = "https://example.org/" + sources["id"]
    sources["kind"] = np.resize(KINDS, len(sources))
    issues = pd.DataFrame({"id": ids["issue"], "name": names("issue"), "proposition": names("issue")})
    issues["theme"] = np.resize(ids["theme"], len(issues))
    of_party = np.resize(ids["party"], sizes["speaker"])
    counted = {name: read_table(SHIPPED, name) for name in (*SHIPPED_TABLES, "units")}
    counted["topics"]["issues"] = ids["issue"][: len(counted["topics"])]
    parties = dict(zip(read_table(SHIPPED, "parties")["id"], ids["party"], strict=False))
    counted["figures"] = counted["figures"].replace({"stated_by": parties})
    return counted | {
        "parties": pd.DataFrame({"id": ids["party"], "name": names("party")}),
        "themes": pd.DataFrame({"id": ids["theme"], "name": names("theme")}),
        "issues": issues,
        "speakers": pd.DataFrame({"id": ids["speaker"], "name": names("speaker"), "party": of_party}),
        # After the invented ones, to which statements refer by number.
        "sources": pd.concat([sources, read_table(SHIPPED, "sources")]),
    }


def _ids(prefix: str, numbers: np.ndarray, where: np.ndarray | None = None) -> pa.Array:
    """Ids with these numbers, empty elsewhere than `where`."""
    ids = pc.binary_join_element_wise(prefix, pc.cast(pa.array(numbers), pa.string()), "-")
    return ids if where is None else pc.if_else(pa.array(where), ids, "")


def _pick(values: Sequence[str], numbers: np.ndarray) -> pa.Array:
    return pa.array(values).take(pa.array(numbers))


def _skewed_numbers(random: np.random.Generator, below: int, size: int, exponent: float = 0.9) -> np.ndarray:
    """Numbers below a bound, the low ones most often, as Zipf has it."""
    edges = np.cumsum(np.arange(1, below + 1, dtype=float) ** -exponent)
    return np.searchsorted(edges / edges[-1], random.random(size))


def _statements(statements: int) -> Iterator[dict[str, pa.Array]]:
    """The statements in order of time, some hundred thousand at once."""
    random, sizes, pieces = np.random.default_rng(SEED), sizes_of(statements), _text_pieces()
    texts_of_a_row = 5 if statements < SHORT_FROM else 3
    for start in range(0, statements, CHUNK_ROWS):
        row = np.arange(start, min(start + CHUNK_ROWS, statements))
        count = len(row)
        party, issue, speech = (_skewed_numbers(random, below, count) for below in (sizes["party"], sizes["issue"], 12))
        # In every forty statements, the second reports the same utterance as the first.
        for values in (party, issue, speech):
            values[1::40] = values[: count - 1 : 40]
        texts = [_pick(pieces, random.integers(0, len(pieces), count)) for _ in range(texts_of_a_row)]
        earlier = row - 1 - random.integers(0, 200, count)
        source = (_skewed_numbers(random, sizes["source"], count, 0.5) * 7_919 + party) % sizes["source"]
        yield {
            "id": _ids("s", row),
            "date": pa.array((FIRST_DAY + row * DAYS // statements).astype(str)),
            "party": _ids("party", party),
            "speaker": _ids("speaker", party + sizes["party"] * speech, random.random(count) < 0.85),
            "issue": _ids("issue", issue),
            "stance": _pick(STANCES, np.searchsorted(STANCE_EDGES, random.random(count))),
            "summary": pc.binary_join_element_wise(*texts[1:], " "),
            "quote": pc.if_else(pa.array(random.random(count) < 0.6), texts[0], ""),
            "responds_to": _ids("s", earlier, (random.random(count) < 0.04) & (earlier >= 0)),
            "occasion": _ids("o", row // 40, row % 40 < 2),
            "source": _ids("source", source),
            "locator": _ids("paragraph", random.integers(1, 40, count)),
            "checked": _pick(("page", "excerpt"), (random.random(count) < 0.7).astype(int)),
        }
