"""Makes the rows of the table of statements from a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import pandas as pd
from rapidfuzz import fuzz, process

from data.model.errors import quote_for_message
from data.validation import table_schema

from ..errors import ImportChoiceError
from ..options import ImportOptions
from ..report import MAX_EXAMPLES, ImportReport, Refusal, Sheet
from ..words.cells import replace_cells
from ..words.headers import normalize_name
from ..words.ids import is_id
from ..words.local_dates import normalize_dates
from ..words.stance_words import normalize_stances, stance_words
from .registers import KEY_SEPARATOR, MIN_SIMILARITY, Register, name_key
from .sheets import format_columns, has_real_dates
from .source_rows import NO_SOURCE_PATTERN, URL_PATTERN, source_keys

MAX_QUOTE_WORDS = 12
MAX_ID_LENGTH = 100
NO_DATE_MESSAGE = "column date is empty: fill it, or name one date for all such rows"
NO_SOURCE_MESSAGE = "column source is empty: fill it, or name one source for all such rows"


def build_statements(
    sheet: Sheet, registers: Mapping[str, Register], options: ImportOptions, report: ImportReport
) -> pd.DataFrame:
    """The table of statements. A row that lacks party, issue, stance, date or source, or has one that is not known, is
    refused with the reason."""
    frame = sheet.frame.copy()
    reasons: dict[int, Refusal] = {}
    rows = pd.DataFrame(index=frame.index)
    rows["party"] = _references(sheet.column("party"), registers["parties"], "party", reasons)
    wording = sheet.column("issue").where(sheet.column("issue") != "", sheet.column("issue.proposition"))
    rows["issue"] = _references(wording, registers["issues"], "issue", reasons)
    rows["stance"] = _stances(sheet, options, report, reasons)
    rows["date"] = _dates(sheet, options, report, reasons)
    rows["source"] = _sources(sheet, registers["sources"], options, reasons)
    _leave_open(sheet, rows, registers["sources"].closed, report)
    rows["speaker"] = _speakers(sheet, rows["party"], registers["speakers"], reasons)
    for column, cells in words_by_column(sheet).items():
        rows[column] = cells
    for column in format_columns("statements"):
        if column not in rows:
            rows[column] = sheet.column(column)
    _refuse_faulty_addresses(sheet, registers["sources"], reasons)
    _refuse_repeated_rows(sheet, reasons)
    report.refuse(sheet, dict(sorted(reasons.items())))
    rows = rows.drop(index=list(reasons))
    _note_contradictions(sheet, rows, report)
    rows["id"] = new_statement_ids(rows)
    return rows[format_columns("statements")]


def _refuse_faulty_addresses(sheet: Sheet, sources: Register, reasons: dict[int, Refusal]) -> None:
    """Refuses rows whose address would keep the dataset from being served."""
    if sources.closed:
        return
    cells = sheet.column("source.url")
    faulty = (
        (cells != "")
        & ~cells.str.fullmatch(rf"{URL_PATTERN}|(?i:www\.\S+\.\S+)")
        & ~cells.str.fullmatch(NO_SOURCE_PATTERN)
    )
    for index, cell in _items(cells[faulty]):
        reason = f"{quote_for_message(cell)} is no address that begins with http:// or https:// and has no blanks"
        reasons.setdefault(index, Refusal(reason, "source.url"))


def _refuse_repeated_rows(sheet: Sheet, reasons: dict[int, Refusal]) -> None:
    """Refuses rows that say in every cell what a row before them says."""
    frame = sheet.frame.drop(columns="id", errors="ignore")
    for index in frame.index[frame.duplicated()].tolist():
        reasons.setdefault(index, Refusal("all its cells are the same as in a row above it"))


def _note_contradictions(sheet: Sheet, rows: pd.DataFrame, report: ImportReport) -> None:
    """Names rows that give a speaker of a party two stances on an issue on the same day. Both are taken: one of them
    may be a slip, or the party said both."""
    same = rows[rows.duplicated(["party", "issue", "date", "speaker"], keep=False)]
    groups = [
        group
        for _, group in same.groupby(["party", "issue", "date", "speaker"], sort=False)
        if group["stance"].nunique() > 1
    ]
    for group in groups[:MAX_EXAMPLES]:
        first = group.iloc[0]
        places = [
            f"{sheet.cell_place(index, 'stance')} ({stance})" for index, stance in _items(group["stance"].head(3))
        ]
        report.assumptions.append(
            f"{quote_for_message(first['party'])} has different stances on {quote_for_message(first['issue'])} on "
            f"{first['date']}, and all are taken: {', '.join(places)}"
        )
    if len(groups) > MAX_EXAMPLES:
        report.assumptions.append(f"so do {len(groups) - MAX_EXAMPLES:,} more of a party, an issue and a day")


def own_words_column() -> str:
    """The column for a party's own words of any length: `text`, or `summary` in a format without it."""
    return "text" if any(column.name == "text" for column in table_schema("statements").columns) else "summary"


def words_by_column(sheet: Sheet) -> dict[str, pd.Series]:
    """The words of a party: up to twelve are a quote, longer ones its text."""
    words, target = sheet.column("words"), own_words_column()
    if "words" not in sheet.frame:
        return {}
    is_short = words.str.count(r"\S+") <= MAX_QUOTE_WORDS
    quote, text = sheet.column("quote"), sheet.column(target)
    return {
        "quote": quote.where((quote != "") | ~is_short, words),
        target: text.where((text != "") | is_short, words),
    }


def new_statement_ids(rows: pd.DataFrame) -> pd.Series:
    """The ids of statements: their own, or else party, date and issue, with a number where that is not enough."""
    usable = pd.Series([is_id(cell) for cell in rows["id"]], index=rows.index, dtype="bool")
    own = rows["id"].where(usable & ~rows["id"].duplicated(), "")
    made = rows["party"] + "-" + rows["date"].str.replace("/", "_") + "-" + rows["issue"]
    made = made.str.slice(0, MAX_ID_LENGTH)
    made = made.where(own == "", own)
    number = made.groupby(made).cumcount()
    numbered = made + "-" + (number + 1).astype("str")
    return made.where(number == 0, numbered).astype("str")


def _leave_open(sheet: Sheet, rows: pd.DataFrame, lists_sources: bool, report: ImportReport) -> None:
    """Notes the choices that would have rows taken. A row of totals, without party or issue, needs none."""
    is_named = (rows["party"] != "") & (rows["issue"] != "")
    words = sheet.column("stance")
    for word in sorted(words[is_named & (rows["stance"] == "") & (words != "")].unique()):
        report.note_open_choice("stances", word)
    if (is_named & (rows["date"] == "") & (sheet.column("date") == "")).any():
        report.note_open_choice("date")
    if not lists_sources and (is_named & (rows["source"] == "")).any():
        report.note_open_choice("source")


def _references(cells: pd.Series, register: Register, column: str, reasons: dict[int, Refusal]) -> pd.Series:
    ids = register.find_all(cells)
    for index, cell in _items(cells[ids == ""]):
        reasons.setdefault(
            index, Refusal(register.unknown_reason(cell) if cell else f"column {column} is empty", column)
        )
    return ids


def _items(cells: pd.Series) -> Iterator[tuple[int, str]]:
    return zip(cells.index.tolist(), cells.tolist(), strict=True)


def _stances(sheet: Sheet, options: ImportOptions, report: ImportReport, reasons: dict[int, Refusal]) -> pd.Series:
    cells = sheet.column("stance")
    stances = normalize_stances(cells, f"{sheet.place}, column stance", options.stances)
    report.assumptions += stances.assumptions
    for index, cell in _items(cells[stances.values == ""]):
        reasons.setdefault(index, Refusal(_stance_reason(cell), "stance"))
    return stances.values


@cache
def _stance_reason(cell: str) -> str:
    if not cell:
        return "column stance is empty"
    nearest = nearest_stance(cell)
    hint = f"does it mean {nearest}?" if nearest else "say which stance it means, or correct it"
    return f"stance {quote_for_message(cell)} is not known: {hint}"


@cache
def nearest_stance(cell: str) -> str:
    """The stance whose word is nearest to a cell; '' if none is near."""
    words = list(stance_words())
    match = process.extractOne(normalize_name(cell), words, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY)
    return stance_words()[match[0]] if match else ""


def _dates(sheet: Sheet, options: ImportOptions, report: ImportReport, reasons: dict[int, Refusal]) -> pd.Series:
    cells = sheet.column("date")
    place = f"{sheet.place}, column date"
    dates = normalize_dates(cells, place, options.dates, has_real_dates(sheet, "date"))
    report.assumptions += dates.assumptions
    values = dates.values
    if options.date:
        given = normalize_dates(
            pd.Series([options.date], dtype="str"), "the date of rows that have none", options.dates
        )
        if given.faults:
            raise ImportChoiceError(f"the date of rows that have none: {given.faults[0]}", "date")
        values = values.where(cells != "", given.values[0])
    for index, reason in dates.faults.items():
        reasons.setdefault(index, Refusal(reason, "date"))
    for index in values.index[values == ""].tolist():
        reasons.setdefault(index, Refusal(NO_DATE_MESSAGE, "date"))
    return values


def _sources(sheet: Sheet, sources: Register, options: ImportOptions, reasons: dict[int, Refusal]) -> pd.Series:
    if sources.closed:
        cells = sheet.column("source").where(sheet.column("source") != "", sheet.column("source.url"))
        return _references(cells, sources, "source", reasons)
    ids = sources.find_all(source_keys(sheet, options))
    for index in ids.index[ids == ""].tolist():
        reasons.setdefault(index, Refusal(NO_SOURCE_MESSAGE, "source"))
    return ids


def _speakers(sheet: Sheet, party: pd.Series, speakers: Register, reasons: dict[int, Refusal]) -> pd.Series:
    """The speakers of a sheet; without a sheet of speakers, one for each name and party."""
    names = sheet.column("speaker")
    if speakers.closed:
        ids = speakers.find_all(names)
        for index, cell in _items(names[(ids == "") & (names != "")]):
            reasons.setdefault(index, Refusal(speakers.unknown_reason(cell), "speaker"))
        return ids
    keys = (names.map(name_key) + KEY_SEPARATOR + party).where((names != "") & (party != ""), "")
    people = pd.DataFrame({"key": keys, "name": names, "party": party})[keys != ""].drop_duplicates("key")
    # A person who speaks for two parties is two rows, which the party tells apart.
    repeated = people["key"].map(lambda key: key.partition(KEY_SEPARATOR)[0]).duplicated(keep=False)
    labels = people["name"].where(~repeated, people["name"] + " " + people["party"])
    speakers.add_names(dict(zip(people["key"], labels, strict=True)), "name")
    for key, name, own_party in people.itertuples(index=False):
        speakers.rows[speakers.find(key)] |= {"name": name, "party": own_party}
    return replace_cells(keys, {key: speakers.find(key) for key in people["key"]})
