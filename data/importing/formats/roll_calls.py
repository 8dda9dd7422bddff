"""Roll calls in long form: a row for each vote, with voter, vote, item and date; and the UN's votes in three tables.

Mapping: voter -> party; item -> issue, with its title and text if the table, or a table of items, has them; yes, no,
abstain -> agree, disagree, and --abstention (neutral or no-stand). An absent voter makes no statement. Themes come from
a column, or from a table of item and theme, in which an item may have several. The tables of the UN votes are known by
their columns: `rcid`, `country`, `vote`; `rcid`, `date`, `unres`, `short`, `descr`; `rcid`, `issue`. A vote is the
voter's own position, not one that somebody coded. Without --source the title of the dataset is the one source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from data.validation import table_schema

from ..errors import ImportSourceError
from ..files.source_files import ZIP_MAGIC, SourceFile
from ..files.source_table import SourceTable
from ..files.table_reader import read_tables
from ..options import ImportOptions
from ..report import ImportReport, Refusal, Sheet, list_words
from ..result import ImportResult, finish_import
from ..tables.registers import name_key
from ..tables.sheets import format_columns
from ..words.cells import replace_cells
from ..words.headers import match_headers, normalize_name, split_synonyms
from ..words.ids import ids_for_names
from ..words.local_dates import normalize_dates

COLUMN_SYNONYMS = split_synonyms(
    {
        "voter": "voter; country; member; party; state; mp; deputy; name; fraktion; partei; land; abgeordneter",
        "vote": "vote; votum; stimme; voted; ballot; position",
        "item": "item; rcid; roll call; rollcall; roll call id; vote id; bill; resolution; motion; vorlage; abstimmung",
        "date": "date; datum; day; vote date",
        "name": "short; title; titel; item title; name of item; short title",
        "proposition": "descr; description; text; proposition; long title; question",
        "locator": "unres; resolution code; number; document; reference",
        "theme": "theme; issue; topic; category; subject",
    }
)
VOTE_SYNONYMS = split_synonyms(
    {
        "yes": "yes; y; yea; aye; 1; ja; oui; si; for; in favour; in favor; pour; dafur",
        "no": "no; n; nay; 3; nein; non; against; contre; dagegen",
        "abstain": "abstain; a; 2; abstention; abstained; enthaltung; abstencion; present",
        "absent": "absent; 8; 9; not voting; did not vote; nicht abgestimmt; not a member; non voting; x; na; ",
    }
)
VOTE_STANCES = {"yes": "agree", "no": "disagree"}
MAX_NAME_LENGTH = 200
TRAILING_ZEROS_PATTERN = re.compile(r"(?<=[0-9])\.0+$")


def is_roll_calls(files: Sequence[SourceFile]) -> bool:
    """True if a text file has columns for voter, vote and item."""
    for file in files:
        if not file.content.startswith(ZIP_MAGIC):
            line = file.content[:2000].split(b"\n", 1)[0].decode("utf-8", "replace")
            for separator in (",", ";", "\t"):
                names = [cell.strip().strip('"\ufeff') for cell in line.split(separator)]
                if {"voter", "vote", "item"} <= set(match_headers(names, COLUMN_SYNONYMS).values()):
                    return not {"stance", "position"} & {normalize_name(name) for name in names}
    return False


def convert_roll_calls(files: Sequence[SourceFile], options: ImportOptions, report: ImportReport) -> ImportResult:
    """The dataset of roll calls. ImportSourceError if no table has voter, vote and item."""
    tables = [(source, _renamed(source, report)) for source in read_tables(files, options, report)]
    votes = next(((source, frame) for source, frame in tables if {"voter", "vote", "item"} <= {*frame.columns}), None)
    if votes is None:
        raise ImportSourceError("no table has columns for voter, vote and item (such as country, vote, rcid)")
    source, frame = votes
    items = _items(frame, [other for each, other in tables if each is not source and "item" in other], options, report)
    themes = pd.concat([other[["item", "theme"]] for _, other in tables if {"item", "theme"} <= {*other.columns}] or
                       [pd.DataFrame({"item": [], "theme": []}, dtype="str")])  # fmt: skip
    headers = ({meaning: name for name, meaning in match_headers(source.frame.columns, COLUMN_SYNONYMS).items()},)
    sheet = Sheet(frame, (source,), pd.Series(0, index=frame.index), frame.index.to_series(), headers)
    theme_rows, theme_of = _themes(themes, report)
    issues = items.assign(theme=replace_cells(items["item"], theme_of))
    parties = _parties(frame)
    statements = _statements(sheet, parties, items, options, report)
    title = options.source or options.title or source.file
    tables_of_dataset = {
        "parties": parties.drop(columns="key"),
        "themes": theme_rows,
        "issues": issues,
        "sources": pd.DataFrame({"id": ["roll-calls"], "title": [title], "url": [options.source_url]}, dtype="str"),
        "statements": statements,
    }
    finished = {
        name: rows.reindex(columns=format_columns(name), fill_value="") for name, rows in tables_of_dataset.items()
    }
    return finish_import(finished, report, sheet, options.title or SourceFile(source.file, b"").stem)


def _renamed(source: SourceTable, report: ImportReport) -> pd.DataFrame:
    report.read[source.place] = len(source.frame)
    matched = match_headers(source.frame.columns, COLUMN_SYNONYMS)
    unknown = [name for name in source.frame.columns if name not in matched]
    if unknown:
        report.notes.append(f"{source.place}: columns {list_words(unknown)}")
    frame = source.frame[list(matched)].rename(columns=matched)
    # Statistics programs write whole numbers as 3.0 in one table and as 3 in another.
    numbers = {
        name: replace_cells(frame[name], {cell: TRAILING_ZEROS_PATTERN.sub("", cell) for cell in frame[name].unique()})
        for name in ("item", "vote")
        if name in frame
    }
    return frame.assign(**numbers)


def _items(
    votes: pd.DataFrame, others: Sequence[pd.DataFrame], options: ImportOptions, report: ImportReport
) -> pd.DataFrame:
    """The items voted on: `item`, `id`, `name`, `proposition`, `date`, `locator`."""
    columns = ["item", "name", "proposition", "date", "locator"]
    rows = [frame for frame in others if {"date", "name", "proposition"} & {*frame.columns}]
    frames = [frame.reindex(columns=columns, fill_value="") for frame in (*rows, votes)]
    items = pd.concat(frames).drop_duplicates("item")
    items = items[items["item"].isin(set(votes["item"])) & (items["item"] != "")].reset_index(drop=True)
    dates = normalize_dates(items["date"], "column date of items", options.dates)
    report.assumptions += dates.assumptions
    number = items["locator"].where(items["locator"] != "", items["item"])
    name = items["name"].where(items["name"] != "", number).str.slice(0, MAX_NAME_LENGTH)
    ids = ids_for_names({item: item if not item.isdigit() else f"vote-{item}" for item in items["item"]}, "vote")
    bare = int((items["proposition"] == "").sum())
    if bare:
        report.assumptions.append(f"{bare:,} items without a text have their name as the proposition")
    return items.assign(
        id=replace_cells(items["item"], ids),
        name=name,
        proposition=items["proposition"].where(items["proposition"] != "", name),
        date=dates.values.where(dates.values != "", options.date),
    )


def _themes(pairs: pd.DataFrame, report: ImportReport) -> tuple[pd.DataFrame, dict[str, str]]:
    """The table of themes, and for each item its theme; its themes, where the format allows several."""
    pairs = pairs[(pairs["theme"] != "") & (pairs["item"] != "")].drop_duplicates()
    ids = ids_for_names({name: name for name in pairs["theme"].unique()}, "theme")
    rows = pd.DataFrame({"id": list(ids.values()), "name": list(ids)}, dtype="str")
    several = next(column for column in table_schema("issues").columns if column.name == "theme").kind == "list"
    grouped = replace_cells(pairs["theme"], ids).groupby(pairs["item"], sort=False)
    repeated = int((grouped.size() > 1).sum())
    if repeated and not several:
        report.assumptions.append(f"{repeated:,} items have several themes, and are listed under the first")
    chosen = grouped.agg(" ".join if several else "first")
    return rows, {str(item): str(theme) for item, theme in chosen.items()}


def _parties(votes: pd.DataFrame) -> pd.DataFrame:
    names = {name_key(name): name for name in reversed(list(votes["voter"].unique())) if name}
    ids = ids_for_names(names, "party")
    rows = sorted((names[key], own, key) for key, own in ids.items())
    return pd.DataFrame(rows, columns=["name", "id", "key"], dtype="str")


def _statements(
    sheet: Sheet, parties: pd.DataFrame, items: pd.DataFrame, options: ImportOptions, report: ImportReport
) -> pd.DataFrame:
    """The table of statements, with the rows of the sheet as index. Absent voters are counted and left out."""
    frame = sheet.frame
    words = {cell: VOTE_SYNONYMS.get(normalize_name(cell), "") for cell in frame["vote"].unique()}
    stances = VOTE_STANCES | {"abstain": options.abstention}
    meanings = {cell: options.stances.get(cell) or stances.get(vote, vote) for cell, vote in words.items()}
    stance = replace_cells(frame["vote"], meanings)
    read = [f"{cell!r} as {meaning}" for cell, meaning in meanings.items() if meaning and meaning != "absent"]
    report.assumptions.append(f"votes: reads {', '.join(read[:12])}")
    absent = stance == "absent"
    if absent.any():
        report.notes.append(f"{int(absent.sum()):,} votes of absent voters, which are no statements")
    keys = {name: name_key(name) for name in frame["voter"].unique()}
    by_key = dict(zip(parties["key"], parties["id"], strict=True))
    by_item = {column: dict(zip(items["item"], items[column], strict=True)) for column in ("id", "date", "locator")}
    rows = pd.DataFrame(
        {
            "party": replace_cells(frame["voter"], {name: by_key.get(key, "") for name, key in keys.items()}),
            "issue": replace_cells(frame["item"], by_item["id"]),
            "stance": stance,
            "date": replace_cells(frame["item"], by_item["date"]),
            "locator": replace_cells(frame["item"], by_item["locator"]),
            "source": "roll-calls",
        }
    )
    rows["id"] = rows["issue"] + "-" + rows["party"]
    if "basis" in format_columns("statements"):
        rows["basis"] = "vote"
    faults = (
        (rows["party"] == "", "the voter is missing", "voter"),
        (rows["issue"] == "", "the item is missing", "item"),
        (rows["date"] == "", "the item has no date that can be read", "date"),
        (stance == "", "the vote is none that is known (yes, no, abstain, absent)", "vote"),
        (rows["id"].duplicated() & ~absent, "the voter votes twice on the item", "vote"),
    )
    for cell in frame["vote"][stance == ""].unique():
        report.note_open_choice("stances", str(cell))
    if (rows["date"] == "").any():
        report.note_open_choice("date")
    reasons: dict[int, Refusal] = {}
    for fault, reason, field in faults:
        for index in rows.index[fault & ~absent].tolist():
            reasons.setdefault(index, Refusal(reason, field))
    report.refuse(sheet, dict(sorted(reasons.items())))
    return rows[~absent].drop(index=list(reasons))
