"""The summary of a dataset without problems: rows by table, statements by issue and party, gaps."""

from __future__ import annotations

import pandas as pd

from data.model import DataPackage
from data.package import DatasetLocation


def summarize_dataset(directory: DatasetLocation, package: DataPackage) -> str:
    """A summary of a dataset without problems: rows by table, statements by issue and party, and the gaps."""
    lines = [f"{directory}: no problems, version {package.version}", ""]
    width = max(len(name) for name in package.frames)
    lines += [f"{name:<{width}}  {len(frame):>9,} rows" for name, frame in package.frames.items()]
    lines += ["", *_coverage(package)]
    return "\n".join(lines)


def _coverage(package: DataPackage) -> list[str]:
    statements = package.frames["statements"]
    if statements.empty:
        return ["no statement is on record yet"]
    parties, issues = package.frames["parties"]["id"], package.frames["issues"]["id"]
    table = pd.crosstab(statements["issue"], statements["party"]).reindex(issues, columns=parties, fill_value=0)
    lines = (
        ["statements by issue and party:", *table.to_string().splitlines()]
        if table.size <= 2_000
        else ["statements by party:", *table.sum().to_string().splitlines()]
    )
    silent = [f"{party} on {issue}" for issue, row in table.iterrows() for party, n in row.items() if n == 0]
    more = f" and {len(silent) - 40} more" if len(silent) > 40 else ""
    lines += ["", f"nothing on record: {', '.join(silent[:40]) + more if silent else 'no gap'}"]
    for column in ("date", "speaker", "quote", "locator", "checked"):
        empty = int((statements[column] == "").sum())
        if empty:
            lines.append(f"statements without {column}: {empty:,} of {len(statements):,}")
    unread = int((statements["checked"] == "excerpt").sum())
    if unread:
        lines.append(f"statements read as an excerpt only: {unread:,} of {len(statements):,}")
    return lines
