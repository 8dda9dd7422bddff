"""A workbook to fill in: a sheet for each of the four tables, with lists to choose from, and one of instructions.

`python -m data import` reads it back. Statements name parties, issues and sources by name, as people do.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from data.model.stance import STANCES

ROWS_WITH_DROP_DOWNS = 2_000
HEADER_FORMAT = {"bold": True, "bottom": 1, "bg_color": "#e8edf4"}
INSTRUCTIONS = (
    "Fill in the four sheets, then make a dataset of this file:",
    "    python -m data import THIS-FILE.xlsx my-dataset",
    "    python -m data serve my-dataset",
    "",
    "parties: who takes positions. The name as readers know it; a short name for headings if it is long.",
    "issues: one row for each question. The proposition is one neutral sentence that each party can agree or disagree"
    " with; it makes one claim only.",
    "sources: one row for each document: title as printed, publisher, date, address.",
    "statements: one row for each position that a party stated on an issue, in one document. Choose party, issue,"
    " stance and source from the lists.",
    "",
    "Dates: 2019, 2019-04 or 2019-04-15, as precisely as the source says. Do not guess a day.",
    "summary: what the party said, in your own words. quote: at most twelve words as printed.",
    "locator: where in the document it is: page, paragraph, minute.",
    "",
    "Stances:",
    *(f"    {stance.id}: {stance.description}" for stance in STANCES),
    "",
    "The rows that are filled in are examples: replace them. Further columns and tables: docs/dataset.md.",
)
COLUMN_WIDTHS: dict[str, dict[str, int]] = {
    "statements": {
        **{"date": 12, "party": 22, "issue": 28, "stance": 16, "summary": 60, "quote": 40, "source": 36, "locator": 14},
        **{"note": 30},
    },
    "parties": {"name": 32, "short name": 16, "description": 60},
    "issues": {"name": 28, "theme": 20, "proposition": 80, "note": 40},
    "sources": {"title": 50, "publisher": 24, "date": 12, "url": 50, "kind": 14, "language": 10},
}
# The sheets whose names the columns of statements choose from.
DROP_DOWN_TABLES = {"party": "parties", "issue": "issues", "source": "sources"}


def template_workbook(parties: Sequence[str]) -> bytes:
    """The bytes of the workbook, with these parties and two example statements."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Read me")
        sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
        for row, line in enumerate(INSTRUCTIONS):
            sheet.write_string(row, 0, line)
        for name, columns in COLUMN_WIDTHS.items():
            _add_sheet(book, name, columns, _examples(parties)[name])
    return buffer.getvalue()


def _examples(parties: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    issue, source = "Example, to be replaced", "[Example, to be replaced]"
    stances = ("agree", "partly-disagree")
    summaries = ("An example: what the party said, in your own words.", "A second example, of another party.")
    return {
        "statements": [
            {
                "date": "2020-01-31",
                "party": party,
                "issue": issue,
                "stance": stance,
                "summary": summary,
                "source": source,
            }
            for party, stance, summary in zip(parties[:2], stances, summaries, strict=False)
        ],
        "parties": [{"name": party} for party in parties],
        "issues": [{"name": issue, "proposition": "A neutral sentence that each party can agree or disagree with."}],
        "sources": [{"title": source, "url": "https://example.org/"}],
    }


def _add_sheet(book: Any, name: str, columns: dict[str, int], rows: list[dict[str, str]]) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(name)
    # As text, so that a spreadsheet changes neither 2019-04 nor 1/2 into a date.
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    header = book.add_format(HEADER_FORMAT)
    for number, (column, width) in enumerate(columns.items()):
        sheet.set_column(number, number, width, text)
        sheet.write_string(0, number, column, header)
        for row, record in enumerate(rows, start=1):
            if record.get(column):
                sheet.write_string(row, number, record[column], text)
        if name == "statements" and (choices := _choices(column)):
            message = {"error_title": f"Unknown {column}", "error_message": f"Choose a {column} from the list."}
            sheet.data_validation(
                1, number, ROWS_WITH_DROP_DOWNS, number, {"validate": "list", "source": choices} | message
            )
    sheet.freeze_panes(1, 0)


def _choices(column: str) -> str | list[str]:
    """The choices for a cell of a column of statements: a list, or the cells of a sheet; '' if anything."""
    if column == "stance":
        return [stance.id for stance in STANCES]
    return f"={DROP_DOWN_TABLES[column]}!$A$2:$A${ROWS_WITH_DROP_DOWNS}" if column in DROP_DOWN_TABLES else ""
