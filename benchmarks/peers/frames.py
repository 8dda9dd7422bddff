"""Shared by the peers that have their statements in pandas: reading, filters, a comparison."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

ISSUES_MOST = 50
STANCES = ("agree", "partly-agree", "neutral", "partly-disagree", "disagree", "no-stand")
YEARS = ["", *(str(year) for year in range(1990, 2027))]


def read() -> tuple[pd.DataFrame, dict[str, str]]:
    """Read the dataset that the environment names.

    Return the statements in order of time, with the names of issues and sources, and the names of the parties by id."""
    folder = Path(os.environ["COUNTERPOINT_DATASET"])

    def names(table: str, label: str = "name") -> dict[str, str]:
        frame = pd.read_csv(folder / f"{table}.csv", usecols=["id", label], dtype="str", keep_default_na=False)
        return dict(zip(frame["id"], frame[label], strict=True))

    rows = pd.read_csv(folder / "statements.csv", dtype="str", keep_default_na=False)
    rows = rows.astype(dict.fromkeys(("party", "speaker", "stance", "source"), "category"))
    issues = names("issues")
    # The order of the categories is that of the dataset.
    rows["issue"] = pd.Categorical(rows["issue"], list(issues)).rename_categories(issues)
    rows["source"] = rows["source"].map(names("sources", "title"))
    rows["year"] = rows["date"].str[:4].astype(int)
    rows["text"] = (rows["summary"] + "\n" + rows["quote"]).str.lower()
    return rows, names("parties")


def filter_statements(
    rows: pd.DataFrame, party: Sequence[str], stance: Sequence[str], since: str, text: str
) -> pd.DataFrame:
    """The statements that pass the filters, in order of time."""
    rows = rows[rows["party"].isin(party)]
    if stance:
        rows = rows[rows["stance"].isin(stance)]
    if since:
        rows = rows[rows["year"] >= int(since)]
    for word in text.lower().split():
        rows = rows[rows["text"].str.contains(word, regex=False)]
    return rows


def compare(rows: pd.DataFrame) -> list[tuple[str, dict[str, Any]]]:
    """Return the first issues in their order, each with the latest statement of each party."""
    by_issue: dict[str, dict[str, Any]] = {}
    for statement in rows.drop_duplicates(["issue", "party"], keep="last").sort_values("issue").itertuples():
        by_issue.setdefault(str(statement.issue), {})[str(statement.party)] = statement
    return list(by_issue.items())[:ISSUES_MOST]
