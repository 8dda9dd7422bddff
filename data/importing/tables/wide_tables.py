"""Reads tables that have answers in several columns, as people write them, as one row for each answer.

Three forms are known: a row for each issue and a column for each party; a row for each party and a column for each
issue; a row for each party and issue, and a cross in the column of the stance. Beside a party's column may stand others
of its own, such as `CDU source` or `Zitat CDU`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from ..errors import ImportSourceError
from ..files.source_files import SourceFile
from ..files.source_table import SourceTable
from ..files.table_reader import read_tables
from ..options import ImportOptions
from ..report import ImportReport, list_words
from ..words.headers import match_headers, normalize_name, statement_headers
from ..words.stance_words import normalize_stances, stance_words

# Columns that the answers of one party may have to themselves.
OWN_FIELDS = frozenset(("date", "source", "source.url", "words", "summary", "speaker", "locator", "note", "quote"))
# Fields that a column keeps, even if its cells look like answers.
UNMISTAKABLE_FIELDS = frozenset(("id", "party", "issue", "issue.proposition", "checked", "date", "source"))
CROSS_MARKS = frozenset(("x", "X", "×", "✓", "✔", "✗", "✘", "1", "ja", "yes", "☒", "☑", "✅", "*"))
SCALE_NUMBERS = frozenset(map(str, range(-5, 11)))
MAX_DISTINCT_NUMBERS = 7


def read_statement_tables(
    files: Sequence[SourceFile], options: ImportOptions, report: ImportReport
) -> list[SourceTable]:
    """The tables of files, those with answers in several columns as one row for each answer. ImportSourceError as of
    `read_tables`, and if it is not clear what the rows of such a table are."""
    tables = read_tables(files, options, report)
    meanings = [{*match_headers(table.frame.columns, statement_headers()).values()} for table in tables]
    if any({"party", "stance"} <= each for each in meanings):
        # The other tables describe parties or issues, and "yes" in them is no position.
        return tables
    return [unpivot_table(table, options, report) for table in tables]


def unpivot_table(table: SourceTable, options: ImportOptions, report: ImportReport) -> SourceTable:
    """The table with a row for each answer; the table itself if it has none in several columns."""
    fields = match_headers(table.frame.columns, statement_headers())
    meanings = {*fields.values()}
    if "stance" in meanings:
        return table
    _refuse_transposed(table, fields)
    has_party, has_issue = "party" in meanings, bool({"issue", "issue.proposition"} & meanings)
    if has_party and has_issue:
        return _read_crosses(table, fields, report)
    answers = find_answer_columns(table.frame, fields, options.stances)
    if len(answers) < 2:
        return table
    if not has_party and not has_issue:
        others = [name for name in table.frame.columns if name not in answers]
        others.sort(key=lambda name: table.frame[name].str.fullmatch(r"[\d.]*").all())
        first = f"Call {list_words(others[:1])}" if others else "Put a column before them and call it"
        raise ImportSourceError(
            f"{table.place}: columns {list_words(answers)} hold answers, but no column is called 'issue' or 'party'."
            f" {first} 'issue' if each row is an issue and each column a party, or 'party' if it is the other way round"
        )
    kind = "issue" if has_party else "party"
    return _unpivot(table, answers, fields, kind, options, report)


def find_answer_columns(frame: pd.DataFrame, fields: Mapping[str, str], choices: Mapping[str, str]) -> list[str]:
    """The columns with answers: at least half of the filled cells are stances. Without any, the columns that hold only
    a few different small numbers. `fields` maps the names of known columns to their meaning."""
    candidates = [name for name in frame.columns if fields.get(name) not in UNMISTAKABLE_FIELDS]
    cells = pd.concat([frame[name] for name in candidates] or [pd.Series([], dtype="str")], ignore_index=True)
    read = normalize_stances(cells, "", choices).values
    known = set(cells[read != ""])
    words = [name for name in candidates if _share(frame[name], known) >= 0.5]
    if words:
        labels = [_label(name) for name in words]
        # A short quote such as "no" looks like an answer, but `CDU quote` is no party beside `CDU`.
        owned = {column for label in labels for column in _own_columns(label, words).values()}
        return [name for name, label in zip(words, labels, strict=True) if name not in owned or label != name]
    numbers = [name for name in candidates if name not in fields and _share(frame[name], SCALE_NUMBERS) == 1]
    distinct = {cell for name in numbers for cell in frame[name] if cell}
    return numbers if len(distinct) <= MAX_DISTINCT_NUMBERS else []


def _refuse_transposed(table: SourceTable, fields: Mapping[str, str]) -> None:
    """ImportSourceError if the cells of the first column are what headers are: then each column is a statement."""
    first = str(table.frame.columns[0]) if len(table.frame.columns) else ""
    if fields.get(first) not in ("party", "issue"):
        return
    names = table.frame[first].map(lambda cell: statement_headers().get(normalize_name(cell), ""))
    named = names.index[names.isin(["date", "source", "stance", "source.url"])]
    if len(named):
        cell = table.cell_address(int(named[0]), first)
        raise ImportSourceError(
            f"{table.place}: cell {cell} holds {table.frame[first][named[0]]!r}, which names a column: rows and columns"
            " have changed places. In a spreadsheet program copy the table, choose Paste special, Transpose, and"
            " import that"
        )


def _share(cells: pd.Series, known: frozenset[str] | set[str]) -> float:
    filled = cells[cells != ""]
    return float(filled.isin(list(known)).mean()) if len(filled) else 0.0


def _unpivot(
    table: SourceTable,
    answers: Sequence[str],
    fields: Mapping[str, str],
    kind: str,
    options: ImportOptions,
    report: ImportReport,
) -> SourceTable:
    """A row for each filled cell of the columns of answers, with the name of its column as the `kind`."""
    frame = table.frame
    others = [name for name in frame.columns if name not in answers]
    labels = {name: _label(name) for name in answers}
    own = {name: _own_columns(label, others) for name, label in labels.items()}
    taken = {column for columns in own.values() for column in columns.values()}
    # A number of the row is none of the statements that come of it.
    common = [name for name in others if name not in taken and fields.get(name) != "id"]
    headers = {field: name for name, field in fields.items() if name in common}
    parts = []
    for name in answers:
        part = frame[common].copy()
        part[kind], part["stance"] = labels[name], frame[name]
        for field, column in own[name].items():
            header = headers.get(field, field)
            part[header] = frame[column].where(frame[column] != "", part.get(header, ""))
        part["answer"] = name
        parts.append(part[frame[name] != ""])
    options.limits.check_table(table.place, sum(map(len, parts)), len(common) + 2)
    # In the order of the sheet: row by row.
    long = pd.concat(parts).fillna("").sort_index(kind="stable")
    empty = len(frame) * len(answers) - len(long)
    rows, columns = ("issue", "party") if kind == "party" else ("party", "issue")
    report.assumptions.append(
        f"{table.place}: each row is one {rows}, and each of these columns one {columns}: {list_words(answers, 20)}."
        " Each filled cell is a position"
    )
    if taken:
        report.assumptions.append(f"{table.place}: columns {list_words(sorted(taken))} belong to one {columns} each")
    if empty:
        report.notes.append(f"{table.place}: {empty:,} empty cells, which are no positions")
    return replace(
        table,
        frame=long.drop(columns="answer").reset_index(drop=True).astype("str"),
        answers=long["answer"].reset_index(drop=True),
        rows=table.rows.loc[long.index].reset_index(drop=True),
        date_columns=table.date_columns & {*common},
    )


def _label(name: str) -> str:
    """The party or issue that a column of answers names: `CDU` for `CDU Position`."""
    words = name.split()
    for rest, word in ((words[:-1], words[-1]), (words[1:], words[0])):
        if rest and statement_headers().get(normalize_name(word)) == "stance":
            return " ".join(rest).strip(" :-–/|")
    return name


def _own_columns(label: str, others: Sequence[str]) -> dict[str, str]:
    """The columns that hold a field of one party's answers alone, such as `CDU source`, by field."""
    plain, own = normalize_name(label), dict[str, str]()
    for name in others:
        text = normalize_name(name)
        rest = text.removeprefix(f"{plain} ") if text.startswith(f"{plain} ") else text.removesuffix(f" {plain}")
        field = statement_headers().get(rest, "") if plain and rest != text else ""
        if field in OWN_FIELDS:
            own.setdefault(field, name)
    return own


def _read_crosses(table: SourceTable, fields: Mapping[str, str], report: ImportReport) -> SourceTable:
    """The table with a column `stance` in place of those that are named after stances and hold crosses."""
    columns = [
        name
        for name in table.frame.columns
        if name not in fields
        and normalize_name(name) in stance_words()
        and _share(table.frame[name], CROSS_MARKS) in (0, 1)
    ]
    if len(columns) < 2:
        return table
    marks = table.frame[columns] != ""
    stance = [" and ".join(name for name, mark in zip(columns, row, strict=True) if mark) for row in marks.to_numpy()]
    report.assumptions.append(
        f"{table.place}: a cross in one of columns {list_words(columns)} is the stance of its row"
    )
    return replace(table, frame=table.frame.drop(columns=columns).assign(stance=pd.Series(stance, dtype="str")))
