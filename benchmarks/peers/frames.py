"""What the peers that hold their statements in pandas share: reading, filters, a board."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

__all__ = ["BOARD_ROWS", "ORDERS", "STANCES", "TIMELINE_MOST", "Choice", "Row", "Tables", "board", "narrowed", "read"]

BOARD_ROWS = 50
TIMELINE_MOST = 1_000
COLUMNS = ["id", "date", "party", "speaker", "issue", "stance", "summary", "quote", "source", "locator", "search"]
COLUMNS += ["year", "value", "position", "first"]
REPEATED = dict.fromkeys(("party", "speaker", "issue", "stance", "source"), "category")
STANCES = ("agree", "partly-agree", "neutral", "partly-disagree", "disagree", "no-stand")
ORDERS = ("listed", "divergence", "recent", "statements")

Row = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Tables:
    """The statements, and the names of what they refer to by id."""

    statements: pd.DataFrame
    parties: dict[str, str]
    issues: dict[str, str]
    speakers: dict[str, str]
    sources: dict[str, str]


@dataclass(frozen=True)
class Choice:
    """What a reader chose in the filters."""

    party: tuple[str, ...]
    stance: tuple[str, ...] = ()
    since: str = ""
    text: str = ""


def read() -> Tables:
    """The tables of the dataset that the environment names."""
    folder = Path(os.environ["COUNTERPOINT_DATASET"])
    statements = pd.read_parquet(folder / "statements.parquet", columns=COLUMNS).astype(REPEATED)

    def names(table: str, label: str = "name") -> dict[str, str]:
        frame = pd.read_csv(folder / f"{table}.csv", usecols=["id", label])
        return dict(zip(frame["id"], frame[label], strict=True))

    return Tables(statements, names("parties"), names("issues"), names("speakers"), names("sources", "title"))


def narrowed(tables: Tables, choice: Choice) -> pd.DataFrame:
    """The statements that pass the filters, in order of time."""
    found = tables.statements[tables.statements["party"].isin(choice.party)]
    if choice.stance:
        found = found[found["stance"].isin(choice.stance)]
    if choice.since:
        found = found[found["year"] >= int(choice.since)]
    for word in choice.text.lower().split():
        found = found[found["search"].str.contains(word, regex=False)]
    return found


def board(tables: Tables, found: pd.DataFrame, order: str) -> list[Row]:
    """The first issues in their order, each with the latest statement of each party."""
    latest = found.drop_duplicates(["issue", "party"], keep="last")
    by_issue = latest.groupby("issue", observed=True)
    if order == "divergence":
        spread = by_issue["value"].max() - by_issue["value"].min()
        issues = list(spread.sort_values(ascending=False).index)
    elif order == "recent":
        issues = list(by_issue["position"].max().sort_values(ascending=False).index)
    elif order == "statements":
        issues = list(found["issue"].value_counts().index)
    else:
        present = set(latest["issue"])
        issues = [issue for issue in tables.issues if issue in present]
    on_page = issues[:BOARD_ROWS]
    rows: dict[str, dict[str, Any]] = {issue: {} for issue in on_page}
    for statement in latest[latest["issue"].isin(on_page)].itertuples():
        rows[str(statement.issue)][str(statement.party)] = statement
    return list(rows.items())
