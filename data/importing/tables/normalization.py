"""Makes the tables of a dataset from the sheets of a source: one flat sheet of statements, or one sheet a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from data.validation import TABLES

from ..errors import ImportSourceError
from ..options import ImportOptions
from ..report import ImportReport, Sheet, list_words
from ..words.local_dates import normalize_dates
from .registers import Register, names_by_key
from .sheets import format_columns
from .source_rows import add_sources
from .statement_rows import build_statements

# The tables that rows name, with the columns that name a row, the fullest name first.
NAME_COLUMNS = {
    "themes": ("name",),
    "party_groups": ("name",),
    "parties": ("name", "short_name"),
    "issues": ("proposition", "name"),
    "speakers": ("name",),
    "sources": ("url", "title"),
}
# The columns of statements that name rows of these tables. Speakers come first: they name parties.
REFERENCE_COLUMNS = {"speakers": "speaker", "parties": "party", "issues": "issue", "sources": "source"}
ID_PREFIXES = {
    "themes": "theme",
    "party_groups": "group",
    "parties": "party",
    "issues": "issue",
    "speakers": "speaker",
    "sources": "source",
}


def normalize_sheets(
    sheets: Mapping[str, Sheet], options: ImportOptions, report: ImportReport
) -> dict[str, pd.DataFrame]:
    """The tables of a dataset. Rows that cannot be taken are in the report. ImportSourceError if no sheet holds
    statements, ImportChoiceError if dates can be read in two ways."""
    if "statements" not in sheets:
        raise ImportSourceError(
            "no table holds statements: one needs columns for party, issue, stance, date and source (their names may be"
            " in another language), or a column for the issue and one for each party."
            " The first row of a table names its columns."
            f" {' '.join(report.notes)}"
        )
    statements = sheets["statements"]
    if statements.frame.empty:
        seen = " ".join([*report.assumptions, *report.notes])
        raise ImportSourceError(f"{statements.place}: no row below the header holds anything. {seen}".strip())
    registers = {name: Register(name, ID_PREFIXES[name], options.known_ids.get(name, {})) for name in NAME_COLUMNS}
    for name, register in registers.items():
        if name in sheets:
            register.add_sheet(_sheet_with_dates(sheets[name], name, options, report), NAME_COLUMNS[name], report)
    _add_parties(registers["parties"], statements, report)
    _add_groups(registers["party_groups"], registers["parties"], statements, report)
    _add_themes(registers["themes"], registers["issues"], statements, report)
    _add_issues(registers["issues"], statements, registers["themes"], report)
    add_sources(registers["sources"], statements, options, report)
    rows = build_statements(statements, registers, options, report)
    if len(rows):
        _drop_unused_rows(registers, rows, report)
    tables = {"statements": rows}
    _link_speakers(registers["speakers"], registers["parties"], report)
    tables |= {name: register.frame() for name, register in registers.items()}
    for name in sheets.keys() - tables.keys():
        sheet = _sheet_with_dates(sheets[name], name, options, report)
        tables[name] = sheet.frame.reindex(columns=format_columns(name), fill_value="")
    return {known.name: tables[known.name] for known in TABLES if known.name in tables}


def _drop_unused_rows(registers: Mapping[str, Register], statements: pd.DataFrame, report: ImportReport) -> None:
    """Drops what only refused rows name: a row of totals is no party. Speakers of a sheet keep their parties, issues
    their themes."""
    used = {name: {*statements[column]} for name, column in REFERENCE_COLUMNS.items()}
    parties = registers["parties"]
    used["parties"] |= {parties.find(row.get("party", "")) for row in registers["speakers"].rows.values()}
    for name in REFERENCE_COLUMNS:
        registers[name].drop_unused(used[name], report)
    themes = {theme for row in registers["issues"].rows.values() for theme in row.get("theme", "").split()}
    registers["themes"].drop_unused(themes, report)
    groups = {group for row in parties.rows.values() for group in row.get("group", "").split()}
    registers["party_groups"].drop_unused(groups, report)


def _sheet_with_dates(sheet: Sheet, name: str, options: ImportOptions, report: ImportReport) -> Sheet:
    """The sheet with the dates of all its columns as the format has them; cells that are none stay for the checks."""
    frame = sheet.frame.copy()
    for column in next(known.columns for known in TABLES if known.name == name):
        if column.kind == "date" and column.name in frame:
            dates = normalize_dates(frame[column.name], f"{sheet.place}, column {column.name}", options.dates)
            report.assumptions += dates.assumptions
            frame[column.name] = dates.values.where(~frame.index.isin(list(dates.faults)), frame[column.name])
    return replace(sheet, frame=frame)


def _add_parties(parties: Register, statements: Sheet, report: ImportReport) -> None:
    if parties.closed:
        return
    parties.add_names(names_by_key(statements.column("party").unique(), "parties", report), "name")
    full = statements.column("party.name")
    pairs = pd.DataFrame({"party": statements.column("party"), "full": full})[full != ""].drop_duplicates("party")
    for party, name in pairs.itertuples(index=False):
        if own := parties.find(party):
            short = parties.rows[own]["name"]
            parties.rows[own] |= {"name": name} | ({"short_name": short} if short != name else {})


def _add_groups(groups: Register, parties: Register, statements: Sheet, report: ImportReport) -> None:
    """Adds the groups that parties and statements name, and gives parties the ids of theirs."""
    named = statements.column("party.group")
    groups.add_lists([*(row.get("group", "") for row in parties.rows.values()), *named.unique()], report)
    pairs = pd.DataFrame({"party": statements.column("party"), "group": named})[named != ""].drop_duplicates()
    for party, group in pairs.itertuples(index=False):
        if own := parties.find(party):
            parties.fill(own, "group", group)
    for row in parties.rows.values():
        row["group"] = groups.find_list(row.get("group", ""))


def _add_themes(themes: Register, issues: Register, statements: Sheet, report: ImportReport) -> None:
    """Adds the themes that issues and statements name, and gives the issues of a sheet their ids."""
    listed = [row.get("theme", "") for row in issues.rows.values()]
    themes.add_lists([*listed, *statements.column("issue.theme").unique()], report)
    for row in issues.rows.values():
        row["theme"] = themes.find_list(row.get("theme", ""))


def _add_issues(issues: Register, statements: Sheet, themes: Register, report: ImportReport) -> None:
    """Adds an issue for each name, with the first proposition that stands beside it; without names, for each
    proposition."""
    wordings, names = statements.column("issue.proposition"), statements.column("issue")
    names = names.where(names != "", wordings)
    if not issues.closed:
        issues.add_names(names_by_key(names.unique(), "issues", report), "name")
    pairs = pd.DataFrame({"name": names, "proposition": wordings, "theme": statements.column("issue.theme")})
    differing = []
    for name, proposition, theme in pairs.drop_duplicates().itertuples(index=False):
        own = issues.find(name)
        if not own:
            continue
        if not issues.fill(own, "proposition", proposition):
            differing.append(name)
        issues.fill(own, "theme", themes.find_list(theme))
    if differing:
        report.assumptions.append(f"issues with several propositions have the first: {list_words(differing)}")
    bare = [row["name"] for row in issues.rows.values() if not row.get("proposition")]
    for row in issues.rows.values():
        row["proposition"] = row.get("proposition") or row["name"]
        row["name"] = row.get("name") or row["proposition"]
    if bare:
        report.assumptions.append(
            f"issues without a proposition have their name as one: {list_words(bare)}. Word one sentence for each"
        )


def _link_speakers(speakers: Register, parties: Register, report: ImportReport) -> None:
    """Gives the speakers of a sheet the ids of their parties."""
    unknown = [row["party"] for row in speakers.rows.values() if row.get("party") and not parties.find(row["party"])]
    for row in speakers.rows.values():
        row["party"] = parties.find(row.get("party", "")) or row.get("party", "")
    if unknown:
        report.assumptions.append(f"speakers name parties that are not in the table of parties: {list_words(unknown)}")
