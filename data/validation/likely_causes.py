"""The likely cause of a group of problems, and the id that was probably meant."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from .problem_groups import ProblemGroup
from .problem_kinds import ProblemKind

MIN_SIMILARITY = 60
SERIAL_ORIGIN = dt.date(1899, 12, 30)
# Blanks that do not show, and marks that stand for them.
VISIBLE_BLANKS = {" ": "␣", "\u00a0": "⍽", "\t": "⇥", "\n": "⏎", "\r": "⏎", "\u202f": "⍽", "\u200b": "∅", "\ufeff": "∅"}
SAVE_AGAIN_ADVICE = (
    "in the program choose 'CSV UTF-8 (comma delimited)', or let `python -m data import` read the file as it is"
)
MONTH_NAME_PATTERN = r"(jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]*\.?"


def show_blanks(text: str) -> str:
    """A cell with a mark for each blank at its ends, for each of two in a row, and for each that is no plain one."""
    plain = text.strip("".join(VISIBLE_BLANKS))
    start, end = text[: text.find(plain)] if plain else text, text[text.find(plain) + len(plain) :] if plain else ""
    within = re.sub(
        r"  +|[\u00a0\t\r\n\u202f\u200b\ufeff]", lambda match: "".join(VISIBLE_BLANKS[mark] for mark in match[0]), plain
    )
    return (
        "".join(VISIBLE_BLANKS.get(mark, mark) for mark in start)
        + within
        + "".join(VISIBLE_BLANKS.get(mark, mark) for mark in end)
    )


def nearest_id(group: ProblemGroup, known: Sequence[str]) -> str:
    """The known id or choice that is nearest to the cell of a group; '' if none is near."""
    value = group.values[0].strip() if group.values else ""
    by_case = {each.casefold(): each for each in known}
    if value.casefold() in by_case:
        return by_case[value.casefold()]
    match = process.extractOne(
        value.casefold().replace(" ", "-"), list(by_case), scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY
    )
    return by_case[match[0]] if match and value else ""


def likely_cause(group: ProblemGroup, known: Sequence[str] = (), start: bytes = b"") -> str:
    """The likely cause of a group of problems; '' if there is none. `known` are the ids or choices of the column,
    `start` are the first bytes of the file."""
    kind, value = group.first.kind, group.values[0] if group.values else ""
    if cause := _cause_in_file(kind, start):
        return cause
    if value and value != value.strip("".join(VISIBLE_BLANKS)) and value.strip("".join(VISIBLE_BLANKS)):
        return f"blanks at the beginning or end: {show_blanks(value)}"
    if show_blanks(value) != value:
        return f"blanks that do not show: {show_blanks(value)}"
    if value not in known and value.casefold() in {each.casefold() for each in known}:
        return "another case: ids and choices are written as they are, in small or capital letters"
    if kind == ProblemKind.DATE_FORM:
        return _cause_of_date(value)
    if kind == ProblemKind.NUMBER_FORM and re.fullmatch(
        r"[+-]?[\d.\s']*\d,\d+|[+-]?\d{1,3}([,.'\s]\d{3})+([.,]\d+)?", value
    ):
        return "a number as a local spreadsheet shows it: write 1234.5"
    if kind in (ProblemKind.ID_FORM, ProblemKind.YEAR_FORM, ProblemKind.NUMBER_FORM):
        return _cause_of_changed_id(value)
    return ""


def _cause_in_file(kind: ProblemKind, start: bytes) -> str:
    """The cause of a problem that concerns a whole file, as its first bytes show it."""
    whole = (ProblemKind.NOT_UTF_8, ProblemKind.NOT_CSV, ProblemKind.COLUMN_MISSING, ProblemKind.ROW_LENGTH)
    if kind not in whole or not start:
        return ""
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "an Excel workbook renamed to .csv: import it, or save it as CSV"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"encoding: the file is UTF-16; {SAVE_AGAIN_ADVICE}"
    if kind == ProblemKind.NOT_UTF_8:
        return f"encoding: Excel's plain 'CSV' is written in Windows-1252 or the like; {SAVE_AGAIN_ADVICE}"
    line = start.splitlines()[0].decode("utf-8", "replace")
    if line.lower().startswith(("sep=", '"sep=')):
        return f"separator: the first line is one that only Excel reads; {SAVE_AGAIN_ADVICE}"
    for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if line.count(separator) > line.count(","):
            return f"separator: the file is separated by {name}, not by commas; {SAVE_AGAIN_ADVICE}"
    if kind == ProblemKind.ROW_LENGTH:
        return "a comma in a text without quotation marks around it, or a row that was cut"
    return ""


def _cause_of_date(value: str) -> str:
    if re.fullmatch(r"\d{5}", value):
        return f"Excel changed a date into a number: {value} is {SERIAL_ORIGIN + dt.timedelta(days=int(value))}"
    if re.fullmatch(r"\d{4}-\d\d-\d\d[T ].*", value):
        return "a date with a time of day: keep only the day"
    if re.search(MONTH_NAME_PATTERN, value, re.IGNORECASE):
        return "Excel changed a date, or it is written in words: write 2019-04-15 or 2019-04"
    if re.fullmatch(r"\d{1,4}[./-]\d{1,2}([./-]\d{1,4})?\.?", value):
        return (
            "a date as a local spreadsheet shows it: write 2019-04-15, or let `python -m data import` settle the order"
        )
    return ""


def _cause_of_changed_id(value: str) -> str:
    if re.fullmatch(r"\d[.,]\d+E\+?\d+", value):
        return "Excel shortened a long number: format the column as text before you type"
    if re.fullmatch(
        rf"\d{{1,2}}[. -]+{MONTH_NAME_PATTERN}|{MONTH_NAME_PATTERN}[ -]\d{{2,4}}|\d{{1,2}}/\d{{1,2}}(/\d{{2,4}})?",
        value,
        re.IGNORECASE,
    ):
        return "Excel took it for a date: format the column as text before you type"
    if re.fullmatch(r"\d{4}\.0", value):
        return "a program turned a year into a number: write 2019"
    return ""
