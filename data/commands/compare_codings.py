"""`python -m data agreement A B`: measures how far two codings agree, and lists the statements on which they differ."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from data.publishing.coding_comparison import CodingComparison, compare_codings, read_coding_path

MAX_ROWS = 40


def add_agreement_parser(commands: Any) -> None:  # noqa: ANN401 - argparse has no public type for it
    """Adds the command to the parser."""
    text = "compare two codings: kappa, alpha, the confusion matrix, and the statements that differ"
    parser = commands.add_parser("agreement", help=text, description=text)
    for name in ("first", "second"):
        parser.add_argument(
            name, type=Path, help="a CSV file with the columns statement (or id) and stance, or a dataset's folder"
        )


def run_agreement(options: argparse.Namespace) -> int:
    """Prints the comparison. Returns 0."""
    print(comparison_text(compare_codings(read_coding_path(options.first), read_coding_path(options.second))))
    return 0


def comparison_text(comparison: CodingComparison) -> str:
    """The comparison as lines of text."""
    share = f" ({comparison.same / comparison.pairs:.0%})" if comparison.pairs else ""
    lines = [
        f"{comparison.pairs:,} statements coded twice, {comparison.same:,} alike{share}, "
        f"{comparison.alone:,} coded once",
        f"Cohen's kappa: {_number(comparison.kappa)}",
        f"Krippendorff's alpha (interval): {_number(comparison.alpha)}",
        "",
        "rows: the first coding; columns: the second",
        comparison.counts.to_string(),
    ]
    if len(comparison.differing):
        lines += ["", "coded differently:", comparison.differing.head(MAX_ROWS).to_string(index=False)]
        if (more := len(comparison.differing) - MAX_ROWS) > 0:
            lines.append(f"and {more:,} more")
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "not defined" if value is None else f"{value:.2f}"
